//! Logins: made by a password, kept by refresh tokens, ended by their user or by misuse.
//!
//! - LG1  A user has a bounded number of logins: a new one too many ends the one that was not used
//!   for the longest.
//! - LG2  A password is changed by who knows the present one, through a login that is there, and no
//!   other login outlasts the change.

use std::sync::Arc;

use protocol::{LoginId, UserId};
use storage::records::{Login, User, Username as UsernameRow};
use storage::{Batch, CommitError, Scan, Shard, ShortText, StoreExt};

use super::access::Bearer;
use super::name::{Username, check_password};
use super::refresh::{Refresh, Rotation, Verdict};
use super::{AccountError, Accounts, Client, Tried, secret};

/// What a login keeps of the browser's name for itself.
const AGENT_BYTES_MAX: usize = 256;

/// The most logins of a user: more than anybody has devices, and few enough to end in one commit.
pub(super) const LOGINS_PER_USER_MAX: usize = 100;

/// The most logins that end in one commit: stores from before the bound may hold more.
pub(super) const ENDED_AT_ONCE_MAX: usize = 500;

/// A login that works: its tokens are handed out once, and never logged.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) user: User,
    pub(crate) login: LoginId,
    pub(crate) access_token: String,
    pub(crate) expires_in_s: u64,
    pub(crate) refresh_token: String,
}

/// How far a name and a password get somebody.
pub(crate) enum LoggedIn {
    /// To a login. Besides: the logins that made room (LG1), whose gateway sessions are the caller's to
    /// close.
    Whole(Box<Grant>, Vec<LoginId>),
    /// To the question for a code of their second factor, to be answered with this ticket.
    Half(String),
}

/// A login as its user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LoginRow {
    pub(crate) id: LoginId,
    pub(crate) created_at_ms: i64,
    pub(crate) last_seen_at_ms: i64,
    pub(crate) address: String,
    pub(crate) agent: String,
}

/// A login that is not written yet, and its first token.
pub(super) struct NewLogin {
    pub(super) row: Login,
    refresh_token: String,
}

impl Accounts {
    /// Checks name and password. Unknown names cost and say the same as wrong passwords.
    pub(crate) async fn login(
        &self,
        username: &str,
        password: String,
        client: Client,
    ) -> Result<LoggedIn, AccountError> {
        let name = Username::parse(username).ok();
        let network = Tried::From(client.network);
        let tries: Vec<Tried> =
            [network].into_iter().chain(name.clone().map(Tried::Name)).collect();
        tries.iter().try_for_each(|key| self.count_try(key))?;
        let user = self.find(name).await?;
        let stored = user.as_ref().and_then(|user| user.password_hash.clone());
        let fits = self.passwords.verify(password, stored).await?;
        let user = user.filter(|_| fits).ok_or(AccountError::WrongLogin)?;
        tries.iter().for_each(|key| self.login_tries.lock().forgive(key));
        let _alone = self.rows.lock(user.id.get()).await;
        // The password may have been changed while it was compared, which ends all logins.
        let now = self.store.load::<User>(&user.id).await?;
        let now = now.filter(|now| now.password_hash == user.password_hash);
        let user = now.ok_or(AccountError::WrongLogin)?;
        let now_ms = self.clock.now_ms();
        self.suspensions.check(user.id, now_ms)?;
        if user.second_factor {
            return Ok(LoggedIn::Half(self.tickets.lock().open(user.id, now_ms)));
        }
        let (grant, ended) = self.open_login(user, client, Batch::new(Shard::Social)).await?;
        Ok(LoggedIn::Whole(Box::new(grant), ended))
    }

    /// Makes a login in one commit with something else, and room for it (LG1). Call under the user's
    /// stripe. Also returns the logins that made room, whose gateway sessions are the caller's to close.
    pub(super) async fn open_login(
        &self,
        user: User,
        client: Client,
        with: Batch,
    ) -> Result<(Grant, Vec<LoginId>), AccountError> {
        let mut rows = self.logins_of(user.id).await?;
        rows.sort_by_key(used_at_ms);
        rows.truncate((rows.len() + 1).saturating_sub(LOGINS_PER_USER_MAX).min(ENDED_AT_ONCE_MAX));
        let login = self.new_login(user.id, client);
        let batch = with.expect_present::<User>(&user.id).put(&login.row);
        self.end_with(batch, &rows).await?;
        let ended = rows.into_iter().map(|row| row.id).collect();
        Ok((self.grant(user, login), ended))
    }

    /// Exchanges a refresh token: rules RT1 to RT4 of [`super::refresh`].
    ///
    /// # Errors
    /// `Err(Unauthorized)` with `ended` set when the token was an old one and its login ended.
    pub(crate) async fn rotate(&self, token: &str, client: Client) -> Result<Grant, RotateError> {
        let presented = self.refresh.read(token).ok_or(AccountError::Unauthorized)?;
        self.suspensions.check(presented.user, self.clock.now_ms())?;
        let key = (presented.user, presented.login);
        let _alone = self.rows.lock(presented.login.get()).await;
        let row = self.store.load::<Login>(&key).await.map_err(AccountError::from)?;
        let row = row.filter(|row| self.is_fresh(row)).ok_or(AccountError::Unauthorized)?;
        let now_ms = self.clock.now_ms();
        let rotation = rotation(&row);
        let grace_ms = self.settings.refresh_grace_ms;
        match rotation.judge(&secret::hash(token), now_ms, grace_ms) {
            Verdict::Reused => {
                self.remove(key).await?;
                return Err(RotateError::Reused { user: presented.user, login: presented.login });
            }
            Verdict::Repeat => {}
            Verdict::Advance => self.advance(row, presented, client).await?,
        }
        let user = self.store.load::<User>(&presented.user).await.map_err(AccountError::from)?;
        let user = user.ok_or(AccountError::Unauthorized)?;
        let refresh_token = self.refresh.issue(presented.successor());
        Ok(self.grant_with(user, presented.login, refresh_token))
    }

    /// Ends one login (AC1). Its gateway sessions are the caller's to close.
    pub(crate) async fn end_login(&self, user: UserId, login: LoginId) -> Result<(), AccountError> {
        let _alone = self.rows.lock(login.get()).await;
        if self.store.load::<Login>(&(user, login)).await?.is_none() {
            return Err(AccountError::Unknown);
        }
        self.remove((user, login)).await
    }

    /// The logins of a user, the newest first.
    pub(crate) async fn logins(&self, user: UserId) -> Result<Vec<LoginRow>, AccountError> {
        let scan = Scan::<Login>::within(&user).backward().limit(LOGINS_PER_USER_MAX);
        let rows = self.store.scan(scan).await?;
        Ok(rows.into_iter().filter(|row| self.is_fresh(row)).map(|row| self.shown(row)).collect())
    }

    /// Changes a password and ends all logins but the one that asks (LG2). The gateway sessions of
    /// the others are the caller's to close.
    pub(crate) async fn change_password(
        &self,
        bearer: (UserId, LoginId),
        old: String,
        new: String,
    ) -> Result<(), AccountError> {
        let (user_id, kept) = bearer;
        check_password(&new).map_err(|error| AccountError::field("new", error))?;
        self.count_try(&Tried::User(user_id))?;
        let user = self.store.load::<User>(&user_id).await?.ok_or(AccountError::Unauthorized)?;
        if !self.passwords.verify(old, user.password_hash.clone()).await? {
            return Err(AccountError::WrongOldPassword);
        }
        let password_hash = Some(self.passwords.hash(new).await?);
        // From here to the end nobody logs in, so that no login is overlooked.
        let _alone = self.rows.lock(user_id.get()).await;
        let now = self.store.load::<User>(&user_id).await?.ok_or(AccountError::Unauthorized)?;
        // It may have been changed while it was compared.
        if now.password_hash != user.password_hash {
            return Err(AccountError::WrongOldPassword);
        }
        self.write_password(User { password_hash, ..now }, kept).await
    }

    /// Writes a password and ends the other logins, the first of them in the same commit. Call
    /// under the user's stripe. Rows of logins need no lock of their own: whoever changes one
    /// expects it to be there.
    async fn write_password(&self, changed: User, kept: LoginId) -> Result<(), AccountError> {
        let mut others = self.logins_of(changed.id).await?;
        others.retain(|row| row.id != kept);
        let (first, rest) = others.split_at(others.len().min(ENDED_AT_ONCE_MAX));
        let batch = Batch::new(Shard::Social)
            .expect_present::<User>(&changed.id)
            .expect_present::<Login>(&(changed.id, kept))
            .put(&changed);
        // SF3: also when it is not known whether it was written.
        self.tickets.lock().end_all(changed.id);
        self.end_with(batch, first).await.map_err(|error| match error {
            CommitError::Conflict => AccountError::Unauthorized,
            error => AccountError::Commit(error),
        })?;
        for rows in rest.chunks(ENDED_AT_ONCE_MAX) {
            self.end_with(Batch::new(Shard::Social), rows).await?;
        }
        Ok(())
    }

    pub(super) async fn logins_of(&self, user: UserId) -> Result<Vec<Login>, AccountError> {
        Ok(self.store.scan(Scan::<Login>::within(&user).limit(usize::MAX)).await?)
    }

    /// Ends logins in a commit with something else, also in memory; when the store does not know
    /// whether it did, they are looked up again.
    pub(super) async fn end_with(&self, batch: Batch, rows: &[Login]) -> Result<(), CommitError> {
        let keys = rows.iter().map(|row| (row.user, row.id));
        let batch = keys.clone().fold(batch, |batch, key| batch.delete::<Login>(&key));
        let committed = self.store.commit(batch).await;
        keys.for_each(|key| self.logins.end(key));
        committed
    }

    pub(super) fn new_login(&self, user: UserId, client: Client) -> NewLogin {
        let id = LoginId::new(self.next_id());
        let now_ms = self.clock.now_ms();
        let refresh_token = self.refresh.issue(Refresh::first(user, id));
        let row = Login {
            user,
            id,
            created_at_ms: now_ms,
            last_seen_at_ms: now_ms,
            address: client.address,
            agent: cut(client.agent),
            refresh_hash: secret::hash(&refresh_token),
            previous_hash: None,
            rotated_at_ms: now_ms,
        };
        NewLogin { row, refresh_token }
    }

    pub(super) fn grant(&self, user: User, login: NewLogin) -> Grant {
        self.grant_with(user, login.row.id, login.refresh_token)
    }

    fn grant_with(&self, user: User, login: LoginId, refresh_token: String) -> Grant {
        let ttl_ms = self.settings.access_token_ttl_ms;
        let bearer = Bearer { user: user.id, login };
        let access_token = self.access.issue(bearer, self.clock.now_ms(), ttl_ms);
        Grant { user, login, access_token, expires_in_s: ttl_ms / 1_000, refresh_token }
    }

    /// Writes the successor of a token and where it was used from.
    async fn advance(
        &self,
        row: Login,
        presented: Refresh,
        client: Client,
    ) -> Result<(), AccountError> {
        let now_ms = self.clock.now_ms();
        let successor = secret::hash(&self.refresh.issue(presented.successor()));
        let next = rotation(&row).advanced(successor, now_ms);
        let changed = Login {
            refresh_hash: next.current,
            previous_hash: next.previous,
            rotated_at_ms: next.rotated_at_ms,
            last_seen_at_ms: now_ms,
            address: client.address,
            agent: cut(client.agent),
            ..row
        };
        self.update(&changed).await
    }

    /// Writes a row that is still there. Call under its stripe.
    pub(super) async fn update(&self, row: &Login) -> Result<(), AccountError> {
        let key = (row.user, row.id);
        let batch = Batch::new(Shard::Social).expect_present::<Login>(&key).put(row);
        self.store.commit(batch).await.map_err(|error| match error {
            CommitError::Conflict => AccountError::Unauthorized,
            error => AccountError::Commit(error),
        })
    }

    /// Ends a login, also in memory; when the store does not know whether it did, it is looked up
    /// again. Call under its stripe.
    async fn remove(&self, key: (UserId, LoginId)) -> Result<(), AccountError> {
        let removed = self.store.commit(Batch::new(Shard::Social).delete::<Login>(&key)).await;
        self.logins.end(key);
        Ok(removed?)
    }

    /// Whether a login was used within its time.
    pub(super) fn is_fresh(&self, row: &Login) -> bool {
        self.clock.now_ms() < used_at_ms(row).saturating_add_unsigned(self.settings.login_ttl_ms)
    }

    fn shown(&self, row: Login) -> LoginRow {
        let live = self.logins.peek((row.user, row.id));
        let last_seen_at_ms = live.map_or(row.last_seen_at_ms, |seen: Arc<_>| seen.at_ms());
        LoginRow {
            id: row.id,
            created_at_ms: row.created_at_ms,
            last_seen_at_ms: last_seen_at_ms.max(row.last_seen_at_ms),
            address: row.address,
            agent: row.agent,
        }
    }

    /// The account of this name.
    pub(crate) async fn named(&self, name: &str) -> Result<User, AccountError> {
        self.find(Username::parse(name).ok()).await?.ok_or(AccountError::Unknown)
    }

    async fn find(&self, name: Option<Username>) -> Result<Option<User>, AccountError> {
        let Some(name) = name else { return Ok(None) };
        let name = ShortText::new(name.as_str()).expect("a username has at most 32 bytes");
        let row = self.store.load::<UsernameRow>(&name).await?;
        // An unknown name costs the same reads as a known one.
        let user = row.map_or(UserId::new(0), |row| row.user);
        Ok(self.store.load::<User>(&user).await?)
    }

    pub(super) fn count_try(&self, key: &Tried) -> Result<(), AccountError> {
        let now_ms = self.clock.now_ms();
        self.login_tries
            .lock()
            .count(key.clone(), now_ms)
            .map_err(|retry_after_ms| AccountError::TooManyTries { retry_after_ms })
    }
}

/// Why a refresh token was not exchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RotateError {
    /// An old token was used again: its login has ended (RT3).
    #[error("the refresh token was used before")]
    Reused {
        /// Whose login it was.
        user: UserId,
        /// Which one.
        login: LoginId,
    },
    /// Anything else.
    #[error(transparent)]
    Account(#[from] AccountError),
}

fn used_at_ms(row: &Login) -> i64 {
    row.last_seen_at_ms.max(row.rotated_at_ms)
}

fn rotation(row: &Login) -> Rotation {
    Rotation {
        current: row.refresh_hash,
        previous: row.previous_hash,
        rotated_at_ms: row.rotated_at_ms,
    }
}

fn cut(mut agent: String) -> String {
    agent.truncate(agent.floor_char_boundary(AGENT_BYTES_MAX));
    agent
}
