//! One room: who is in it, and how what one says reaches the others.
//!
//! - VR1  What somebody muted sends reaches nobody; somebody deafened gets nothing.
//! - VR2  Silence is not passed on.
//! - VR3  A packet goes to each listener who has its talker in a slot, and to nobody else.
//! - VR4  A participant who ends frees their slots in the same turn.
//! - VR5  Nobody gets anything of whom they are apart from.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::clock;
use crate::events::{Event, LostReason};
use crate::mail::Letter;
use crate::metrics::RoomCounters;
use crate::peer::{Heard, Peer, Taken, Written};
use crate::quality;
use crate::shared::Shared;
use crate::slots::Talker;
use crate::sound::Copies;
use crate::turn::Turn;

/// Participants of one room: a channel's user limit is 99 at most, and one more may be let in.
pub const PEERS_MAX: usize = 100;

/// How often slots are chosen anew, and how often it is told who speaks. Whoever begins to speak does not
/// wait for it.
const CHOICE_PERIOD: Duration = Duration::from_millis(100);

/// How often counters are published.
const PUBLISH_PERIOD: Duration = Duration::from_secs(1);

/// A room on one thread.
pub(crate) struct Room {
    id: u64,
    peers: Vec<Peer>,
    /// What came in during this turn.
    heard: Vec<Heard>,
    talkers: Vec<Talker>,
    counters: RoomCounters,
    shared: Arc<Shared>,
    choice_at: Option<Instant>,
    publish_at: Instant,
    due: Instant,
}

impl Room {
    pub(crate) fn new(id: u64, shared: Arc<Shared>, now: Instant) -> Self {
        Self {
            id,
            peers: Vec::new(),
            heard: Vec::new(),
            talkers: Vec::new(),
            counters: shared.rooms.open(id),
            shared,
            choice_at: None,
            publish_at: now,
            due: now,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }

    /// When there is something to do next.
    pub(crate) fn due(&self) -> Instant {
        self.due
    }

    /// Takes somebody in, in place of an earlier join of theirs; false if there is no room.
    pub(crate) fn join(&mut self, peer: Peer, turn: &mut Turn<'_>) -> bool {
        self.leave(peer.id, turn);
        if self.peers.len() >= PEERS_MAX {
            return false;
        }
        self.peers.push(peer);
        self.due = turn.now;
        true
    }

    pub(crate) fn leave(&mut self, peer: u64, turn: &mut Turn<'_>) {
        let Some(at) = self.peers.iter().position(|known| known.id == peer) else { return };
        self.peers.swap_remove(at).close(turn);
        self.choose(turn);
    }

    pub(crate) fn mute(&mut self, peer: u64, is_muted: bool, turn: &mut Turn<'_>) {
        if let Some(peer) = self.peer(peer) {
            peer.is_muted = is_muted;
            self.choose(turn);
        }
    }

    pub(crate) fn deafen(&mut self, peer: u64, is_deaf: bool, turn: &mut Turn<'_>) {
        if let Some(peer) = self.peer(peer) {
            peer.is_deaf = is_deaf;
            self.choose(turn);
        }
    }

    /// VR5. `others` are all from whom somebody is apart from now on.
    pub(crate) fn part(&mut self, peer: u64, others: Vec<u64>, turn: &mut Turn<'_>) {
        if let Some(peer) = self.peer(peer) {
            peer.apart = others;
            self.choose(turn);
        }
    }

    #[cfg(feature = "faults")]
    pub(crate) fn doom(&mut self, peer: u64, now: Instant) {
        self.due = now;
        if let Some(peer) = self.peer(peer) {
            peer.doom();
        }
    }

    fn peer(&mut self, id: u64) -> Option<&mut Peer> {
        self.peers.iter_mut().find(|peer| peer.id == id)
    }

    /// Takes in a datagram for a participant, who may be gone by now.
    pub(crate) fn receive(&mut self, letter: &Letter<'_>, turn: &mut Turn<'_>) {
        self.due = turn.now;
        let local = self.shared.sockets[letter.socket].announced[0];
        let (id, join) = (letter.target.peer, letter.target.join);
        let peer = self.peers.iter_mut().find(|peer| peer.id == id && peer.is_of_join(join));
        let Some(peer) = peer else { return };
        let heard_before = self.heard.len();
        let taken = peer.receive(letter, local, turn, &mut self.heard);
        let brought_nothing = self.heard.len() == heard_before;
        match taken {
            Taken::Garbage => self.counters.now.garbage += 1,
            Taken::In if is_rtp(letter.bytes) && brought_nothing => {
                self.counters.now.rejected += 1;
            }
            Taken::In | Taken::Spoofed => {}
        }
    }

    /// Passes on what came in, and does what is due.
    pub(crate) fn work(&mut self, turn: &mut Turn<'_>) {
        let begun = clock::now();
        let mut heard = std::mem::take(&mut self.heard);
        for one in heard.drain(..) {
            self.pass_on(&one, turn);
        }
        if self.choice_at.is_some_and(|at| at <= turn.now) {
            self.choose(turn);
        }
        for peer in &mut self.peers {
            peer.settle(turn, &mut heard);
        }
        self.heard = heard;
        self.part_with_the_ended(turn);
        self.tell_slots(turn);
        self.counters.now.busy_us += clock::now().duration_since(begun).as_micros() as u64;
        if self.publish_at <= turn.now {
            self.publish(turn.now);
        }
        self.due = self.next_due();
    }

    fn pass_on(&mut self, heard: &Heard, turn: &mut Turn<'_>) {
        let Heard { peer, sound } = heard;
        let counters = &mut self.counters.now;
        match sound.is_brought_back {
            true => counters.recovered += 1,
            false => counters.received += 1,
        }
        let Some(talker) = self.peers.iter_mut().find(|known| known.id == *peer) else { return };
        if talker.is_muted {
            counters.muted += 1;
            return talker.source.leave_out(sound.sequence);
        }
        let was_audible = talker.loudness.is_audible(turn.now);
        if !talker.loudness.hear(sound.frame(), turn.now) {
            counters.silent += 1;
            return talker.source.leave_out(sound.sequence);
        }
        let Some(number) = talker.source.pass(sound.sequence) else { return };
        let before = talker.trail.follow(number, sound);
        let mut copies = Copies::new(sound, before);
        if !was_audible {
            self.choose(turn);
        }
        let listeners = self.peers.iter_mut().filter(|peer| peer.is_connected && !peer.is_deaf);
        let counters = &mut self.counters.now;
        for listener in listeners {
            let Some(written) = listener.hear(*peer, number, &mut copies, turn.now) else {
                continue;
            };
            counters.forwarded += 1;
            counters.redundant += u64::from(written == Written::Redundant);
        }
        self.choice_at.get_or_insert(turn.now + CHOICE_PERIOD);
    }

    /// Chooses for everybody whom they hear, and tells who speaks. Goes on for as long as somebody does.
    fn choose(&mut self, turn: &mut Turn<'_>) {
        self.talkers.clear();
        self.talkers.extend(self.peers.iter().filter_map(|peer| peer.talker(turn.now)));
        self.talkers.sort_by(|a, b| b.decibels.total_cmp(&a.decibels));
        for peer in self.peers.iter_mut().filter(|peer| peer.is_connected) {
            peer.choose(&self.talkers, turn.now);
            let is_speaking = peer.is_speaking(turn.now);
            if peer.was_speaking != is_speaking {
                peer.was_speaking = is_speaking;
                let (room, peer) = (self.id, peer.id);
                turn.outbox.push(Event::Speaking { room, peer, speaking: is_speaking });
            }
        }
        let is_lively = self.talkers.iter().any(|talker| talker.audible);
        self.choice_at = is_lively.then(|| turn.now + CHOICE_PERIOD);
        self.due = turn.now;
    }

    fn tell_slots(&mut self, turn: &mut Turn<'_>) {
        for peer in self.peers.iter_mut().filter(|peer| peer.are_slots_new && peer.is_connected) {
            peer.are_slots_new = false;
            let (room, id, slots) = (self.id, peer.id, peer.slot_list());
            turn.outbox.push(Event::Slots { room, peer: id, slots });
        }
    }

    fn part_with_the_ended(&mut self, turn: &mut Turn<'_>) {
        let mut ended: Vec<(u64, LostReason)> = Vec::new();
        self.peers.retain(|peer| {
            ended.extend(peer.ended.map(|reason| (peer.id, reason)));
            peer.ended.is_none()
        });
        for (peer, reason) in &ended {
            tracing::info!(room = self.id, peer, ?reason, "a connection ended");
            turn.outbox.push(Event::Lost { room: self.id, peer: *peer, reason: *reason });
        }
        if !ended.is_empty() {
            self.choose(turn);
        }
    }

    fn publish(&mut self, now: Instant) {
        self.publish_at = now + PUBLISH_PERIOD;
        let means = quality::means(self.peers.iter().map(|peer| &peer.quality));
        let counters = &mut self.counters.now;
        counters.participants = self.peers.len() as u64;
        counters.connected = self.peers.iter().filter(|peer| peer.is_connected).count() as u64;
        counters.loss = means.loss;
        counters.jitter_ms = means.jitter_ms;
        counters.round_trip_ms = means.round_trip_ms;
        self.counters.publish();
    }

    fn next_due(&self) -> Instant {
        let peers = self.peers.iter().map(Peer::due);
        peers.chain(self.choice_at).fold(self.publish_at, Instant::min)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.shared.rooms.close(self.id);
    }
}

/// RTP and not RTCP, which shares its first byte (RFC 5761, 4).
fn is_rtp(datagram: &[u8]) -> bool {
    matches!(datagram, [128..192, second, ..] if !(64..96).contains(&(second & 127)))
}
