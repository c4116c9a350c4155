//! Rules about words: making, changing and deleting them, and what they do by themselves.

use std::sync::Arc;

use protocol::permissions::Permissions;
use protocol::{UserId, WordRuleId};
use storage::records::{RuleAction, WordRule};

use super::super::{Field, GuildError, Outcome};
use super::{Change, Inputs, batch, name_of, need};
use crate::rules::{PATTERN_RULES_MAX, Refusal, RulePatch};
use crate::view::GuildView;

/// Rules that a guild may hold: each is held against every message.
const RULES_MAX: usize = 20;

pub(super) fn create(
    view: &GuildView,
    actor: UserId,
    patch: RulePatch,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD, inputs.now_ms)?;
    if view.rules.iter().count() >= RULES_MAX {
        return Err(GuildError::TooManyWordRules(RULES_MAX));
    }
    let rule = WordRule { id: WordRuleId::new((inputs.next_id)()), ..empty(view, actor) };
    if patch.name.is_none() {
        return Err(GuildError::Invalid(Field::Name));
    }
    put(view, actor, rule, patch)
}

pub(super) fn update(
    view: &GuildView,
    actor: UserId,
    id: WordRuleId,
    patch: RulePatch,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD, now_ms)?;
    let rule = view.rules.get(id).cloned().ok_or(GuildError::UnknownWordRule)?;
    put(view, actor, rule, patch)
}

pub(super) fn delete(
    view: &GuildView,
    actor: UserId,
    id: WordRuleId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD, now_ms)?;
    view.rules.get(id).ok_or(GuildError::UnknownWordRule)?;
    let rows = batch(view).delete::<WordRule>(&(view.id(), id));
    let next = GuildView { rules: Arc::new(view.rules.without(id)), ..view.clone() };
    Ok(Change::new(rows, next, Outcome::WordRule(id)))
}

/// Whether somebody may know the rules.
pub(crate) fn readable(view: &GuildView, actor: UserId, now_ms: i64) -> Result<(), GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD, now_ms)
}

/// WR2. Nothing when the rule is another one by now, or its author is in time-out already, gone, or above
/// rules.
pub(super) fn time_out(view: &GuildView, refusal: &Refusal, now_ms: i64) -> Change {
    let action = view.rules.get(refusal.rule).map(|rule| rule.action);
    let (Some(RuleAction::TimeOut { seconds }), Some(member)) =
        (action, view.members.get(&refusal.author))
    else {
        return Change::new(batch(view), view.clone(), Outcome::Done);
    };
    let until_ms = member.member.communication_disabled_until_ms;
    if until_ms.is_some_and(|until_ms| until_ms > now_ms) || view.is_above_rules(refusal.author) {
        return Change::new(batch(view), view.clone(), Outcome::Done);
    }
    let mut member = (**member).clone();
    let until_ms = now_ms + i64::from(seconds) * 1_000;
    member.member.communication_disabled_until_ms = Some(until_ms);
    let rows = batch(view).put(&member.member);
    let mut next = view.clone();
    next.members.insert(refusal.author, Arc::new(member));
    next.access_version += 1;
    Change::new(rows, next, Outcome::Done)
}

/// One that nothing is against.
fn empty(view: &GuildView, actor: UserId) -> WordRule {
    WordRule {
        guild: view.id(),
        id: WordRuleId::new(0),
        name: String::new(),
        enabled: true,
        words: Vec::new(),
        patterns: Vec::new(),
        mentions_max: None,
        action: RuleAction::Block,
        told: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        made_by: actor,
    }
}

/// A rule of a patch that is nowhere kept.
pub(crate) fn draft(
    view: &GuildView,
    actor: UserId,
    patch: RulePatch,
) -> Result<WordRule, GuildError> {
    let mut rule = empty(view, actor);
    patch.write(&mut rule, view, actor)?;
    Ok(rule)
}

fn put(
    view: &GuildView,
    actor: UserId,
    mut rule: WordRule,
    patch: RulePatch,
) -> Result<Change, GuildError> {
    if let Some(name) = &patch.name {
        rule.name = name_of(name, 1)?;
    }
    patch.write(&mut rule, view, actor)?;
    if rule.words.is_empty() && rule.patterns.is_empty() && rule.mentions_max.is_none() {
        return Err(GuildError::Invalid(Field::Words));
    }
    let with_patterns = |other: &&WordRule| other.id != rule.id && !other.patterns.is_empty();
    if !rule.patterns.is_empty()
        && view.rules.iter().filter(with_patterns).count() >= PATTERN_RULES_MAX
    {
        return Err(GuildError::TooManyPatternRules(PATTERN_RULES_MAX));
    }
    let id = rule.id;
    let rows = batch(view).put(&rule);
    let next = GuildView { rules: Arc::new(view.rules.with(rule)?), ..view.clone() };
    Ok(Change::new(rows, next, Outcome::WordRule(id)))
}
