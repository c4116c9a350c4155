//! The guild's mind: from a command and the present view to rows and the next view.
//!
//! - GU1  Nobody changes what its permissions do not allow, judged by the view at the act.
//! - GU2  Nobody grants what it lacks, and nobody acts on an equal or a higher one. As in v10, a role
//!   below one's own highest is given and taken whatever it may do: what it may do was granted before.
//! - GU3  A change is one batch.
//! - GU4  Nobody who is banned comes in, by whatever way, and who is banned goes in the same batch.

mod bans;
mod brakes;
mod channels;
mod invites;
mod members;
mod overwrites;
mod places;
mod renaming;
mod reports;
mod roles;
mod threads;
mod word_rules;

use protocol::permissions::{Permissions, Rank};
use protocol::{AuditEntryId, MessageId, UserId};
use storage::records::{AuditEntry, ChannelKind, Guild, RemovedGuild, Report};
use storage::{Batch, Shard};

use super::{Asked, Command, Field, GuildError, GuildPatch, Outcome, audit};
use crate::audit::By;
use crate::slow_mode::SlowMode;
use crate::view::{GuildView, ThreadView};
pub(crate) use bans::{bannable_many, readable as readable_bans};
pub(crate) use brakes::readable as readable_brakes;
pub(crate) use invites::listable;
pub use reports::NewReport;
pub(crate) use threads::{ACTIVE_THREADS_MAX, THREAD_MEMBERS_MAX, archived, due};
pub(crate) use word_rules::{draft as draft_rule, readable as readable_rules};

/// Channels that a guild may hold, categories included.
pub(crate) const CHANNELS_MAX: usize = 500;
/// Overwrites of one channel.
pub(crate) const OVERWRITES_MAX: usize = 100;
/// Roles that a guild may hold, @everyone included.
pub(crate) const ROLES_MAX: usize = 250;
/// Invites that a guild may hold. Those that ended do not count: they give way.
pub(crate) const INVITES_MAX: usize = 1_000;
/// Entries of the audit log in which one act repeats its reason: all of an act must fit a batch.
const REASONED_MAX: usize = 50;
/// Characters of a guild's, channel's or role's name.
const NAME_CHARS_MAX: usize = 100;
const GUILD_NAME_CHARS_MIN: usize = 2;

/// What an admitted command does.
pub(crate) struct Change {
    pub(crate) batch: Batch,
    pub(crate) view: GuildView,
    pub(crate) outcome: Outcome,
    /// Committed by a channel together with what it makes of it.
    pub(crate) through: Option<Box<Through>>,
    /// Only what is kept in memory differs: nobody is told.
    pub(crate) quiet: bool,
    /// What the audit log tells of it; the rows are in the batch.
    pub(crate) entries: Vec<AuditEntry>,
    /// Reports that those who may see them are told of; the rows are in the batch.
    pub(crate) reports: Vec<Report>,
}

/// A thread whose rows the channel above commits, with the message that shows it.
pub(crate) struct Through {
    pub(crate) actor: UserId,
    pub(crate) from: Option<MessageId>,
    pub(crate) thread: ThreadView,
}

impl Change {
    fn new(batch: Batch, view: GuildView, outcome: Outcome) -> Self {
        let (entries, reports) = (Vec::new(), Vec::new());
        Self { batch, view, outcome, through: None, quiet: false, entries, reports }
    }
}

/// AU1. Decides a command, and writes down who gave it and why.
pub(crate) fn decide_and_tell(
    view: &GuildView,
    asked: Asked,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let Asked { command, reason } = asked;
    let mut change = decide(view, command.clone(), inputs)?;
    let Some(actor) = audit::actor(&command) else { return Ok(change) };
    let mut by = By { actor, reason: reason.as_deref() };
    for (number, fact) in
        audit::facts(&command, &change.outcome, view, &change.view).into_iter().enumerate()
    {
        if number == REASONED_MAX {
            by.reason = None;
        }
        let entry = fact.entry(AuditEntryId::new((inputs.next_id)()), view.id(), &by);
        change.batch = change.batch.put(&entry);
        change.entries.push(entry);
    }
    Ok(change)
}

/// Where a decision gets new ids, codes and the time from.
pub(crate) struct Inputs<'a> {
    pub(crate) now_ms: i64,
    pub(crate) next_id: &'a mut dyn FnMut() -> u64,
    pub(crate) invite_code: &'a mut dyn FnMut() -> String,
    /// When the time-out ends that whoever comes now was in when it left.
    pub(crate) timed_out_until_ms: Option<i64>,
    /// Whether whoever comes, or is meant by a ban or its end, is banned.
    pub(crate) is_banned: bool,
    /// The pause that holds in all channels.
    pub(crate) slow_mode: &'a SlowMode,
}

/// Decides one command.
pub(crate) fn decide(
    view: &GuildView,
    command: Command,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let now_ms = inputs.now_ms;
    match command {
        Command::Update { actor, patch } => update(view, actor, patch, now_ms),
        Command::Delete { actor } => delete(view, actor, now_ms),
        Command::CreateChannel { actor, channel } => channels::create(view, actor, channel, inputs),
        Command::UpdateChannel { actor, channel, patch } => {
            channels::update(view, actor, channel, patch, now_ms)
        }
        Command::DeleteChannel { actor, channel } => channels::delete(view, actor, channel, now_ms),
        Command::PlaceChannels { actor, places } => places::channels(view, actor, &places, now_ms),
        Command::SetOverwrite { actor, channel, overwrite } => {
            overwrites::set(view, actor, channel, overwrite, now_ms)
        }
        Command::DeleteOverwrite { actor, channel, about } => {
            overwrites::delete(view, actor, channel, about, now_ms)
        }
        Command::CreateRole { actor, role } => roles::create(view, actor, role, inputs),
        Command::UpdateRole { actor, role, patch } => {
            roles::update(view, actor, role, patch, now_ms)
        }
        Command::PlaceRoles { actor, places } => places::roles(view, actor, &places, now_ms),
        Command::DeleteRole { actor, role } => roles::delete(view, actor, role, now_ms),
        Command::GiveRole { actor, target, role } => roles::give(view, actor, target, role, now_ms),
        Command::TakeRole { actor, target, role } => roles::take(view, actor, target, role, now_ms),
        Command::CreateInvite { actor, channel, max_age_s, max_uses } => {
            invites::create(view, actor, channel, (max_age_s, max_uses), inputs)
        }
        Command::DeleteInvite { actor, invite } => invites::delete(view, actor, &invite, now_ms),
        Command::Join { user, invite } => members::join(view, user, invite, inputs),
        Command::Refresh { user } => members::refresh(view, user),
        Command::Leave { user } => members::leave(view, user, now_ms),
        Command::Kick { actor, target } => bans::kick(view, actor, target, now_ms),
        Command::Ban { actor, user, reason, delete_message_s } => {
            let wish = bans::Wish { user: user.id, reason, delete_message_s };
            bans::ban(view, actor, wish, inputs)
        }
        Command::Unban { actor, user } => bans::unban(view, actor, user.id, inputs),
        Command::GrantBot { actor, bot, permissions } => {
            members::grant_bot(view, actor, bot, permissions, inputs)
        }
        Command::TimeOut { actor, target, until_ms } => {
            members::time_out(view, actor, target, until_ms, now_ms)
        }
        Command::Rename { actor, target, nick } => {
            renaming::rename(view, actor, target, nick.as_deref(), now_ms)
        }
        Command::SetRoles { actor, target, roles } => {
            roles::set(view, actor, target, &roles, now_ms)
        }
        Command::Silence { actor, target, silence } => {
            members::silence(view, actor, target, silence, now_ms)
        }
        Command::SetBrakes { actor, patch } => brakes::update(view, actor, patch, now_ms),
        Command::CreateWordRule { actor, rule } => word_rules::create(view, actor, rule, inputs),
        Command::UpdateWordRule { actor, rule, patch } => {
            word_rules::update(view, actor, rule, patch, now_ms)
        }
        Command::DeleteWordRule { actor, rule } => word_rules::delete(view, actor, rule, now_ms),
        Command::Report { actor, channel, report } => {
            reports::create(view, actor, channel, report, inputs)
        }
        Command::UpdateReport { actor, to, found, .. } => {
            reports::update(view, actor, found.map(|found| *found), to, now_ms)
        }
        Command::TimeOutByRule(refusal) => Ok(word_rules::time_out(view, &refusal, now_ms)),
        Command::Thread(command) => threads::decide(view, command, inputs),
    }
}

fn update(
    view: &GuildView,
    actor: UserId,
    patch: GuildPatch,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD, now_ms)?;
    let mut guild = (*view.guild).clone();
    let mut next = view.clone();
    if let Some(name) = patch.name {
        guild.name = name_of(&name, GUILD_NAME_CHARS_MIN)?;
    }
    if let Some(icon) = patch.icon {
        guild.icon = icon;
    }
    if let Some(owner) = patch.owner.filter(|owner| *owner != guild.owner) {
        need_owner(view, actor)?;
        let member = view.members.get(&owner).ok_or(GuildError::UnknownMember)?;
        if member.user.bot {
            return Err(GuildError::Invalid(Field::Owner));
        }
        guild.owner = owner;
        next.access_version += 1;
    }
    if let Some(channel) = patch.system_channel {
        let kind = channel.map(|id| view.channels.get(&id).map(|channel| channel.kind));
        if kind.is_some_and(|kind| !kind.is_some_and(ChannelKind::holds_messages)) {
            return Err(GuildError::Invalid(Field::SystemChannel));
        }
        guild.system_channel = channel;
    }
    let batch = batch(view).put(&guild);
    next.guild = guild.into();
    Ok(Change::new(batch, next, Outcome::Done))
}

/// Takes the row by which a guild is found; what is below it goes page by page later.
fn delete(view: &GuildView, actor: UserId, now_ms: i64) -> Result<Change, GuildError> {
    need_owner(view, actor)?;
    let guild = view.id();
    let rows = batch(view)
        .expect_present::<Guild>(&guild)
        .delete::<Guild>(&guild)
        .put(&RemovedGuild { guild, removed_at_ms: now_ms });
    Ok(Change::new(rows, view.gone(), Outcome::Done))
}

/// GU1. A stranger is told that there is no such guild.
fn need(view: &GuildView, actor: UserId, bits: Permissions, now_ms: i64) -> Result<(), GuildError> {
    if !view.members.contains_key(&actor) {
        return Err(GuildError::UnknownGuild);
    }
    allowed(view.guild_permissions(actor, now_ms).contains(bits))
}

/// GU1.
fn need_owner(view: &GuildView, actor: UserId) -> Result<(), GuildError> {
    if !view.members.contains_key(&actor) {
        return Err(GuildError::UnknownGuild);
    }
    allowed(view.guild.owner == actor)
}

fn allowed(yes: bool) -> Result<(), GuildError> {
    if yes { Ok(()) } else { Err(GuildError::MissingPermission) }
}

fn rank(view: &GuildView, user: UserId) -> Rank {
    if view.guild.owner == user {
        return Rank::OWNER;
    }
    let roles = view.members.get(&user).map_or(&[][..], |member| &member.member.roles);
    let placed = roles
        .iter()
        .filter_map(|id| view.roles.get(id).map(|role| (role.id, i64::from(role.position))));
    Rank::of_member(placed)
}

fn batch(view: &GuildView) -> Batch {
    Batch::new(Shard::Guild(view.id()))
}

fn name_of(text: &str, chars_min: usize) -> Result<String, GuildError> {
    let name = text.trim();
    let chars = name.chars().count();
    if (chars_min..=NAME_CHARS_MAX).contains(&chars) && !name.chars().any(char::is_control) {
        Ok(name.to_owned())
    } else {
        Err(GuildError::Invalid(Field::Name))
    }
}
