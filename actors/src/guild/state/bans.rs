//! Putting members out, and keeping users out.

use protocol::UserId;
use protocol::permissions::{Permissions, outranks};
use storage::records::{Ban, MessageSweep};

use super::super::{Field, GuildError, Outcome};
use super::{Change, Inputs, allowed, batch, members, need, rank};
use crate::view::GuildView;

/// Seven days, as in v10.
const DELETE_MESSAGE_S_MAX: u32 = 7 * 24 * 3_600;

pub(super) fn kick(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::KICK_MEMBERS, now_ms)?;
    let member = view.members.get(&target).ok_or(GuildError::UnknownMember)?;
    puts_out(view, actor, target)?;
    let (rows, next) = members::without_member(view, batch(view), member, now_ms);
    Ok(Change::new(rows, next, Outcome::Done))
}

/// Who is to be kept out, why, and seconds whose messages of theirs go too.
pub(super) struct Wish {
    pub(super) user: UserId,
    pub(super) reason: Option<String>,
    pub(super) delete_message_s: u32,
}

/// GU4. Of two bans of one user the first one stays.
pub(super) fn ban(
    view: &GuildView,
    actor: UserId,
    wish: Wish,
    inputs: &Inputs<'_>,
) -> Result<Change, GuildError> {
    let (Wish { user, reason, delete_message_s }, now_ms) = (wish, inputs.now_ms);
    need(view, actor, Permissions::BAN_MEMBERS, now_ms)?;
    if delete_message_s > DELETE_MESSAGE_S_MAX {
        return Err(GuildError::Invalid(Field::DeleteMessages));
    }
    let member = view.members.get(&user);
    if member.is_some() {
        puts_out(view, actor, user)?;
    }
    if inputs.is_banned {
        return Ok(Change::new(batch(view), view.clone(), Outcome::Done));
    }
    let guild = view.id();
    let ban = Ban { guild, user, reason, banned_by: actor, banned_at_ms: now_ms };
    let mut rows = batch(view).put(&ban);
    if delete_message_s > 0 {
        let since_ms = now_ms - i64::from(delete_message_s) * 1_000;
        let (asked_at_ms, asked_by) = (now_ms, actor);
        rows = rows.put(&MessageSweep { guild, user, asked_at_ms, asked_by, since_ms });
    }
    let (rows, next) = match member {
        Some(member) => members::without_member(view, rows, member, now_ms),
        None => (rows, view.clone()),
    };
    Ok(Change::new(rows, next, Outcome::Banned))
}

pub(super) fn unban(
    view: &GuildView,
    actor: UserId,
    user: UserId,
    inputs: &Inputs<'_>,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::BAN_MEMBERS, inputs.now_ms)?;
    if !inputs.is_banned {
        return Err(GuildError::UnknownBan);
    }
    let rows = batch(view).delete::<Ban>(&(view.id(), user));
    Ok(Change::new(rows, view.clone(), Outcome::Unbanned))
}

/// Whether somebody may know who is banned.
pub(crate) fn readable(view: &GuildView, actor: UserId, now_ms: i64) -> Result<(), GuildError> {
    need(view, actor, Permissions::BAN_MEMBERS, now_ms)
}

/// Whether somebody may ban many at once.
pub(crate) fn bannable_many(
    view: &GuildView,
    actor: UserId,
    now_ms: i64,
) -> Result<(), GuildError> {
    need(view, actor, Permissions::BAN_MEMBERS | Permissions::MANAGE_GUILD, now_ms)
}

/// GU2: nobody is put out by an equal, and so nobody by themselves, nor the owner by anybody.
fn puts_out(view: &GuildView, actor: UserId, target: UserId) -> Result<(), GuildError> {
    allowed(outranks(rank(view, actor), rank(view, target)))
}
