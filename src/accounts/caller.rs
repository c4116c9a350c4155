//! Who sends a request: from a token to a user.

use std::sync::Arc;

use protocol::{LoginId, UserId};
use storage::StoreExt;
use storage::records::Login;

use super::seen::LastSeen;
use super::{AccountError, Accounts};

/// Whoever acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) identity: Identity,
}

/// By what they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    /// A person, through one of their logins.
    Login(LoginId),
    /// A bot, through its token.
    Bot,
}

impl Caller {
    /// The login, which bots have not.
    pub(crate) fn login(&self) -> Option<LoginId> {
        match self.identity {
            Identity::Login(login) => Some(login),
            Identity::Bot => None,
        }
    }
}

impl Accounts {
    /// Refuses whoever was suspended since their token was looked at. What a bot's owner is, is known
    /// while the bot is.
    pub(crate) fn may_go_on(&self, caller: Caller) -> Result<(), AccountError> {
        let owner = match caller.identity {
            Identity::Login(_) => None,
            Identity::Bot => self.bots.peek(caller.user).and_then(|(_, owner)| owner),
        };
        self.not_suspended(caller.user, owner)
    }

    /// Somebody, and whoever made them if they are a bot, which speaks for them.
    pub(super) fn not_suspended(
        &self,
        user: UserId,
        owner: Option<UserId>,
    ) -> Result<(), AccountError> {
        let now_ms = self.clock.now_ms();
        self.suspensions.check(user, now_ms)?;
        owner.map_or(Ok(()), |owner| self.suspensions.check(owner, now_ms))
    }

    /// The caller of an `Authorization` header: `Bearer` and `Bot` tokens.
    pub(crate) async fn authorize(self: &Arc<Self>, header: &str) -> Result<Caller, AccountError> {
        let (scheme, token) = header.split_once(' ').ok_or(AccountError::Unauthorized)?;
        let token = token.trim();
        if scheme.eq_ignore_ascii_case("bot") {
            self.bot(token).await
        } else if scheme.eq_ignore_ascii_case("bearer") {
            self.person(token).await
        } else {
            Err(AccountError::Unauthorized)
        }
    }

    /// Whether a header names a bot whose token only the store can tell from an invented one.
    pub(crate) fn is_unknown_bot(&self, header: &str) -> bool {
        let (scheme, token) = header.split_once(' ').unwrap_or_default();
        scheme.eq_ignore_ascii_case("bot") && !self.remembers_bot(token.trim())
    }

    /// The caller of an IDENTIFY or RESUME. A bot's token may have said so or not: the two kinds of
    /// token differ in their form.
    pub(crate) async fn authorize_gateway(
        self: &Arc<Self>,
        token: &str,
        is_bot: bool,
    ) -> Result<Caller, AccountError> {
        if is_bot {
            return self.bot(token).await;
        }
        match self.person(token).await {
            Err(AccountError::Unauthorized) => self.bot(token).await,
            answer => answer,
        }
    }

    async fn person(self: &Arc<Self>, token: &str) -> Result<Caller, AccountError> {
        let now_ms = self.clock.now_ms();
        let bearer = self.access.read(token, now_ms).ok_or(AccountError::Unauthorized)?;
        self.suspensions.check(bearer.user, now_ms)?;
        let key = (bearer.user, bearer.login);
        let seen = match self.logins.get(key) {
            Ok(seen) => seen,
            Err(moment) => {
                let row = self.store.load::<Login>(&key).await?;
                let row = row.filter(|row| self.is_fresh(row));
                let row = row.ok_or(AccountError::Unauthorized)?;
                let seen = Arc::new(LastSeen::stored(row.last_seen_at_ms));
                self.logins.insert(key, Arc::clone(&seen), moment);
                seen
            }
        };
        if seen.touch(now_ms, self.settings.last_seen_interval_ms) {
            #[expect(
                clippy::disallowed_methods,
                reason = "best effort: what is lost is one interval of a display"
            )]
            tokio::spawn(Arc::clone(self).write_last_seen(key, now_ms));
        }
        Ok(Caller { user: bearer.user, identity: Identity::Login(bearer.login) })
    }

    /// Best effort: what is lost is at most one interval of a display.
    async fn write_last_seen(self: Arc<Self>, key: (UserId, LoginId), now_ms: i64) {
        let _alone = self.rows.lock(key.1.get()).await;
        if let Ok(Some(row)) = self.store.load::<Login>(&key).await {
            let changed = Login { last_seen_at_ms: now_ms.max(row.last_seen_at_ms), ..row };
            if let Err(error) = self.update(&changed).await {
                tracing::debug!(%error, "a login's last use was not written");
            }
        }
    }
}
