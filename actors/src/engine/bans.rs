//! The bans of a guild, for those who may ban.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::{UserId, wire};
use storage::records::{Ban, User};
use storage::{ReadError, Scan, StoreExt};

use super::GuildHandle;
use crate::guild::{Command, GuildError, bannable_many, readable_bans};
use crate::render;

/// Which bans of a guild, which stand by the ids of their users.
#[derive(Debug, Clone, Copy)]
pub struct BanQuery {
    /// Only those of users behind this one.
    pub after: Option<UserId>,
    /// Only those of users before this one, and of many those next to it: then `after` does not count.
    pub before: Option<UserId>,
    /// Most of them, at most [`BANS_LISTED_MAX`].
    pub limit: usize,
}

/// Bans in one list, as in v10.
pub const BANS_LISTED_MAX: usize = 1_000;

impl GuildHandle {
    /// A page of the bans, in the order of the users' ids.
    ///
    /// # Errors
    /// `MissingPermission` for those who may not ban; `Unavailable`.
    pub async fn bans(&self, actor: UserId, query: BanQuery) -> Result<Vec<wire::Ban>, GuildError> {
        let context = &self.node().context;
        let view = self.view();
        readable_bans(&view, actor, context.clock.now_ms())?;
        let all = Scan::<Ban>::within(&view.id()).limit(query.limit.min(BANS_LISTED_MAX));
        let scan = match (query.before, query.after) {
            (Some(before), _) => all.before(&(view.id(), before)).backward(),
            (None, Some(after)) => all.after(&(view.id(), after)),
            (None, None) => all,
        };
        let mut bans = context.store.scan(scan).await.map_err(unreadable)?;
        bans.sort_by_key(|ban| ban.user);
        let ids: Vec<UserId> = bans.iter().map(|ban| ban.user).collect();
        let users = context.store.load_many::<User>(&ids).await.map_err(unreadable)?;
        Ok(bans.into_iter().zip(users).map(|(ban, user)| shown(ban, user.as_ref())).collect())
    }

    /// The ban of a user.
    ///
    /// # Errors
    /// `UnknownBan`; `MissingPermission` for those who may not ban; `Unavailable`.
    pub async fn ban_of(&self, actor: UserId, user: UserId) -> Result<wire::Ban, GuildError> {
        let context = &self.node().context;
        let view = self.view();
        readable_bans(&view, actor, context.clock.now_ms())?;
        let ban = context.store.load::<Ban>(&(view.id(), user)).await.map_err(unreadable)?;
        let user = context.store.load::<User>(&user).await.map_err(unreadable)?;
        ban.map(|ban| shown(ban, user.as_ref())).ok_or(GuildError::UnknownBan)
    }

    /// Lets a user in again. Resolves when it is durable.
    ///
    /// # Errors
    /// `UnknownBan`; `MissingPermission` for those who may not ban; `Unavailable`.
    pub async fn unban(
        &self,
        actor: UserId,
        user: UserId,
        reason: Option<String>,
    ) -> Result<(), GuildError> {
        let context = &self.node().context;
        readable_bans(&self.view(), actor, context.clock.now_ms())?;
        let account = context.store.load::<User>(&user).await.map_err(unreadable)?;
        let account = account.ok_or(GuildError::UnknownBan)?;
        let unban = Command::Unban { actor, user: Arc::new(account) };
        self.act(unban.because(reason)).await?;
        Ok(())
    }
}

/// What became of a ban of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BannedMany {
    /// Who is banned, now or already before.
    pub banned: Vec<UserId>,
    /// Who is not: unknown, or not below the one who asks.
    pub failed: Vec<UserId>,
}

impl GuildHandle {
    /// Bans users one after another, each by itself: what was done stays when the rest fails.
    ///
    /// # Errors
    /// `MissingPermission` for those who may not ban and manage the guild; `Unavailable`.
    pub async fn ban_many(
        &self,
        actor: UserId,
        users: &BTreeSet<UserId>,
        reason: Option<String>,
        delete_message_s: u32,
    ) -> Result<BannedMany, GuildError> {
        let context = &self.node().context;
        bannable_many(&self.view(), actor, context.clock.now_ms())?;
        let ids: Vec<UserId> = users.iter().copied().collect();
        let accounts = context.store.load_many::<User>(&ids).await.map_err(unreadable)?;
        let ban = |account| {
            let (user, reason) = (Arc::new(account), reason.clone());
            Command::Ban { actor, user, reason: reason.clone(), delete_message_s }.because(reason)
        };
        let mut outcome = BannedMany { banned: Vec::new(), failed: Vec::new() };
        let mut is_available = true;
        for (id, account) in ids.into_iter().zip(accounts) {
            let answer = match account.filter(|_| is_available) {
                Some(account) => self.act(ban(account)).await,
                None => Err(GuildError::UnknownMember),
            };
            match answer {
                Ok(_) => outcome.banned.push(id),
                Err(wrong @ GuildError::Invalid(_)) => return Err(wrong),
                Err(error) => {
                    // Whoever is behind would wait as long again.
                    is_available &= error != GuildError::Unavailable;
                    outcome.failed.push(id);
                }
            }
        }
        Ok(outcome)
    }
}

/// Of an account that ended the stub is shown.
fn shown(ban: Ban, user: Option<&User>) -> wire::Ban {
    let user = user.map_or_else(|| render::unknown_user(ban.user), render::user);
    wire::Ban { reason: ban.reason, user }
}

fn unreadable(error: ReadError) -> GuildError {
    tracing::warn!(%error, "bans could not be read");
    GuildError::Unavailable
}
