//! Sequence numbers and times of what is passed on (RFC 3550): a listener's slot is one stream, whoever
//! speaks in it, and what was left out on purpose must not look like loss.
//!
//! - NU1  Packets left out on purpose leave no gap; packets that were lost do.
//! - NU2  A slot goes on counting from talker to talker, and its time goes on with the clock.
//! - NU3  A packet that is late keeps its place, unless silence or another talker came between.
//! - NU4  No jump of one talker moves the numbers of a slot by more than [`JUMP_MAX`].

use std::time::{Duration, Instant};

/// More packets than this, 20 seconds of sound, are not lost in a row: they are a new beginning. A jump
/// of half the 16 bits of a number would leave listeners unable to decrypt whoever comes next.
const JUMP_MAX: u64 = 1_000;

/// Opus is always timed at 48 kHz (RFC 7587).
const TICKS_PER_MS: u64 = 48;

/// The least that time goes on between two talkers: one packet.
const STEP_TICKS: u32 = 960;

/// Numbers the packets of one talker that are passed on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    newest: Option<u64>,
    left_out: u64,
    /// What is older than this came before a silence and has no number any more.
    oldest: u64,
}

impl Source {
    /// The number of a packet that is passed on; none for one that came too late for it.
    pub(crate) fn pass(&mut self, sequence: u64) -> Option<u64> {
        match self.newest {
            Some(newest) if sequence <= newest => {
                return (sequence >= self.oldest).then(|| sequence - self.left_out);
            }
            Some(newest) if sequence - newest > JUMP_MAX => {
                self.left_out += sequence - newest - 1;
                self.oldest = sequence;
            }
            Some(_) => {}
            None => self.oldest = sequence,
        }
        self.newest = Some(sequence);
        Some(sequence - self.left_out)
    }

    /// A packet is not passed on, nor is what was lost before it.
    pub(crate) fn leave_out(&mut self, sequence: u64) {
        match self.newest {
            Some(newest) if sequence <= newest => return,
            Some(newest) => self.left_out += sequence - newest,
            None => {}
        }
        self.newest = Some(sequence);
        self.oldest = sequence + 1;
    }
}

/// Where a packet goes in a slot's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) number: u64,
    pub(crate) time: u32,
    /// The first of this talker.
    pub(crate) begins: bool,
}

#[derive(Clone, Copy, Debug)]
struct Talker {
    peer: u64,
    /// Its first number and time here, and what they became.
    first: (u64, u32),
    became: (u64, u32),
}

#[derive(Clone, Copy, Debug)]
struct Last {
    number: u64,
    time: u32,
    at: Instant,
}

/// The stream of one slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    talker: Option<Talker>,
    last: Option<Last>,
}

impl Line {
    /// Where the packet of a talker goes; nowhere if it is from before this talker had the slot.
    pub(crate) fn place(
        &mut self,
        peer: u64,
        number: u64,
        time: u32,
        now: Instant,
    ) -> Option<Place> {
        let (talker, begins) = match self.talker {
            Some(talker) if talker.peer == peer => (talker, false),
            _ => (Talker { peer, first: (number, time), became: self.next(now) }, true),
        };
        let number = number.checked_sub(talker.first.0)? + talker.became.0;
        let time = time.wrapping_sub(talker.first.1).wrapping_add(talker.became.1);
        self.talker = Some(talker);
        if self.last.is_none_or(|last| number > last.number) {
            self.last = Some(Last { number, time, at: now });
        }
        Some(Place { number, time, begins })
    }

    /// Whoever had the slot has it no more; if they come back, they begin anew.
    pub(crate) fn release(&mut self) {
        self.talker = None;
    }

    fn next(&self, now: Instant) -> (u64, u32) {
        let Some(last) = self.last else { return (1, STEP_TICKS) };
        (last.number + 1, last.time.wrapping_add(ticks(now.saturating_duration_since(last.at))))
    }
}

fn ticks(elapsed: Duration) -> u32 {
    let ticks = elapsed.as_millis() as u64 * TICKS_PER_MS;
    // Time wraps round, as on the wire.
    (ticks as u32).max(STEP_TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    fn place(number: u64, time: u32, begins: bool) -> Option<Place> {
        Some(Place { number, time, begins })
    }

    #[test]
    fn nu1_what_is_left_out_leaves_no_gap_and_what_is_lost_does() {
        let mut source = Source::default();
        let passed: Vec<_> = [100, 101, 103].map(|sequence| source.pass(sequence)).into();
        assert_eq!(passed, [Some(100), Some(101), Some(103)], "102 was lost");
        source.leave_out(104);
        source.leave_out(107);
        assert_eq!(source.pass(108), Some(104), "105 and 106 were lost in a silence");
    }

    #[test]
    fn nu3_a_late_packet_keeps_its_place_unless_silence_came_between() {
        let mut source = Source::default();
        source.pass(10);
        source.pass(12);
        assert_eq!(source.pass(11), Some(11));
        source.leave_out(13);
        source.pass(14);
        assert_eq!(source.pass(12), None);
        assert_eq!(source.pass(9), None, "from before the first");
        source.leave_out(12);
        assert_eq!(source.pass(15), Some(14), "a late silence changes nothing");
    }

    #[test]
    fn nu4_a_jump_is_a_new_beginning() {
        let mut source = Source::default();
        source.pass(10);
        assert_eq!(source.pass(30_000), Some(11));
        assert_eq!(source.pass(30_001), Some(12));
        assert_eq!(source.pass(11), None);
    }

    #[test]
    fn nu2_a_slot_goes_on_from_talker_to_talker() {
        let (mut line, start) = (Line::default(), clock::now());
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(line.place(7, 500, 9_000, at(0)), place(1, 960, true));
        assert_eq!(line.place(7, 501, 9_960, at(20)), place(2, 1_920, false));
        assert_eq!(line.place(8, 77, 40, at(120)), place(3, 1_920 + 100 * 48, true));
        assert_eq!(line.place(8, 78, 1_000, at(121)), place(4, 2_880 + 100 * 48, false));
    }

    #[test]
    fn nu3_a_packet_from_before_a_talker_had_the_slot_is_not_placed() {
        let (mut line, now) = (Line::default(), clock::now());
        line.place(7, 500, 0, now);
        assert_eq!(line.place(7, 499, 0, now), None);
        assert_eq!(line.place(7, 502, 1_920, now), place(3, 2_880, false));
        assert_eq!(line.place(7, 501, 960, now), place(2, 1_920, false), "late, not lost");
    }

    #[test]
    fn nu2_who_comes_back_begins_anew() {
        let (mut line, now) = (Line::default(), clock::now());
        line.place(7, 500, 0, now);
        line.release();
        assert_eq!(line.place(7, 900, 5, now), place(2, 1_920, true));
    }

    #[test]
    fn times_wrap_round_as_on_the_wire() {
        let (mut line, now) = (Line::default(), clock::now());
        line.place(7, 1, u32::MAX - 959, now);
        assert_eq!(line.place(7, 2, 0, now), place(2, 1_920, false));
    }
}
