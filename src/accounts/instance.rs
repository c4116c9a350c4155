//! The instance's own row: its secrets, its owners, its settings.

use std::sync::Arc;

use arc_swap::ArcSwap;
use aws_lc_rs::hmac;
use storage::records::{Instance, InstanceSettings};
use storage::{Batch, CommitError, Shard, Store, StoreExt};
use tokio::sync::{Mutex, MutexGuard};

use super::{OpenError, secret};

/// Keeps the row in memory; changes follow one another.
pub(super) struct InstanceKeeper {
    store: Arc<dyn Store>,
    current: ArcSwap<Instance>,
    changing: Mutex<()>,
}

impl InstanceKeeper {
    pub(super) async fn open(store: Arc<dyn Store>, now_ms: i64) -> Result<Self, OpenError> {
        let instance = match store.load::<Instance>(&()).await? {
            Some(instance) => instance,
            None => create(&*store, now_ms).await?,
        };
        Ok(Self { store, current: ArcSwap::from_pointee(instance), changing: Mutex::new(()) })
    }

    pub(super) fn current(&self) -> Arc<Instance> {
        self.current.load_full()
    }

    /// Whoever holds this is the only one to change the row.
    pub(super) async fn lock(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().await
    }

    /// Commits a batch together with the changed row. Call under [`Self::lock`].
    pub(super) async fn change(&self, changed: Instance, with: Batch) -> Result<(), CommitError> {
        self.store.commit(with.expect_present::<Instance>(&()).put(&changed)).await?;
        self.current.store(Arc::new(changed));
        Ok(())
    }
}

async fn create(store: &dyn Store, now_ms: i64) -> Result<Instance, CommitError> {
    let jwt_secret = secret::random::<32>();
    let instance = Instance {
        owners: Vec::new(),
        claim_token_hash: Some(secret::hash(&setup_token(&jwt_secret))),
        jwt_secret,
        created_at_ms: now_ms,
        settings: InstanceSettings::default(),
    };
    let batch = Batch::new(Shard::Social).expect_absent::<Instance>(&()).put(&instance);
    store.commit(batch).await?;
    Ok(instance)
}

/// The one-time token of the set-up link. It is derived, so that the link is the same after a
/// restart, as long as nobody used it.
pub(super) fn setup_token(jwt_secret: &[u8; 32]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, jwt_secret);
    secret::encode(hmac::sign(&key, b"confab set-up link").as_ref())
}
