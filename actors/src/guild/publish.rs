//! From one view to the next: who hears what.
//!
//! - PU1  What is gained is announced before it is published, what is lost after: no event of a
//!   channel precedes its CHANNEL_CREATE or follows its CHANNEL_DELETE.
//! - PU2  Events come from the difference of two views, so a restarted guild says what its former
//!   incarnation committed and did not say.

mod threads;

use std::collections::HashMap;
use std::sync::Arc;

use protocol::event::{Event, GuildDelete, MemberRemove, RoleDelete, RoleEvent};
use protocol::intents::Intents;
use protocol::{ChannelId, UserId};
use storage::records::Channel;

use super::{GuildShared, voices};
use crate::blocks::Blocks;
use crate::outbox::Outgoing;
use crate::render;
use crate::session::{Audience, SessionShared};
use crate::view::{GuildView, MemberView};

/// Publishes `next` and tells everyone what changed. Returns who joined: their sessions have yet to
/// hear of the guild.
pub(super) fn publish(shared: &GuildShared, next: GuildView, blocks: &Blocks) -> Vec<UserId> {
    let before = shared.view_full();
    let sessions = shared.sessions();
    if next.is_gone() {
        shared.publish(next);
        farewell(shared, &sessions, &before, &shared.view_full());
        return Vec::new();
    }
    let access_moved = before.access_version != next.access_version;
    let mut channels = ChannelEvents::default();
    if access_moved {
        for session in &sessions {
            channels.gains(shared, session, &before, &next);
        }
    }
    threads::opened(shared, &sessions, &before, &next);
    let next = {
        let seats = shared.voice_seats();
        shared.publish(next);
        let next = shared.view_full();
        if access_moved {
            voices::sight_moved(&seats, &sessions, (&before, &next), blocks);
        }
        next
    };
    threads::changed(shared, &sessions, &before, &next);
    if access_moved {
        for session in &sessions {
            channels.changes_and_losses(shared, session, &before, &next);
        }
    }
    for event in guild_events(&before, &next) {
        broadcast(&sessions, &event);
    }
    farewell(shared, &sessions, &before, &next);
    for channel in before.channels.keys().filter(|id| !next.channels.contains_key(id)) {
        shared.forget_channel(*channel);
    }
    come_and_gone(shared, &before, &next)
}

/// Forgets the presences of those who left, and returns who joined.
fn come_and_gone(shared: &GuildShared, before: &GuildView, next: &GuildView) -> Vec<UserId> {
    let mut joined = Vec::new();
    for change in before.members.diff(&next.members) {
        match change {
            imbl::ordmap::DiffItem::Add(user, _) => joined.push(*user),
            imbl::ordmap::DiffItem::Remove(user, _) => shared.forget_presence(*user),
            imbl::ordmap::DiffItem::Update { .. } => {}
        }
    }
    joined
}

/// Sends an event of the guild to everyone who hears such events.
pub(super) fn broadcast(sessions: &[Arc<SessionShared>], event: &Event) {
    let outgoing = Outgoing::of(event);
    for session in sessions.iter().filter(|session| hears(session, event)) {
        session.outbox.push(std::slice::from_ref(&outgoing), || true);
    }
}

/// What a bot did not ask for it does not hear, but of itself as a member it always does, as in v10.
pub(super) fn hears(session: &SessionShared, event: &Event) -> bool {
    match (session.audience, event) {
        (Audience::User, _) => true,
        (Audience::Bot(_), event) if is_update_of(session.user, event) => true,
        (Audience::Bot(intents), _) => !event.is_extension() && intents.contains(event.intent()),
    }
}

fn is_update_of(user: UserId, event: &Event) -> bool {
    let Event::MemberUpdate(update) = event else { return false };
    update.member.user.as_ref().is_some_and(|member| member.id == user)
}

/// Whether a session hears what becomes of the guild and its channels.
fn hears_of_channels(session: &SessionShared) -> bool {
    match session.audience {
        Audience::User => true,
        Audience::Bot(intents) => intents.contains(Intents::GUILDS),
    }
}

/// What all members hear.
fn guild_events(before: &GuildView, next: &GuildView) -> Vec<Event> {
    let mut events = Vec::new();
    if before.guild != next.guild {
        events.push(Event::GuildUpdate(Box::new(render::guild(next))));
    }
    if !Arc::ptr_eq(&before.roles, &next.roles) {
        role_events(before, next, &mut events);
    }
    member_events(before, next, &mut events);
    events
}

fn role_events(before: &GuildView, next: &GuildView, events: &mut Vec<Event>) {
    let guild_id = next.id();
    for (id, role) in &*next.roles {
        let event = || Box::new(RoleEvent { guild_id, role: render::role(role) });
        match before.roles.get(id) {
            None => events.push(Event::RoleCreate(event())),
            Some(old) if old != role => events.push(Event::RoleUpdate(event())),
            Some(_) => {}
        }
    }
    for role_id in before.roles.keys().filter(|id| !next.roles.contains_key(id)) {
        events.push(Event::RoleDelete(RoleDelete { guild_id, role_id: *role_id }));
    }
}

fn member_events(before: &GuildView, next: &GuildView, events: &mut Vec<Event>) {
    let guild_id = next.id();
    for change in before.members.diff(&next.members) {
        events.push(match change {
            imbl::ordmap::DiffItem::Add(_, member) => {
                Event::MemberAdd(render::member_event(guild_id, member))
            }
            imbl::ordmap::DiffItem::Update { old: (_, old), new: (_, member) } => {
                if follows(old, member, next) {
                    continue;
                }
                Event::MemberUpdate(render::member_event(guild_id, member))
            }
            imbl::ordmap::DiffItem::Remove(_, member) => {
                let user = render::user(&member.user);
                Event::MemberRemove(Box::new(MemberRemove { guild_id, user }))
            }
        });
    }
}

/// Whether a member changed only by the deletion of roles, which GUILD_ROLE_DELETE says of all at
/// once.
fn follows(old: &MemberView, new: &MemberView, next: &GuildView) -> bool {
    if old.member.roles.len() == new.member.roles.len() {
        return false;
    }
    let mut expected = old.clone();
    expected.member.roles.retain(|role| next.roles.contains_key(role));
    expected == *new
}

/// Tells the sessions of those who are no members any more, and lets them go.
fn farewell(
    shared: &GuildShared,
    sessions: &[Arc<SessionShared>],
    before: &GuildView,
    next: &GuildView,
) {
    let is_member = |user: UserId| next.members.contains_key(&user);
    let notice =
        Outgoing::of(&Event::GuildDelete(GuildDelete { id: shared.id, unavailable: false }));
    for session in sessions.iter().filter(|session| !is_member(session.user)) {
        let notice = hears_of_channels(session).then_some(&notice);
        let lost = || before.channels.keys().chain(before.threads.keys()).copied();
        session.outbox.lose_channels(lost(), notice);
        for channel in lost() {
            session.unsubscribe(channel);
        }
        shared.remove_session(session);
    }
}

/// Channel events by the sight of each session, each encoded once.
#[derive(Default)]
struct ChannelEvents {
    created: HashMap<ChannelId, Outgoing>,
    updated: HashMap<ChannelId, Outgoing>,
    deleted: HashMap<ChannelId, Outgoing>,
}

impl ChannelEvents {
    fn gains(
        &mut self,
        shared: &GuildShared,
        session: &SessionShared,
        before: &GuildView,
        next: &GuildView,
    ) {
        if !hears_of_channels(session) {
            return;
        }
        for channel in next.visible_channels(session.user) {
            if !before.can_view(session.user, channel.id) {
                let notice = self
                    .created
                    .entry(channel.id)
                    .or_insert_with(|| notice(shared, channel, Event::ChannelCreate));
                session.outbox.push(std::slice::from_ref(notice), || true);
                threads::list_sync(shared, session, next, channel.id);
            }
        }
    }

    fn changes_and_losses(
        &mut self,
        shared: &GuildShared,
        session: &SessionShared,
        before: &GuildView,
        next: &GuildView,
    ) {
        if !next.members.contains_key(&session.user) {
            return;
        }
        let hears = hears_of_channels(session);
        for channel in before.visible_channels(session.user) {
            match next.channels.get(&channel.id) {
                Some(now) if next.can_view(session.user, channel.id) => {
                    if now != channel && hears {
                        let notice = self
                            .updated
                            .entry(channel.id)
                            .or_insert_with(|| notice(shared, now, Event::ChannelUpdate));
                        session.outbox.push(std::slice::from_ref(notice), || true);
                    }
                }
                Some(_) | None => {
                    let notice = self
                        .deleted
                        .entry(channel.id)
                        .or_insert_with(|| notice(shared, channel, Event::ChannelDelete));
                    let below: Vec<ChannelId> = before.threads_below(channel.id).collect();
                    let lost = || below.iter().copied().chain([channel.id]);
                    lost().for_each(|lost| session.unsubscribe(lost));
                    session.outbox.lose_channels(lost(), hears.then_some(&*notice));
                }
            }
        }
    }
}

fn notice(
    shared: &GuildShared,
    channel: &Channel,
    event: impl FnOnce(Box<protocol::wire::Channel>) -> Event,
) -> Outgoing {
    Outgoing::of(&event(Box::new(render::channel(channel, shared.head(channel.id)))))
}
