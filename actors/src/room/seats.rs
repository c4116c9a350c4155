//! Where everybody sits: in one room at most, whatever becomes of its actor.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use protocol::UserId;
use protocol::gateway::PeerId;
use tokio::sync::MutexGuard;

use super::RoomNode;
use crate::session::SessionId;
use crate::stripes::Stripes;

/// See the module.
#[derive(Default)]
pub(crate) struct Seats {
    taken: Mutex<HashMap<UserId, Seat>>,
    /// One move of a user at a time.
    turns: Stripes,
    last_peer: AtomicU64,
}

/// A user's place.
#[derive(Clone)]
pub(crate) struct Seat {
    pub(crate) peer: PeerId,
    pub(crate) room: Arc<RoomNode>,
}

impl Seat {
    /// Whether it is by this session that the user sits there.
    pub(crate) fn is_of(&self, session: SessionId) -> bool {
        let roster = self.room.roster();
        roster.participants.get(&self.peer).is_some_and(|one| one.session == session)
    }
}

impl Seats {
    /// Nobody else moves this user while it is held.
    pub(crate) async fn turn(&self, user: UserId) -> MutexGuard<'_, ()> {
        self.turns.lock(user.get()).await
    }

    /// RO3. A number that no participant had before.
    pub(crate) fn next_peer(&self) -> PeerId {
        PeerId::new(self.last_peer.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Where a user sits.
    pub(crate) fn of(&self, user: UserId) -> Option<Seat> {
        self.taken.lock().get(&user).cloned()
    }

    /// Whether a user took a later seat than this one.
    pub(super) fn is_elsewhere(&self, user: UserId, peer: PeerId) -> bool {
        self.taken.lock().get(&user).is_some_and(|seat| seat.peer > peer)
    }

    /// A user sits there, unless it went on already.
    pub(super) fn sit(&self, user: UserId, peer: PeerId, room: &Arc<RoomNode>) {
        let mut taken = self.taken.lock();
        let has_newer = taken.get(&user).is_some_and(|seat| seat.peer >= peer);
        if !has_newer {
            taken.insert(user, Seat { peer, room: Arc::clone(room) });
        }
    }

    /// A user got up from there.
    pub(super) fn rise(&self, user: UserId, peer: PeerId) {
        let mut taken = self.taken.lock();
        if taken.get(&user).is_some_and(|seat| seat.peer == peer) {
            taken.remove(&user);
        }
    }
}
