//! How somebody appears to others.

use std::sync::Arc;

use protocol::UserId;
use protocol::wire::{Activity, Presence, Status};

/// A status and what goes with it. Copies share the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appearance {
    /// The status.
    pub status: Status,
    /// Empty when offline.
    activities: Arc<[Activity]>,
}

impl Appearance {
    /// Whoever is offline does nothing.
    pub(crate) fn new(status: Status, activities: Vec<Activity>) -> Self {
        let shown = status != Status::Offline && !activities.is_empty();
        Self { status, activities: if shown { activities.into() } else { Arc::default() } }
    }

    /// Of whoever is not there, or hides.
    pub(crate) fn offline() -> Self {
        Self::new(Status::Offline, Vec::new())
    }

    pub(crate) fn is_offline(&self) -> bool {
        self.status == Status::Offline
    }

    /// As it is told.
    pub(crate) fn presence_of(&self, user: UserId) -> Presence {
        Presence::new(user, self.status, self.activities.to_vec())
    }
}
