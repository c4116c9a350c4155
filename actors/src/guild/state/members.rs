//! Who comes, goes, and is told to be quiet.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::permissions::{Permissions, Rank, outranks};
use protocol::{RoleId, UserId};
use storage::records::{GuildInvite, Invite, Member, Membership, Role, User};

use super::super::{Field, GuildError, Outcome};
use super::{Change, Inputs, batch, need, rank};
use crate::view::{GuildView, MemberView};

/// 28 days, as in v10.
const TIME_OUT_MS_MAX: i64 = 28 * 24 * 3_600_000;

pub(super) fn join(
    view: &GuildView,
    user: Arc<User>,
    invite: Invite,
    now_ms: i64,
) -> Result<Change, GuildError> {
    if view.members.contains_key(&user.id) {
        let outcome = Outcome::Done;
        return Ok(Change { batch: batch(view), view: view.clone(), outcome });
    }
    let leads_nowhere = invite.guild != view.id() || !view.channels.contains_key(&invite.channel);
    if invite.has_ended(now_ms) || leads_nowhere {
        return Err(GuildError::UnknownInvite);
    }
    let used = Invite { uses: invite.uses + 1, ..invite };
    let rows = batch(view).expect_present::<Invite>(&invite.code);
    let rows = if used.max_uses > 0 && used.uses >= used.max_uses {
        rows.delete::<Invite>(&used.code).delete::<GuildInvite>(&(used.guild, used.code))
    } else {
        rows.put(&used)
    };
    let (rows, next) = with_member(view, rows, user, Vec::new(), now_ms);
    Ok(Change { batch: rows, view: next, outcome: Outcome::Done })
}

/// Nothing is stored: the account was changed where accounts are.
pub(super) fn refresh(view: &GuildView, user: Arc<User>) -> Result<Change, GuildError> {
    let member = view.members.get(&user.id).ok_or(GuildError::UnknownGuild)?;
    let mut next = view.clone();
    let member = MemberView { member: member.member.clone(), user };
    next.members.insert(member.user.id, Arc::new(member));
    Ok(Change { batch: batch(view), view: next, outcome: Outcome::Done })
}

pub(super) fn leave(view: &GuildView, user: UserId) -> Result<Change, GuildError> {
    if !view.members.contains_key(&user) {
        return Err(GuildError::UnknownGuild);
    }
    if view.guild.owner == user {
        return Err(GuildError::OwnerStays);
    }
    let rows =
        batch(view).delete::<Member>(&(view.id(), user)).delete::<Membership>(&(user, view.id()));
    let mut next = view.clone();
    next.members.remove(&user);
    next.access_version += 1;
    Ok(Change { batch: rows, view: next, outcome: Outcome::Done })
}

pub(super) fn grant_bot(
    view: &GuildView,
    actor: UserId,
    bot: Arc<User>,
    permissions: Permissions,
    inputs: &mut Inputs<'_>,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::MANAGE_GUILD | permissions, inputs.now_ms)?;
    let known = view.roles.values().find(|role| role.bot == Some(bot.id));
    let place = known.map(|role| Rank::of_role(role.id, i64::from(role.position)));
    if place.is_some_and(|place| !outranks(rank(view, actor), place)) {
        return Err(GuildError::MissingPermission);
    }
    let role = Role {
        guild: view.id(),
        id: known.map_or_else(|| RoleId::new((inputs.next_id)()), |role| role.id),
        name: bot.username.clone(),
        permissions,
        position: known.map_or(1, |role| role.position),
        color: 0,
        hoist: false,
        mentionable: false,
        managed: true,
        bot: Some(bot.id),
    };
    let mut roles: BTreeMap<RoleId, Role> = (*view.roles).clone();
    let mut rows = batch(view).put(&role);
    let mut next = view.clone();
    if !view.members.contains_key(&bot.id) {
        (rows, next) = with_member(view, rows, bot, vec![role.id], inputs.now_ms);
    }
    roles.insert(role.id, role);
    next.roles = Arc::new(roles);
    next.access_version += 1;
    Ok(Change { batch: rows, view: next, outcome: Outcome::Done })
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
    Ok(Change { batch: rows, view: next, outcome: Outcome::Done })
}

fn with_member(
    view: &GuildView,
    rows: storage::Batch,
    user: Arc<User>,
    roles: Vec<RoleId>,
    now_ms: i64,
) -> (storage::Batch, GuildView) {
    let member = Member {
        guild: view.id(),
        user: user.id,
        nick: None,
        roles,
        joined_at_ms: now_ms,
        communication_disabled_until_ms: None,
    };
    let membership = Membership { user: user.id, guild: view.id() };
    let rows = rows.put(&member).put(&membership);
    let mut next = view.clone();
    next.members.insert(user.id, Arc::new(MemberView { member, user }));
    (rows, next)
}
