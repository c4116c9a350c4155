//! Who comes, goes, and is told to be quiet.

use std::sync::Arc;

use protocol::permissions::{Permissions, outranks};
use protocol::{RoleId, UserId};
use storage::Batch;
use storage::records::{GuildInvite, Invite, Member, Membership, Role, TimeOut, User};

use super::super::{Field, GuildError, Outcome, Silence};
use super::{Change, Inputs, ROLES_MAX, allowed, batch, need, rank, roles, threads};
use crate::view::{GuildView, MemberView};

/// 28 days, as in v10.
const TIME_OUT_MS_MAX: i64 = 28 * 24 * 3_600_000;

pub(super) fn join(
    view: &GuildView,
    user: Arc<User>,
    invite: Invite,
    inputs: &Inputs<'_>,
) -> Result<Change, GuildError> {
    if view.members.contains_key(&user.id) {
        return Ok(Change::new(batch(view), view.clone(), Outcome::Done));
    }
    let leads_nowhere = invite.guild != view.id() || !view.channels.contains_key(&invite.channel);
    if invite.has_ended(inputs.now_ms) || leads_nowhere {
        return Err(GuildError::UnknownInvite);
    }
    if inputs.is_banned {
        return Err(GuildError::Banned);
    }
    view.arrivals.admit(&view.brakes, user.id.created_at_ms(), inputs.now_ms)?;
    let used = Invite { uses: invite.uses + 1, ..invite };
    let rows = batch(view).expect_present::<Invite>(&invite.code);
    let rows = if used.max_uses > 0 && used.uses >= used.max_uses {
        rows.delete::<Invite>(&used.code).delete::<GuildInvite>(&(used.guild, used.code))
    } else {
        rows.put(&used)
    };
    let (rows, mut next) = with_member(view, rows, user, Vec::new(), inputs)?;
    next.arrivals = view.arrivals.with(inputs.now_ms);
    Ok(Change::new(rows, next, Outcome::Joined))
}

/// Nothing is stored: the account was changed where accounts are.
pub(super) fn refresh(view: &GuildView, user: Arc<User>) -> Result<Change, GuildError> {
    let member = view.members.get(&user.id).ok_or(GuildError::UnknownGuild)?;
    let mut next = view.clone();
    let member = MemberView { member: member.member.clone(), user };
    next.members.insert(member.user.id, Arc::new(member));
    Ok(Change::new(batch(view), next, Outcome::Done))
}

pub(super) fn leave(view: &GuildView, user: UserId, now_ms: i64) -> Result<Change, GuildError> {
    let leaver = view.members.get(&user).ok_or(GuildError::UnknownGuild)?;
    if view.guild.owner == user {
        return Err(GuildError::OwnerStays);
    }
    let (rows, next) = without_member(view, batch(view), leaver, now_ms);
    Ok(Change::new(rows, next, Outcome::Done))
}

/// The roles that a bot came with go with it; a time-out that is running is kept. Both as in v10.
pub(super) fn without_member(
    view: &GuildView,
    rows: Batch,
    leaver: &MemberView,
    now_ms: i64,
) -> (Batch, GuildView) {
    let user = leaver.user.id;
    let mut rows =
        rows.delete::<Member>(&(view.id(), user)).delete::<Membership>(&(user, view.id()));
    let mut next = view.clone();
    next.members.remove(&user);
    let timed_out = leaver.member.communication_disabled_until_ms;
    if let Some(until_ms) = timed_out.filter(|until_ms| *until_ms > now_ms) {
        rows = rows.put(&TimeOut { guild: view.id(), user, until_ms });
    }
    for role in view.roles.values().filter(|role| role.bot == Some(user)) {
        (rows, next) = roles::without(&next, rows, role.id);
    }
    (next, rows) = threads::without_member(next, rows, user);
    next.access_version += 1;
    (rows, next)
}

/// GU2: who changes what the role of a bot may do gives and takes only what it has itself. The rest
/// of a role that is there stays as it is.
pub(super) fn grant_bot(
    view: &GuildView,
    actor: UserId,
    bot: Arc<User>,
    permissions: Permissions,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    let known = view.roles.values().find(|role| role.bot == Some(bot.id));
    let changed = permissions ^ known.map_or(Permissions::empty(), |role| role.permissions);
    need(view, actor, Permissions::MANAGE_GUILD | changed, inputs.now_ms)?;
    let role = match known {
        Some(role) => {
            allowed(outranks(rank(view, actor), roles::place(view, role)))?;
            Role { permissions, ..role.clone() }
        }
        None => role_of_bot(view, &bot, permissions, inputs)?,
    };
    let mut rows = batch(view).put(&role);
    let (mut next, mut outcome) = (view.clone(), Outcome::Done);
    if !view.members.contains_key(&bot.id) {
        (rows, next) = with_member(view, rows, bot, vec![role.id], inputs)?;
        outcome = Outcome::Joined;
    }
    let mut roles = (*view.roles).clone();
    roles.insert(role.id, role);
    next.roles = Arc::new(roles);
    next.access_version += 1;
    Ok(Change::new(rows, next, outcome))
}

/// The role that a bot comes with.
fn role_of_bot(
    view: &GuildView,
    bot: &User,
    permissions: Permissions,
    inputs: &mut Inputs<'_>,
) -> Result<Role, GuildError> {
    if view.roles.len() >= ROLES_MAX {
        return Err(GuildError::TooManyRoles(ROLES_MAX));
    }
    Ok(Role {
        guild: view.id(),
        id: RoleId::new((inputs.next_id)()),
        name: bot.username.clone(),
        permissions,
        position: roles::POSITION_OF_NEW,
        color: 0,
        hoist: false,
        mentionable: false,
        managed: true,
        bot: Some(bot.id),
    })
}

pub(super) fn time_out(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    until_ms: Option<i64>,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MODERATE_MEMBERS, now_ms)?;
    let Some(member) = view.members.get(&target) else { return Err(GuildError::UnknownMember) };
    if !outranks(rank(view, actor), rank(view, target)) {
        return Err(GuildError::MissingPermission);
    }
    if until_ms.is_some_and(|until_ms| until_ms > now_ms + TIME_OUT_MS_MAX) {
        return Err(GuildError::Invalid(Field::TimeOut));
    }
    let mut member = (**member).clone();
    member.member.communication_disabled_until_ms = until_ms.filter(|until_ms| *until_ms > now_ms);
    let rows = batch(view).put(&member.member);
    let mut next = view.clone();
    next.members.insert(target, Arc::new(member));
    next.access_version += 1;
    Ok(Change::new(rows, next, Outcome::Done))
}

/// As in v10, nobody is too high to be muted: what counts is the permission in the channel where the target is.
pub(super) fn silence(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    silence: Silence,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let Silence { channel, mute, deaf } = silence;
    let member = view.members.get(&target).ok_or(GuildError::UnknownMember)?;
    let bits = view.access(actor, channel, now_ms).map_err(|_| GuildError::MissingPermission)?;
    allowed(mute.is_none() || bits.contains(Permissions::MUTE_MEMBERS))?;
    allowed(deaf.is_none() || bits.contains(Permissions::DEAFEN_MEMBERS))?;
    let mut member = (**member).clone();
    member.member.mute = mute.unwrap_or(member.member.mute);
    member.member.deaf = deaf.unwrap_or(member.member.deaf);
    let rows = batch(view).put(&member.member);
    let mut next = view.clone();
    next.members.insert(target, Arc::new(member));
    Ok(Change::new(rows, next, Outcome::Done))
}

/// GU4. Who comes back before its time-out has ended is still in it, as in v10.
fn with_member(
    view: &GuildView,
    rows: Batch,
    user: Arc<User>,
    roles: Vec<RoleId>,
    inputs: &Inputs<'_>,
) -> Result<(Batch, GuildView), GuildError> {
    if inputs.is_banned {
        return Err(GuildError::Banned);
    }
    let member = Member {
        guild: view.id(),
        user: user.id,
        nick: None,
        roles,
        joined_at_ms: inputs.now_ms,
        communication_disabled_until_ms: inputs
            .timed_out_until_ms
            .filter(|until_ms| *until_ms > inputs.now_ms),
        mute: false,
        deaf: false,
    };
    let membership = Membership { user: user.id, guild: view.id() };
    let rows = rows.put(&member).put(&membership);
    let rows = match inputs.timed_out_until_ms {
        Some(_) => rows.delete::<TimeOut>(&(view.id(), user.id)),
        None => rows,
    };
    let mut next = view.clone();
    next.members.insert(user.id, Arc::new(MemberView { member, user }));
    Ok((rows, next))
}
