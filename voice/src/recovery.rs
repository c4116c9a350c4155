//! Which packet of a talker it is that came along with a later one, and whether anybody misses it.
//!
//! - RC1  Only the packet directly before is brought back, if it has not come and its time lies between those
//!   of its neighbours.
//! - RC2  What was brought back and comes all the same, late, is not passed on a second time.

use std::collections::VecDeque;

/// Packets that may come late after they were brought back: more than a second of sound.
const BROUGHT_BACK_MAX: usize = 64;

/// What came of one talker. Sequence numbers and times are those of its packets, extended so that they do not
/// wrap round.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recovery {
    newest: Option<(u64, u64)>,
    brought_back: VecDeque<u64>,
}

impl Recovery {
    /// The number of the packet that came along with the one of this number and time, so many ticks earlier,
    /// if it is missing; it counts as come from now on.
    pub(crate) fn bring_back(&mut self, sequence: u64, time: u64, offset: u32) -> Option<u64> {
        let (newest, newest_time) = self.newest?;
        let missing = sequence.checked_sub(1)?;
        let is_between = time.checked_sub(offset.into())? > newest_time;
        if missing <= newest || !is_between {
            return None;
        }
        if self.brought_back.len() == BROUGHT_BACK_MAX {
            self.brought_back.pop_front();
        }
        self.brought_back.push_back(missing);
        Some(missing)
    }

    /// A packet came itself; false if it was brought back before.
    pub(crate) fn come(&mut self, sequence: u64, time: u64) -> bool {
        if self.newest.is_none_or(|(newest, _)| sequence > newest) {
            self.newest = Some((sequence, time));
        }
        !self.brought_back.contains(&sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: u32 = 960;

    fn time(sequence: u64) -> u64 {
        sequence * u64::from(STEP)
    }

    fn after(come: &[u64]) -> Recovery {
        let mut recovery = Recovery::default();
        for sequence in come {
            recovery.come(*sequence, time(*sequence));
        }
        recovery
    }

    fn check(come: &[u64], sequence: u64, offset: u32, expected: Option<u64>) {
        let brought_back = after(come).bring_back(sequence, time(sequence), offset);
        assert_eq!(brought_back, expected, "{sequence} after {come:?}");
    }

    #[test]
    fn rc1_only_what_is_missing_directly_before_is_brought_back() {
        check(&[10, 11], 13, STEP, Some(12));
        check(&[10], 13, STEP, Some(12));
        check(&[10, 11], 12, STEP, None);
        check(&[10, 13], 12, STEP, None);
        check(&[], 12, STEP, None);
        check(&[10], 0, 0, None);
    }

    #[test]
    fn rc1_a_time_from_before_its_neighbour_is_not_believed() {
        check(&[11], 13, 2 * STEP, None);
        check(&[11], 13, 2 * STEP - 1, Some(12));
    }

    #[test]
    fn rc2_what_was_brought_back_is_passed_on_once() {
        let mut recovery = after(&[10]);
        assert_eq!(recovery.bring_back(12, time(12), STEP), Some(11));
        assert!(recovery.come(12, time(12)));
        assert!(!recovery.come(11, time(11)), "it comes late");
        assert_eq!(recovery.bring_back(12, time(12), STEP), None);
        assert!(recovery.come(13, time(13)));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut recovery = after(&[0]);
        for sequence in (2..1_000).step_by(2) {
            recovery.bring_back(sequence, time(sequence), STEP);
            recovery.come(sequence, time(sequence));
        }
        assert_eq!(recovery.brought_back.len(), BROUGHT_BACK_MAX);
    }
}
