//! What somebody wants a rule to be, and the bounds of it.

use protocol::{ChannelId, RoleId, UserId};
use storage::records::{RuleAction, WordRule};

use crate::guild::{Field, GuildError};
use crate::view::GuildView;

/// Rules of a guild with patterns: each may take its time with every message.
pub(crate) const PATTERN_RULES_MAX: usize = 4;

/// Words, letters of one of them, and bytes of all: a change of all of them fits an entry of the audit log.
const WORDS_MAX: usize = 200;
const WORD_CHARS_MAX: usize = 60;
const WORDS_BYTES_MAX: usize = 8 << 10;
/// The same of patterns.
const PATTERNS_MAX: usize = 10;
const PATTERN_CHARS_MAX: usize = 260;
const PATTERNS_BYTES_MAX: usize = 2 << 10;

const MENTIONS_MAX: u8 = 100;
/// A minute, and 28 days as for any time-out.
const TIME_OUT_S: std::ops::RangeInclusive<u32> = 60..=28 * 24 * 3_600;
const TOLD_CHARS_MAX: usize = 150;
const EXEMPT_ROLES_MAX: usize = 20;
const EXEMPT_CHANNELS_MAX: usize = 50;

/// A rule, as far as it is given. What is `None` stays, or is as for a rule that refuses nothing.
#[derive(Debug, Clone, Default)]
pub struct RulePatch {
    /// What it is called.
    pub name: Option<String>,
    /// Whether it holds.
    pub enabled: Option<bool>,
    /// Its words.
    pub words: Option<Vec<String>>,
    /// Its patterns.
    pub patterns: Option<Vec<String>>,
    /// More mentions are too many; `Some(None)` for any number.
    pub mentions_max: Option<Option<u8>>,
    /// What happens.
    pub action: Option<RuleAction>,
    /// What the author is told.
    pub told: Option<Option<String>>,
    /// Roles that it does not hold for.
    pub exempt_roles: Option<Vec<RoleId>>,
    /// Channels where it does not hold, of those that the asker sees.
    pub exempt_channels: Option<Vec<ChannelId>>,
}

impl RulePatch {
    /// Puts into a rule what is given, within its bounds; all but its name, which is as any other.
    pub(crate) fn write(
        self,
        rule: &mut WordRule,
        view: &GuildView,
        actor: UserId,
    ) -> Result<(), GuildError> {
        rule.enabled = self.enabled.unwrap_or(rule.enabled);
        if let Some(words) = self.words {
            let words = listed(words, WORDS_MAX, WORD_CHARS_MAX, WORDS_BYTES_MAX);
            rule.words = words.ok_or(GuildError::Invalid(Field::Words))?;
        }
        if let Some(patterns) = self.patterns {
            let patterns = listed(patterns, PATTERNS_MAX, PATTERN_CHARS_MAX, PATTERNS_BYTES_MAX);
            rule.patterns = patterns.ok_or(GuildError::Invalid(Field::Patterns))?;
        }
        if let Some(max) = self.mentions_max {
            bound(max.is_none_or(|max| (1..=MENTIONS_MAX).contains(&max)), Field::MentionsMax)?;
            rule.mentions_max = max;
        }
        if let Some(action) = self.action {
            let fits = match action {
                RuleAction::Block | RuleAction::Flag => true,
                RuleAction::TimeOut { seconds } => TIME_OUT_S.contains(&seconds),
            };
            bound(fits, Field::RuleTimeOut)?;
            rule.action = action;
        }
        if let Some(told) = self.told {
            let told = told.map(|told| told.trim().to_owned());
            let fits = |told: &String| {
                (1..=TOLD_CHARS_MAX).contains(&told.chars().count())
                    && !told.contains(char::is_control)
            };
            bound(told.as_ref().is_none_or(fits), Field::RuleMessage)?;
            rule.told = told;
        }
        if let Some(roles) = self.exempt_roles {
            let known = roles.iter().all(|role| view.roles.contains_key(role));
            bound(known && roles.len() <= EXEMPT_ROLES_MAX, Field::ExemptRoles)?;
            rule.exempt_roles = roles;
        }
        if let Some(mut channels) = self.exempt_channels {
            let sees = |channel: &ChannelId| {
                view.channels.contains_key(channel) && view.can_view(actor, *channel)
            };
            bound(channels.iter().all(sees), Field::ExemptChannels)?;
            // What is hidden from the asker is not theirs to take away.
            let hidden = rule.exempt_channels.iter().copied();
            channels.extend(hidden.filter(|id| view.channels.contains_key(id) && !sees(id)));
            bound(channels.len() <= EXEMPT_CHANNELS_MAX, Field::ExemptChannels)?;
            rule.exempt_channels = channels;
        }
        Ok(())
    }
}

fn bound(holds: bool, field: Field) -> Result<(), GuildError> {
    if holds { Ok(()) } else { Err(GuildError::Invalid(field)) }
}

/// Texts without what surrounds them, each once; none when they are beyond a bound.
fn listed(
    texts: Vec<String>,
    max: usize,
    chars_max: usize,
    bytes_max: usize,
) -> Option<Vec<String>> {
    if texts.len() > max {
        return None;
    }
    let mut kept: Vec<String> = Vec::new();
    for text in texts.iter().map(|text| text.trim()) {
        let fits = (1..=chars_max).contains(&text.chars().count());
        if !fits || text.contains(char::is_control) {
            return None;
        }
        if !kept.iter().any(|known| known == text) {
            kept.push(text.to_owned());
        }
    }
    (kept.iter().map(String::len).sum::<usize>() <= bytes_max).then_some(kept)
}
