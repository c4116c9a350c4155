//! A bounded set of locks, one of which holds for each user: two users are locked in one order always.

use std::array;

use protocol::UserId;
use tokio::sync::{Mutex, MutexGuard};

const LOCKS: usize = 64;

/// Locks chosen by user; two users may share one.
pub(crate) struct Locks([Mutex<()>; LOCKS]);

/// While this lives, nothing changes for whom it was taken.
pub(crate) struct Held<'l> {
    _first: MutexGuard<'l, ()>,
    _second: Option<MutexGuard<'l, ()>>,
}

impl Default for Locks {
    fn default() -> Self {
        Self(array::from_fn(|_| Mutex::new(())))
    }
}

impl Locks {
    pub(crate) async fn one(&self, user: UserId) -> Held<'_> {
        self.both(user, user).await
    }

    pub(crate) async fn both(&self, one: UserId, other: UserId) -> Held<'_> {
        let (one, other) = (index(one), index(other));
        let (first, second) = (one.min(other), one.max(other));
        let first_held = self.0[first].lock().await;
        let second_held = if first == second { None } else { Some(self.0[second].lock().await) };
        Held { _first: first_held, _second: second_held }
    }
}

/// The lowest bits of a snowflake count within a millisecond and are mostly zero.
fn index(user: UserId) -> usize {
    ((user.get() >> 22) ^ user.get()) as usize % LOCKS
}
