//! Who runs under a supervisor, and whom it was asked for. It outlives the supervisor's actor.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;
use ractor::ActorId;

use super::Supervised;

/// See the module.
#[derive(Default)]
pub(super) struct Brood {
    /// By incarnation, so in the order of their starts.
    running: Mutex<BTreeMap<ActorId, Arc<dyn Supervised>>>,
    wanted: Mutex<Wanted>,
}

/// In the order they were asked for, each once. Bounded by the nodes that exist.
#[derive(Default)]
struct Wanted {
    order: Vec<Arc<dyn Supervised>>,
    known: HashSet<usize>,
}

impl Brood {
    pub(super) fn want(&self, child: Arc<dyn Supervised>) {
        let mut wanted = self.wanted.lock();
        if wanted.known.insert(address(&child)) {
            wanted.order.push(child);
        }
    }

    pub(super) fn wanted(&self) -> Vec<Arc<dyn Supervised>> {
        self.wanted.lock().order.clone()
    }

    /// It runs, or cannot.
    pub(super) fn satisfied(&self, child: &Arc<dyn Supervised>) {
        let mut wanted = self.wanted.lock();
        if wanted.known.remove(&address(child)) {
            wanted.order.retain(|other| address(other) != address(child));
        }
    }

    pub(super) fn born(&self, incarnation: ActorId, child: Arc<dyn Supervised>) {
        self.running.lock().insert(incarnation, child);
    }

    pub(super) fn gone(&self, incarnation: ActorId) -> Option<Arc<dyn Supervised>> {
        self.running.lock().remove(&incarnation)
    }

    /// Whoever ran under the former incarnation of the supervisor.
    pub(super) fn orphans(&self) -> BTreeMap<ActorId, Arc<dyn Supervised>> {
        std::mem::take(&mut *self.running.lock())
    }
}

/// Names a child: its node outlives its incarnations and does not move.
pub(super) fn address(child: &Arc<dyn Supervised>) -> usize {
    Arc::as_ptr(child).cast::<()>() as usize
}
