//! Accounts of people who wrote something and left: looked up in the store, remembered for a while.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use protocol::UserId;
use storage::records::User;
use storage::{ReadError, Store, StoreExt};

/// Accounts remembered; then all are forgotten and looked up again.
const PROFILES_MAX: usize = 10_000;

/// A bounded cache of accounts.
#[derive(Default)]
pub(crate) struct Profiles {
    known: Mutex<HashMap<UserId, Arc<User>>>,
    /// Held from the read of a changed account until it is said, so that the last one said is the
    /// last one stored.
    pub(crate) saying: tokio::sync::Mutex<()>,
}

impl Profiles {
    /// The accounts of `ids` that exist.
    pub(crate) async fn load(
        &self,
        store: &dyn Store,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, Arc<User>>, ReadError> {
        let mut found: HashMap<UserId, Arc<User>> = {
            let known = self.known.lock();
            ids.iter().filter_map(|id| Some((*id, Arc::clone(known.get(id)?)))).collect()
        };
        let mut missing: Vec<UserId> =
            ids.iter().filter(|id| !found.contains_key(id)).copied().collect();
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(found);
        }
        let loaded = store.load_many::<User>(&missing).await?;
        let mut known = self.known.lock();
        if known.len() + loaded.len() > PROFILES_MAX {
            known.clear();
        }
        for user in loaded.into_iter().flatten().map(Arc::new) {
            known.insert(user.id, Arc::clone(&user));
            found.insert(user.id, user);
        }
        Ok(found)
    }

    /// Forgets an account that changed.
    pub(crate) fn forget(&self, user: UserId) {
        self.known.lock().remove(&user);
    }
}
