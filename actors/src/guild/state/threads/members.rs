//! Who is in a thread.

use std::sync::Arc;

use protocol::permissions::Permissions;
use protocol::{ChannelId, UserId};
use storage::Batch;
use storage::records::ThreadMember;

use super::super::super::{GuildError, Outcome};
use super::super::{Change, allowed, batch};
use super::{THREAD_MEMBERS_MAX, known};
use crate::view::{GuildView, ThreadView};

/// Memberships that one batch deletes. More are left to their age: see [`ThreadMember`].
const DELETED_AT_ONCE: usize = 900;

pub(super) fn join(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    user: UserId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let thread = active(view, actor, id, (user, Permissions::SEND_MESSAGES), now_ms)?;
    // Whom it would be hidden from is as unknown there as a stranger.
    if user != actor && !view.can_view(user, id) {
        return Err(GuildError::UnknownMember);
    }
    if thread.members.contains_key(&user) {
        return Ok(unchanged(view, id));
    }
    if thread.members.len() >= THREAD_MEMBERS_MAX {
        return Err(GuildError::TooManyThreadMembers(THREAD_MEMBERS_MAX));
    }
    Ok(with(view, thread, &[user], now_ms))
}

pub(super) fn leave(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    user: UserId,
    now_ms: i64,
) -> Result<Change, GuildError> {
    let thread = active(view, actor, id, (user, Permissions::MANAGE_THREADS), now_ms)?;
    if !thread.members.contains_key(&user) {
        return Ok(unchanged(view, id));
    }
    let mut thread = thread.clone();
    thread.members.remove(&user);
    let rows = batch(view).delete::<ThreadMember>(&(id, user));
    Ok(super::with_thread(view, thread, rows))
}

/// Whoever posted, and whom a post mentions, is in the thread from then on, if there is room.
pub(super) fn engage(view: &GuildView, id: ChannelId, users: &[UserId], now_ms: i64) -> Change {
    let Some(thread) = view.threads.get(&id) else { return unchanged(view, id) };
    let room = THREAD_MEMBERS_MAX.saturating_sub(thread.members.len());
    let mut new: Vec<UserId> = Vec::new();
    for user in users {
        let comes = !thread.members.contains_key(user) && !new.contains(user);
        if comes && new.len() < room && view.can_view(*user, id) {
            new.push(*user);
        }
    }
    if new.is_empty() { unchanged(view, id) } else { with(view, thread, &new, now_ms) }
}

/// A guild without somebody in its threads.
pub(in super::super) fn without_member(
    mut view: GuildView,
    mut rows: Batch,
    user: UserId,
) -> (GuildView, Batch) {
    let theirs: Vec<ChannelId> = view
        .threads
        .iter()
        .filter(|(_, thread)| thread.members.contains_key(&user))
        .map(|(id, _)| *id)
        .collect();
    for (count, id) in theirs.into_iter().enumerate() {
        if count < DELETED_AT_ONCE {
            rows = rows.delete::<ThreadMember>(&(id, user));
        }
        if let Some(thread) = view.threads.get(&id) {
            let mut thread = (**thread).clone();
            thread.members.remove(&user);
            view.threads.insert(id, Arc::new(thread));
        }
    }
    (view, rows)
}

/// A thread that is not archived, in which everybody may change whether it is in, and whoever has the
/// permission whether somebody else is.
fn active(
    view: &GuildView,
    actor: UserId,
    id: ChannelId,
    (user, needed_for_others): (UserId, Permissions),
    now_ms: i64,
) -> Result<&ThreadView, GuildError> {
    let (thread, bits) = known(view, actor, id, now_ms)?;
    allowed(user == actor || bits.contains(needed_for_others))?;
    if thread.thread.archived { Err(GuildError::ThreadArchived) } else { Ok(thread) }
}

fn with(view: &GuildView, thread: &ThreadView, users: &[UserId], now_ms: i64) -> Change {
    let mut thread = thread.clone();
    let mut rows = batch(view);
    for user in users {
        let member = ThreadMember { thread: thread.thread.id, user: *user, joined_at_ms: now_ms };
        rows = rows.put(&member);
        thread.members.insert(*user, now_ms);
    }
    super::with_thread(view, thread, rows)
}

fn unchanged(view: &GuildView, id: ChannelId) -> Change {
    Change::new(batch(view), view.clone(), Outcome::Channel(id))
}
