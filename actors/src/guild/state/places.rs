//! The order of channels and roles.

use std::cmp::Reverse;
use std::sync::Arc;

use protocol::permissions::{Permissions, outranks};
use protocol::{RoleId, UserId};
use storage::records::{Channel, Role};

use super::super::{ChannelPlace, Field, GuildError, Outcome, RolePlace};
use super::channels::{category, managed, parent_of};
use super::overwrites::grantable;
use super::roles::{place, with_roles};
use super::{CHANNELS_MAX, Change, ROLES_MAX, allowed, batch, need, rank};
use crate::view::{AccessError, GuildView};

/// Moves channels; each that moves must be one that the actor manages.
pub(super) fn channels(
    view: &GuildView,
    actor: UserId,
    places: &[ChannelPlace],
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_CHANNELS, now_ms)?;
    if places.len() > CHANNELS_MAX {
        return Err(GuildError::Invalid(Field::Places));
    }
    let mut channels = (*view.channels).clone();
    let mut rows = batch(view);
    for asked in places {
        view.access(actor, asked.id, now_ms)?;
        let known = channels.get_mut(&asked.id).ok_or(AccessError::UnknownChannel)?;
        let placed = placed(view, actor, known, asked, now_ms)?;
        // Clients send the whole list, of which most stays.
        if placed != **known {
            managed(view, actor, asked.id, now_ms)?;
            rows = rows.put(&placed);
            *known = Arc::new(placed);
        }
    }
    let mut next = view.clone();
    next.channels = Arc::new(channels);
    next.access_version += 1;
    Ok(Change::new(rows, next, Outcome::Done))
}

fn placed(
    view: &GuildView,
    actor: UserId,
    channel: &Channel,
    asked: &ChannelPlace,
    now_ms: i64,
) -> Result<Channel, GuildError> {
    let mut channel = channel.clone();
    channel.position = asked.position.unwrap_or(channel.position);
    if let Some(parent) = asked.parent {
        channel.parent = parent_of(view, &channel, parent)?;
    }
    if asked.lock_permissions
        && let Some(parent) = category(view, channel.parent)?
    {
        let bits = view.channel_permissions(actor, channel.id, now_ms);
        allowed(bits.contains(Permissions::MANAGE_ROLES))?;
        grantable(view, actor, (&channel.overwrites, &parent.overwrites), now_ms)?;
        channel.overwrites.clone_from(&parent.overwrites);
    }
    Ok(channel)
}

/// GU2. Moves roles, and numbers all of them anew without holes. What does not stand below the
/// actor's highest role stays above all else, in its order.
pub(super) fn roles(
    view: &GuildView,
    actor: UserId,
    places: &[RolePlace],
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_ROLES, now_ms)?;
    if places.len() > ROLES_MAX {
        return Err(GuildError::Invalid(Field::Places));
    }
    let before = ordered(view, |role| role.position);
    for asked in places {
        view.roles.get(&asked.id).ok_or(GuildError::UnknownRole)?;
        if asked.id == view.id().everyone() {
            return Err(GuildError::InvalidRole);
        }
    }
    let position = |role: &Role| {
        let asked = places.iter().rev().find(|asked| asked.id == role.id);
        asked.and_then(|asked| asked.position).unwrap_or(role.position)
    };
    let next = ordered(view, position);
    let own = rank(view, actor);
    let is_below =
        |id: &RoleId| view.roles.get(id).is_some_and(|role| outranks(own, place(view, role)));
    let stays = before.iter().filter(|id| !is_below(id)).count();
    allowed(before[..stays] == next[..stays])?;

    let mut roles = (*view.roles).clone();
    let mut rows = batch(view);
    for (id, position) in next.iter().rev().zip(1..) {
        if let Some(role) = roles.get_mut(id).filter(|role| role.position != position) {
            role.position = position;
            rows = rows.put(&*role);
        }
    }
    Ok(with_roles(view, roles, rows, Outcome::Done))
}

/// All roles but @everyone, the highest first.
fn ordered(view: &GuildView, position: impl Fn(&Role) -> u16) -> Vec<RoleId> {
    let mut roles: Vec<&Role> =
        view.roles.values().filter(|role| role.id != view.id().everyone()).collect();
    roles.sort_by_key(|role| (Reverse(position(role)), role.id));
    roles.into_iter().map(|role| role.id).collect()
}
