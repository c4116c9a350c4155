//! What may not be written in a guild, and what then happens.

use protocol::{ChannelId, GuildId, RoleId, UserId, WordRuleId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// One rule. A text is held against all of its words and patterns, and against the bound of mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRule {
    /// Where it holds.
    pub guild: GuildId,
    /// The rule.
    pub id: WordRuleId,
    /// What it is called.
    pub name: String,
    /// Whether it holds at present.
    pub enabled: bool,
    /// Words, as they were entered: a `*` at an end stands for any letters.
    pub words: Vec<String>,
    /// Regular expressions.
    pub patterns: Vec<String>,
    /// More mentions than that are too many.
    pub mentions_max: Option<u8>,
    /// What happens.
    pub action: RuleAction,
    /// What the author is told, in place of the usual sentence.
    pub told: Option<String>,
    /// Whoever has one of these roles may write so.
    pub exempt_roles: Vec<RoleId>,
    /// Here, and in the threads below, anybody may write so.
    pub exempt_channels: Vec<ChannelId>,
    /// Who made it.
    pub made_by: UserId,
}

/// What happens to whoever writes against a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleAction {
    /// What they wrote is refused.
    Block,
    /// It is refused, and they are in time-out for so long.
    TimeOut {
        /// Seconds.
        seconds: u32,
    },
    /// It stands, and is reported.
    Flag,
}

impl Record for WordRule {
    type Key = (GuildId, WordRuleId);
    type Prefix = GuildId;
    const TABLE: Table = Table::WordRule;

    fn key(&self) -> Self::Key {
        (self.guild, self.id)
    }
}
