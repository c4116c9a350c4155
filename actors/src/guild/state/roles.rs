//! Making, changing, deleting, giving and taking roles.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use protocol::permissions::{OverwriteKind, Permissions, Rank, outranks};
use protocol::{OverwriteId, RoleId, UserId};
use storage::Batch;
use storage::records::{Channel, Role};

use super::super::{Field, GuildError, Outcome, RolePatch};
use super::{Change, Inputs, ROLES_MAX, allowed, batch, name_of, need, rank};
use crate::view::{GuildView, MemberView};

/// What a role is called that was given no name, as in v10.
const NAME_DEFAULT: &str = "new role";
/// 24 bits.
const COLOR_MAX: u32 = 0xFF_FF_FF;
/// Where a new role stands: of several at one place the newest is the lowest.
pub(super) const POSITION_OF_NEW: u16 = 1;

pub(super) fn create(
    view: &GuildView,
    actor: UserId,
    asked: RolePatch,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_ROLES, inputs.now_ms)?;
    if view.roles.len() >= ROLES_MAX {
        return Err(GuildError::TooManyRoles(ROLES_MAX));
    }
    let everyone = view.roles.get(&view.id().everyone());
    let role = Role {
        guild: view.id(),
        id: RoleId::new((inputs.next_id)()),
        name: NAME_DEFAULT.to_owned(),
        permissions: everyone.map_or(Permissions::empty(), |everyone| everyone.permissions),
        position: POSITION_OF_NEW,
        color: 0,
        hoist: false,
        mentionable: false,
        managed: false,
        bot: None,
    };
    let own = view.guild_permissions(actor, inputs.now_ms);
    // What everyone may do anyway is no grant, only what goes beyond it.
    changed(view, patched(role, asked, own)?)
}

pub(super) fn update(
    view: &GuildView,
    actor: UserId,
    id: RoleId,
    patch: RolePatch,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let role = below(view, actor, id, now_ms)?.clone();
    let own = view.guild_permissions(actor, now_ms);
    let patch = if id == view.id().everyone() {
        // Its name and looks are fixed.
        RolePatch { permissions: patch.permissions, ..RolePatch::default() }
    } else {
        patch
    };
    changed(view, patched(role, patch, own)?)
}

/// Members and overwrites keep the role's id in the store, where readers drop what is no role: so a
/// role of a hundred thousand members goes in one row.
pub(super) fn delete(
    view: &GuildView,
    actor: UserId,
    id: RoleId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let role = below(view, actor, id, now_ms)?;
    usable(view, role)?;
    let (rows, next) = without(view, batch(view), id);
    Ok(Change::new(rows, next, Outcome::Role(id)))
}

/// A guild without a role, and the rows that say so.
pub(super) fn without(view: &GuildView, rows: Batch, id: RoleId) -> (Batch, GuildView) {
    let mut next = view.clone();
    let mut roles = (*view.roles).clone();
    roles.remove(&id);
    next.roles = Arc::new(roles);
    for (user, holder) in view.members.iter().filter(|(_, m)| m.member.roles.contains(&id)) {
        let mut member = (**holder).clone();
        member.member.roles.retain(|role| *role != id);
        next.members.insert(*user, Arc::new(member));
    }
    next.channels = Arc::new(
        view.channels.iter().map(|(key, channel)| (*key, without_overwrite(channel, id))).collect(),
    );
    next.access_version += 1;
    (rows.delete::<Role>(&(view.id(), id)), next)
}

pub(super) fn give(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    id: RoleId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let member = handed(view, actor, (target, id), now_ms)?;
    if member.member.roles.contains(&id) {
        return Ok(nothing(view));
    }
    let mut member = (**member).clone();
    member.member.roles.push(id);
    Ok(with_roles_of(view, member))
}

pub(super) fn take(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    id: RoleId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let member = handed(view, actor, (target, id), now_ms)?;
    if !member.member.roles.contains(&id) {
        return Ok(nothing(view));
    }
    let mut member = (**member).clone();
    member.member.roles.retain(|role| *role != id);
    Ok(with_roles_of(view, member))
}

/// Managed roles come and go with their bot: they may be named, or left out, and stay.
pub(super) fn set(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    wanted: &BTreeSet<RoleId>,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_ROLES, now_ms)?;
    let member = view.members.get(&target).ok_or(GuildError::UnknownMember)?;
    let is_managed = |id: &RoleId| view.roles.get(id).is_some_and(|role| role.managed);
    let has: BTreeSet<RoleId> = member.member.roles.iter().copied().collect();
    let differing: Vec<RoleId> = has.symmetric_difference(wanted).copied().collect();
    for id in &differing {
        if !(has.contains(id) && is_managed(id)) {
            handed(view, actor, (target, *id), now_ms)?;
        }
    }
    let mut member = (**member).clone();
    member.member.roles.retain(|id| wanted.contains(id) || is_managed(id));
    member.member.roles.extend(wanted.difference(&has));
    Ok(with_roles_of(view, member))
}

/// GU1, GU2. A role below the actor's highest one.
pub(super) fn below(
    view: &GuildView,
    actor: UserId,
    id: RoleId,
    now_ms: i64,
) -> Result<&Role, GuildError> {
    need(view, actor, Permissions::MANAGE_ROLES, now_ms)?;
    let role = view.roles.get(&id).ok_or(GuildError::UnknownRole)?;
    allowed(outranks(rank(view, actor), place(view, role)))?;
    Ok(role)
}

/// Where a role stands.
pub(super) fn place(view: &GuildView, role: &Role) -> Rank {
    if role.id == view.id().everyone() {
        Rank::EVERYONE
    } else {
        Rank::of_role(role.id, i64::from(role.position))
    }
}

/// The member whose role is given or taken.
fn handed(
    view: &GuildView,
    actor: UserId,
    (target, id): (UserId, RoleId),
    now_ms: i64,
) -> Result<&Arc<MemberView>, GuildError> {
    let role = below(view, actor, id, now_ms)?;
    usable(view, role)?;
    view.members.get(&target).ok_or(GuildError::UnknownMember)
}

/// @everyone comes with the guild, and a bot's role with its bot.
fn usable(view: &GuildView, role: &Role) -> Result<(), GuildError> {
    if role.managed || role.id == view.id().everyone() {
        Err(GuildError::InvalidRole)
    } else {
        Ok(())
    }
}

/// GU2: whoever changes what a role may do gives and takes only what it has itself.
fn patched(role: Role, patch: RolePatch, own: Permissions) -> Result<Role, GuildError> {
    let permissions = patch.permissions.unwrap_or(role.permissions);
    allowed(own.contains(permissions ^ role.permissions))?;
    let name = match patch.name {
        Some(name) => name_of(&name, 1)?,
        None => role.name,
    };
    let color = patch.color.unwrap_or(role.color);
    if color > COLOR_MAX {
        return Err(GuildError::Invalid(Field::Color));
    }
    Ok(Role {
        name,
        permissions,
        color,
        hoist: patch.hoist.unwrap_or(role.hoist),
        mentionable: patch.mentionable.unwrap_or(role.mentionable),
        ..role
    })
}

fn changed(view: &GuildView, role: Role) -> Result<Change, GuildError> {
    let id = role.id;
    let rows = batch(view).put(&role);
    let mut roles = (*view.roles).clone();
    roles.insert(id, role);
    Ok(with_roles(view, roles, rows, Outcome::Role(id)))
}

pub(super) fn with_roles(
    view: &GuildView,
    roles: BTreeMap<RoleId, Role>,
    batch: Batch,
    outcome: Outcome,
) -> Change {
    let mut next = view.clone();
    next.roles = Arc::new(roles);
    next.access_version += 1;
    Change::new(batch, next, outcome)
}

fn with_roles_of(view: &GuildView, member: MemberView) -> Change {
    let rows = batch(view).put(&member.member);
    let mut next = view.clone();
    next.members.insert(member.user.id, Arc::new(member));
    next.access_version += 1;
    Change::new(rows, next, Outcome::Done)
}

fn nothing(view: &GuildView) -> Change {
    Change::new(batch(view), view.clone(), Outcome::Done)
}

fn without_overwrite(channel: &Arc<Channel>, role: RoleId) -> Arc<Channel> {
    let about = OverwriteId::from(role);
    let is_about =
        |o: &protocol::permissions::Overwrite| o.kind == OverwriteKind::Role && o.id == about;
    if !channel.overwrites.iter().any(is_about) {
        return Arc::clone(channel);
    }
    let mut channel = (**channel).clone();
    channel.overwrites.retain(|overwrite| !is_about(overwrite));
    Arc::new(channel)
}
