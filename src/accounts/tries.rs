//! How often something was tried within the running minute, or a longer while, by key.
//!
//! - TR1  The table is bounded, in keys and in bytes a key: at the bound it forgets its oldest half,
//!   and nobody is refused for the tries of others.
//! - TR2  A network counts once, however many addresses its customer was given.

use std::hash::Hash;

use protocol::UserId;

use super::name::Username;
use crate::limits::{Network, Rule, Windows};

/// The most keys at once.
const KEYS_MAX: usize = 20_000;
const MINUTE_MS: u64 = 60_000;

/// Whose tries of a password they are. What cannot be a name is nobody's, and counts for its
/// network only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Tried {
    /// Wherever they come from.
    Name(Username),
    /// Somebody who is logged in.
    User(UserId),
    /// Whatever the name.
    From(Network),
}

/// Counts per key in windows of one length.
#[derive(Debug)]
pub(crate) struct Tries<K> {
    rule: Rule,
    windows: Windows<K>,
}

impl<K: Eq + Hash> Tries<K> {
    /// 0 is without limit.
    pub(crate) fn new(per_minute_max: u32) -> Self {
        Self::within(Rule { requests: per_minute_max, period_ms: MINUTE_MS })
    }

    /// With windows of another length.
    pub(crate) fn within(rule: Rule) -> Self {
        Self { rule, windows: Windows::new(rule.period_ms, KEYS_MAX) }
    }

    /// Counts a try, or says how many milliseconds are left until another is taken.
    pub(crate) fn count(&mut self, key: K, now_ms: i64) -> Result<(), u64> {
        match self.windows.take(key, self.rule, now_ms) {
            Some(standing) if !standing.admitted => Err(standing.reset_after_ms),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes back a try that turned out well.
    pub(crate) fn forgive(&mut self, key: &K) {
        self.windows.give_back(key);
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
    fn tr1_a_flood_of_keys_refuses_no_other_key() {
        let mut tries = Tries::new(1);
        for key in 0..3 * KEYS_MAX {
            assert_eq!(tries.count(key, 0), Ok(()));
            assert!(tries.windows.len() <= KEYS_MAX);
        }
        assert!(tries.count(3 * KEYS_MAX - 1, 0).is_err());
    }
}
