//! The guild's mind: from a command and the present view to rows and the next view.
//!
//! - GU1  Nobody changes what its permissions do not allow, judged by the view at the act.
//! - GU2  Nobody grants what it lacks, and nobody acts on an equal or a higher one.
//! - GU3  A change is one batch.

mod channels;
mod invites;
mod members;

use protocol::UserId;
use protocol::permissions::{Permissions, Rank};
use storage::{Batch, Shard};

use super::{Command, Field, GuildError, GuildPatch, Outcome};
use crate::view::GuildView;

/// Channels that a guild may hold, categories included.
pub(crate) const CHANNELS_MAX: usize = 500;
/// Overwrites of one channel.
pub(crate) const OVERWRITES_MAX: usize = 100;
/// Characters of a guild's or channel's name.
const NAME_CHARS_MAX: usize = 100;
const GUILD_NAME_CHARS_MIN: usize = 2;

/// What an admitted command does.
pub(crate) struct Change {
    pub(crate) batch: Batch,
    pub(crate) view: GuildView,
    pub(crate) outcome: Outcome,
}

/// Where a decision gets new ids, codes and the time from.
pub(crate) struct Inputs<'a> {
    pub(crate) now_ms: i64,
    pub(crate) next_id: &'a mut dyn FnMut() -> u64,
    pub(crate) invite_code: &'a mut dyn FnMut() -> String,
}

/// Decides one command.
pub(crate) fn decide(
    view: &GuildView,
    command: Command,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    match command {
        Command::Update { actor, patch } => update(view, actor, patch, inputs.now_ms),
        Command::CreateChannel { actor, channel } => channels::create(view, actor, channel, inputs),
        Command::UpdateChannel { actor, channel, patch } => {
            channels::update(view, actor, channel, patch, inputs.now_ms)
        }
        Command::CreateInvite { actor, channel, max_age_s, max_uses } => {
            invites::create(view, actor, channel, (max_age_s, max_uses), inputs)
        }
        Command::DeleteInvite { actor, invite } => {
            invites::delete(view, actor, &invite, inputs.now_ms)
        }
        Command::Join { user, invite } => members::join(view, user, invite, inputs.now_ms),
        Command::Leave { user } => members::leave(view, user),
        Command::GrantBot { actor, bot, permissions } => {
            members::grant_bot(view, actor, bot, permissions, inputs)
        }
        Command::TimeOut { actor, target, until_ms } => {
            members::time_out(view, actor, target, until_ms, inputs.now_ms)
        }
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
    if let Some(name) = patch.name {
        guild.name = name_of(&name, GUILD_NAME_CHARS_MIN)?;
    }
    let batch = batch(view).put(&guild);
    Ok(Change {
        batch,
        view: GuildView { guild: guild.into(), ..view.clone() },
        outcome: Outcome::Done,
    })
}

/// GU1. A stranger is told that there is no such guild.
fn need(view: &GuildView, actor: UserId, bits: Permissions, now_ms: i64) -> Result<(), GuildError> {
    if !view.members.contains_key(&actor) {
        return Err(GuildError::UnknownGuild);
    }
    if view.guild_permissions(actor, now_ms).contains(bits) {
        Ok(())
    } else {
        Err(GuildError::MissingPermission)
    }
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
