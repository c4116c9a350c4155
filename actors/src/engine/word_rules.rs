//! The rules of a guild about words, for those who manage it.

use protocol::{UserId, WordRuleId, wire};
use storage::records::WordRule;

use super::GuildHandle;
use crate::guild::{GuildError, draft_rule, readable_rules};
use crate::render;
use crate::rules::{self, RulePatch};
use crate::view::GuildView;

/// Characters of a text that is tried against a rule.
pub const TRIED_CHARS_MAX: usize = 4_000;

impl GuildHandle {
    /// All rules, by id.
    ///
    /// # Errors
    /// `UnknownGuild` for strangers, `MissingPermission` without MANAGE_GUILD.
    pub fn word_rules(&self, reader: UserId) -> Result<Vec<wire::WordRule>, GuildError> {
        let view = self.view();
        readable_rules(&view, reader, self.node().context.clock.now_ms())?;
        Ok(view.rules.iter().map(|rule| shown(&view, reader, rule)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// As above; `UnknownWordRule`.
    pub fn word_rule(&self, reader: UserId, id: WordRuleId) -> Result<wire::WordRule, GuildError> {
        let view = self.view();
        readable_rules(&view, reader, self.node().context.clock.now_ms())?;
        let rule = view.rules.get(id).ok_or(GuildError::UnknownWordRule)?;
        Ok(shown(&view, reader, rule))
    }

    /// Whether a text would be against such a rule. Nothing is kept.
    ///
    /// # Errors
    /// As above; `Invalid` and `Pattern` for what no rule can be.
    pub fn try_word_rule(
        &self,
        reader: UserId,
        patch: RulePatch,
        text: &str,
    ) -> Result<bool, GuildError> {
        let view = self.view();
        readable_rules(&view, reader, self.node().context.clock.now_ms())?;
        rules::tried(draft_rule(&view, reader, patch)?, text)
    }
}

/// Without what is gone, and what the reader does not see.
fn shown(view: &GuildView, reader: UserId, rule: &WordRule) -> wire::WordRule {
    let mut shown = render::word_rule(rule);
    shown.exempt_roles.retain(|role| view.roles.contains_key(role));
    shown.exempt_channels.retain(|channel| view.can_view(reader, *channel));
    shown
}
