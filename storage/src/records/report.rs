//! What was reported of a guild's messages, by members and by rules.

use protocol::{ChannelId, GuildId, MessageId, ReportId, UserId, WordRuleId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// A message that somebody should look at. It moves to the other stage when somebody has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Where.
    pub guild: GuildId,
    /// The report; it says when.
    pub id: ReportId,
    /// The channel or thread of the message.
    pub channel: ChannelId,
    /// The message; of a thread's name, the id of the thread.
    pub message: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// Who reports it, and why.
    pub by: ReportedBy,
    /// What it said then.
    pub content: String,
    /// Names of its files.
    pub files: Vec<String>,
    /// Who takes care of it.
    pub claimed_by: Option<UserId>,
    /// What became of it.
    pub resolution: Option<Resolution>,
}

/// Who reports a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportedBy {
    /// A member.
    Member {
        /// Who.
        user: UserId,
        /// Why, in their words.
        reason: String,
    },
    /// A rule that lets it stand.
    Rule {
        /// Which one.
        rule: WordRuleId,
        /// What it was called.
        name: String,
    },
}

/// How a report was done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// By whom.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// What was done.
    pub outcome: ReportOutcome,
}

/// What was done about a reported message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportOutcome {
    /// Nothing had to be.
    Nothing,
    /// It was deleted.
    Deleted,
    /// Its author was put in time-out.
    TimedOut,
    /// Its author was put out.
    Kicked,
    /// Its author is kept out.
    Banned,
}

impl Report {
    /// Part of the key of what waits.
    pub const WAITING: u64 = 0;
    /// Part of the key of what is done with.
    pub const DONE: u64 = 1;

    /// Which of the two.
    pub fn stage(&self) -> u64 {
        if self.resolution.is_some() { Self::DONE } else { Self::WAITING }
    }
}

impl Record for Report {
    type Key = (GuildId, u64, ReportId);
    type Prefix = (GuildId, u64);
    const TABLE: Table = Table::Report;

    fn key(&self) -> Self::Key {
        (self.guild, self.stage(), self.id)
    }
}

/// Somebody reported a message: nobody does so twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporter {
    /// Where.
    pub guild: GuildId,
    /// Which message.
    pub message: MessageId,
    /// Who.
    pub user: UserId,
    /// Their report.
    pub report: ReportId,
}

impl Record for Reporter {
    type Key = (GuildId, MessageId, UserId);
    type Prefix = GuildId;
    const TABLE: Table = Table::Reporter;

    fn key(&self) -> Self::Key {
        (self.guild, self.message, self.user)
    }
}
