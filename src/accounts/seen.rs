//! When a login was last used: noted in memory at each use, written down now and then.

use std::sync::atomic::{AtomicI64, Ordering};

/// One login's last use.
#[derive(Debug)]
pub(super) struct LastSeen {
    seen_at_ms: AtomicI64,
    written_at_ms: AtomicI64,
}

impl LastSeen {
    /// As the store has it.
    pub(super) fn stored(at_ms: i64) -> Self {
        Self { seen_at_ms: AtomicI64::new(at_ms), written_at_ms: AtomicI64::new(at_ms) }
    }

    /// Notes a use, and whether it is time to write one down; only one caller is told so.
    pub(super) fn touch(&self, now_ms: i64, interval_ms: u64) -> bool {
        self.seen_at_ms.fetch_max(now_ms, Ordering::Relaxed);
        let written_at_ms = self.written_at_ms.load(Ordering::Relaxed);
        now_ms >= written_at_ms.saturating_add_unsigned(interval_ms)
            && self
                .written_at_ms
                .compare_exchange(written_at_ms, now_ms, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }

    pub(super) fn at_ms(&self) -> i64 {
        self.seen_at_ms.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_within_an_interval_are_written_once() {
        let seen = LastSeen::stored(1_000);
        assert!(!seen.touch(1_500, 1_000));
        assert_eq!(seen.at_ms(), 1_500);
        assert!(seen.touch(2_000, 1_000));
        assert!(!seen.touch(2_999, 1_000));
        assert!(seen.touch(3_000, 1_000));
    }
}
