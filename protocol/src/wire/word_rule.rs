//! Rules about what is written in a guild.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::{ChannelId, GuildId, RoleId, UserId, WordRuleId};

/// A rule. A text is against it that has one of its words, fits one of its patterns, or mentions more than
/// it allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WordRule {
    /// The rule.
    pub id: WordRuleId,
    /// Where it holds.
    pub guild_id: GuildId,
    /// What it is called.
    pub name: String,
    /// Whether it holds at present.
    pub enabled: bool,
    /// Words. Each stands by itself; a `*` at an end stands for any letters.
    pub words: Vec<String>,
    /// Regular expressions.
    pub patterns: Vec<String>,
    /// More mentions in one message are too many; null for any number.
    #[schema(required)]
    pub mentions_max: Option<u8>,
    /// What happens to whoever writes against it.
    pub action: RuleAction,
    /// How long a time-out is; null for other actions.
    #[schema(required)]
    pub time_out_seconds: Option<u32>,
    /// What the author is told in place of the usual sentence.
    #[schema(required)]
    pub message: Option<String>,
    /// Whoever has one of these roles may write so.
    pub exempt_roles: Vec<RoleId>,
    /// Here, and in the threads below, anybody may write so.
    pub exempt_channels: Vec<ChannelId>,
    /// Who made it.
    pub creator_id: UserId,
}

/// What happens to whoever writes against a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleAction {
    /// What they wrote is refused.
    Block,
    /// It is refused, and they are in time-out.
    TimeOut,
    /// It stands, and is reported.
    Flag,
}
