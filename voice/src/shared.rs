//! What all threads of one media server share, and the bound on all of it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::Refusal;
use crate::clock;
use crate::mail::Inbox;
use crate::metrics::{Drops, Rooms};
use crate::routes::{Routes, Target};
use crate::seat::Seat;
use crate::sockets::Bound;

/// Participants of one server: at 60 KiB each, what one machine carries many times over in memory and
/// never in sound.
const PEERS_MAX: usize = 4_096;

/// Which thread a room is on, and how many hold it there.
#[derive(Debug, Default)]
pub(crate) struct Placement {
    rooms: HashMap<u64, (usize, usize)>,
    /// Participants on each thread.
    load: Vec<usize>,
}

impl Placement {
    pub(crate) fn new(shards: usize) -> Self {
        Self { rooms: HashMap::new(), load: vec![0; shards] }
    }

    /// The thread of a room; a new room goes where the fewest participants are.
    fn take(&mut self, room: u64) -> Option<usize> {
        if self.load.iter().sum::<usize>() >= PEERS_MAX {
            return None;
        }
        let calmest = (0..self.load.len()).min_by_key(|shard| self.load[*shard])?;
        let (shard, peers) = self.rooms.entry(room).or_insert((calmest, 0));
        *peers += 1;
        self.load[*shard] += 1;
        Some(*shard)
    }

    fn give_back(&mut self, room: u64) {
        let Some((shard, peers)) = self.rooms.get_mut(&room) else { return };
        self.load[*shard] -= 1;
        *peers -= 1;
        if *peers == 0 {
            self.rooms.remove(&room);
        }
    }

    pub(crate) fn shard_of(&self, room: u64) -> Option<usize> {
        self.rooms.get(&room).map(|(shard, _)| *shard)
    }
}

/// Shared by receivers, the threads of rooms and the door.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) sockets: Arc<Vec<Bound>>,
    pub(crate) inboxes: Vec<Inbox>,
    pub(crate) routes: Mutex<Routes>,
    pub(crate) placement: Mutex<Placement>,
    pub(crate) drops: Arc<Drops>,
    pub(crate) rooms: Rooms,
    pub(crate) is_ended: AtomicBool,
    joins: AtomicU64,
}

impl Shared {
    pub(crate) fn new(sockets: Vec<Bound>, threads: usize) -> Self {
        Self {
            sockets: Arc::new(sockets),
            inboxes: (0..threads).map(|_| Inbox::default()).collect(),
            routes: Mutex::new(Routes::new(clock::now())),
            placement: Mutex::new(Placement::new(threads)),
            drops: Arc::default(),
            rooms: Rooms::default(),
            is_ended: AtomicBool::new(false),
            joins: AtomicU64::new(0),
        }
    }

    /// A place for somebody who joins; datagrams with this name are theirs from now on.
    pub(crate) fn seat(
        self: &Arc<Self>,
        room: u64,
        peer: u64,
        name: String,
    ) -> Result<Seat, Refusal> {
        let shard = self.placement.lock().take(room).ok_or(Refusal::ServerFull)?;
        let join = self.joins.fetch_add(1, Ordering::Relaxed);
        let target = Target { shard, room, peer, join };
        self.routes.lock().name(name.clone(), target);
        Ok(Seat::new(Arc::clone(self), target, name))
    }

    /// Takes back all that a seat had.
    pub(crate) fn unseat(&self, target: Target, name: &str, addresses: &[SocketAddr]) {
        let mut routes = self.routes.lock();
        routes.forget_name(name);
        for address in addresses {
            routes.release(*address, target);
        }
        drop(routes);
        self.placement.lock().give_back(target.room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_are_spread_and_keep_their_thread_while_somebody_is_there() {
        let mut placement = Placement::new(2);
        assert_eq!(
            [1, 1, 2, 3].map(|room| placement.take(room)),
            [Some(0), Some(0), Some(1), Some(1)]
        );
        placement.give_back(1);
        assert_eq!(placement.shard_of(1), Some(0));
        placement.give_back(1);
        assert_eq!(placement.shard_of(1), None);
        placement.give_back(1);
        assert_eq!(placement.take(4), Some(0), "nothing is given back twice");
    }

    #[test]
    fn a_full_server_takes_nobody() {
        let mut placement = Placement::new(2);
        assert!((0..PEERS_MAX as u64).all(|room| placement.take(room).is_some()));
        assert_eq!(placement.take(0), None);
        placement.give_back(0);
        assert!(placement.take(7).is_some());
    }
}
