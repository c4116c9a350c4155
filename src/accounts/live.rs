//! What is known to be live, in memory: so that a check costs no read, and an end counts at once.
//!
//! - LV1  After [`Live::end`] nobody finds the entry, not even through a read that began before.
//! - LV2  The table holds at most its bound; what was not used for the longest goes first, roughly.

use std::collections::HashMap;
use std::hash::Hash;

use parking_lot::Mutex;

/// See the module.
pub(super) struct Live<K, V> {
    half_max: usize,
    state: Mutex<State<K, V>>,
}

/// Two generations: when the young one is full it becomes the old one, whose rest is dropped.
struct State<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    ends: u64,
}

/// When a read began, for [`Live::insert`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(u64);

impl<K: Eq + Hash + Copy, V: Clone> Live<K, V> {
    pub(super) fn new(entries_max: usize) -> Self {
        let state = State { young: HashMap::new(), old: HashMap::new(), ends: 0 };
        Self { half_max: (entries_max / 2).max(1), state: Mutex::new(state) }
    }

    /// The entry, or the moment from which to look it up elsewhere.
    pub(super) fn get(&self, key: K) -> Result<V, Moment> {
        let mut state = self.state.lock();
        if let Some(value) = state.young.get(&key) {
            return Ok(value.clone());
        }
        match state.old.remove(&key) {
            Some(value) => {
                state.put(key, value.clone(), self.half_max);
                Ok(value)
            }
            None => Err(Moment(state.ends)),
        }
    }

    /// Remembers what a lookup found, unless something ended since it began (LV1).
    pub(super) fn insert(&self, key: K, value: V, since: Moment) {
        let mut state = self.state.lock();
        if state.ends == since.0 {
            state.put(key, value, self.half_max);
        }
    }

    /// The entry is no longer live.
    pub(super) fn end(&self, key: K) {
        let mut state = self.state.lock();
        state.ends += 1;
        state.young.remove(&key);
        state.old.remove(&key);
    }

    /// The entry without a lookup, for a display.
    pub(super) fn peek(&self, key: K) -> Option<V> {
        let state = self.state.lock();
        state.young.get(&key).or_else(|| state.old.get(&key)).cloned()
    }
}

impl<K: Eq + Hash, V> State<K, V> {
    fn put(&mut self, key: K, value: V, half_max: usize) {
        if self.young.len() >= half_max {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(live: &Live<u32, u32>, key: u32) -> Moment {
        live.get(key).expect_err("not there yet")
    }

    #[test]
    fn lv1_a_lookup_that_began_before_an_end_is_forgotten() {
        let live = Live::new(10);
        let before = moment(&live, 1);
        live.end(1);
        live.insert(1, 10, before);
        assert!(live.get(1).is_err());
        let after = moment(&live, 1);
        live.insert(1, 10, after);
        assert_eq!(live.get(1), Ok(10));
        live.end(1);
        assert!(live.get(1).is_err());
    }

    #[test]
    fn lv2_the_table_is_bounded_and_keeps_what_is_used() {
        let live = Live::new(10);
        for key in 0..1_000 {
            let since = moment(&live, key);
            live.insert(key, key, since);
            assert_eq!(live.get(0), Ok(0));
        }
        let state = live.state.lock();
        assert!(state.young.len() + state.old.len() <= 10);
    }
}
