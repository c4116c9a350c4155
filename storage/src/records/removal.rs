//! What was deleted as a whole, while the rows that were below it are still being removed.
//!
//! The batch that deletes a guild or a channel takes the row that everything is found by, and leaves
//! one of these in its place; [`crate::sweep`] removes the rest page by page and this row at last. Of an
//! account a stub stays, and whoever leads the server takes it out of all that it was in.

use protocol::{ChannelId, GuildId, UserId};
use serde::{Deserialize, Serialize};

use crate::contract::Shard;
use crate::key::Table;
use crate::record::Record;

/// A guild that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedGuild {
    /// The guild that was.
    pub guild: GuildId,
    /// When it was deleted.
    pub removed_at_ms: i64,
}

impl Record for RemovedGuild {
    type Key = GuildId;
    type Prefix = ();
    const TABLE: Table = Table::RemovedGuild;

    fn key(&self) -> Self::Key {
        self.guild
    }
}

/// A channel that was deleted, by itself or with its guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedChannel {
    /// The channel that was.
    pub channel: ChannelId,
    /// Where it was; of a group, which was in no guild, its own id once more.
    pub guild: GuildId,
    /// When it was deleted.
    pub removed_at_ms: i64,
}

impl RemovedChannel {
    /// A group that everybody left.
    pub fn group(channel: ChannelId, removed_at_ms: i64) -> Self {
        Self { channel, guild: GuildId::new(channel.get()), removed_at_ms }
    }

    /// Where its rows are.
    pub fn shard(&self) -> Shard {
        match self.guild.get() == self.channel.get() {
            true => Shard::Social,
            false => Shard::Guild(self.guild),
        }
    }
}

impl Record for RemovedChannel {
    type Key = ChannelId;
    type Prefix = ();
    const TABLE: Table = Table::RemovedChannel;

    fn key(&self) -> Self::Key {
        self.channel
    }
}

/// An account that ended, while it is still in guilds and lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedAccount {
    /// Whose it was.
    pub user: UserId,
    /// Named their picture.
    pub avatar: Option<String>,
    /// When it ended.
    pub removed_at_ms: i64,
}

impl Record for RemovedAccount {
    type Key = UserId;
    type Prefix = ();
    const TABLE: Table = Table::RemovedAccount;

    fn key(&self) -> Self::Key {
        self.user
    }
}
