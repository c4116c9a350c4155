//! What may not be written in a guild, made ready once at each change and kept with its view.
//!
//! - WR1  A rule holds for all that members and bots write: messages, their embeds and the names of their
//!   files, edits, and the names of threads.
//! - WR2  Who manages the guild is above its rules: the owner, administrators, and whoever has MANAGE_GUILD.
//! - WR3  Of several rules that a text is against, the strictest one counts: a time-out before a refusal, and
//!   a refusal before a report.
//! - WR4  What a text costs is bounded: words by one pass, patterns by automata of bounded size.

mod fold;
mod patch;
mod ready;
mod said;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::{ChannelId, Permissions, RoleId, UserId, WordRuleId};
use storage::records::{RuleAction, WordRule};

use crate::guild::{Command, GuildError};
use crate::view::GuildView;
pub(crate) use patch::PATTERN_RULES_MAX;
pub use patch::RulePatch;
use ready::Ready;
use said::Said;
pub(crate) use said::texts;

/// All rules of a guild, by id. Cheap to clone: each is shared.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordRules(BTreeMap<WordRuleId, Arc<Ready>>);

/// What a rule says of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which rule.
    pub rule: WordRuleId,
    /// What it is called.
    pub name: String,
    /// What its author is told, in place of the usual sentence.
    pub told: Option<String>,
    /// What happens.
    pub action: RuleAction,
    /// Who wrote it.
    pub author: UserId,
    /// Where.
    pub channel: ChannelId,
}

impl Refusal {
    /// What the rule demands of the guild beside the refusal.
    pub(crate) fn consequence(&self) -> Option<Command> {
        match self.action {
            RuleAction::Block | RuleAction::Flag => None,
            RuleAction::TimeOut { .. } => Some(Command::TimeOutByRule(self.clone())),
        }
    }
}

impl WordRules {
    /// Stored rules. One that this version cannot make ready any more holds for nobody.
    pub(crate) fn of(stored: Vec<WordRule>) -> Self {
        let ready = stored.into_iter().filter_map(|rule| {
            let (guild, id) = (rule.guild, rule.id);
            Ready::new(rule)
                .inspect_err(|error| tracing::error!(%guild, %id, %error, "a rule does not hold"))
                .ok()
        });
        Self(ready.map(|ready| (ready.rule.id, Arc::new(ready))).collect())
    }

    pub(crate) fn get(&self, id: WordRuleId) -> Option<&WordRule> {
        self.0.get(&id).map(|ready| &ready.rule)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &WordRule> {
        self.0.values().map(|ready| &ready.rule)
    }

    /// These with one more, or with one changed.
    ///
    /// # Errors
    /// `Pattern` when one of its patterns cannot be used.
    pub(crate) fn with(&self, rule: WordRule) -> Result<Self, GuildError> {
        let mut rules = self.clone();
        rules.0.insert(rule.id, Arc::new(Ready::new(rule)?));
        Ok(rules)
    }

    /// These without one.
    pub(crate) fn without(&self, id: WordRuleId) -> Self {
        let mut rules = self.clone();
        rules.0.remove(&id);
        rules
    }

    /// WR3. The strictest rule that a text is against, among those for such an author in such a place.
    fn judge(
        &self,
        roles: &[RoleId],
        places: [ChannelId; 2],
        texts: impl FnOnce() -> Vec<String>,
    ) -> Option<&WordRule> {
        let is_exempt = |rule: &WordRule| {
            rule.exempt_roles.iter().any(|role| roles.contains(role))
                || rule.exempt_channels.iter().any(|channel| places.contains(channel))
        };
        let mut held = self.0.values().filter(|r| r.rule.enabled && !is_exempt(&r.rule)).peekable();
        held.peek()?;
        let said = Said::new(&texts());
        let against = held.filter(|ready| ready.matches(&said)).map(|ready| &ready.rule);
        against.max_by_key(|rule| match rule.action {
            RuleAction::Flag => 0,
            RuleAction::Block => 1,
            RuleAction::TimeOut { seconds } => seconds,
        })
    }
}

/// Whether a text is against a rule that need not be there.
///
/// # Errors
/// `Pattern` when one of its patterns cannot be used.
pub(crate) fn tried(rule: WordRule, text: &str) -> Result<bool, GuildError> {
    Ok(Ready::new(rule)?.matches(&Said::new(&[text.to_owned()])))
}

impl GuildView {
    /// WR1, WR2. Why somebody may not write something in a channel or thread, if a rule refuses it; else the
    /// rule that flags it, if one does. `texts` is asked only where rules hold.
    ///
    /// # Errors
    /// The refusal.
    pub(crate) fn judged_by_rules(
        &self,
        author: UserId,
        channel: ChannelId,
        texts: impl FnOnce() -> Vec<String>,
    ) -> Result<Option<Refusal>, Box<Refusal>> {
        match self.rule_against(author, channel, texts) {
            Some(flag) if flag.action == RuleAction::Flag => Ok(Some(flag)),
            Some(refusal) => Err(Box::new(refusal)),
            None => Ok(None),
        }
    }

    fn rule_against(
        &self,
        author: UserId,
        channel: ChannelId,
        texts: impl FnOnce() -> Vec<String>,
    ) -> Option<Refusal> {
        let (member, place) = (self.members.get(&author)?, self.place(channel)?);
        if self.is_above_rules(author) {
            return None;
        }
        let places = [channel, place.channel().id];
        let rule = self.rules.judge(&member.member.roles, places, texts)?;
        Some(Refusal {
            rule: rule.id,
            name: rule.name.clone(),
            told: rule.told.clone(),
            action: rule.action,
            author,
            channel,
        })
    }

    /// WR2. A time-out does not put anybody below them.
    pub(crate) fn is_above_rules(&self, user: UserId) -> bool {
        self.guild_permissions(user, i64::MAX).contains(Permissions::MANAGE_GUILD)
    }
}
