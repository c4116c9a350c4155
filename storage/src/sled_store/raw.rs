//! A store's tree without its threads: for migrations, which run before anyone else may read.

use std::path::Path;

use sled::Tree;

pub(crate) use super::open::from_migration;
use super::open::{self, OpenError};
use super::snapshot::Snapshot;
use super::stage::Stage;
use super::versions::Versions;
use crate::contract::{Batch, Page, PageQuery, ReadError};
use crate::key::Key;

/// Page cache of offline tools.
pub(super) const CACHE_BYTES: u64 = 64 << 20;

/// Opens a store that is there, whatever its schema.
pub(crate) fn open_existing(path: &Path) -> Result<Tree, OpenError> {
    if !path.join("db").exists() {
        return Err(OpenError::Io(std::io::ErrorKind::NotFound.into()));
    }
    Ok(open::open_files(path, CACHE_BYTES, true)?.tree)
}

/// A row's value.
pub(crate) fn get(tree: &Tree, key: &Key) -> Result<Option<Vec<u8>>, ReadError> {
    Snapshot::new(tree, &Versions::default()).get(key)
}

/// Neighbouring rows.
pub(crate) fn page(tree: &Tree, query: &PageQuery) -> Result<Page, ReadError> {
    Snapshot::new(tree, &Versions::default()).page(query)
}

/// Applies a batch without conditions, and flushes it. Whoever opens the store syncs it before the
/// first commit.
pub(crate) fn apply(tree: &Tree, batch: &Batch) -> sled::Result<()> {
    debug_assert!(batch.expects.is_empty() && batch.idempotency.is_none());
    let mut stage = Stage::new(tree);
    // Without conditions there is nothing to refuse.
    let _ = stage.admit(batch)?;
    let (_, changes) = stage.finish();
    tree.apply_batch(changes)?;
    tree.flush()?;
    Ok(())
}

/// A new tree, for tests of what is below the schema.
#[cfg(test)]
pub(crate) fn create(path: &Path) -> Tree {
    open::open_files(path, CACHE_BYTES, true).expect("a new folder opens").tree
}
