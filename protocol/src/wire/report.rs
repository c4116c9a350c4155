//! Reports of messages, as those who look after a guild see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::User;
use crate::id::{ChannelId, GuildId, MessageId, ReportId, WordRuleId};
use crate::time::Timestamp;

/// A message that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Report {
    /// The report.
    pub id: ReportId,
    /// Where.
    pub guild_id: GuildId,
    /// The channel or thread of the message.
    pub channel_id: ChannelId,
    /// The message; of a thread's name, the id of the thread.
    pub message_id: MessageId,
    /// Who wrote it.
    pub author: User,
    /// Who reports it; null for a rule.
    #[schema(required)]
    pub reporter: Option<User>,
    /// Why, in the reporter's words; null for a rule.
    #[schema(required)]
    pub reason: Option<String>,
    /// The rule that reports it; null for a member.
    #[schema(required)]
    pub rule: Option<ReportingRule>,
    /// What the message said then.
    pub content: String,
    /// Names of its files then.
    pub files: Vec<String>,
    /// How far it is.
    pub status: ReportStatus,
    /// Who takes care of it.
    #[schema(required)]
    pub claimed_by: Option<User>,
    /// Who did with it.
    #[schema(required)]
    pub resolved_by: Option<User>,
    /// What was done; null until somebody did.
    #[schema(required)]
    pub outcome: Option<ReportOutcome>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was done with.
    #[schema(required)]
    pub resolved_at: Option<Timestamp>,
}

/// A rule as its reports name it: it may be gone since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportingRule {
    /// The rule.
    pub id: WordRuleId,
    /// What it was called.
    pub name: String,
}

/// How far a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// Nobody takes care of it.
    Open,
    /// Somebody does.
    Claimed,
    /// It is done with.
    Resolved,
}

/// What was done about a reported message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
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

/// X_REPORT: a report was made, or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReportNews {
    /// Where.
    pub guild_id: GuildId,
    /// Which one.
    pub id: ReportId,
    /// How far it is.
    pub status: ReportStatus,
}
