//! Rules about words, from rows to the wire.

use protocol::wire;
use storage::records::{RuleAction, WordRule};

pub(crate) fn word_rule(rule: &WordRule) -> wire::WordRule {
    let (action, time_out_seconds) = match rule.action {
        RuleAction::Block => (wire::RuleAction::Block, None),
        RuleAction::Flag => (wire::RuleAction::Flag, None),
        RuleAction::TimeOut { seconds } => (wire::RuleAction::TimeOut, Some(seconds)),
    };
    wire::WordRule {
        id: rule.id,
        guild_id: rule.guild,
        name: rule.name.clone(),
        enabled: rule.enabled,
        words: rule.words.clone(),
        patterns: rule.patterns.clone(),
        mentions_max: rule.mentions_max,
        action,
        time_out_seconds,
        message: rule.told.clone(),
        exempt_roles: rule.exempt_roles.clone(),
        exempt_channels: rule.exempt_channels.clone(),
        creator_id: rule.made_by,
    }
}
