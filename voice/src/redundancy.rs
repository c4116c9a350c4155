//! Whether a listener is sent each packet twice: as their reports of loss ask for it. Time comes in.
//!
//! - RD1  Loss that is heard begins it, and it goes on for a while after the last report of such loss.

use std::time::{Duration, Instant};

/// From here on packets are missed by more than chance: one in a second.
const LOSS_MIN: f32 = 0.01;

/// For how long one report holds: networks that lose do so again, and it costs as much as the sound itself.
const HOLD: Duration = Duration::from_secs(30);

/// What one listener needs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Redundancy {
    lossy_until: Option<Instant>,
}

impl Redundancy {
    /// The listener says that this part of what was sent did not come, 0 to 1.
    pub(crate) fn note(&mut self, loss: f32, now: Instant) {
        if loss >= LOSS_MIN {
            self.lossy_until = Some(now + HOLD);
        }
    }

    pub(crate) fn is_wanted(self, now: Instant) -> bool {
        self.lossy_until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn rd1_loss_begins_it_and_it_goes_on_for_a_while() {
        let (mut redundancy, start) = (Redundancy::default(), clock::now());
        let wanted =
            |redundancy: Redundancy, s| redundancy.is_wanted(start + Duration::from_secs(s));
        assert!(!wanted(redundancy, 0));
        for (loss, at_s, until_s) in [(0.009, 0, 0), (0.05, 0, 30), (0.0, 10, 30), (0.01, 20, 50)] {
            redundancy.note(loss, start + Duration::from_secs(at_s));
            assert_eq!(wanted(redundancy, 29), until_s > 29, "{loss}");
            assert_eq!(wanted(redundancy, 49), until_s > 49, "{loss}");
            assert!(!wanted(redundancy, 50));
        }
        redundancy.note(f32::NAN, start);
        assert!(!wanted(redundancy, 50));
    }
}
