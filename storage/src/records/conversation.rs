//! Conversations outside of guilds. Their messages and logs are those of any channel.

use protocol::{ChannelId, MessageId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// A channel of no guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// The channel's id.
    pub channel: ChannelId,
    /// Who is in it: of two by id, in a group in the order in which they came.
    pub recipients: Vec<UserId>,
    /// None in a conversation of two, which stays one.
    pub group: Option<Group>,
}

/// What a group has besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Who may take others out.
    pub owner: UserId,
    /// Its name, if it was given one.
    pub name: Option<String>,
    /// Names its picture.
    pub icon: Option<String>,
}

impl Record for Conversation {
    type Key = ChannelId;
    type Prefix = ();
    const TABLE: Table = Table::Conversation;

    fn key(&self) -> Self::Key {
        self.channel
    }
}

/// A conversation, as one of its recipients has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// Whose it is.
    pub user: UserId,
    /// Which conversation.
    pub channel: ChannelId,
    /// Whether it stands in their list. The next message puts it there.
    pub open: bool,
}

impl Record for Participation {
    type Key = (UserId, ChannelId);
    type Prefix = UserId;
    const TABLE: Table = Table::Participation;

    fn key(&self) -> Self::Key {
        (self.user, self.channel)
    }
}

/// The conversation of two users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The lower id.
    pub lower: UserId,
    /// The higher id.
    pub higher: UserId,
    /// Theirs.
    pub channel: ChannelId,
}

impl Pair {
    /// The key of two users, whichever is named first.
    pub fn key_of(one: UserId, other: UserId) -> (UserId, UserId) {
        (one.min(other), one.max(other))
    }
}

impl Record for Pair {
    type Key = (UserId, UserId);
    type Prefix = UserId;
    const TABLE: Table = Table::Pair;

    fn key(&self) -> Self::Key {
        (self.lower, self.higher)
    }
}

/// A call that goes on, or was cut off by the end of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCall {
    /// The conversation.
    pub channel: ChannelId,
    /// The message that tells of it.
    pub message: MessageId,
    /// When something was noted of it last.
    pub known_at_ms: i64,
}

impl Record for OpenCall {
    type Key = ChannelId;
    type Prefix = ();
    const TABLE: Table = Table::OpenCall;

    fn key(&self) -> Self::Key {
        self.channel
    }
}
