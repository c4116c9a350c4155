//! What the audit log is told of an act on a guild: the difference of two views, as far as the act was
//! about it. What follows from an act by itself (AU2: members lose a role that was deleted, channels their
//! category) has no entries of its own.

use std::sync::Arc;

use protocol::permissions::OverwriteKind;
use protocol::wire::{self, AuditAction};
use protocol::{ChannelId, OverwriteId, RoleId, UserId, WordRuleId};
use storage::records::{AuditChange, AuditDetail, Channel, Invite, Report, WordRule};

use super::{ChannelHead, Command, Outcome, ThreadCommand};
use crate::audit::{Fact, change, differences, scope, scope_of_change};
use crate::render;
use crate::rules::Refusal;
use crate::view::{GuildView, ThreadView};

const GUILD: &[(&str, &str)] = &[
    ("name", "name"),
    ("icon", "icon_hash"),
    ("owner_id", "owner_id"),
    ("system_channel_id", "system_channel_id"),
];
const CHANNEL: &[(&str, &str)] = &[
    ("name", "name"),
    ("type", "type"),
    ("position", "position"),
    ("parent_id", "parent_id"),
    ("topic", "topic"),
    ("nsfw", "nsfw"),
    ("rate_limit_per_user", "rate_limit_per_user"),
    ("bitrate", "bitrate"),
    ("user_limit", "user_limit"),
];
const OVERWRITES: (&str, &str) = ("permission_overwrites", "permission_overwrites");
const ROLE: &[(&str, &str)] = &[
    ("name", "name"),
    ("permissions", "permissions"),
    ("color", "color"),
    ("hoist", "hoist"),
    ("mentionable", "mentionable"),
    ("position", "position"),
];
const THREAD: &[(&str, &str)] = &[
    ("name", "name"),
    ("archived", "archived"),
    ("locked", "locked"),
    ("auto_archive_duration", "auto_archive_duration"),
    ("rate_limit_per_user", "rate_limit_per_user"),
];
const WORD_RULE: &[(&str, &str)] = &[
    ("name", "name"),
    ("enabled", "enabled"),
    ("words", "words"),
    ("patterns", "patterns"),
    ("mentions_max", "mentions_max"),
    ("action", "action"),
    ("time_out_seconds", "time_out_seconds"),
    ("message", "message"),
];
const BRAKES: &[(&str, &str)] = &[
    ("invites_paused", "invites_paused"),
    ("min_account_age_s", "min_account_age_s"),
    ("joins_per_minute", "joins_per_minute"),
];
const MEMBER: &[(&str, &str)] = &[
    ("communication_disabled_until", "communication_disabled_until"),
    ("nick", "nick"),
    ("mute", "mute"),
    ("deaf", "deaf"),
];

/// Who asked, where the log tells of such acts.
pub(super) fn actor(command: &Command) -> Option<UserId> {
    match command {
        Command::Update { actor, .. }
        | Command::CreateChannel { actor, .. }
        | Command::UpdateChannel { actor, .. }
        | Command::DeleteChannel { actor, .. }
        | Command::PlaceChannels { actor, .. }
        | Command::SetOverwrite { actor, .. }
        | Command::DeleteOverwrite { actor, .. }
        | Command::CreateRole { actor, .. }
        | Command::UpdateRole { actor, .. }
        | Command::PlaceRoles { actor, .. }
        | Command::DeleteRole { actor, .. }
        | Command::GiveRole { actor, .. }
        | Command::TakeRole { actor, .. }
        | Command::CreateInvite { actor, .. }
        | Command::DeleteInvite { actor, .. }
        | Command::GrantBot { actor, .. }
        | Command::Kick { actor, .. }
        | Command::Ban { actor, .. }
        | Command::Unban { actor, .. }
        | Command::TimeOut { actor, .. }
        | Command::Rename { actor, .. }
        | Command::SetRoles { actor, .. }
        | Command::Silence { actor, .. }
        | Command::SetBrakes { actor, .. }
        | Command::CreateWordRule { actor, .. }
        | Command::UpdateWordRule { actor, .. }
        | Command::DeleteWordRule { actor, .. }
        | Command::UpdateReport { actor, .. }
        // As in v10: whoever wrote against it.
        | Command::TimeOutByRule(Refusal { author: actor, .. })
        | Command::Thread(
            ThreadCommand::Update { actor, .. } | ThreadCommand::Delete { actor, .. },
        ) => Some(*actor),
        // The log goes with the guild.
        Command::Delete { .. }
        // One's own to do, or the system's.
        | Command::Join { .. }
        | Command::Refresh { .. }
        | Command::Leave { .. }
        | Command::Report { .. }
        | Command::Thread(
            ThreadCommand::Open { .. }
            | ThreadCommand::Reopen { .. }
            | ThreadCommand::Join { .. }
            | ThreadCommand::Leave { .. }
            | ThreadCommand::Engage { .. }
            | ThreadCommand::Recall { .. }
            | ThreadCommand::ArchiveQuiet { .. },
        ) => None,
    }
}

/// AU2.
pub(super) fn facts(
    command: &Command,
    outcome: &Outcome,
    before: &GuildView,
    after: &GuildView,
) -> Vec<Fact> {
    let views = (before, after);
    match (command, outcome) {
        (Command::Update { .. }, _) => guild(views),
        (Command::SetBrakes { .. }, _) => brakes(views).into_iter().collect(),
        (
            Command::CreateChannel { .. }
            | Command::UpdateChannel { .. }
            | Command::DeleteChannel { .. },
            Outcome::Channel(id),
        )
        | (
            Command::SetOverwrite { channel: id, .. }
            | Command::DeleteOverwrite { channel: id, .. },
            _,
        ) => channel(views, *id),
        (Command::PlaceChannels { .. }, _) => {
            after.channels.keys().filter_map(|id| placed(views, *id)).collect()
        }
        (
            Command::CreateRole { .. } | Command::UpdateRole { .. } | Command::DeleteRole { .. },
            Outcome::Role(id),
        ) => role(views, *id).into_iter().collect(),
        (Command::PlaceRoles { .. }, _) => {
            after.roles.keys().filter_map(|id| role(views, *id)).collect()
        }
        (
            Command::GiveRole { target, .. }
            | Command::TakeRole { target, .. }
            | Command::SetRoles { target, .. },
            _,
        ) => roles_of(views, *target).into_iter().collect(),
        (
            Command::TimeOut { target, .. }
            | Command::Rename { target, .. }
            | Command::Silence { target, .. },
            _,
        ) => member(views, *target).into_iter().collect(),
        (
            Command::CreateWordRule { .. }
            | Command::UpdateWordRule { .. }
            | Command::DeleteWordRule { .. },
            Outcome::WordRule(id),
        ) => word_rule(views, *id).into_iter().collect(),
        (Command::UpdateReport { found: Some(before), .. }, Outcome::Report(now)) => {
            report(after, before, now).into_iter().collect()
        }
        (Command::TimeOutByRule(refusal), _) => {
            timed_out_by_rule(views, refusal).into_iter().collect()
        }
        (Command::Kick { target, .. }, _) => vec![about(AuditAction::MemberKick, *target)],
        (Command::Ban { user, .. }, Outcome::Banned) => {
            vec![about(AuditAction::MemberBanAdd, user.id)]
        }
        (Command::Unban { user, .. }, Outcome::Unbanned) => {
            vec![about(AuditAction::MemberBanRemove, user.id)]
        }
        (Command::CreateInvite { .. }, Outcome::Invite(made)) => {
            vec![invite(AuditAction::InviteCreate, after, made)]
        }
        (Command::DeleteInvite { .. }, Outcome::Invite(gone)) => {
            vec![invite(AuditAction::InviteDelete, after, gone)]
        }
        (Command::GrantBot { bot, .. }, _) => granted(views, bot.id),
        (
            Command::Thread(
                ThreadCommand::Update { thread, .. } | ThreadCommand::Delete { thread, .. },
            ),
            _,
        ) => self::thread(views, *thread).into_iter().collect(),
        // `actor` names none for the rest.
        _ => Vec::new(),
    }
}

type Views<'v> = (&'v GuildView, &'v GuildView);

fn guild((before, after): Views<'_>) -> Vec<Fact> {
    let changes = differences(GUILD, Some(&render::guild(before)), Some(&render::guild(after)));
    if changes.is_empty() {
        return Vec::new();
    }
    vec![Fact::of_guild(AuditAction::GuildUpdate, after.id().get(), changes)]
}

fn brakes((before, after): Views<'_>) -> Option<Fact> {
    let (old, new) = (render::brakes(&before.brakes), render::brakes(&after.brakes));
    let changes = differences(BRAKES, Some(&old), Some(&new));
    (!changes.is_empty())
        .then(|| Fact::of_guild(AuditAction::BrakesUpdate, after.id().get(), changes))
}

/// A channel by itself, and each of its exceptions.
fn channel(views: Views<'_>, id: ChannelId) -> Vec<Fact> {
    let (before, after) = views;
    let (action, scope) = match (before.channels.get(&id), after.channels.get(&id)) {
        (Some(old), Some(new)) => {
            let mut changes = fields(views, id);
            changes.extend(state_of(old, new));
            let itself = changed(views, id, changes);
            return itself.into_iter().chain(overwrites(views, old, new)).collect();
        }
        (None, _) => (AuditAction::ChannelCreate, scope(after, id)),
        (Some(_), None) => (AuditAction::ChannelDelete, scope(before, id)),
    };
    let mut changes = fields(views, id);
    let shown = |view: &GuildView| view.channels.get(&id).map(as_shown);
    changes.extend(differences(&[OVERWRITES], shown(before).as_ref(), shown(after).as_ref()));
    vec![Fact { action, target: Some(id.get()), scope, changes, detail: AuditDetail::None }]
}

/// Of many that move at once, each has one entry at most: what they take over from their category is told
/// by that alone, in the word of the request.
fn placed(views: Views<'_>, id: ChannelId) -> Option<Fact> {
    let exceptions = |view: &GuildView| view.channels.get(&id).map(|c| c.overwrites.clone());
    let mut changes = fields(views, id);
    if exceptions(views.0) != exceptions(views.1) {
        changes.push(change("lock_permissions", None, Some(true)));
    }
    changed(views, id, changes)
}

fn changed(views: Views<'_>, id: ChannelId, changes: Vec<AuditChange>) -> Option<Fact> {
    let (action, detail) = (AuditAction::ChannelUpdate, AuditDetail::None);
    let scope = scope_of_change(views, id);
    let fact = Fact { action, target: Some(id.get()), scope, changes, detail };
    (!fact.changes.is_empty()).then_some(fact)
}

fn fields((before, after): Views<'_>, id: ChannelId) -> Vec<AuditChange> {
    let shown = |view: &GuildView| view.channels.get(&id).map(as_shown);
    differences(CHANNEL, shown(before).as_ref(), shown(after).as_ref())
}

fn as_shown(channel: &Arc<Channel>) -> wire::Channel {
    render::channel(channel, ChannelHead::default())
}

/// What wire channels do not say.
fn state_of(old: &Channel, new: &Channel) -> Vec<AuditChange> {
    let fields = [("locked", old.locked, new.locked), ("archived", old.archived, new.archived)];
    let changed = fields.into_iter().filter(|(_, old, new)| old != new);
    changed.map(|(key, old, new)| change(key, Some(old), Some(new))).collect()
}

fn overwrites((before, after): Views<'_>, old: &Channel, new: &Channel) -> Vec<Fact> {
    let key = |id: OverwriteId, kind: OverwriteKind| (id, kind.number());
    let mut about: Vec<_> = old.overwrites.iter().chain(&new.overwrites).collect();
    about.sort_by_key(|overwrite| key(overwrite.id, overwrite.kind));
    about.dedup_by_key(|overwrite| key(overwrite.id, overwrite.kind));
    let of = |channel: &'_ Channel, id, kind| {
        channel.overwrites.iter().find(|o| (o.id, o.kind) == (id, kind)).copied()
    };
    let told = about.into_iter().filter_map(|overwrite| {
        let (id, kind) = (overwrite.id, overwrite.kind);
        let (was, is) = (of(old, id, kind), of(new, id, kind));
        let action = match (was, is) {
            (None, _) => AuditAction::OverwriteCreate,
            (Some(_), None) => AuditAction::OverwriteDelete,
            (Some(was), Some(is)) if was == is => return None,
            (Some(_), Some(_)) => AuditAction::OverwriteUpdate,
        };
        let changes =
            differences(&[("allow", "allow"), ("deny", "deny")], was.as_ref(), is.as_ref());
        let name =
            |view: &GuildView| view.roles.get(&RoleId::new(id.get())).map(|r| r.name.clone());
        let role_name = match kind {
            OverwriteKind::Role => name(after),
            OverwriteKind::Member => None,
        };
        let detail = AuditDetail::Overwrite { about: id, kind, role_name };
        let scope = scope_of_change((before, after), old.id);
        Some(Fact { action, target: Some(old.id.get()), scope, changes, detail })
    });
    told.collect()
}

fn role((before, after): Views<'_>, id: RoleId) -> Option<Fact> {
    let (old, new) = (before.roles.get(&id), after.roles.get(&id));
    let action = match (old, new) {
        (None, _) => AuditAction::RoleCreate,
        (Some(_), None) => AuditAction::RoleDelete,
        (Some(_), Some(_)) => AuditAction::RoleUpdate,
    };
    let (old, new) = (old.map(render::role), new.map(render::role));
    let changes = differences(ROLE, old.as_ref(), new.as_ref());
    (!changes.is_empty()).then(|| Fact::of_guild(action, id.get(), changes))
}

/// As in v10, roles that were given and taken are two lists.
fn roles_of((before, after): Views<'_>, user: UserId) -> Option<Fact> {
    let roles = |view: &GuildView| {
        view.members.get(&user).map(|member| member.member.roles.clone()).unwrap_or_default()
    };
    let (old, new) = (roles(before), roles(after));
    let beyond = |some: &[RoleId], others: &[RoleId]| -> Vec<wire::AuditRole> {
        let beyond = some.iter().filter(|id| !others.contains(id));
        let named = beyond.filter_map(|id| before.roles.get(id).map(|role| (*id, &role.name)));
        named.map(|(id, name)| wire::AuditRole { id, name: name.clone() }).collect()
    };
    let lists = [("$add", beyond(&new, &old)), ("$remove", beyond(&old, &new))];
    let changed = lists.into_iter().filter(|(_, roles)| !roles.is_empty());
    let changes: Vec<_> = changed.map(|(key, roles)| change(key, None, Some(roles))).collect();
    (!changes.is_empty())
        .then(|| Fact::of_guild(AuditAction::MemberRoleUpdate, user.get(), changes))
}

fn member((before, after): Views<'_>, user: UserId) -> Option<Fact> {
    let shown = |view: &GuildView| view.members.get(&user).map(|m| render::member_without_user(m));
    let changes = differences(MEMBER, shown(before).as_ref(), shown(after).as_ref());
    (!changes.is_empty()).then(|| Fact::of_guild(AuditAction::MemberUpdate, user.get(), changes))
}

/// Its exempt channels are left out: who reads the log need not know of all of them.
fn word_rule((before, after): Views<'_>, id: WordRuleId) -> Option<Fact> {
    let (old, new) = (before.rules.get(id), after.rules.get(id));
    let action = match (old, new) {
        (None, _) => AuditAction::WordRuleCreate,
        (Some(_), None) => AuditAction::WordRuleDelete,
        (Some(_), Some(_)) => AuditAction::WordRuleUpdate,
    };
    // One that is gone is told by its name alone.
    let fields = if new.is_some() { WORD_RULE } else { &WORD_RULE[..1] };
    let shown = |rule: Option<&WordRule>| rule.map(render::word_rule);
    let mut changes = differences(fields, shown(old).as_ref(), shown(new).as_ref());
    let lists = |rule: &WordRule| (rule.exempt_roles.clone(), rule.exempt_channels.clone());
    if changes.is_empty() && old.map(lists) != new.map(lists) {
        changes.push(change("exemptions", None, Some(true)));
    }
    let name = new.or(old)?.name.clone();
    let detail = AuditDetail::Rule { name, channel: None };
    (!changes.is_empty()).then(|| Fact { detail, ..Fact::of_guild(action, id.get(), changes) })
}

/// Told of the author, as what is done to messages is.
fn report(view: &GuildView, before: &Report, now: &Report) -> Option<Fact> {
    if before == now {
        return None;
    }
    let status = |report: &Report| Some(render::report_status(report));
    let outcome = now.resolution.map(|resolution| render::report_outcome(resolution.outcome));
    let mut changes = vec![change("status", status(before), status(now))];
    changes.extend(outcome.map(|outcome| change("outcome", None, Some(outcome))));
    let detail = AuditDetail::Message { channel: now.channel, message: now.message };
    let (action, target) = (AuditAction::ReportUpdate, Some(now.author.get()));
    Some(Fact { action, target, scope: scope(view, now.channel), changes, detail })
}

fn timed_out_by_rule(views: Views<'_>, refusal: &Refusal) -> Option<Fact> {
    let fact = member(views, refusal.author)?;
    let (name, channel) = (refusal.name.clone(), Some(refusal.channel));
    let detail = AuditDetail::Rule { name, channel };
    let scope = scope(views.1, refusal.channel);
    Some(Fact { action: AuditAction::WordRuleTimeOut, scope, detail, ..fact })
}

/// What is told of somebody by the act alone.
fn about(action: AuditAction, user: UserId) -> Fact {
    Fact::of_guild(action, user.get(), Vec::new())
}

/// A bot that came, and its role.
fn granted((before, after): Views<'_>, bot: UserId) -> Vec<Fact> {
    let came = !before.members.contains_key(&bot);
    let came = came.then(|| about(AuditAction::BotAdd, bot));
    let role = after.roles.values().find(|role| role.bot == Some(bot));
    let role = role.and_then(|role| self::role((before, after), role.id));
    came.into_iter().chain(role).collect()
}

/// As in v10, an invite that is gone is told by what it was.
fn invite(action: AuditAction, view: &GuildView, invite: &Invite) -> Fact {
    let age_s = invite.expires_at_ms.map_or(0, |at_ms| (at_ms - invite.created_at_ms) / 1_000);
    let both = |key: &str, value: serde_json::Value| match action {
        AuditAction::InviteDelete => change(key, Some(value), None),
        _ => change(key, None, Some(value)),
    };
    let changes = vec![
        both("code", invite.code.as_str().into()),
        both("channel_id", invite.channel.to_string().into()),
        both("inviter_id", invite.inviter.to_string().into()),
        both("uses", invite.uses.into()),
        both("max_uses", invite.max_uses.into()),
        both("max_age", age_s.into()),
        both("temporary", false.into()),
    ];
    let (scope, detail) = (scope(view, invite.channel), AuditDetail::None);
    Fact { action, target: None, scope, changes, detail }
}

fn thread((before, after): Views<'_>, id: ChannelId) -> Option<Fact> {
    let (old, new) = (before.threads.get(&id), after.threads.get(&id));
    let (action, view) = match (old, new) {
        (Some(_), None) => (AuditAction::ThreadDelete, before),
        _ => (AuditAction::ThreadUpdate, after),
    };
    let shown = |thread: Option<&Arc<ThreadView>>| {
        thread.map(|thread| AuditThread {
            name: thread.thread.name.clone(),
            archived: thread.thread.archived,
            locked: thread.thread.locked,
            auto_archive_duration: thread.thread.auto_archive_minutes,
            rate_limit_per_user: thread.thread.rate_limit_per_user_s,
        })
    };
    let changes = differences(THREAD, shown(old).as_ref(), shown(new).as_ref());
    let (target, detail) = (Some(id.get()), AuditDetail::None);
    let scope = scope(view, id);
    (!changes.is_empty()).then_some(Fact { action, target, scope, changes, detail })
}

/// What the log tells of a thread.
#[derive(serde::Serialize)]
struct AuditThread {
    name: String,
    archived: bool,
    locked: bool,
    auto_archive_duration: u16,
    rate_limit_per_user: u32,
}
