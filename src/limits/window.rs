//! Counts per key, each in a window that begins with its first request.

use std::collections::HashMap;
use std::hash::Hash;

/// So many requests in a window of such a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// 0 is without limit.
    pub(crate) requests: u32,
    pub(crate) period_ms: u64,
}

/// How a key stands after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Whether the request is within the limit.
    pub(crate) admitted: bool,
    /// Requests in a window.
    pub(crate) limit: u32,
    /// Requests that are left of it.
    pub(crate) remaining: u32,
    /// Until the window ends.
    pub(crate) reset_after_ms: u64,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends_at_ms: i64,
    count: u32,
}

/// See the module. Two generations: the young one becomes the old one when it is full, or when
/// every window of the old one must have ended.
#[derive(Debug)]
pub(crate) struct Windows<K> {
    half_max: usize,
    longest_ms: u64,
    turned_at_ms: i64,
    young: HashMap<K, Window>,
    old: HashMap<K, Window>,
}

impl<K: Eq + Hash> Windows<K> {
    /// For rules with periods of `longest_ms` at most, and `keys_max` keys at once.
    pub(crate) fn new(longest_ms: u64, keys_max: usize) -> Self {
        Self {
            half_max: (keys_max / 2).max(1),
            longest_ms,
            turned_at_ms: 0,
            young: HashMap::new(),
            old: HashMap::new(),
        }
    }

    /// Counts a request; nothing for a rule without a limit.
    pub(crate) fn take(&mut self, key: K, rule: Rule, now_ms: i64) -> Option<Standing> {
        if rule.requests == 0 {
            return None;
        }
        self.turn(now_ms);
        let known = self.young.get(&key).copied().or_else(|| self.old.remove(&key));
        let fresh = Window { ends_at_ms: now_ms.saturating_add_unsigned(rule.period_ms), count: 0 };
        let mut window = known.filter(|window| window.left_ms(rule, now_ms) > 0).unwrap_or(fresh);
        let admitted = window.count < rule.requests;
        window.count += u32::from(admitted);
        self.young.insert(key, window);
        Some(window.standing(rule, admitted, now_ms))
    }

    /// How a key stands without another request; nothing when it has no window.
    pub(super) fn peek(&self, key: &K, rule: Rule, now_ms: i64) -> Option<Standing> {
        if rule.requests == 0 {
            return None;
        }
        let known = self.young.get(key).or_else(|| self.old.get(key)).copied();
        let window = known.filter(|window| window.left_ms(rule, now_ms) > 0)?;
        Some(window.standing(rule, window.count < rule.requests, now_ms))
    }

    /// Takes back a request that was counted, if its key is still known.
    pub(crate) fn give_back(&mut self, key: &K) {
        let known = self.young.get_mut(key).or_else(|| self.old.get_mut(key));
        if let Some(window) = known {
            window.count = window.count.saturating_sub(1);
        }
    }

    /// The keys that are remembered.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    fn turn(&mut self, now_ms: i64) {
        let over = now_ms.abs_diff(self.turned_at_ms) > self.longest_ms;
        if self.young.len() >= self.half_max || over {
            self.old = std::mem::take(&mut self.young);
            self.turned_at_ms = now_ms;
        }
    }
}

impl Window {
    fn left_ms(self, rule: Rule, now_ms: i64) -> u64 {
        // A clock that went back would hold the window open for long.
        u64::try_from(self.ends_at_ms - now_ms)
            .ok()
            .filter(|left_ms| *left_ms <= rule.period_ms)
            .unwrap_or(0)
    }

    fn standing(self, rule: Rule, admitted: bool, now_ms: i64) -> Standing {
        Standing {
            admitted,
            limit: rule.requests,
            remaining: rule.requests.saturating_sub(self.count),
            reset_after_ms: self.left_ms(rule, now_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RULE: Rule = Rule { requests: 2, period_ms: 1_000 };

    fn windows() -> Windows<u32> {
        Windows::new(RULE.period_ms, 1_000)
    }

    #[test]
    fn a_window_counts_down_refuses_and_begins_anew() {
        let mut windows = windows();
        let mut take = |now_ms| {
            let standing = windows.take(1, RULE, now_ms).expect("a limit");
            (standing.admitted, standing.remaining, standing.reset_after_ms)
        };
        assert_eq!(take(10_000), (true, 1, 1_000));
        assert_eq!(take(10_400), (true, 0, 600));
        assert_eq!(take(10_999), (false, 0, 1));
        assert_eq!(take(11_000), (true, 1, 1_000));
    }

    #[test]
    fn lm1_one_key_says_nothing_of_another() {
        let mut windows = windows();
        for _ in 0..5 {
            windows.take(1, RULE, 0);
        }
        assert!(windows.take(2, RULE, 0).is_some_and(|standing| standing.admitted));
    }

    #[test]
    fn a_rule_of_nothing_is_no_limit() {
        let off = Rule { requests: 0, ..RULE };
        assert_eq!(windows().take(1, off, 0), None);
        assert_eq!(windows().peek(&1, off, 0), None);
    }

    #[test]
    fn a_look_counts_nothing() {
        let mut windows = windows();
        assert_eq!(windows.peek(&1, RULE, 0), None);
        windows.take(1, RULE, 0);
        for _ in 0..3 {
            assert_eq!(windows.peek(&1, RULE, 0).map(|standing| standing.remaining), Some(1));
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let mut windows = windows();
        for _ in 0..3 {
            windows.take(1, RULE, 1_000_000);
        }
        assert!(windows.take(1, RULE, 500_000).is_some_and(|standing| standing.admitted));
    }

    #[test]
    fn lm2_a_flood_of_keys_keeps_the_table_within_its_bound() {
        let mut windows = Windows::new(RULE.period_ms, 100);
        for key in 0..10_000_u32 {
            windows.take(key, RULE, 0);
            assert!(windows.len() <= 100);
        }
    }

    #[test]
    fn keys_that_are_over_are_let_go_of() {
        let mut windows = windows();
        for key in 0..50 {
            windows.take(key, RULE, 0);
        }
        windows.take(99, RULE, 2_000);
        windows.take(99, RULE, 4_000);
        assert_eq!(windows.len(), 1);
    }

    proptest! {
        /// Whatever the order of requests: whoever waits as told is taken, and within the length of a
        /// window nobody gets more than two of them.
        #[test]
        fn whoever_waits_as_told_is_taken(waits in prop::collection::vec(0_i64..2_500, 1..60)) {
            let mut windows = windows();
            let mut now_ms = 0;
            let mut taken: Vec<i64> = Vec::new();
            for wait in waits {
                now_ms += wait;
                let first = windows.take(1, RULE, now_ms).expect("a limit");
                if !first.admitted {
                    now_ms += i64::try_from(first.reset_after_ms).unwrap();
                    let again = windows.take(1, RULE, now_ms).expect("a limit");
                    prop_assert!(again.admitted && again.remaining == 1);
                }
                taken.push(now_ms);
            }
            for some in taken.windows(2 * RULE.requests as usize + 1) {
                prop_assert!(some[some.len() - 1] - some[0] >= 1_000);
            }
        }
    }
}
