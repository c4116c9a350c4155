//! News of a guild: presences and unread marks from time to time, mentions at once, invites and bans for
//! those who decide on them, and the audit log for those who read it.

use std::sync::Arc;

use protocol::event::{AuditLogEntryEvent, Event};
use protocol::intents::Intents;
use protocol::permissions::Permissions;
use protocol::wire::extension::{Mention, Presences, UNREAD_CHANNELS_MAX, Unread, UnreadChannel};
use protocol::wire::{Presence, PresenceEvent, ReportNews};
use protocol::{ChannelId, UserId};
use storage::records::{AuditEntry, Message, Report};

use crate::appearance::Appearance;
use crate::audit;
use crate::blocks::Blocks;
use crate::channel::{ChannelShared, mentions};
use crate::engine::Context;
use crate::guild::{GuildMsg, GuildShared};
use crate::outbox::Outgoing;
use crate::render;
use crate::reports;
use crate::session::{Audience, SessionShared};
use crate::shown::Shown;
use crate::view::GuildView;

/// Above this many members, presences go only to whoever looks at rows of the member list: each
/// change would otherwise be written to everybody.
const PRESENCE_MEMBERS_MAX: usize = 1_000;

/// Sends the presences that changed: one list to each user session, an event each to bots.
pub(crate) fn presences(shared: &GuildShared, blocks: &Blocks, changed: Vec<(UserId, Appearance)>) {
    send_presences(shared, blocks, changed, &shared.sessions());
}

/// Sends a session that was resumed the presences that it may have missed: a ring does not keep them.
pub(crate) fn missed_presences(
    shared: &GuildShared,
    blocks: &Blocks,
    session: &Arc<SessionShared>,
    since_ms: i64,
) {
    send_presences(shared, blocks, shared.presences_since(since_ms), std::slice::from_ref(session));
}

fn send_presences(
    shared: &GuildShared,
    blocks: &Blocks,
    changed: Vec<(UserId, Appearance)>,
    sessions: &[Arc<SessionShared>],
) {
    if changed.is_empty() || shared.view().members.len() > PRESENCE_MEMBERS_MAX {
        return;
    }
    let presences: Vec<Presence> =
        changed.into_iter().map(|(user, seen)| seen.presence_of(user)).collect();
    let each: Vec<Event> = presences
        .iter()
        .map(|presence| {
            let presence = presence.clone();
            Event::PresenceUpdate(Box::new(PresenceEvent { guild_id: shared.id, presence }))
        })
        .collect();
    let is_same_for_all = !blocks.concern(presences.iter().map(|presence| presence.user.id));
    let list = list_of(shared, presences.clone());
    let each_out: Vec<_> = each.iter().map(Outgoing::of).collect();
    for session in sessions {
        match session.audience {
            Audience::User if is_same_for_all => session.outbox.push(&list, || true),
            Audience::User => {
                let is_seen =
                    |presence: &&Presence| !blocks.are_apart(session.user, presence.user.id);
                let seen: Vec<Presence> = presences.iter().filter(is_seen).cloned().collect();
                if !seen.is_empty() {
                    session.outbox.push(&list_of(shared, seen), || true);
                }
            }
            Audience::Bot(intents) => {
                if each.first().is_some_and(|event| intents.contains(event.intent())) {
                    let is_seen = |user| !blocks.are_apart(session.user, user);
                    let seen = presences.iter().zip(&each_out);
                    let seen = seen.filter(|(one, _)| is_same_for_all || is_seen(one.user.id));
                    let seen: Vec<_> = seen.map(|(_, event)| event.clone()).collect();
                    session.outbox.push(&seen, || true);
                }
            }
        }
    }
}

fn list_of(shared: &GuildShared, presences: Vec<Presence>) -> [Outgoing; 1] {
    [Outgoing::of(&Event::Presences(Presences { guild_id: Some(shared.id), presences }))]
}

/// Two users are apart now, or are no more: each sees the other one accordingly in their guilds.
pub(crate) fn seen_anew(context: &Context, one: UserId, other: UserId) {
    let is_apart = context.blocks.are_apart(one, other);
    for (viewer, seen) in [(one, other), (other, one)] {
        for session in context.sessions_of(viewer) {
            let guilds = session.guilds().into_iter().filter_map(|id| context.known_guild(id));
            for guild in guilds.filter(|guild| guild.shared.view().members.contains_key(&seen)) {
                let shared = &guild.shared;
                let presence = if is_apart { Appearance::offline() } else { shared.presence(seen) };
                let presence = presence.presence_of(seen);
                let guild_id = shared.id;
                let event = match session.audience {
                    Audience::User => {
                        let presences = vec![presence];
                        Event::Presences(Presences { guild_id: Some(guild_id), presences })
                    }
                    Audience::Bot(_) => {
                        Event::PresenceUpdate(Box::new(PresenceEvent { guild_id, presence }))
                    }
                };
                if hears(&session, &event) {
                    // Whoever has no socket just now hears it when they come back.
                    session.outbox.push(&[Outgoing::lasting(&event)], || true);
                    context.tell_guild(shared.id, GuildMsg::TellRows(session.id));
                }
                shared.tell_anew(&session, seen, &context.blocks);
            }
            // A conversation has nobody attached.
            let seat = context.seats.of(seen).filter(|seat| seat.room.is_private());
            if let Some(seat) = seat {
                seat.room.guild.tell_anew(&session, seen, &context.blocks);
            }
        }
        // Neither hears the other one, where both talk.
        if let Some(seat) = context.seats.of(viewer) {
            seat.room.greet(seat.peer);
        }
    }
}

/// The same for a conversation, which has no actor to do it: in a while, with what comes until then.
pub(crate) fn unread_soon(context: &Context, shared: &Arc<GuildShared>) {
    let (shared, wait) = (Arc::clone(shared), context.config.unread_interval);
    let blocks = Arc::clone(&context.blocks);
    #[expect(clippy::disallowed_methods, reason = "one notice; nobody waits for it")]
    tokio::spawn(async move {
        tokio::time::sleep(wait).await;
        unread(&shared, &blocks);
    });
}

/// Sends each user session what is new in visible channels that it is not subscribed to.
pub(crate) fn unread(shared: &GuildShared, blocks: &Blocks) {
    let news = shared.take_unread();
    if news.is_empty() {
        return;
    }
    let view = shared.view_full();
    for session in shared.sessions() {
        if session.audience != Audience::User {
            continue;
        }
        let channels: Vec<UnreadChannel> = news
            .iter()
            .filter(|(id, _)| !session.is_subscribed(**id) && view.can_view(session.user, **id))
            .filter(|(id, _)| is_for(&view, **id, session.user))
            .take(UNREAD_CHANNELS_MAX)
            .map(|(id, unread)| UnreadChannel {
                channel_id: *id,
                last_message_id: unread.last_message,
                mentions: count(&unread.mentioning, &view, &session, blocks),
            })
            .collect();
        if !channels.is_empty() {
            let event = Outgoing::of(&Event::Unread(Unread { channels }));
            // Whoever left a group meanwhile hears nothing of it.
            let is_in = || !view.is_private() || is_member(shared, session.user);
            session.outbox.push(std::slice::from_ref(&event), is_in);
        }
    }
}

fn is_member(shared: &GuildShared, user: UserId) -> bool {
    shared.view().members.contains_key(&user)
}

/// Whether news of a channel are for somebody who sees it: those of a thread are for its members.
fn is_for(view: &GuildView, channel: ChannelId, user: UserId) -> bool {
    view.threads.get(&channel).is_none_or(|thread| thread.members.contains_key(&user))
}

/// Sends an event about an invite to bots that manage its channel, as in v10.
pub(crate) fn to_managers(shared: &GuildShared, channel: ChannelId, event: &Event) {
    let view = shared.view_full();
    let manages = |session: &Arc<SessionShared>| {
        let bits = view.channel_permissions(session.user, channel, i64::MAX);
        hears(session, event) && bits.contains(Permissions::MANAGE_CHANNELS)
    };
    let event = Outgoing::of(event);
    for session in shared.sessions().iter().filter(|session| manages(session)) {
        session.outbox.push(std::slice::from_ref(&event), || true);
    }
}

/// Sends what the audit log tells anew to those who read the log, each as far as they may read it (AU3).
pub(crate) fn to_readers_of_log(shared: &GuildShared, entries: &[AuditEntry], now_ms: i64) {
    if entries.is_empty() {
        return;
    }
    let view = shared.view_full();
    let reads = |session: &SessionShared| {
        let is_told = match session.audience {
            Audience::User => true,
            Audience::Bot(intents) => intents.contains(Intents::GUILD_MODERATION),
        };
        is_told
            && view.guild_permissions(session.user, now_ms).contains(Permissions::VIEW_AUDIT_LOG)
    };
    let mut readers = shared.sessions();
    readers.retain(|session| reads(session));
    if readers.is_empty() {
        return;
    }
    for entry in entries {
        let Some(shown) = render::audit_entry(entry) else { continue };
        let event = AuditLogEntryEvent { guild_id: shared.id, entry: shown };
        let event = Outgoing::of(&Event::AuditLogEntryCreate(Box::new(event)));
        let may =
            |reader: &&Arc<SessionShared>| audit::is_readable(&view, reader.user, entry.scope);
        for reader in readers.iter().filter(may) {
            reader.outbox.push(std::slice::from_ref(&event), || true);
        }
    }
}

/// Sends an event about a ban to the people who may ban, and to bots that want such events.
pub(crate) fn to_banners(shared: &GuildShared, now_ms: i64, event: &Event) {
    let view = shared.view_full();
    let is_told = |session: &SessionShared| match session.audience {
        Audience::Bot(intents) => intents.contains(event.intent()),
        Audience::User => {
            view.guild_permissions(session.user, now_ms).contains(Permissions::BAN_MEMBERS)
        }
    };
    let outgoing = Outgoing::of(event);
    for session in shared.sessions().iter().filter(|session| is_told(session)) {
        session.outbox.push(std::slice::from_ref(&outgoing), || true);
    }
}

/// Tells those who see a report how far it is (RP1).
pub(crate) fn of_report(shared: &GuildShared, report: &Report, now_ms: i64) {
    let view = shared.view_full();
    let status = render::report_status(report);
    let news = ReportNews { guild_id: shared.id, id: report.id, status };
    let event = Outgoing::of(&Event::Report(news));
    let sees = |session: &&Arc<SessionShared>| {
        session.audience == Audience::User && reports::sees(&view, session.user, report, now_ms)
    };
    for session in shared.sessions().iter().filter(sees) {
        session.outbox.push(std::slice::from_ref(&event), || true);
    }
}

/// Whether a session wants to hear of such an event.
fn hears(session: &SessionShared, event: &Event) -> bool {
    match session.audience {
        Audience::User => true,
        Audience::Bot(intents) => intents.contains(event.intent()),
    }
}

/// What READY has counted is not counted again.
fn count(
    mentioning: &[Arc<Message>],
    view: &GuildView,
    session: &SessionShared,
    blocks: &Blocks,
) -> u32 {
    let new = mentioning.iter().filter(|message| session.is_uncounted(message.id));
    let heard = new.filter(|message| !blocks.are_apart(message.author, session.user));
    let count = heard.filter(|message| concerns(message, view, session.user)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a message is for a user above all others: it mentions them, or was said to them directly.
fn concerns(message: &Message, view: &GuildView, user: UserId) -> bool {
    let Some(member) = view.members.get(&user) else { return false };
    if view.is_private() { message.author != user } else { mentions(message, member) }
}

/// Tells a message at once to those whom it mentions and who do not listen to its channel.
pub(crate) fn mention(context: &Context, channel: &ChannelShared, view: &GuildView, shown: &Shown) {
    let message = &*shown.message;
    let is_for_all = message.mention_everyone || !message.mention_roles.is_empty();
    let sessions = if is_for_all || view.is_private() {
        channel.guild.sessions()
    } else {
        message.mentions.iter().flat_map(|user| context.sessions_of(*user)).collect()
    };
    let told = |session: &&Arc<SessionShared>| {
        session.audience == Audience::User
            && !session.is_subscribed(channel.id)
            && concerns(message, view, session.user)
            && !context.blocks.are_apart(message.author, session.user)
            && (message.mentions.contains(&session.user) || is_for(view, channel.id, session.user))
    };
    let mut encoded = None;
    for session in sessions.iter().filter(told) {
        let event = encoded.get_or_insert_with(|| {
            let mut message = render::message(view, shown);
            message.reactions = None;
            let event = Event::Mention(Box::new(Mention { channel_id: channel.id, message }));
            let event = Outgoing::in_channel(&event, channel.id);
            channel.told.note(shown.carries(), &event);
            event
        });
        let sees = || channel.guild.view().can_view(session.user, channel.id);
        session.outbox.push(std::slice::from_ref(event), sees);
    }
}
