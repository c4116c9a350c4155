//! What members are called in a guild.

use std::sync::Arc;

use protocol::UserId;
use protocol::permissions::{Permissions, outranks};

use super::super::{Field, GuildError, Outcome};
use super::{Change, allowed, batch, need, rank};
use crate::view::{GuildView, MemberView};

/// As in v10.
const NICK_CHARS_MAX: usize = 32;

/// Who may change their own name may do that, and who may change names those of whoever is below them, as in
/// v10. None, or nothing but spaces, is the name that their account has.
pub(super) fn rename(
    view: &GuildView,
    actor: UserId,
    target: UserId,
    nick: Option<&str>,
    now_ms: i64,
) -> Result<Change, GuildError> {
    need(view, actor, Permissions::empty(), now_ms)?;
    let bits = view.guild_permissions(actor, now_ms);
    let member = view.members.get(&target).ok_or(GuildError::UnknownMember)?;
    let others = bits.contains(Permissions::MANAGE_NICKNAMES);
    let may = if actor == target {
        others || bits.contains(Permissions::CHANGE_NICKNAME)
    } else {
        others && outranks(rank(view, actor), rank(view, target))
    };
    allowed(may)?;
    let mut renamed: MemberView = (**member).clone();
    renamed.member.nick = named(nick.unwrap_or_default())?;
    let rows = batch(view).put(&renamed.member);
    let mut next = view.clone();
    next.members.insert(target, Arc::new(renamed));
    Ok(Change::new(rows, next, Outcome::Done))
}

fn named(nick: &str) -> Result<Option<String>, GuildError> {
    let nick = nick.trim();
    if nick.chars().count() > NICK_CHARS_MAX || nick.chars().any(char::is_control) {
        return Err(GuildError::Invalid(Field::Nick));
    }
    Ok((!nick.is_empty()).then(|| nick.to_owned()))
}
