//! A bounded set of locks, so that changes of one row follow one another.

use std::array;

use tokio::sync::{Mutex, MutexGuard};

const STRIPES: usize = 64;

/// Locks chosen by id; two ids may share one.
pub(super) struct Stripes([Mutex<()>; STRIPES]);

impl Default for Stripes {
    fn default() -> Self {
        Self(array::from_fn(|_| Mutex::new(())))
    }
}

impl Stripes {
    pub(super) async fn lock(&self, id: u64) -> MutexGuard<'_, ()> {
        // The lowest bits of a snowflake count within a millisecond and are mostly zero.
        let index = ((id >> 22) ^ id) as usize % STRIPES;
        self.0[index].lock().await
    }
}
