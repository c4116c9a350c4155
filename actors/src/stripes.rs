//! A bounded set of locks, so that changes of one row, or of one user, follow one another.

use std::array;
use std::collections::BTreeSet;

use tokio::sync::{Mutex, MutexGuard};

const STRIPES: usize = 64;

/// Locks chosen by id; two ids may share one.
pub struct Stripes([Mutex<()>; STRIPES]);

/// While this lives, nothing else is done to any of them.
pub(crate) type All<'s> = Vec<MutexGuard<'s, ()>>;

/// While this lives, nothing else is done to either of the two.
pub struct Both<'s> {
    _first: MutexGuard<'s, ()>,
    _second: Option<MutexGuard<'s, ()>>,
}

impl Default for Stripes {
    fn default() -> Self {
        Self(array::from_fn(|_| Mutex::new(())))
    }
}

impl Stripes {
    /// Waits for whatever is under way for this id.
    pub async fn lock(&self, id: u64) -> MutexGuard<'_, ()> {
        self.0[index(id)].lock().await
    }

    /// The same for two. All take them in one order, so nobody waits for somebody who waits for them.
    pub async fn lock_both(&self, one: u64, other: u64) -> Both<'_> {
        let (one, other) = (index(one), index(other));
        let first = self.0[one.min(other)].lock().await;
        let second = match one == other {
            true => None,
            false => Some(self.0[one.max(other)].lock().await),
        };
        Both { _first: first, _second: second }
    }

    /// The same for some, in the same order.
    pub(crate) async fn lock_all(&self, ids: impl IntoIterator<Item = u64>) -> All<'_> {
        let stripes: BTreeSet<usize> = ids.into_iter().map(index).collect();
        let mut all = Vec::with_capacity(stripes.len());
        for stripe in stripes {
            all.push(self.0[stripe].lock().await);
        }
        all
    }
}

/// The lowest bits of a snowflake count within a millisecond and are mostly zero.
fn index(id: u64) -> usize {
    ((id >> 22) ^ id) as usize % STRIPES
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn two_are_locked_whichever_is_named_first_and_also_where_they_share_a_lock() {
        let stripes = Stripes::default();
        for (one, other) in [(1, 2), (2, 1), (3, 3), (3, 3 + STRIPES as u64)] {
            let held = stripes.lock_both(one, other).now_or_never().expect("nobody else");
            assert!(stripes.lock(one).now_or_never().is_none());
            assert!(stripes.lock_both(9, other).now_or_never().is_none());
            drop(held);
            assert!(stripes.lock(other).now_or_never().is_some());
        }
    }

    #[tokio::test]
    async fn some_are_locked_together_each_once() {
        let stripes = Stripes::default();
        let ids = [5, 1, 5, 1 + STRIPES as u64, 9];
        let held = stripes.lock_all(ids).now_or_never().expect("nobody else");
        assert_eq!(held.len(), 3);
        assert!(ids.iter().all(|id| stripes.lock(*id).now_or_never().is_none()));
        assert!(stripes.lock_both(2, 3).now_or_never().is_some());
        drop(held);
        assert!(ids.iter().all(|id| stripes.lock(*id).now_or_never().is_some()));
    }
}
