//! Accounts for load tests: made in bulk, with tokens that last.

use actors::founding;
use protocol::{ChannelId, GuildId, UserId};
use storage::records::{Instance, InstanceRole, User};
use storage::{Batch, Shard};

use super::access::Bearer;
use super::register::NewAccount;
use super::{AccountError, Accounts, Client};

/// Accounts written at once.
const PER_BATCH: u32 = 100;

/// A seeded user.
pub(crate) struct Seeded {
    pub(crate) id: UserId,
    pub(crate) username: String,
    pub(crate) token: String,
}

impl Accounts {
    /// Claims the instance for the first of `count` users, none of whom has a password.
    pub(crate) async fn seed(
        &self,
        count: u32,
        token_ttl_ms: u64,
    ) -> Result<Vec<Seeded>, AccountError> {
        let mut users = Vec::new();
        let mut batch = Batch::new(Shard::Social);
        for number in 1..=count {
            let (user, rows) = self.seeded(number, token_ttl_ms);
            users.push(user);
            batch = batch.extend(rows);
            if number % PER_BATCH == 0 || number == count {
                let full = std::mem::replace(&mut batch, Batch::new(Shard::Social));
                self.store.commit(full).await?;
            }
        }
        if let Some(owner) = users.first() {
            let current = self.instance.current();
            let claimed = Instance {
                owners: vec![owner.id],
                claim_token_hash: None,
                ..Instance::clone(&current)
            };
            self.instance.change(claimed, Batch::new(Shard::Social)).await?;
        }
        Ok(users)
    }

    /// Writes a guild's first rows; returns its first channel too.
    pub(crate) async fn found_guild(
        &self,
        owner: UserId,
        name: &str,
    ) -> Result<(GuildId, ChannelId), AccountError> {
        let guild = GuildId::new(self.next_id());
        let now_ms = self.clock.now_ms();
        let (channels, batch) = founding::found(guild, owner, name, &mut || self.next_id(), now_ms);
        self.store.commit(batch).await?;
        Ok((guild, channels.general))
    }

    fn seeded(&self, number: u32, token_ttl_ms: u64) -> (Seeded, Batch) {
        let now_ms = self.clock.now_ms();
        let id = UserId::new(self.next_id());
        let username = format!("load{number:05}");
        let role = if number == 1 { InstanceRole::Owner } else { InstanceRole::User };
        let account = NewAccount::new(User {
            id,
            username: username.clone(),
            global_name: None,
            email: None,
            password_hash: None,
            bot: false,
            bot_owner: None,
            instance_role: role,
            created_at_ms: now_ms,
            avatar: None,
            second_factor: false,
        });
        let login = self.new_login(id, Client::default());
        let bearer = Bearer { user: id, login: login.row.id };
        let token = self.access.issue(bearer, now_ms, token_ttl_ms);
        (Seeded { id, username, token }, account.batch().put(&login.row))
    }
}
