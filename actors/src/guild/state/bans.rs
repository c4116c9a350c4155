//! Putting members out.

use protocol::UserId;
use protocol::permissions::{Permissions, outranks};

use super::super::{GuildError, Outcome};
use super::{Change, allowed, batch, members, need, rank};
use crate::view::GuildView;

/// GU2: nobody is put out by an equal, and so nobody by themselves, nor the owner by anybody.
pub(super) fn kick(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::KICK_MEMBERS, now_ms)?;
    let member = view.members.get(&target).ok_or(GuildError::UnknownMember)?;
    allowed(outranks(rank(view, actor), rank(view, target)))?;
    let (rows, next) = members::without_member(view, batch(view), member, now_ms);
    Ok(Change::new(rows, next, Outcome::Done))
}
