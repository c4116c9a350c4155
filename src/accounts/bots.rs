//! Bots: accounts without a password, known by a token.

use protocol::UserId;
use storage::records::{BotToken, InstanceRole, OwnedBot, User};
use storage::{Batch, ReadError, Scan, Shard, StoreExt};

use super::bot_token::{self, NewBotToken};
use super::deletion::{alive, wanted};
use super::register::NewAccount;
use super::secret::{self, SecretHash};
use super::{AccountError, Accounts, Caller, Identity};

/// Bots of one person: an account costs rows that are never swept, and a name that nobody else gets.
pub(crate) const BOTS_MAX: usize = 25;

/// What a bot's token must fit, and who made the bot.
pub(super) type LiveBot = (SecretHash, Option<UserId>);

impl Accounts {
    /// Makes a bot, and its token, which is shown only now.
    pub(crate) async fn create_bot(
        &self,
        owner: UserId,
        name: &str,
    ) -> Result<(User, String), AccountError> {
        let name = wanted(name).map_err(|error| AccountError::field("name", error))?;
        let _turn = self.rows.lock(owner.get()).await;
        alive(self.user(owner).await?)?;
        if self.owned_bots(owner).await?.len() >= BOTS_MAX {
            return Err(AccountError::TooManyBots);
        }
        let id = UserId::new(self.next_id());
        let account = NewAccount::new(User {
            id,
            username: name.as_str().to_owned(),
            global_name: None,
            email: None,
            password_hash: None,
            bot: true,
            bot_owner: Some(owner),
            instance_role: InstanceRole::User,
            created_at_ms: self.clock.now_ms(),
            avatar: None,
            second_factor: false,
        });
        let NewBotToken { token, secret_hash } = bot_token::issue(id);
        let batch = account
            .batch()
            .put(&BotToken { bot: id, secret_hash })
            .put(&OwnedBot { owner, bot: id });
        self.store.commit(batch).await.map_err(|error| match NewAccount::explain(error) {
            AccountError::Fields(mut problems) => {
                problems.iter_mut().for_each(|(field, _)| *field = "name");
                AccountError::Fields(problems)
            }
            other => other,
        })?;
        Ok((account.into_user(), token))
    }

    /// The bots that a person made, oldest first.
    pub(crate) async fn bots_of(&self, owner: UserId) -> Result<Vec<User>, AccountError> {
        let owned = self.owned_bots(owner).await?;
        let keys: Vec<UserId> = owned.into_iter().map(|row| row.bot).collect();
        Ok(self.store.load_many::<User>(&keys).await?.into_iter().flatten().collect())
    }

    pub(super) async fn owned_bots(&self, owner: UserId) -> Result<Vec<OwnedBot>, ReadError> {
        self.store.scan(Scan::<OwnedBot>::within(&owner).limit(BOTS_MAX)).await
    }

    /// Replaces a bot's token; the former one stops working at once. Its gateway sessions are the
    /// caller's to close.
    pub(crate) async fn reset_bot_token(
        &self,
        caller: UserId,
        bot: UserId,
    ) -> Result<String, AccountError> {
        let _turn = self.rows.lock(caller.get()).await;
        let user = self.store.load::<User>(&bot).await?.filter(|user| user.bot);
        let user = user.ok_or(AccountError::Unknown)?;
        if user.bot_owner != Some(caller) {
            return Err(AccountError::NotYours);
        }
        let NewBotToken { token, secret_hash } = bot_token::issue(bot);
        let batch = Batch::new(Shard::Social)
            .expect_present::<User>(&bot)
            .put(&BotToken { bot, secret_hash });
        let replaced = self.store.commit(batch).await;
        self.bots.end(bot);
        replaced?;
        Ok(token)
    }

    /// Whether this bot's token is known without a read.
    pub(super) fn remembers_bot(&self, token: &str) -> bool {
        bot_token::claimed_bot(token).is_none_or(|bot| self.bots.peek(bot).is_some())
    }

    pub(super) async fn bot(&self, token: &str) -> Result<Caller, AccountError> {
        let bot = bot_token::claimed_bot(token).ok_or(AccountError::Unauthorized)?;
        let (expected, owner) = match self.bots.get(bot) {
            Ok(live) => live,
            Err(moment) => {
                let row = self.store.load::<BotToken>(&bot).await?;
                let expected = row.ok_or(AccountError::Unauthorized)?.secret_hash;
                let live = (expected, self.user(bot).await?.bot_owner);
                self.bots.insert(bot, live, moment);
                live
            }
        };
        if !secret::matches(token, &expected) {
            return Err(AccountError::Unauthorized);
        }
        self.not_suspended(bot, owner)?;
        Ok(Caller { user: bot, identity: Identity::Bot })
    }
}
