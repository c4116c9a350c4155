//! The pause between two messages of one person that the whole instance asks for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Seconds, which may change at any time; the next message is held to what they are by then. All clones
/// are one.
#[derive(Debug, Clone, Default)]
pub struct SlowMode(Arc<AtomicU32>);

impl SlowMode {
    /// From now on it is so many seconds; 0 is none.
    pub fn set(&self, seconds: u32) {
        self.0.store(seconds, Ordering::Relaxed);
    }

    /// What holds where a channel asks for a pause of its own: the longer one.
    pub(crate) fn or(&self, own_s: u32) -> u32 {
        own_s.max(self.0.load(Ordering::Relaxed))
    }
}
