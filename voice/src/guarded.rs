//! An `Rtc` that may panic without harm to others: whatever goes wrong in it ends it alone.

use std::panic::{AssertUnwindSafe, catch_unwind};

use str0m::Rtc;

/// It panicked, now or earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// The only way to an `Rtc`.
pub(crate) struct Guarded {
    // In a box: it is several kilobytes and moves with its participant.
    rtc: Option<Box<Rtc>>,
    #[cfg(feature = "faults")]
    is_doomed: bool,
}

impl Guarded {
    pub(crate) fn new(rtc: Rtc) -> Self {
        Self {
            rtc: Some(Box::new(rtc)),
            #[cfg(feature = "faults")]
            is_doomed: false,
        }
    }

    /// Works on it. After a panic there is nothing left to work on: its state is not to be trusted.
    pub(crate) fn with<T>(&mut self, work: impl FnOnce(&mut Rtc) -> T) -> Result<T, Broken> {
        let rtc = self.rtc.as_mut().ok_or(Broken)?;
        #[cfg(feature = "faults")]
        let is_doomed = self.is_doomed;
        let worked = catch_unwind(AssertUnwindSafe(|| {
            #[cfg(feature = "faults")]
            assert!(!is_doomed, "a connection that was told to crash");
            work(rtc)
        }));
        worked.map_err(|_| {
            self.rtc = None;
            Broken
        })
    }

    /// The next touch panics.
    #[cfg(feature = "faults")]
    pub(crate) fn doom(&mut self) {
        self.is_doomed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn a_panic_ends_it_for_good() {
        let mut guarded = Guarded::new(Rtc::new(clock::now()));
        assert_eq!(guarded.with(|rtc| rtc.is_alive()), Ok(true));
        assert_eq!(guarded.with(|_| panic!("on purpose")), Err::<(), _>(Broken));
        assert_eq!(guarded.with(|rtc| rtc.is_alive()), Err(Broken));
    }
}
