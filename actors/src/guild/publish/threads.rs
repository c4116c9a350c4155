//! What sessions hear of threads (PU1, PU2).
//!
//! Whoever sees the channel above hears of its threads. When that channel comes into sight or goes
//! out of it, all its threads do, and one event says so.

use imbl::ordmap::DiffItem;
use protocol::event::{
    Event, ThreadDelete, ThreadListSync, ThreadMemberUpdate, ThreadMembersUpdate,
};
use protocol::wire::{ChannelDetail, ChannelKind};
use protocol::{ChannelId, UserId};

use super::{Arc, GuildShared, Outgoing, SessionShared, hears, hears_of_channels};
use crate::render;
use crate::session::Audience;
use crate::view::{GuildView, ThreadView};

/// Tells of the threads that were opened, before anything is heard from within.
pub(super) fn opened(
    shared: &GuildShared,
    sessions: &[Arc<SessionShared>],
    before: &GuildView,
    next: &GuildView,
) {
    for change in before.threads.diff(&next.threads) {
        let DiffItem::Add(_, thread) = change else { continue };
        if thread.thread.archived {
            continue;
        }
        let mut shown = render::thread(thread, shared.head(thread.thread.id), None);
        if let ChannelDetail::Thread(detail) = &mut shown.detail {
            detail.newly_created = true;
        }
        let event = Outgoing::of(&Event::ThreadCreate(Box::new(shown)));
        let parent = thread.thread.parent;
        // Whoever comes to see the channel by the same change gets a list.
        let sees = |user| before.can_view(user, parent) && next.can_view(user, parent);
        for session in sessions.iter().filter(|s| hears_of_channels(s) && sees(s.user)) {
            session.outbox.push(std::slice::from_ref(&event), || true);
        }
    }
}

/// Tells of what became of threads, and of who is in them.
pub(super) fn changed(
    shared: &GuildShared,
    sessions: &[Arc<SessionShared>],
    before: &GuildView,
    next: &GuildView,
) {
    for change in before.threads.diff(&next.threads) {
        match change {
            DiffItem::Add(_, thread) if thread.thread.archived => {}
            DiffItem::Add(_, thread) => members(sessions, None, thread, next),
            DiffItem::Update { old: (_, old), new: (id, new) } => {
                if old.thread != new.thread {
                    let shown = render::thread(new, shared.head(*id), None);
                    let event = Outgoing::of(&Event::ThreadUpdate(Box::new(shown)));
                    let sees = |user| next.can_view(user, *id);
                    for session in sessions.iter().filter(|s| hears_of_channels(s) && sees(s.user))
                    {
                        session.outbox.push(std::slice::from_ref(&event), || true);
                    }
                }
                members(sessions, Some(old), new, next);
            }
            DiffItem::Remove(id, old) => {
                deleted(sessions, before, old, next.channels.contains_key(&old.thread.parent));
                shared.forget_channel(*id);
            }
        }
    }
}

/// That the channel above is gone says enough of its threads.
fn deleted(sessions: &[Arc<SessionShared>], before: &GuildView, thread: &ThreadView, alone: bool) {
    let id = thread.thread.id;
    let event = Outgoing::of(&Event::ThreadDelete(ThreadDelete {
        id,
        guild_id: thread.thread.guild,
        parent_id: thread.thread.parent,
        kind: ChannelKind::PublicThread,
    }));
    for session in sessions.iter().filter(|session| before.can_view(session.user, id)) {
        let notice = (alone && hears_of_channels(session)).then_some(&event);
        session.unsubscribe(id);
        session.outbox.lose_channels([id], notice);
    }
}

/// Who came and who went: each of them hears of itself, those in the thread or listening to it hear
/// of all, and bots that asked for members as well.
fn members(
    sessions: &[Arc<SessionShared>],
    before: Option<&ThreadView>,
    thread: &ThreadView,
    next: &GuildView,
) {
    let id = thread.thread.id;
    let none = imbl::OrdMap::new();
    let (old, new) = (before.map_or(&none, |before| &before.members), &thread.members);
    let added: Vec<UserId> = new.keys().filter(|user| !old.contains_key(*user)).copied().collect();
    let removed: Vec<UserId> =
        old.keys().filter(|user| !new.contains_key(*user)).copied().collect();
    if added.is_empty() && removed.is_empty() {
        return;
    }
    let of_all = Event::ThreadMembersUpdate(Box::new(ThreadMembersUpdate {
        id,
        guild_id: next.id(),
        member_count: render::counted(new.len()),
        added_members: added
            .iter()
            .filter_map(|user| render::thread_member(next, thread, *user, true))
            .collect(),
        removed_member_ids: removed.clone(),
    }));
    let encoded = Outgoing::of(&of_all);
    for session in sessions.iter().filter(|session| next.can_view(session.user, id)) {
        let user = session.user;
        let is_new = added.contains(&user);
        let concerned = is_new || removed.contains(&user);
        if is_new
            && hears_of_channels(session)
            && let Some(member) = render::thread_member(next, thread, user, false)
        {
            let update = ThreadMemberUpdate { member, guild_id: next.id() };
            let event = Outgoing::of(&Event::ThreadMemberUpdate(Box::new(update)));
            session.outbox.push(std::slice::from_ref(&event), || true);
        }
        let listens = match session.audience {
            Audience::User => concerned || new.contains_key(&user) || session.is_subscribed(id),
            Audience::Bot(_) => hears(session, &of_all) || concerned && hears_of_channels(session),
        };
        if listens {
            session.outbox.push(std::slice::from_ref(&encoded), || true);
        }
    }
}

/// The threads of a channel that came into a session's sight.
pub(super) fn list_sync(
    shared: &GuildShared,
    session: &SessionShared,
    next: &GuildView,
    channel: ChannelId,
) {
    let below: Vec<&ThreadView> =
        next.active_threads().filter(|thread| thread.thread.parent == channel).collect();
    if below.is_empty() {
        return;
    }
    let list = render::thread_list(shared, next, &below, session.user);
    let sync = ThreadListSync {
        guild_id: next.id(),
        channel_ids: vec![channel],
        threads: list.threads,
        members: list.members,
    };
    let event = Outgoing::of(&Event::ThreadListSync(Box::new(sync)));
    session.outbox.push(std::slice::from_ref(&event), || true);
}
