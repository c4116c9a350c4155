//! Who is suspended, in memory: every request asks (IA5).

use std::collections::HashMap;

use parking_lot::RwLock;
use protocol::UserId;
use storage::records::Suspension;
use storage::{ReadError, Scan, Store, StoreExt};

use crate::accounts::AccountError;

/// All suspensions of the store, at most one of each account. Those whose time is over count no more.
pub(in crate::accounts) struct Suspensions(RwLock<HashMap<UserId, Suspension>>);

impl Suspensions {
    pub(in crate::accounts) async fn open(store: &dyn Store) -> Result<Self, ReadError> {
        let rows = store.scan(Scan::<Suspension>::within(&()).limit(usize::MAX)).await?;
        Ok(Self(RwLock::new(rows.into_iter().map(|row| (row.user, row)).collect())))
    }

    /// Refuses whoever is suspended.
    pub(in crate::accounts) fn check(&self, user: UserId, now_ms: i64) -> Result<(), AccountError> {
        match self.of(user, now_ms) {
            None => Ok(()),
            Some(Suspension { reason, until_ms, .. }) => {
                Err(AccountError::Suspended { reason, until_ms })
            }
        }
    }

    /// The suspension that holds now.
    pub(super) fn of(&self, user: UserId, now_ms: i64) -> Option<Suspension> {
        let known = self.0.read();
        known.get(&user).filter(|row| row.until_ms.is_none_or(|until| now_ms < until)).cloned()
    }

    /// What the store says now.
    pub(in crate::accounts) fn set(&self, user: UserId, row: Option<Suspension>) {
        let mut known = self.0.write();
        match row {
            Some(row) => known.insert(user, row),
            None => known.remove(&user),
        };
    }
}

#[cfg(test)]
mod tests {
    use storage::{Batch, MemoryStore, Shard};

    use super::*;

    fn row(user: u64, until_ms: Option<i64>) -> Suspension {
        Suspension { user: UserId::new(user), until_ms, reason: None, by: UserId::new(9), at_ms: 1 }
    }

    #[tokio::test]
    async fn a_suspension_holds_until_its_end_and_after_a_restart() {
        let store = MemoryStore::new();
        let batch = Batch::new(Shard::Social).put(&row(1, Some(100))).put(&row(2, None));
        store.commit(batch).await.unwrap();
        let known = Suspensions::open(&store).await.unwrap();
        let refused = |user, now_ms| known.check(UserId::new(user), now_ms).is_err();
        assert!(refused(1, 99) && !refused(1, 100));
        assert!(refused(2, i64::MAX) && !refused(3, 0));
        known.set(UserId::new(2), None);
        known.set(UserId::new(3), Some(row(3, None)));
        assert!(!refused(2, 0) && refused(3, 0));
    }
}
