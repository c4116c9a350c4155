//! Accounts of people who wrote something and left: looked up in the store, remembered for a while.
//!
//! - PR1  After [`Profiles::forget`] nobody finds the former account, not even through a read that
//!   began before.

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
    known: Mutex<Known>,
    /// Held from the read of a changed account until it is said, so that the last one said is the
    /// last one stored.
    pub(crate) saying: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    users: HashMap<UserId, Arc<User>>,
    /// Counts what was forgotten.
    forgotten: u64,
}

impl Profiles {
    /// The accounts of `ids` that exist.
    pub(crate) async fn load(
        &self,
        store: &dyn Store,
        ids: &[UserId],
    ) -> Result<HashMap<UserId, Arc<User>>, ReadError> {
        let (mut found, since) = self.known_of(ids);
        let mut missing: Vec<UserId> =
            ids.iter().filter(|id| !found.contains_key(id)).copied().collect();
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(found);
        }
        let loaded = store.load_many::<User>(&missing).await?;
        let loaded: Vec<_> = loaded.into_iter().flatten().map(Arc::new).collect();
        self.remember(&loaded, since);
        found.extend(loaded.into_iter().map(|user| (user.id, user)));
        Ok(found)
    }

    /// What needs no read, and the moment from which to read the rest.
    fn known_of(&self, ids: &[UserId]) -> (HashMap<UserId, Arc<User>>, u64) {
        let known = self.known.lock();
        let found = ids.iter().filter_map(|id| Some((*id, Arc::clone(known.users.get(id)?))));
        (found.collect(), known.forgotten)
    }

    /// Remembers what a read found, unless something was forgotten since it began (PR1).
    fn remember(&self, loaded: &[Arc<User>], since: u64) {
        let mut known = self.known.lock();
        if known.forgotten != since {
            return;
        }
        if known.users.len() + loaded.len() > PROFILES_MAX {
            known.users.clear();
        }
        known.users.extend(loaded.iter().map(|user| (user.id, Arc::clone(user))));
    }

    /// Forgets an account that changed.
    pub(crate) fn forget(&self, user: UserId) {
        let mut known = self.known.lock();
        known.forgotten += 1;
        known.users.remove(&user);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::{ADA, BOB, account};

    #[test]
    fn pr1_a_read_that_began_before_the_account_changed_is_not_remembered() {
        let profiles = Profiles::default();
        let (_, before) = profiles.known_of(&[ADA]);
        profiles.forget(ADA);
        profiles.remember(&[Arc::new(account(ADA))], before);
        let (found, after) = profiles.known_of(&[ADA]);
        assert!(found.is_empty());
        let renamed = Arc::new(User { username: "ida".to_owned(), ..account(ADA) });
        profiles.remember(&[Arc::clone(&renamed), Arc::new(account(BOB))], after);
        assert_eq!(profiles.known_of(&[ADA]).0[&ADA], renamed);
        profiles.forget(ADA);
        let (found, _) = profiles.known_of(&[ADA, BOB]);
        assert!(!found.contains_key(&ADA) && found.contains_key(&BOB));
    }
}
