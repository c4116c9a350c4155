//! How the acts of those who run the instance on its accounts become durable, and count at once.

use protocol::UserId;
use serde_json::{Value, json};
use storage::records::{Instance, InstanceAct, InstanceRole, Login, Suspension, User};
use storage::{Batch, CommitError, Shard, StoreExt};

use super::Power;
use super::decide::{Decided, Standing, UserPatch, decide, ranked};
use super::listing::Administered;
use super::log::{Fact, change};
use super::rank::may_act_on;
use crate::accounts::logins::ENDED_AT_ONCE_MAX;
use crate::accounts::{AccountError, Accounts};

impl Accounts {
    /// Changes an account (IA1 to IA5). Whoever may be heard no more is named to `silence` as soon as that
    /// is durable or may be, whatever else fails: their gateway sessions are the caller's to close.
    pub(crate) async fn change_user(
        &self,
        actor: UserId,
        target: UserId,
        patch: UserPatch,
        reason: Option<String>,
        silence: impl Fn(&[UserId]) + Send + Sync,
    ) -> Result<Administered, AccountError> {
        let _acts = self.instance.lock().await;
        // Nobody logs in meanwhile, and the account does not change.
        let _row = self.rows.lock(target.get()).await;
        let actor = self.with_power(actor, Power::Users).await?;
        let user = self.account(target).await?;
        let (current, now_ms) = (self.instance.current(), self.clock.now_ms());
        let standing = Standing {
            actor: &actor,
            user: &user,
            speaks_for: self.role_behind(&user).await?,
            owners: &current.owners,
            suspension: self.suspensions.of(target, now_ms),
            now_ms,
        };
        let decided = decide(&standing, patch)?;
        let bots = self.owned_bots(target).await?.into_iter().map(|row| row.bot);
        let silenced: Vec<UserId> = std::iter::once(target).chain(bots).collect();
        if decided.facts.is_empty() {
            // Of one that was suspended before, perhaps not all was done.
            if decided.suspension.is_some() {
                silence(&silenced);
            }
            return Ok(self.seen_by(&actor, user));
        }
        let suspends = decided.suspends();
        let logins = if suspends { self.logins_of(target).await? } else { vec![] };
        let silence = || {
            if suspends {
                silence(&silenced)
            }
        };
        let user = self.write(user, decided, &logins, (actor.id, reason), silence).await?;
        Ok(self.seen_by(&actor, user))
    }

    /// The role of whoever made a bot.
    async fn role_behind(&self, user: &User) -> Result<InstanceRole, AccountError> {
        let owner = match user.bot_owner {
            Some(owner) => self.store.load::<User>(&owner).await?,
            None => None,
        };
        Ok(owner.map_or(InstanceRole::User, |owner| owner.instance_role))
    }

    /// One commit, but for logins beyond what fits into it.
    async fn write(
        &self,
        user: User,
        decided: Decided,
        logins: &[Login],
        (actor, reason): (UserId, Option<String>),
        silence: impl FnOnce() + Send,
    ) -> Result<User, AccountError> {
        let target = user.id;
        let Decided { role, owners, suspension, facts } = decided;
        let changed = User { instance_role: role, ..user };
        let (first, rest) = logins.split_at(logins.len().min(ENDED_AT_ONCE_MAX));
        let batch = Batch::new(Shard::Social).expect_present::<User>(&target).put(&changed);
        let batch = match &suspension {
            Some(row) => batch.put(row),
            None => batch.delete::<Suspension>(&target),
        };
        let batch = facts.into_iter().fold(batch, |batch, fact| {
            batch.put(&self.instance_entry(fact, actor, reason.clone()))
        });
        let batch =
            first.iter().fold(batch, |batch, login| batch.delete::<Login>(&(login.user, login.id)));
        let current = self.instance.current();
        let committed = if owners == current.owners {
            self.store.commit(batch).await
        } else {
            let instance = Instance { owners, ..Instance::clone(&current) };
            self.instance.change(instance, batch).await
        };
        let is_other = matches!(committed, Ok(()) | Err(CommitError::CommitUnknown));
        let settled = self.settle(target, &committed, suspension).await;
        if is_other {
            logins.iter().for_each(|login| self.logins.end((login.user, login.id)));
            silence();
        }
        committed?;
        settled?;
        for rows in rest.chunks(ENDED_AT_ONCE_MAX) {
            self.end_with(Batch::new(Shard::Social), rows).await?;
        }
        Ok(changed)
    }

    /// Memory follows the store (IA5), also where it is not known what became of a commit.
    async fn settle(
        &self,
        user: UserId,
        committed: &Result<(), CommitError>,
        suspension: Option<Suspension>,
    ) -> Result<(), AccountError> {
        match committed {
            Ok(()) => self.suspensions.set(user, suspension),
            Err(CommitError::CommitUnknown) => {
                self.suspensions.set(user, self.store.load::<Suspension>(&user).await?);
            }
            Err(_) => {}
        }
        Ok(())
    }

    /// Somebody whose account another one may end.
    pub(crate) async fn confirm_end_of(
        &self,
        actor: UserId,
        target: UserId,
    ) -> Result<User, AccountError> {
        let actor = self.with_power(actor, Power::Administration).await?;
        let user = self.account(target).await?;
        if user.bot {
            return Err(AccountError::Unknown);
        }
        match may_act_on(ranked(&actor), ranked(&user)) {
            true => Ok(user),
            false => Err(AccountError::LacksRank),
        }
    }

    /// Ends the account of somebody else, for good. Their gateway sessions are the caller's to close, also
    /// when it is not known whether it ended.
    pub(crate) async fn end_account_of(
        &self,
        actor: UserId,
        target: UserId,
        reason: Option<String>,
    ) -> Result<(), AccountError> {
        let _acts = self.instance.lock().await;
        let _row = self.rows.lock(target.get()).await;
        let user = self.confirm_end_of(actor, target).await?;
        let changes = change("username", &json!(user.username), &Value::Null).into_iter().collect();
        let fact = Fact { act: InstanceAct::Delete, target: Some(target), changes };
        let entry = self.instance_entry(fact, actor, reason);
        self.end(&user, Batch::new(Shard::Social).put(&entry)).await
    }

    /// An account that has not ended.
    pub(super) async fn account(&self, user: UserId) -> Result<User, AccountError> {
        let user = self.user(user).await?;
        if user.is_stub() { Err(AccountError::Unknown) } else { Ok(user) }
    }
}
