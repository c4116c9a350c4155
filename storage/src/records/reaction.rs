//! Reactions: a row for each of them, and for each message which emojis are on it and how often.
//!
//! Removing all reactions of an emoji takes it out of the summary and leaves the rows to a sweep. So
//! that they do not count again when the emoji comes back, each time that an emoji is new on a
//! message is a *run* of its own, and the rows are below the run.

use protocol::{ChannelId, MessageId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// Most different emojis on one message, as in the v10 API.
pub const REACTION_EMOJIS_MAX: usize = 20;

/// Names a run: the first 16 bytes of a hash of the emoji and of where in the log it began.
pub type RunHash = [u8; 16];

/// One reaction of one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// Where.
    pub channel: ChannelId,
    /// To which message.
    pub message: MessageId,
    /// With which emoji, since when.
    pub run: RunHash,
    /// Whose.
    pub user: UserId,
    /// When.
    pub created_at_ms: i64,
}

impl Record for Reaction {
    type Key = (ChannelId, MessageId, RunHash, UserId);
    type Prefix = (ChannelId, MessageId, RunHash);
    const TABLE: Table = Table::Reaction;

    fn key(&self) -> Self::Key {
        (self.channel, self.message, self.run, self.user)
    }
}

/// What is on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionSummary {
    /// Where.
    pub channel: ChannelId,
    /// Which message.
    pub message: MessageId,
    /// At most [`REACTION_EMOJIS_MAX`], in the order of their first use.
    pub emojis: Vec<EmojiCount>,
}

/// One emoji on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmojiCount {
    /// The emoji itself.
    pub emoji: String,
    /// Below which its rows are.
    pub run: RunHash,
    /// How many users reacted with it; at least one.
    pub count: u32,
}

impl Record for ReactionSummary {
    type Key = (ChannelId, MessageId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::ReactionSummary;

    fn key(&self) -> Self::Key {
        (self.channel, self.message)
    }
}

/// A run that was removed as a whole, until a sweep has taken its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedRun {
    /// Where.
    pub channel: ChannelId,
    /// On which message.
    pub message: MessageId,
    /// Which run.
    pub run: RunHash,
}

impl Record for RemovedRun {
    type Key = (ChannelId, MessageId, RunHash);
    type Prefix = ();
    const TABLE: Table = Table::RemovedRun;

    fn key(&self) -> Self::Key {
        (self.channel, self.message, self.run)
    }
}
