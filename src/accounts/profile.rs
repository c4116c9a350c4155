//! An account as it is read, and how its owner changes it.

use protocol::UserId;
use storage::records::{About, User, Username as UsernameRow};
use storage::{Batch, CommitError, Shard, ShortText, StoreExt};

use super::deletion::{alive, wanted};
use super::error::FieldProblem;
use super::name::{about, display_name};
use super::{AccountError, Accounts, Caller, Identity, Tried};

/// What may change of an account; absent stays.
#[derive(Default)]
pub(crate) struct ProfilePatch {
    pub(crate) username: Option<String>,
    /// `Some(None)` takes the display name away.
    pub(crate) global_name: Option<Option<String>>,
    /// `Some(None)` has the account say nothing of itself.
    pub(crate) about: Option<Option<String>>,
    /// What names the picture, which is kept already; `Some(None)` takes it away.
    pub(crate) avatar: Option<Option<String>>,
    /// The account's password, which a person gives with a new username.
    pub(crate) password: Option<String>,
}

impl Accounts {
    /// The account of a user.
    pub(crate) async fn user(&self, user: UserId) -> Result<User, AccountError> {
        self.store.load::<User>(&user).await?.ok_or(AccountError::Unknown)
    }

    /// Changes the caller's account. Who shows it is the caller's to tell.
    pub(crate) async fn change_profile(
        &self,
        caller: Caller,
        patch: ProfilePatch,
    ) -> Result<User, AccountError> {
        let renamed = patch.username.as_deref().map(wanted).transpose();
        let renamed = renamed.map_err(|error| AccountError::field("username", error))?;
        let shown = patch.global_name.map(|name| display_name(&name.unwrap_or_default()));
        let shown = shown.transpose();
        let shown = shown.map_err(|error| AccountError::field("global_name", error))?;
        let says = patch.about.map(|text| about(&text.unwrap_or_default())).transpose();
        let says = says.map_err(|error| AccountError::field("bio", error))?;
        let before = self.user(caller.user).await?;
        let renamed = renamed.filter(|name| name.as_str() != before.username);
        if renamed.is_some() {
            self.confirm(caller.identity, &before, patch.password).await?;
        }

        let _alone = self.rows.lock(caller.user.get()).await;
        let user = alive(self.user(caller.user).await?)?;
        // The password may have been changed while it was compared.
        if renamed.is_some() && user.password_hash != before.password_hash {
            return Err(AccountError::field("password", FieldProblem::WrongPassword));
        }
        let mut changed = user.clone();
        changed.global_name = shown.unwrap_or(changed.global_name);
        changed.avatar = patch.avatar.unwrap_or(changed.avatar);
        if let Some(name) = &renamed {
            name.as_str().clone_into(&mut changed.username);
        }
        let batch = says.into_iter().fold(rows(&user, &changed), |batch, text| match text {
            Some(text) => batch.put(&About { user: user.id, text }),
            None => batch.delete::<About>(&user.id),
        });
        self.store.commit(batch).await.map_err(|error| match error {
            CommitError::Conflict => AccountError::field("username", FieldProblem::NameTaken),
            other => AccountError::Commit(other),
        })?;
        Ok(changed)
    }

    /// A stolen token alone takes nobody's name. A bot has no password, and its token is all of it.
    pub(super) async fn confirm(
        &self,
        identity: Identity,
        user: &User,
        password: Option<String>,
    ) -> Result<(), AccountError> {
        match identity {
            Identity::Bot => return Ok(()),
            Identity::Login(_) => {}
        }
        let needed = || AccountError::field("password", FieldProblem::PasswordNeeded);
        let password = password.filter(|password| !password.is_empty()).ok_or_else(needed)?;
        let tries = Tried::User(user.id);
        self.count_try(&tries)?;
        if !self.passwords.verify(password, user.password_hash.clone()).await? {
            return Err(AccountError::field("password", FieldProblem::WrongPassword));
        }
        self.login_tries.lock().forgive(&tries);
        Ok(())
    }
}

/// AC2: a new name is taken in the batch that frees the old one.
fn rows(before: &User, changed: &User) -> Batch {
    let batch = Batch::new(Shard::Social).expect_present::<User>(&changed.id).put(changed);
    if before.username == changed.username {
        return batch;
    }
    let row = |name: &str| UsernameRow {
        name: ShortText::new(name).expect("a username has at most 32 bytes"),
        user: changed.id,
    };
    let (old, new) = (row(&before.username), row(&changed.username));
    batch.expect_absent::<UsernameRow>(&new.name).put(&new).delete::<UsernameRow>(&old.name)
}
