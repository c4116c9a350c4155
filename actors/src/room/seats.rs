//! Where everybody sits: in one room at most, whatever becomes of its actor.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use protocol::gateway::PeerId;
use protocol::{ChannelId, UserId};
use tokio::sync::MutexGuard;

use super::RoomNode;
use crate::engine::Context;
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
    /// The user gets up. It needs no actor, so nobody is kept in a room that is being restarted.
    pub(crate) fn is_left_by(&self, context: &Context, user: UserId) {
        context.seats.rise(user, self.peer);
        self.room.look_soon();
    }

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

    /// Whether a user sits there.
    pub(super) fn is_there(&self, user: UserId, peer: PeerId) -> bool {
        self.taken.lock().get(&user).is_some_and(|seat| seat.peer == peer)
    }

    /// The rooms in which somebody sits.
    pub(super) fn rooms(&self) -> Vec<Arc<RoomNode>> {
        let taken = self.taken.lock();
        let rooms = taken.values().map(|seat| (seat.room.channel, Arc::clone(&seat.room)));
        rooms.collect::<BTreeMap<ChannelId, _>>().into_values().collect()
    }

    /// A user sits there from now on, and nowhere else. Where it sat before. In the user's turn.
    pub(super) fn sit(&self, user: UserId, peer: PeerId, room: &Arc<RoomNode>) -> Option<Seat> {
        self.taken.lock().insert(user, Seat { peer, room: Arc::clone(room) })
    }

    /// A user gets up from there; the room sees it when it looks.
    pub(crate) fn rise(&self, user: UserId, peer: PeerId) {
        let mut taken = self.taken.lock();
        if taken.get(&user).is_some_and(|seat| seat.peer == peer) {
            taken.remove(&user);
        }
    }
}
