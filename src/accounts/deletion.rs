//! How an account ends. What it wrote stays, under a stub that nobody logs in to.
//!
//! - DA1  One commit ends it: the stub is there, its name is free, and no login is. What fails before
//!   leaves the account, what fails after leaves a mark.
//! - DA2  The mark goes last, so that whoever finds one goes on where the last one stopped.
//! - DA3  Nothing brings a stub back, not even a change that was under way.

use protocol::UserId;
use storage::records::{
    About, BotToken, OwnedBot, RemovedAccount, STUB_NAME_PREFIX, SecondFactor, Suspension, User,
    Username as UsernameRow,
};
use storage::{Batch, Scan, Shard, ShortText, StoreExt};

use super::error::FieldProblem;
use super::logins::ENDED_AT_ONCE_MAX;
use super::name::Username;
use super::{AccountError, Accounts, Identity};

/// Marks that are looked at together.
const MARKS_AT_ONCE: usize = 100;

/// A person who gave their password to end their account.
pub(crate) struct ConfirmedEnd(User);

impl Accounts {
    /// Checks that a person means it, and may go: who owns the instance stays.
    pub(crate) async fn confirm_end(
        &self,
        person: UserId,
        identity: Identity,
        password: String,
    ) -> Result<ConfirmedEnd, AccountError> {
        let user = self.user(person).await?;
        self.confirm(identity, &user, Some(password)).await?;
        self.is_no_owner(person)?;
        Ok(ConfirmedEnd(user))
    }

    /// DA1. The gateway sessions are the caller's to close, also when it is not known whether it ended.
    pub(crate) async fn end_account(&self, confirmed: ConfirmedEnd) -> Result<(), AccountError> {
        let before = confirmed.0;
        // From here to the end nobody is made an owner, nobody logs in, and no bot is made.
        let _acts = self.instance.lock().await;
        let _alone = self.rows.lock(before.id.get()).await;
        let user = self.user(before.id).await?;
        if user.password_hash != before.password_hash {
            return Err(AccountError::field("password", FieldProblem::WrongPassword));
        }
        self.is_no_owner(user.id)?;
        self.end(&user, Batch::new(Shard::Social)).await
    }

    /// Who owns the instance stays.
    fn is_no_owner(&self, user: UserId) -> Result<(), AccountError> {
        match self.instance.current().owners.contains(&user) {
            true => Err(AccountError::OwnsInstance),
            false => Ok(()),
        }
    }

    /// DA1, in one commit with something else. Call under the user's stripe.
    pub(super) async fn end(&self, user: &User, with: Batch) -> Result<(), AccountError> {
        let logins = self.logins_of(user.id).await?;
        let (first, rest) = logins.split_at(logins.len().min(ENDED_AT_ONCE_MAX));
        self.end_with(self.ended(user).extend(with), first).await?;
        for rows in rest.chunks(ENDED_AT_ONCE_MAX) {
            self.end_with(Batch::new(Shard::Social), rows).await?;
        }
        Ok(())
    }

    /// Ends the bots of an account that ended, each as the account itself. The marks that they leave
    /// are to be found by the next look at all of them.
    pub(crate) async fn end_bots_of(&self, owner: UserId) -> Result<Vec<UserId>, AccountError> {
        let bots: Vec<UserId> = {
            let _alone = self.rows.lock(owner.get()).await;
            self.owned_bots(owner).await?.into_iter().map(|row| row.bot).collect()
        };
        for bot in &bots {
            // DA3: the bot may be changing itself.
            let _alone = self.rows.lock_both(owner.get(), bot.get()).await;
            let Some(user) = self.store.load::<User>(bot).await?.filter(|user| !user.is_stub())
            else {
                continue;
            };
            let batch =
                self.ended(&user).delete::<BotToken>(bot).delete::<OwnedBot>(&(owner, *bot));
            let ended = self.store.commit(batch.delete::<Suspension>(bot)).await;
            self.bots.end(*bot);
            ended?;
            self.suspensions.set(*bot, None);
        }
        Ok(bots)
    }

    /// Some of the accounts that ended and are still in guilds and lists, oldest first.
    pub(crate) async fn removed_accounts(
        &self,
        after: Option<UserId>,
    ) -> Result<Vec<RemovedAccount>, AccountError> {
        let scan = Scan::<RemovedAccount>::within(&()).limit(MARKS_AT_ONCE);
        let scan = match &after {
            Some(after) => scan.after(after),
            None => scan,
        };
        Ok(self.store.scan(scan).await?)
    }

    /// The mark of one account that ended.
    pub(crate) async fn removed_account(
        &self,
        user: UserId,
    ) -> Result<Option<RemovedAccount>, AccountError> {
        Ok(self.store.load::<RemovedAccount>(&user).await?)
    }

    /// DA2. Takes the mark away, with the logins of a store that held more than end in one commit.
    pub(crate) async fn forget_removed(&self, user: UserId) -> Result<(), AccountError> {
        let _alone = self.rows.lock(user.get()).await;
        for rows in self.logins_of(user).await?.chunks(ENDED_AT_ONCE_MAX) {
            self.end_with(Batch::new(Shard::Social), rows).await?;
        }
        // Not before: until now it kept the bots out, which end after their owner.
        let batch =
            Batch::new(Shard::Social).delete::<RemovedAccount>(&user).delete::<Suspension>(&user);
        self.store.commit(batch).await?;
        self.suspensions.set(user, None);
        Ok(())
    }

    /// The rows that end an account, but for what it is known by.
    fn ended(&self, user: &User) -> Batch {
        let name = ShortText::new(&user.username).expect("a username has at most 32 bytes");
        Batch::new(Shard::Social)
            .expect_present::<User>(&user.id)
            .put(&user.stub())
            .delete::<UsernameRow>(&name)
            .delete::<About>(&user.id)
            .delete::<SecondFactor>(&user.id)
            .put(&RemovedAccount {
                user: user.id,
                avatar: user.avatar.clone(),
                removed_at_ms: self.clock.now_ms(),
            })
    }
}

/// DA3. Refuses a stub where an account is to change.
pub(super) fn alive(user: User) -> Result<User, AccountError> {
    if user.is_stub() { Err(AccountError::Unauthorized) } else { Ok(user) }
}

/// A name that somebody wants to have from now on: not one of a stub.
pub(super) fn wanted(name: &str) -> Result<Username, FieldProblem> {
    let name = Username::parse(name)?;
    if name.as_str().starts_with(STUB_NAME_PREFIX) {
        return Err(FieldProblem::NameTaken);
    }
    Ok(name)
}
