//! How often something was tried within the running minute, by key.
//!
//! - TR1  The table is bounded: at the bound, the keys of past minutes are dropped, and if none is
//!   left, the new key is refused.

use std::collections::HashMap;
use std::hash::Hash;

/// The most keys within a minute.
const KEYS_MAX: usize = 20_000;
const MINUTE_MS: i64 = 60_000;

/// Counts per key in fixed windows of a minute.
#[derive(Debug)]
pub(crate) struct Tries<K> {
    per_minute_max: u32,
    counts: HashMap<K, Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began_at_ms: i64,
    count: u32,
}

impl<K: Eq + Hash> Tries<K> {
    /// 0 is without limit.
    pub(crate) fn new(per_minute_max: u32) -> Self {
        Self { per_minute_max, counts: HashMap::new() }
    }

    /// Counts a try, or says how many milliseconds are left until another is taken.
    pub(crate) fn count(&mut self, key: K, now_ms: i64) -> Result<(), u64> {
        if self.per_minute_max == 0 {
            return Ok(());
        }
        if self.counts.len() >= KEYS_MAX {
            self.counts.retain(|_, window| window.left_ms(now_ms) > 0);
        }
        if self.counts.len() >= KEYS_MAX && !self.counts.contains_key(&key) {
            return Err(MINUTE_MS.unsigned_abs());
        }
        let fresh = Window { began_at_ms: now_ms, count: 0 };
        let window = self.counts.entry(key).or_insert(fresh);
        if window.left_ms(now_ms) == 0 {
            *window = fresh;
        }
        if window.count >= self.per_minute_max {
            return Err(window.left_ms(now_ms));
        }
        window.count += 1;
        Ok(())
    }

    /// Takes back a try that turned out well.
    pub(crate) fn forgive(&mut self, key: &K) {
        if let Some(window) = self.counts.get_mut(key) {
            window.count = window.count.saturating_sub(1);
        }
    }
}

impl Window {
    fn left_ms(&self, now_ms: i64) -> u64 {
        let left_ms = self.began_at_ms + MINUTE_MS - now_ms;
        // A clock that went back would hold the window open for long.
        u64::try_from(left_ms).ok().filter(|left_ms| *left_ms <= 60_000).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_per_key_and_minute() {
        let mut tries = Tries::new(2);
        assert_eq!(tries.count("ada", 0), Ok(()));
        assert_eq!(tries.count("ada", 10_000), Ok(()));
        assert_eq!(tries.count("ada", 20_000), Err(40_000));
        assert_eq!(tries.count("bob", 20_000), Ok(()));
        assert_eq!(tries.count("ada", 60_000), Ok(()));
    }

    #[test]
    fn a_try_that_turned_out_well_does_not_count() {
        let mut tries = Tries::new(1);
        for _ in 0..5 {
            assert_eq!(tries.count("ada", 0), Ok(()));
            tries.forgive(&"ada");
        }
        tries.forgive(&"bob");
        assert_eq!(tries.count("ada", 0), Ok(()));
        assert!(tries.count("ada", 0).is_err());
    }

    #[test]
    fn zero_is_without_limit() {
        let mut tries = Tries::new(0);
        assert!((0..1_000).all(|_| tries.count("ada", 0).is_ok()));
    }

    #[test]
    fn tr1_the_table_is_bounded_and_frees_past_minutes() {
        let mut tries = Tries::new(1);
        for key in 0..KEYS_MAX {
            assert_eq!(tries.count(key, 0), Ok(()));
        }
        assert!(tries.count(KEYS_MAX, 1).is_err());
        assert_eq!(tries.count(KEYS_MAX, 60_000), Ok(()));
        assert_eq!(tries.counts.len(), 1);
    }
}
