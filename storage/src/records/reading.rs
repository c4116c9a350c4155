//! How far channels were read.

use protocol::{ChannelId, MessageId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// How far somebody read a channel. It outlives the channel and the sight of it, and says nothing then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadMark {
    /// Who reads.
    pub user: UserId,
    /// Where.
    pub channel: ChannelId,
    /// The last message that was read, which may be gone.
    pub message: MessageId,
}

impl Record for ReadMark {
    type Key = (UserId, ChannelId);
    type Prefix = UserId;
    const TABLE: Table = Table::ReadMark;

    fn key(&self) -> Self::Key {
        (self.user, self.channel)
    }
}

/// How far the authors of a channel may know that somebody read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadReceipt {
    /// Where.
    pub channel: ChannelId,
    /// Who reads.
    pub user: UserId,
    /// The last message that was read, which may be gone.
    pub message: MessageId,
}

impl Record for ReadReceipt {
    type Key = (ChannelId, UserId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::ReadReceipt;

    fn key(&self) -> Self::Key {
        (self.channel, self.user)
    }
}

/// A message of a guild that mentions somebody; it says itself whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentioning {
    /// Where it stands.
    pub channel: ChannelId,
    /// Which one.
    pub message: MessageId,
}

impl Record for Mentioning {
    type Key = (ChannelId, MessageId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::Mentioning;

    fn key(&self) -> Self::Key {
        (self.channel, self.message)
    }
}
