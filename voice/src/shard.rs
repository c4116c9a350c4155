//! A thread of rooms. It owns their connections; it is steered by commands and fed with letters.
//!
//! - SH1  A turn takes everything that has come in, then works each room once.
//! - SH2  A thread that crashes says which rooms it had, and goes on empty.
//! - SH3  After a turn with letters it rests in proportion: the more it has to do, the more comes together
//!   in one turn, and the cheaper each packet is.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::Refusal;
use crate::clock;
use crate::events::{Event, Outbox};
use crate::impairment::{Detour, Impairment};
use crate::mail::{Kept, Mail};
use crate::outgoing::Outgoing;
use crate::peer::Peer;
use crate::room::Room;
use crate::shared::Shared;
use crate::turn::Turn;

/// Commands that may wait for a thread: whoever has more waits for room.
pub(crate) const COMMANDS_MAX: usize = 256;

/// Commands in one turn, so that many joins do not hold up the sound of the others.
const COMMANDS_A_TURN: usize = 8;

/// How long a thread sleeps at most where nothing is due: it looks up whether it shall end.
const SLEEP_MAX: Duration = Duration::from_millis(100);

/// A rest, as a multiple of the work before it.
const REST_SHARE: u32 = 3;

/// The longest rest, and so the most that gathering adds to the way of a packet.
const REST_MAX: Duration = Duration::from_millis(2);

/// A shorter rest is not worth a system call.
const REST_MIN: Duration = Duration::from_micros(100);

/// Something that a thread shall do.
pub(crate) enum Command {
    /// Take somebody into their room; whether there was room.
    Join { room: u64, peer: Box<Peer>, reply: oneshot::Sender<Result<(), Refusal>> },
    /// Let somebody go.
    Leave { room: u64, peer: u64 },
    /// Pass nothing on of somebody, or do so again.
    Mute { room: u64, peer: u64, is_muted: bool },
    /// Pass nothing on to somebody, or do so again.
    Deafen { room: u64, peer: u64, is_deaf: bool },
    /// Pass on to somebody nothing of these others.
    Part { room: u64, peer: u64, others: Vec<u64> },
    /// Crash at the next touch of somebody's connection.
    #[cfg(feature = "faults")]
    CrashPeer { room: u64, peer: u64 },
    /// Crash as a whole.
    #[cfg(feature = "faults")]
    CrashThread,
}

/// The state of the thread.
pub(crate) struct Shard {
    index: usize,
    shared: Arc<Shared>,
    commands: mpsc::Receiver<Command>,
    rooms: HashMap<u64, Room>,
    mail: Mail,
    /// Where letters wait if the network is bad on purpose.
    detour: Option<Detour<Kept>>,
    outgoing: Outgoing,
    outbox: Outbox,
}

impl Shard {
    pub(crate) fn new(
        index: usize,
        shared: Arc<Shared>,
        commands: mpsc::Receiver<Command>,
        events: mpsc::Sender<Event>,
        impairment: Option<Impairment>,
    ) -> Self {
        let mut outgoing = Outgoing::new(Arc::clone(&shared.sockets), Arc::clone(&shared.drops));
        let (way_in, way_out) = (2 * index as u64, 2 * index as u64 + 1);
        let detour = impairment.map(|impairment| Detour::new(impairment, way_in));
        if let Some(impairment) = impairment {
            outgoing.impair(Detour::new(impairment, way_out));
        }
        let (rooms, mail) = Default::default();
        let outbox = Outbox::new(events);
        Self { index, shared, commands, rooms, mail, detour, outgoing, outbox }
    }

    /// Works until the server ends.
    pub(crate) fn run(mut self) {
        self.shared.inboxes[self.index].is_mine();
        while !self.shared.is_ended.load(Ordering::Relaxed) {
            let worked = catch_unwind(AssertUnwindSafe(|| self.turn()));
            if worked.is_err() {
                self.begin_anew();
            }
        }
    }

    /// What it was in the midst of cannot be trusted: all of its rooms are gone (SH2).
    fn begin_anew(&mut self) {
        let rooms: Vec<_> = self.rooms.drain().map(|(id, _)| id).collect();
        tracing::error!(thread = self.index, rooms = rooms.len(), "a media thread crashed");
        self.mail.clear();
        self.outbox.push(Event::ThreadEnded { rooms });
        self.outbox.flush();
    }

    fn turn(&mut self) {
        let begun = clock::now();
        self.shared.inboxes[self.index].swap(&mut self.mail);
        if let Some(detour) = &mut self.detour {
            send_round(detour, &mut self.mail, begun);
        }
        let had_letters = !self.mail.is_empty();
        let had_commands = self.obey(begun);
        self.work(begun);
        self.mail.clear();
        self.outgoing.flush(begun);
        // Before anybody is told that the last one is out.
        self.rooms.retain(|_, room| !room.is_empty());
        self.outbox.flush();
        let now = clock::now();
        if had_letters {
            thread::sleep(rest_after(now.saturating_duration_since(begun)));
        } else if !had_commands {
            thread::park_timeout(self.sleep_at(now));
        }
    }

    /// Letters, then every room that has something to do.
    fn work(&mut self, now: Instant) {
        let Self { shared, rooms, mail, outgoing, outbox, .. } = self;
        let mut turn = Turn { now, outgoing, outbox, drops: &shared.drops };
        for letter in mail.letters() {
            if let Some(room) = rooms.get_mut(&letter.target.room) {
                room.receive(&letter, &mut turn);
            }
        }
        for room in rooms.values_mut().filter(|room| room.due() <= now) {
            room.work(&mut turn);
        }
    }

    /// Whether there were commands, and so may be more.
    fn obey(&mut self, now: Instant) -> bool {
        for obeyed in 0..COMMANDS_A_TURN {
            let Ok(command) = self.commands.try_recv() else { return obeyed > 0 };
            self.obey_one(command, now);
        }
        true
    }

    fn obey_one(&mut self, command: Command, now: Instant) {
        let Self { shared, rooms, outgoing, outbox, .. } = self;
        let mut turn = Turn { now, outgoing, outbox, drops: &shared.drops };
        match command {
            Command::Join { room: id, peer, reply } => {
                let room =
                    rooms.entry(id).or_insert_with(|| Room::new(id, Arc::clone(shared), now));
                let joined = room.join(*peer, &mut turn);
                // Whoever asked may have gone: then the connection never comes about and ends by itself.
                let _ = reply.send(if joined { Ok(()) } else { Err(Refusal::RoomFull) });
            }
            Command::Leave { room, peer } => {
                if let Some(room) = rooms.get_mut(&room) {
                    room.leave(peer, &mut turn);
                }
            }
            Command::Mute { room, peer, is_muted } => {
                if let Some(room) = rooms.get_mut(&room) {
                    room.mute(peer, is_muted, &mut turn);
                }
            }
            Command::Deafen { room, peer, is_deaf } => {
                if let Some(room) = rooms.get_mut(&room) {
                    room.deafen(peer, is_deaf, &mut turn);
                }
            }
            Command::Part { room, peer, others } => {
                if let Some(room) = rooms.get_mut(&room) {
                    room.part(peer, others, &mut turn);
                }
            }
            #[cfg(feature = "faults")]
            Command::CrashPeer { room, peer } => {
                if let Some(room) = rooms.get_mut(&room) {
                    room.doom(peer, now);
                }
            }
            #[cfg(feature = "faults")]
            Command::CrashThread => panic!("a thread that was told to crash"),
        }
    }

    fn sleep_at(&self, now: Instant) -> Duration {
        let detours = self.detour.as_ref().and_then(Detour::due).into_iter();
        let detours = detours.chain(self.outgoing.due());
        let due = self.rooms.values().map(Room::due).chain(detours).min();
        due.map_or(SLEEP_MAX, |due| due.saturating_duration_since(now).min(SLEEP_MAX))
    }
}

/// Has what came in wait, and puts what has waited long enough in its place.
fn send_round(detour: &mut Detour<Kept>, mail: &mut Mail, now: Instant) {
    for letter in mail.letters() {
        detour.take(letter.into(), now);
    }
    mail.clear();
    while let Some(kept) = detour.let_go(now) {
        mail.push(&kept.letter());
    }
}

/// SH3
fn rest_after(work: Duration) -> Duration {
    let rest = (work * REST_SHARE).min(REST_MAX);
    if rest < REST_MIN { Duration::ZERO } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sh3_the_rest_follows_the_work_and_is_bounded() {
        let rest = |us| rest_after(Duration::from_micros(us)).as_micros();
        assert_eq!([0, 33, 34, 500, 667, 9_000].map(rest), [0, 0, 102, 1_500, 2_000, 2_000]);
    }
}
