//! The engines that the rules are checked on.

use std::sync::Arc;

use storage::{FaultPlan, FaultStore, MemoryStore, SledOptions, SledStore, Store};
use tempfile::TempDir;

/// A store, and the folder that it lives in if it has one.
pub(crate) struct Engine {
    pub(crate) store: Arc<dyn Store>,
    _folder: Option<TempDir>,
}

pub(crate) fn sled() -> Engine {
    let folder = tempfile::tempdir().unwrap();
    let store = SledStore::open(folder.path(), SledOptions::test()).unwrap();
    Engine { store: Arc::new(store), _folder: Some(folder) }
}

pub(crate) fn memory() -> Engine {
    Engine { store: Arc::new(MemoryStore::new()), _folder: None }
}

pub(crate) fn slow_memory() -> Engine {
    let plan = FaultPlan::latencies_only(7);
    Engine { store: Arc::new(FaultStore::new(MemoryStore::new(), plan)), _folder: None }
}
