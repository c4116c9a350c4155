//! How much one user's files may take in all, and how many may be on their way at once.
//!
//! - FQ1  Bytes count from when they come in, so that many uploads at once do not get past the bound.
//! - FQ2  What was not kept counts no more.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use protocol::UserId;
use storage::records::UserUpload;
use storage::{ReadError, Scan, Store, StoreExt as _};

/// Users whose sum is remembered. Beyond it those without an upload are forgotten, and added up
/// again when they come back.
const USERS_MAX: usize = 10_000;

/// Why an upload is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum QuotaError {
    /// The user's files would take more than they may.
    #[error("the user's files take all the room that they may")]
    Exceeded,
    /// Too many uploads of the user are on their way.
    #[error("too many uploads at once")]
    TooMany,
    /// The store did not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What all users' files take.
pub(crate) struct Quotas {
    store: Arc<dyn Store>,
    bytes_max: u64,
    uploads_max: usize,
    users: Arc<Mutex<HashMap<UserId, Usage>>>,
}

#[derive(Default)]
struct Usage {
    /// Kept, and on their way.
    bytes: u64,
    uploads: usize,
}

/// The part of an upload. Dropping it gives back what was not kept.
pub(crate) struct Share {
    users: Arc<Mutex<HashMap<UserId, Usage>>>,
    user: UserId,
    bytes_max: u64,
    taken: u64,
}

impl Quotas {
    pub(crate) fn new(store: Arc<dyn Store>, bytes_max: u64, uploads_max: usize) -> Self {
        Self { store, bytes_max, uploads_max, users: Arc::default() }
    }

    /// Begins an upload.
    pub(crate) async fn begin(&self, user: UserId) -> Result<Share, QuotaError> {
        let is_known = self.users.lock().contains_key(&user);
        let kept = if is_known { 0 } else { self.kept(user).await? };
        let mut users = self.users.lock();
        if users.len() >= USERS_MAX {
            users.retain(|_, usage| usage.uploads > 0);
        }
        let usage = users.entry(user).or_insert(Usage { bytes: kept, uploads: 0 });
        if usage.bytes >= self.bytes_max {
            return Err(QuotaError::Exceeded);
        }
        if usage.uploads >= self.uploads_max {
            return Err(QuotaError::TooMany);
        }
        usage.uploads += 1;
        let users_of_share = Arc::clone(&self.users);
        Ok(Share { users: users_of_share, user, bytes_max: self.bytes_max, taken: 0 })
    }

    /// A user's file was removed.
    pub(crate) fn removed(&self, user: UserId, bytes: u64) {
        if let Some(usage) = self.users.lock().get_mut(&user) {
            usage.bytes = usage.bytes.saturating_sub(bytes);
        }
    }

    /// What a user's files take as far as it is remembered.
    #[cfg(test)]
    pub(super) fn bytes_of(&self, user: UserId) -> Option<u64> {
        self.users.lock().get(&user).map(|usage| usage.bytes)
    }

    async fn kept(&self, user: UserId) -> Result<u64, ReadError> {
        let all = Scan::<UserUpload>::within(&user).limit(usize::MAX);
        Ok(self.store.scan(all).await?.iter().map(|upload| upload.bytes).sum())
    }
}

impl Share {
    /// FQ1.
    pub(crate) fn take(&mut self, bytes: u64) -> Result<(), QuotaError> {
        let mut users = self.users.lock();
        let usage = users.entry(self.user).or_default();
        if usage.bytes.saturating_add(bytes) > self.bytes_max {
            return Err(QuotaError::Exceeded);
        }
        usage.bytes += bytes;
        self.taken += bytes;
        Ok(())
    }

    /// What was taken stays taken, until it is removed.
    pub(crate) fn keep(mut self) {
        self.taken = 0;
    }
}

impl Drop for Share {
    /// FQ2.
    fn drop(&mut self) {
        if let Some(usage) = self.users.lock().get_mut(&self.user) {
            usage.bytes = usage.bytes.saturating_sub(self.taken);
            usage.uploads -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::AttachmentId;
    use storage::{Batch, MemoryStore, Shard};

    use super::*;

    const ADA: UserId = UserId::new(1);
    const BOB: UserId = UserId::new(2);

    async fn quotas(kept: &[u64]) -> Quotas {
        let store = MemoryStore::new();
        for (id, bytes) in (0..).map(AttachmentId::new).zip(kept) {
            let row = UserUpload { user: ADA, id, bytes: *bytes };
            store.commit(Batch::new(Shard::Social).put(&row)).await.unwrap();
        }
        Quotas::new(Arc::new(store), 100, 2)
    }

    #[tokio::test]
    async fn fq1_bytes_of_all_uploads_and_of_what_is_kept_count() {
        let quotas = quotas(&[30, 20]).await;
        let (mut one, mut two) =
            (quotas.begin(ADA).await.unwrap(), quotas.begin(ADA).await.unwrap());
        one.take(30).unwrap();
        assert_eq!(two.take(21), Err(QuotaError::Exceeded));
        two.take(20).unwrap();
        assert_eq!(one.take(1), Err(QuotaError::Exceeded));
        assert!(quotas.begin(BOB).await.unwrap().take(100).is_ok(), "everyone has a quota");
    }

    #[tokio::test]
    async fn fq2_what_was_not_kept_counts_no_more_and_what_was_kept_does() {
        let quotas = quotas(&[]).await;
        quotas.begin(ADA).await.unwrap().take(100).unwrap();
        let mut share = quotas.begin(ADA).await.unwrap();
        share.take(60).unwrap();
        share.keep();
        let mut share = quotas.begin(ADA).await.unwrap();
        assert_eq!(share.take(41), Err(QuotaError::Exceeded));
        drop(share);
        quotas.removed(ADA, 60);
        assert_eq!(quotas.begin(ADA).await.unwrap().take(100), Ok(()));
    }

    #[tokio::test]
    async fn one_user_has_few_uploads_at_once() {
        let quotas = quotas(&[]).await;
        let (_one, two) = (quotas.begin(ADA).await.unwrap(), quotas.begin(ADA).await.unwrap());
        assert_eq!(quotas.begin(ADA).await.err(), Some(QuotaError::TooMany));
        drop(two);
        assert!(quotas.begin(ADA).await.is_ok());
    }
}
