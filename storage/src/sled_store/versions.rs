//! Which rows are applied but not yet durable, and what they held before.
//!
//! Groups are numbered. A reader belongs to the last group that was durable when it began, and must
//! see the rows as that group left them. So the pre-images of a group are kept until it is durable
//! *and* every reader that began before has ended.
//!
//! Why this holds, with all steps under one lock but the reads and writes of sled themselves:
//! - The committer publishes before it applies. A reader that has met an effect of a group in sled
//!   and then takes the lock finds that group's pre-images.
//! - A group's pre-images go only when no reader of an earlier group is left, so the reader that
//!   needs them still finds them.
//! - When several later groups touched a row, the earliest of them holds what the reader's group
//!   left, so that one answers.
//!
//! Kept memory is bounded: a group has at most 1 MiB, and a read ends with its page.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::Arc;

use parking_lot::Mutex;
use sled::IVec;

/// What each row of a group held before it; `None` where there was no row.
pub(super) type PreImages = BTreeMap<IVec, Option<IVec>>;

#[derive(Default)]
pub(super) struct Versions(Mutex<State>);

#[derive(Default)]
struct State {
    durable: u64,
    /// Numbered without gaps; the last one may be ahead of `durable`.
    groups: VecDeque<(u64, Arc<PreImages>)>,
    /// How many readers began at which group.
    readers: BTreeMap<u64, usize>,
}

impl Versions {
    /// The next group is about to be applied.
    pub(super) fn publish(&self, before: PreImages) {
        let mut state = self.0.lock();
        let number = state.durable + 1;
        debug_assert!(state.groups.back().is_none_or(|(last, _)| *last < number));
        state.groups.push_back((number, Arc::new(before)));
    }

    /// The group published last is durable.
    pub(super) fn made_durable(&self) {
        let mut state = self.0.lock();
        state.durable += 1;
        state.prune();
    }

    /// Begins a read at the last durable group.
    pub(super) fn begin(&self) -> Moment<'_> {
        let mut state = self.0.lock();
        let group = state.durable;
        *state.readers.entry(group).or_default() += 1;
        Moment { versions: self, group }
    }
}

impl State {
    fn prune(&mut self) {
        let oldest = self.readers.keys().next().copied().unwrap_or(self.durable);
        while self.groups.front().is_some_and(|(number, _)| *number <= oldest) {
            self.groups.pop_front();
        }
    }
}

/// A read in progress: what the store held when it began.
pub(super) struct Moment<'a> {
    versions: &'a Versions,
    group: u64,
}

impl Moment<'_> {
    /// What a row held, if a later group touched it. To be asked *after* sled was read.
    pub(super) fn before(&self, key: &[u8]) -> Option<Option<IVec>> {
        let state = self.versions.0.lock();
        state.later(self.group).find_map(|before| before.get(key).cloned())
    }

    /// The same for all rows of a range.
    pub(super) fn before_within(&self, range: &(Bound<IVec>, Bound<IVec>)) -> PreImages {
        let mut found = PreImages::new();
        for before in self.versions.0.lock().later(self.group) {
            for (key, value) in before.range(range.clone()) {
                found.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        found
    }
}

impl State {
    fn later(&self, group: u64) -> impl Iterator<Item = &Arc<PreImages>> {
        let is_later = move |(number, _): &&(u64, Arc<PreImages>)| *number > group;
        self.groups.iter().filter(is_later).map(|(_, before)| before)
    }
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        let mut state = self.versions.0.lock();
        if let Some(count) = state.readers.get_mut(&self.group) {
            *count -= 1;
            if *count == 0 {
                state.readers.remove(&self.group);
                state.prune();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn st2_a_reader_sees_what_its_own_group_left_however_many_follow() {
        let versions = Versions::default();
        let first = versions.begin();
        versions.publish(group("zero"));
        assert_eq!(first.before(b"k"), Some(Some("zero".into())));
        versions.made_durable();
        let second = versions.begin();
        versions.publish(group("one"));
        versions.made_durable();

        assert_eq!(first.before(b"k"), Some(Some("zero".into())));
        assert_eq!(second.before(b"k"), Some(Some("one".into())));
        assert_eq!(versions.begin().before(b"k"), None);
        assert_eq!(first.before(b"other"), None);
    }

    #[test]
    fn pre_images_are_kept_as_long_as_a_reader_needs_them_and_no_longer() {
        let versions = Versions::default();
        let kept = |versions: &Versions| versions.0.lock().groups.len();
        let first = versions.begin();
        for number in 0..5 {
            versions.publish(group("x"));
            versions.made_durable();
            assert_eq!(kept(&versions), number + 1);
        }
        let later = versions.begin();
        versions.publish(group("x"));
        drop(first);
        assert_eq!(kept(&versions), 1);
        versions.made_durable();
        assert_eq!(kept(&versions), 1);
        drop(later);
        assert_eq!(kept(&versions), 0);
    }

    fn group(before: &str) -> PreImages {
        PreImages::from([("k".into(), Some(before.into()))])
    }
}
