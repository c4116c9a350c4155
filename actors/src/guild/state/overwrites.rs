//! A channel's exceptions for roles and members.

use protocol::permissions::{Overwrite, OverwriteKind, Permissions};
use protocol::{ChannelId, OverwriteId, RoleId, UserId};
use storage::records::Channel;

use super::super::{Field, GuildError};
use super::channels::replaced;
use super::{Change, OVERWRITES_MAX, allowed, batch};
use crate::view::{GuildView, Place};

pub(super) fn set(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    overwrite: Overwrite,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let channel = channel(view, actor, id, now_ms)?;
    if !is_known(view, &overwrite) {
        return Err(GuildError::UnknownRole);
    }
    let mut next: Vec<Overwrite> = without(channel, overwrite.id);
    next.push(overwrite);
    changed(view, actor, channel, next, now_ms)
}

pub(super) fn delete(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    about: OverwriteId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let channel = channel(view, actor, id, now_ms)?;
    if channel.overwrites.iter().all(|overwrite| overwrite.id != about) {
        return Err(GuildError::UnknownOverwrite);
    }
    changed(view, actor, channel, without(channel, about), now_ms)
}

/// GU1. A channel whose exceptions the actor may change.
fn channel(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    now_ms: i64,
) -> Result<&Channel, GuildError> {
    let bits = view.access(actor, id, now_ms)?;
    let Some(Place::Channel(channel)) = view.place(id) else {
        return Err(GuildError::WrongChannelType);
    };
    allowed(bits.contains(Permissions::MANAGE_ROLES))?;
    Ok(channel)
}

fn changed(
    view: &GuildView,
    actor: UserId,
    channel: &Channel,
    overwrites: Vec<Overwrite>,
    now_ms: i64,
) -> Result<Change, GuildError> {
    grantable(view, actor, (&channel.overwrites, &overwrites), now_ms)?;
    let channel = Channel { overwrites, ..channel.clone() };
    let rows = batch(view).put(&channel);
    Ok(replaced(view, channel, rows))
}

fn without(channel: &Channel, about: OverwriteId) -> Vec<Overwrite> {
    channel.overwrites.iter().filter(|overwrite| overwrite.id != about).copied().collect()
}

/// GU2: whoever changes overwrites gives and takes only what it has itself. What stays as it was is
/// nobody's act; what is left out is a change like any other.
pub(super) fn grantable(
    view: &GuildView,
    actor: UserId,
    (before, next): (&[Overwrite], &[Overwrite]),
    now_ms: i64,
) -> Result<(), GuildError> {
    if next.len() > OVERWRITES_MAX {
        return Err(GuildError::Invalid(Field::Overwrites));
    }
    let changed = before.iter().chain(next).fold(Permissions::empty(), |sum, overwrite| {
        let (allowed, denied) = bits_of(before, overwrite);
        let (allows, denies) = bits_of(next, overwrite);
        sum | (allowed ^ allows) | (denied ^ denies)
    });
    allowed(view.guild_permissions(actor, now_ms).contains(changed))
}

/// What a list says about whom `about` is about.
fn bits_of(list: &[Overwrite], about: &Overwrite) -> (Permissions, Permissions) {
    let same = list.iter().filter(|other| (other.id, other.kind) == (about.id, about.kind));
    same.fold((Permissions::empty(), Permissions::empty()), |(allow, deny), other| {
        (allow | other.allow, deny | other.deny)
    })
}

/// A list without what is about roles that are not there: a reader of the store drops it too.
pub(super) fn of_known_roles(view: &GuildView, mut list: Vec<Overwrite>) -> Vec<Overwrite> {
    list.retain(|overwrite| is_known(view, overwrite));
    list
}

fn is_known(view: &GuildView, overwrite: &Overwrite) -> bool {
    match overwrite.kind {
        OverwriteKind::Role => view.roles.contains_key(&RoleId::new(overwrite.id.get())),
        OverwriteKind::Member => true,
    }
}
