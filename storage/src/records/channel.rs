//! Channels of guilds.

use protocol::permissions::Overwrite;
use protocol::{ChannelId, GuildId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// A channel of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Whose channel it is.
    pub guild: GuildId,
    /// The channel's id.
    pub id: ChannelId,
    /// What it is for.
    pub kind: ChannelKind,
    /// Its name.
    pub name: String,
    /// Its place in the list.
    pub position: u16,
    /// The category it stands under.
    pub parent: Option<ChannelId>,
    /// What it is about.
    pub topic: Option<String>,
    /// Whether it is for adults.
    pub nsfw: bool,
    /// Exceptions for roles and members.
    pub overwrites: Vec<Overwrite>,
    /// Slow mode: the wait between two posts of a user.
    pub rate_limit_per_user_s: u32,
    /// Of voice, in bits a second.
    pub bitrate: Option<u32>,
    /// Of voice; 0 for no limit.
    pub user_limit: Option<u32>,
    /// No new messages but from those who manage channels.
    pub locked: bool,
    /// Seen only by those who manage channels, and nobody posts.
    pub archived: bool,
}

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelKind {
    /// Messages.
    Text,
    /// Talk.
    Voice,
    /// A heading with channels below it.
    Category,
    /// Messages, as a rule of a few to all.
    Announcement,
}

impl ChannelKind {
    /// Whether messages are written there.
    pub const fn holds_messages(self) -> bool {
        match self {
            Self::Text | Self::Announcement => true,
            Self::Voice | Self::Category => false,
        }
    }
}

impl Record for Channel {
    type Key = (GuildId, ChannelId);
    type Prefix = GuildId;
    const TABLE: Table = Table::Channel;

    fn key(&self) -> Self::Key {
        (self.guild, self.id)
    }
}

/// Which guild a channel belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelHome {
    /// The channel.
    pub channel: ChannelId,
    /// Its guild.
    pub guild: GuildId,
}

impl Record for ChannelHome {
    type Key = ChannelId;
    type Prefix = ();
    const TABLE: Table = Table::ChannelHome;

    fn key(&self) -> Self::Key {
        self.channel
    }
}
