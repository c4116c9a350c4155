//! One participant: a connection, a voice, receive slots.
//!
//! - PE1  Whatever its connection does ends at most this participant.
//! - PE2  An address is this participant's only once it sent a STUN request with the right password from it.
//! - PE3  What cannot be read or does not prove its sender is counted and changes nothing.
//! - PE4  All packets of a turn are written first; then the connection is drained once.

mod drain;
mod hearing;

use std::net::SocketAddr;
use std::time::Instant;

use str0m::media::Mid;
use str0m::net::{Protocol, Receive};
use str0m::rtp::Ssrc;
use str0m::{Input, Rtc};

use crate::events::LostReason;
use crate::guarded::{Broken, Guarded};
use crate::loudness::Loudness;
use crate::mail::Letter;
use crate::media::Patience;
use crate::metrics::DropReason;
use crate::negotiate::PayloadTypes;
use crate::numbering::{Line, Source};
use crate::quality::Quality;
use crate::recovery::Recovery;
use crate::redundancy::Redundancy;
use crate::seat::Seat;
use crate::slots::{Move, Slots, Talker};
use crate::sound::{Sound, Trail};
use crate::turn::Turn;
pub(crate) use hearing::Written;

/// What holds for every participant of a server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// The most slots of one.
    pub(crate) slots_max: usize,
    pub(crate) patience: Patience,
}

/// What came of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The connection has it.
    In,
    /// It is nothing that a connection reads.
    Garbage,
    /// It does not prove that it is of this participant.
    Spoofed,
}

/// A packet that somebody sent, not yet passed on.
pub(crate) struct Heard {
    pub(crate) peer: u64,
    pub(crate) sound: Sound,
}

/// A line of the offer on which this participant listens.
struct SlotLine {
    mid: Mid,
    ssrc: Ssrc,
    line: Line,
}

/// A participant.
pub(crate) struct Peer {
    pub(crate) id: u64,
    seat: Seat,
    rtc: Guarded,
    types: PayloadTypes,
    terms: Terms,
    recovery: Recovery,
    redundancy: Redundancy,
    /// The last packet that was passed on.
    pub(crate) trail: Trail,
    lines: Vec<SlotLine>,
    pub(crate) slots: Slots,
    pub(crate) loudness: Loudness,
    pub(crate) source: Source,
    pub(crate) quality: Quality,
    pub(crate) is_connected: bool,
    pub(crate) is_muted: bool,
    pub(crate) is_deaf: bool,
    /// Whom this participant does not hear.
    pub(crate) apart: Vec<u64>,
    pub(crate) was_speaking: bool,
    pub(crate) are_slots_new: bool,
    pub(crate) ended: Option<LostReason>,
    is_touched: bool,
    due: Instant,
    joined_at: Instant,
    heard_at: Instant,
}

impl Peer {
    pub(crate) fn new(
        seat: Seat,
        rtc: Guarded,
        types: PayloadTypes,
        terms: Terms,
        now: Instant,
    ) -> Self {
        Self {
            id: seat.target().peer,
            seat,
            rtc,
            types,
            terms,
            recovery: Recovery::default(),
            redundancy: Redundancy::default(),
            trail: Trail::default(),
            lines: Vec::new(),
            slots: Slots::default(),
            loudness: Loudness::default(),
            source: Source::default(),
            quality: Quality::default(),
            is_connected: false,
            is_muted: false,
            is_deaf: false,
            apart: Vec::new(),
            was_speaking: false,
            are_slots_new: false,
            ended: None,
            is_touched: true,
            due: now,
            joined_at: now,
            heard_at: now,
        }
    }

    pub(crate) fn is_of_join(&self, join: u64) -> bool {
        self.seat.target().join == join
    }

    /// Takes in a datagram, and puts what it brought into `heard`.
    pub(crate) fn receive(
        &mut self,
        letter: &Letter<'_>,
        local: SocketAddr,
        turn: &mut Turn<'_>,
        heard: &mut Vec<Heard>,
    ) -> Taken {
        let seat = &mut self.seat;
        let is_stun = is_stun(letter.bytes);
        let taken = self.rtc.with(|rtc| {
            let receive = Receive::new(Protocol::Udp, letter.from, local, letter.bytes);
            let Ok(receive) = receive else { return Taken::Garbage };
            let input = Input::Receive(turn.now, receive);
            if (is_stun || !letter.is_known) && !rtc.accepts(&input) {
                return Taken::Spoofed;
            }
            if !letter.is_known && !seat.claim(letter.from) {
                return Taken::Spoofed;
            }
            // An error is one of this datagram, which anybody may have sent (PE3).
            rtc.handle_input(input).map_or(Taken::Garbage, |()| Taken::In)
        });
        let taken = taken.unwrap_or_else(|Broken| self.end(LostReason::Crashed));
        match taken {
            Taken::Spoofed => turn.drops.add(DropReason::Spoofed, 1),
            Taken::In if is_stun => self.heard_at = turn.now,
            Taken::In | Taken::Garbage => {}
        }
        self.drain(turn, heard);
        taken
    }

    fn end(&mut self, reason: LostReason) -> Taken {
        self.ended.get_or_insert(reason);
        Taken::Garbage
    }

    /// How others see this participant's loudness; nobody's if it may not be heard.
    pub(crate) fn talker(&self, now: Instant) -> Option<Talker> {
        let may_be_heard = self.is_connected && !self.is_muted && self.ended.is_none();
        may_be_heard.then(|| Talker {
            peer: self.id,
            decibels: self.loudness.decibels(),
            audible: self.loudness.is_audible(now),
            is_still: self.loudness.is_still(now),
        })
    }

    pub(crate) fn is_speaking(&self, now: Instant) -> bool {
        !self.is_muted && self.loudness.is_speaking(now)
    }

    /// Chooses whom this participant hears. `talkers` as [`Slots::choose`] has them.
    pub(crate) fn choose(&mut self, talkers: &[Talker], now: Instant) {
        let moves = if self.is_deaf {
            self.slots.choose(&[], self.id, now)
        } else if self.apart.is_empty() {
            self.slots.choose(talkers, self.id, now)
        } else {
            let heard = talkers.iter().filter(|talker| !self.apart.contains(&talker.peer));
            self.slots.choose(&heard.copied().collect::<Vec<_>>(), self.id, now)
        };
        for moved in moves {
            self.lines[moved.slot].line.release();
            self.are_slots_new = true;
            self.open_or_close(moved);
        }
    }

    /// A line has a stream only while somebody is in its slot: each stream costs every drain, used or not.
    fn open_or_close(&mut self, moved: Move) {
        let SlotLine { mid, ssrc, .. } = self.lines[moved.slot];
        let changed = self.rtc.with(|rtc| {
            let mut direct = rtc.direct_api();
            if moved.talker.is_none() {
                direct.remove_stream_tx(ssrc);
            } else {
                direct.declare_stream_tx(ssrc, None, mid, None);
            }
        });
        self.is_touched = true;
        changed.unwrap_or_else(|Broken| {
            self.end(LostReason::Crashed);
        });
    }

    /// The line of each slot, and who is in it.
    pub(crate) fn slot_list(&self) -> Vec<(String, Option<u64>)> {
        let talkers = self.slots.talkers();
        self.lines.iter().zip(talkers).map(|(line, who)| (line.mid.to_string(), who)).collect()
    }

    /// When there is something to do next, if nothing comes in.
    pub(crate) fn due(&self) -> Instant {
        if self.ended.is_some() || self.is_touched {
            return self.joined_at;
        }
        self.due.min(self.deadline())
    }

    fn deadline(&self) -> Instant {
        match self.is_connected {
            true => self.heard_at + self.terms.patience.silence,
            false => self.joined_at + self.terms.patience.connect,
        }
    }

    /// Does what is due: lets time go on in the connection, and sends all that was written in this turn.
    pub(crate) fn settle(&mut self, turn: &mut Turn<'_>, heard: &mut Vec<Heard>) {
        if self.due() > turn.now || self.ended.is_some() {
            return;
        }
        if self.deadline() <= turn.now {
            let was_there = self.is_connected;
            self.end(if was_there { LostReason::Silent } else { LostReason::NeverConnected });
        }
        self.is_touched = false;
        match self.rtc.with(|rtc| rtc.handle_input(Input::Timeout(turn.now))) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "a connection did not take the time"),
            Err(Broken) => {
                self.end(LostReason::Crashed);
            }
        }
        self.drain(turn, heard);
    }

    /// Says goodbye, so that the client need not wait for silence.
    pub(crate) fn close(&mut self, turn: &mut Turn<'_>) {
        if let Ok(Ok(())) = self.rtc.with(Rtc::close) {
            self.drain(turn, &mut Vec::new());
        }
    }

    /// The next touch of its connection panics.
    #[cfg(feature = "faults")]
    pub(crate) fn doom(&mut self) {
        self.rtc.doom();
        self.is_touched = true;
    }
}

/// RFC 7983: what begins with 0 to 3 is STUN.
fn is_stun(datagram: &[u8]) -> bool {
    datagram.first().is_some_and(|first| *first < 4)
}
