//! The accounts of the instance, as those see them who run it.

use protocol::UserId;
use storage::records::{InstanceRole, Suspension, User, Username as UsernameRow};
use storage::{Scan, ShortText, StoreExt};

use super::Power;
use crate::accounts::{AccountError, Accounts};

/// Accounts of one page.
pub(crate) const USERS_PAGE_MAX: usize = 100;

/// An account, and what keeps it from being used.
pub(crate) struct Administered {
    pub(crate) user: User,
    pub(crate) suspension: Option<Suspension>,
    /// Whether their logins ask for a code, as owners see it: whom it is worth to attack is not for
    /// everybody who sees the list.
    pub(crate) second_factor: Option<bool>,
}

impl Accounts {
    /// Accounts by id, or by name those whose names begin as asked; after a given one. Stubs are no
    /// accounts.
    pub(crate) async fn administered(
        &self,
        caller: UserId,
        name: Option<&str>,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<Administered>, AccountError> {
        let caller = self.with_power(caller, Power::Users).await?;
        let users = match name {
            None => self.users_after(after, limit).await?,
            Some(name) => self.users_named(name, after, limit).await?,
        };
        Ok(users.into_iter().map(|user| self.seen_by(&caller, user)).collect())
    }

    pub(super) fn seen_by(&self, caller: &User, user: User) -> Administered {
        let suspension = self.suspensions.of(user.id, self.clock.now_ms());
        let is_told = caller.instance_role == InstanceRole::Owner;
        let second_factor = is_told.then_some(user.second_factor);
        Administered { user, suspension, second_factor }
    }

    async fn users_after(
        &self,
        mut after: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<User>, AccountError> {
        let mut found = Vec::new();
        loop {
            let scan = Scan::<User>::within(&()).limit(limit);
            let scan = match &after {
                Some(after) => scan.after(after),
                None => scan,
            };
            let rows = self.store.scan(scan).await?;
            let is_last = rows.len() < limit;
            after = rows.last().map(|user| user.id);
            found.extend(rows.into_iter().filter(|user| !user.is_stub()));
            if found.len() >= limit || is_last {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }

    async fn users_named(
        &self,
        name: &str,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<User>, AccountError> {
        // No account has a name that is too long for a key.
        let Some(prefix) = ShortText::new(&name.to_ascii_lowercase()) else { return Ok(vec![]) };
        let after = match after {
            Some(after) => self.store.load::<User>(&after).await?,
            None => None,
        };
        // Whoever was renamed since stands elsewhere, and the list would begin anew.
        if after.as_ref().is_some_and(|user| !user.username.starts_with(prefix.as_str())) {
            return Ok(vec![]);
        }
        let after = after.and_then(|user| ShortText::new(&user.username));
        let scan = Scan::<UsernameRow>::within(&prefix).limit(limit);
        let scan = match &after {
            Some(after) => scan.after(after),
            None => scan,
        };
        let rows = self.store.scan(scan).await?;
        let ids: Vec<UserId> = rows.into_iter().map(|row| row.user).collect();
        Ok(self.store.load_many::<User>(&ids).await?.into_iter().flatten().collect())
    }
}
