//! The accounts of the instance, as those see them who run it.

use protocol::UserId;
use storage::records::{Suspension, User, Username as UsernameRow};
use storage::{Scan, ShortText, StoreExt};

use super::Power;
use crate::accounts::{AccountError, Accounts};

/// Accounts of one page.
pub(crate) const USERS_PAGE_MAX: usize = 100;

/// An account, and what keeps it from being used.
pub(crate) struct Administered {
    pub(crate) user: User,
    pub(crate) suspension: Option<Suspension>,
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
        self.with_power(caller, Power::Users).await?;
        let users = match name {
            None => self.users_after(after, limit).await?,
            Some(name) => self.users_named(name, after, limit).await?,
        };
        Ok(users.into_iter().map(|user| self.with_suspension(user)).collect())
    }

    pub(super) fn with_suspension(&self, user: User) -> Administered {
        let suspension = self.suspensions.of(user.id, self.clock.now_ms());
        Administered { user, suspension }
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
