//! Which posts are traced.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use actors::Trace;
use protocol::ChannelId;

const WHOLE: u32 = 1_000;

/// Takes so many of a thousand, evenly: of 10 in 1,000, each hundredth one.
#[derive(Debug)]
pub(crate) struct Sampler {
    permille: u32,
    passed: AtomicU32,
    /// Of the traces of this process.
    last_number: AtomicU64,
}

impl Sampler {
    /// `permille` of 0 takes none, 1,000 all.
    pub(crate) const fn new(permille: u32) -> Self {
        Self { permille, passed: AtomicU32::new(0), last_number: AtomicU64::new(0) }
    }

    /// A post comes in.
    pub(crate) fn trace(&self, channel: ChannelId) -> Trace {
        if !self.takes_next() {
            return Trace::default();
        }
        let before = self.last_number.fetch_add(1, Ordering::Relaxed);
        Trace::begin(channel, before + 1)
    }

    fn takes_next(&self) -> bool {
        if self.permille == 0 {
            return false;
        }
        let before = self.passed.fetch_add(self.permille, Ordering::Relaxed) % WHOLE;
        before + self.permille >= WHOLE
    }
}

#[cfg(test)]
mod tests {
    use super::Sampler;

    fn taken(permille: u32, of: usize) -> Vec<usize> {
        let sampler = Sampler::new(permille);
        (0..of).filter(|_| sampler.takes_next()).collect()
    }

    #[test]
    fn so_many_of_a_thousand_are_taken_evenly() {
        assert_eq!(taken(0, 5_000).len(), 0);
        assert_eq!(taken(1, 3_000), [999, 1_999, 2_999]);
        assert_eq!(taken(250, 8), [3, 7]);
        assert_eq!(taken(1_000, 3), [0, 1, 2]);
        assert_eq!(taken(333, 10_000).len(), 3_330);
    }
}
