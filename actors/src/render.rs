//! From records to wire objects: the one border between what is kept and what is shown.

mod audit;
mod brakes;
mod embeds;
mod report;
mod word_rule;

use std::sync::Arc;

use protocol::event::{
    Event, MemberEvent, MessageDelete, MessageDeleteBulk, PinsUpdate, ReactionEvent,
    ReactionsRemoved,
};
use protocol::intents::Intents;
use protocol::permissions::Permissions;
use protocol::wire::{
    self, ChannelDetail, MessageCall, MessageEvent, MessageKind, MessageReference, PartialGuild,
    Presence, ReactionEmoji, ReferencedMessage, RelationshipKind, RoleColor, RoleTags, TextDetail,
    ThreadDetail, ThreadMetadata, VoiceDetail,
};
use protocol::{ChannelId, GuildId, MessageId, Timestamp, UserId};
use storage::records::{
    Attachment, CallNote, Channel, ChannelKind, Conversation, EmojiCount, Message, ReactionSummary,
    Relation, Role, SentNonce, User,
};

use crate::blocks::Blocks;
use crate::channel::{Happening, Reacted};
use crate::guild::{ChannelHead, GuildShared, VoiceSeat, VoiceSeats, visible_voices};
use crate::room::BITRATE_DEFAULT;
use crate::session::{Audience, SessionShared};
use crate::shown::{Answers, Author, Shown};
use crate::view::{GuildView, MemberView, ThreadView};
pub(crate) use audit::entry as audit_entry;
pub(crate) use brakes::brakes;
use embeds::embeds;
pub(crate) use report::{
    outcome as report_outcome, people as people_in_report, report, status as report_status,
};
pub(crate) use word_rule::word_rule;

/// Members of a thread that are counted, as in v10.
pub(crate) const MEMBERS_COUNTED_MAX: usize = 50;

/// The v10 flag of a message that a thread began at.
const HAS_THREAD: u32 = 1 << 5;

/// An account as others see it.
pub fn user(user: &User) -> wire::User {
    let mut shown = wire::User::new(user.id, user.username.clone(), user.bot);
    shown.global_name.clone_from(&user.global_name);
    shown.avatar.clone_from(&user.avatar);
    shown
}

/// An account as it sees itself.
pub fn current_user(account: &User) -> wire::CurrentUser {
    let shown = wire::CurrentUser::new(user(account), account.email.clone());
    wire::CurrentUser { mfa_enabled: account.second_factor, ..shown }
}

/// A deleted or unknown account, so that its messages still have an author.
pub fn unknown_user(id: UserId) -> wire::User {
    wire::User::new(id, "deleted_user", false)
}

/// How somebody stands to another one.
pub(crate) fn relationship(relation: Relation, since_ms: i64, other: &User) -> wire::Relationship {
    wire::Relationship {
        id: other.id,
        kind: self::relation(relation),
        user: user(other),
        since: Timestamp::from_ms(since_ms),
    }
}

pub(crate) fn relation(relation: Relation) -> RelationshipKind {
    match relation {
        Relation::Friend => RelationshipKind::Friend,
        Relation::Blocked => RelationshipKind::Blocked,
        Relation::Incoming => RelationshipKind::Incoming,
        Relation::Outgoing => RelationshipKind::Outgoing,
    }
}

/// A member with its account.
pub fn member(view: &MemberView) -> wire::Member {
    let mut shown = member_without_user(view);
    shown.user = Some(user(&view.user));
    shown
}

/// A member as messages carry it.
pub fn member_without_user(view: &MemberView) -> wire::Member {
    let joined_at = Timestamp::from_ms(view.member.joined_at_ms);
    let mut shown = wire::Member::without_user(view.member.roles.clone(), joined_at);
    shown.nick.clone_from(&view.member.nick);
    (shown.mute, shown.deaf) = (view.member.mute, view.member.deaf);
    shown.communication_disabled_until =
        view.member.communication_disabled_until_ms.map(Timestamp::from_ms);
    shown
}

/// A member in an event.
pub(crate) fn member_event(guild: GuildId, view: &MemberView) -> Box<MemberEvent> {
    Box::new(MemberEvent { guild_id: guild, member: member(view) })
}

/// A role.
pub fn role(role: &Role) -> wire::Role {
    let position = i64::from(role.position);
    let mut shown = wire::Role::new(role.id, role.name.clone(), role.permissions, position);
    shown.color = RoleColor(role.color);
    shown.hoist = role.hoist;
    shown.managed = role.managed;
    shown.mentionable = role.mentionable;
    shown.tags = role.bot.map(|bot_id| RoleTags { bot_id });
    shown
}

/// A channel. `head` is what was published last in it.
pub fn channel(channel: &Channel, head: ChannelHead) -> wire::Channel {
    let (id, guild, position) = (channel.id, channel.guild, i64::from(channel.position));
    let name = channel.name.clone();
    let mut shown = match channel.kind {
        ChannelKind::Text => wire::Channel::text(id, guild, name, position),
        ChannelKind::Announcement => wire::Channel::announcements(id, guild, name, position),
        ChannelKind::Voice => {
            let bitrate = channel.bitrate.unwrap_or(BITRATE_DEFAULT);
            wire::Channel::voice(id, guild, name, position, bitrate)
        }
        ChannelKind::Category => wire::Channel::category(id, guild, name, position),
    };
    shown.parent_id = channel.parent;
    shown.permission_overwrites.clone_from(&channel.overwrites);
    match &mut shown.detail {
        ChannelDetail::Text(text) => text_detail(text, channel, head),
        ChannelDetail::Voice(voice) => voice_detail(voice, channel),
        ChannelDetail::Category(_) | ChannelDetail::Thread(_) => {}
    }
    shown
}

/// A conversation, to one of those who are in it. `user` finds their accounts.
pub(crate) fn private_channel<'u>(
    conversation: &Conversation,
    user: impl Fn(UserId) -> Option<&'u Arc<User>>,
    head: ChannelHead,
    reader: UserId,
) -> wire::PrivateChannel {
    let Conversation { channel: id, recipients, group } = conversation;
    let others = recipients.iter().filter(|other| **other != reader);
    let others = others.filter_map(|other| user(*other)).map(|user| self::user(user)).collect();
    let shown = match group {
        None => wire::PrivateChannel::direct(*id, others),
        Some(group) => wire::PrivateChannel::group(*id, group.owner, group.name.clone(), others),
    };
    wire::PrivateChannel {
        last_message_id: head.last_message,
        last_pin_timestamp: head.last_pin_ms.map(Timestamp::from_ms),
        ..shown
    }
}

/// A thread. `head` is what was published last in it, `reader` who looks at it, if it is not for all.
pub fn thread(view: &ThreadView, head: ChannelHead, reader: Option<UserId>) -> wire::Channel {
    let thread = &view.thread;
    let member = reader.and_then(|reader| membership(view, reader)).map(Box::new);
    let detail = ThreadDetail {
        owner_id: thread.owner,
        last_message_id: head.last_message,
        rate_limit_per_user: thread.rate_limit_per_user_s,
        last_pin_timestamp: head.last_pin_ms.map(Timestamp::from_ms),
        message_count: head.counts.0,
        member_count: counted(view.members.len()),
        total_message_sent: head.counts.1,
        thread_metadata: ThreadMetadata {
            archived: thread.archived,
            auto_archive_duration: thread.auto_archive_minutes.into(),
            archive_timestamp: Timestamp::from_ms(thread.archived_changed_at_ms),
            locked: thread.locked,
            invitable: true,
            create_timestamp: Some(Timestamp::from_ms(thread.created_at_ms)),
        },
        member,
        newly_created: false,
    };
    let (kind, name) = (wire::ChannelKind::PublicThread, thread.name.clone());
    wire::Channel::thread(thread.id, kind, thread.guild, thread.parent, name, detail)
}

/// As far as members of a thread are counted, as in v10.
pub(crate) fn counted(members: usize) -> u8 {
    u8::try_from(members.min(MEMBERS_COUNTED_MAX)).unwrap_or(u8::MAX)
}

/// A member of a thread, with what it is in the guild if it was asked for.
pub fn thread_member(
    view: &GuildView,
    thread: &ThreadView,
    user: UserId,
    with_member: bool,
) -> Option<wire::ThreadMember> {
    let shown = membership(thread, user)?;
    let member = view.members.get(&user).filter(|_| with_member).map(|member| self::member(member));
    Some(wire::ThreadMember { member, ..shown })
}

fn membership(thread: &ThreadView, user: UserId) -> Option<wire::ThreadMember> {
    let since = Timestamp::from_ms(*thread.members.get(&user)?);
    Some(wire::ThreadMember::new(thread.thread.id, user, since))
}

/// Threads, and a reader's part in them.
pub(crate) fn thread_list(
    shared: &GuildShared,
    view: &GuildView,
    threads: &[&ThreadView],
    reader: UserId,
) -> wire::ThreadList {
    let shown = threads.iter().map(|t| thread(t, shared.head(t.thread.id), Some(reader)));
    let members = threads.iter().filter_map(|t| thread_member(view, t, reader, false));
    wire::ThreadList { threads: shown.collect(), members: members.collect() }
}

fn text_detail(text: &mut TextDetail, channel: &Channel, head: ChannelHead) {
    text.topic.clone_from(&channel.topic);
    text.nsfw = channel.nsfw;
    text.rate_limit_per_user = channel.rate_limit_per_user_s;
    text.last_message_id = head.last_message;
    text.last_pin_timestamp = head.last_pin_ms.map(Timestamp::from_ms);
}

fn voice_detail(voice: &mut VoiceDetail, channel: &Channel) {
    voice.nsfw = channel.nsfw;
    voice.user_limit = channel.user_limit.unwrap_or(0);
    voice.rate_limit_per_user = channel.rate_limit_per_user_s;
}

/// A guild as REST and GUILD_UPDATE show it.
pub fn guild(view: &GuildView) -> wire::Guild {
    let roles = view.roles.values().map(role).collect();
    let record = &view.guild;
    let mut shown = wire::Guild::new(record.id, record.name.clone(), record.owner, roles);
    shown.icon.clone_from(&record.icon);
    shown.system_channel_id = record.system_channel;
    shown
}

/// A guild in the list of its member's guilds.
pub fn partial_guild(view: &GuildView, user: UserId, now_ms: i64) -> PartialGuild {
    let bits: Permissions = view.guild_permissions(user, now_ms);
    let record = &view.guild;
    let mut shown = PartialGuild::new(record.id, record.name.clone(), record.owner == user, bits);
    shown.icon.clone_from(&record.icon);
    shown
}

/// What a member's session hears of a guild first. Above its `large_threshold` of members it lists only
/// the member itself, and whoever it sees in voice.
pub(crate) fn guild_create(
    shared: &GuildShared,
    view: &GuildView,
    (me, session): (&MemberView, &SessionShared),
    seats: &VoiceSeats,
    blocks: &Blocks,
) -> wire::GuildCreate {
    let count = u32::try_from(view.members.len()).unwrap_or(u32::MAX);
    let joined_at = Timestamp::from_ms(me.member.joined_at_ms);
    let mut shown = wire::GuildCreate::new(guild(view), joined_at, count);
    shown.large = count > session.large_threshold;
    let in_voice: Vec<(UserId, &VoiceSeat)> = match session.audience {
        Audience::Bot(intents) if !intents.contains(Intents::GUILD_VOICE_STATES) => Vec::new(),
        Audience::Bot(_) | Audience::User => {
            visible_voices(seats, view, me.user.id, blocks).collect()
        }
    };
    let listed: Vec<&MemberView> = if shown.large {
        let others = in_voice.iter().filter(|(user, _)| *user != me.user.id);
        let others = others.filter_map(|(user, _)| view.members.get(user));
        std::iter::once(me).chain(others.map(|member| &**member)).collect()
    } else {
        view.members.values().map(|member| &**member).collect()
    };
    let states = in_voice.iter().map(|(user, seat)| seat_state(*user, seat));
    shown.voice_states = states.collect();
    shown.presences =
        listed.iter().filter_map(|m| present(shared, blocks, me.user.id, m.user.id)).collect();
    shown.members = listed.into_iter().map(member).collect();
    shown.channels =
        view.visible_channels(me.user.id).map(|c| channel(c, shared.head(c.id))).collect();
    let threads = view.visible_threads(me.user.id);
    shown.threads = thread_list(shared, view, &threads, me.user.id).threads;
    shown
}

/// Where a member is in voice.
pub(crate) fn voice_state(view: &GuildView, user: UserId, seat: &VoiceSeat) -> wire::VoiceState {
    let member = view.members.get(&user).filter(|_| !view.is_private());
    wire::VoiceState {
        guild_id: view.guild_id(),
        member: member.map(|member| self::member(member)),
        ..seat_state(user, seat)
    }
}

fn seat_state(user: UserId, seat: &VoiceSeat) -> wire::VoiceState {
    let mut shown = wire::VoiceState::new(user, Some(seat.channel), seat.session.to_string());
    shown.self_mute = seat.own.mute;
    shown.self_deaf = seat.own.deaf;
    shown.self_video = seat.own.video;
    shown.mute = seat.standing.mute;
    shown.deaf = seat.standing.deaf;
    shown.suppress = seat.standing.suppress;
    shown
}

/// How somebody sees a member who is not offline to them.
pub(crate) fn present(
    shared: &GuildShared,
    blocks: &Blocks,
    viewer: UserId,
    user: UserId,
) -> Option<Presence> {
    if blocks.are_apart(viewer, user) {
        return None;
    }
    let seen = shared.presence(user);
    (!seen.is_offline()).then(|| seen.presence_of(user))
}

/// A message as REST shows it, but for its reactions.
pub(crate) fn message(view: &GuildView, shown: &Shown) -> wire::Message {
    let mut message = alone(view, &shown.message, &shown.author);
    if let Some(about) = &shown.about {
        message.mentions = vec![user(about)];
    }
    if let Some(begun) = &shown.thread {
        message.flags |= HAS_THREAD;
        message.thread = Some(Box::new(thread(&begun.0, begun.1, None)));
    }
    message.referenced_message = match &shown.answers {
        Answers::Nothing => None,
        Answers::Deleted => Some(ReferencedMessage::Deleted),
        Answers::Message(answered) => {
            let mut answered = alone(view, &answered.0, &answered.1);
            answered.reactions = None;
            Some(ReferencedMessage::Found(Box::new(answered)))
        }
    };
    message
}

fn author(author: &Author, id: UserId) -> wire::User {
    match author {
        Author::Member(member) => user(&member.user),
        Author::Stranger(stranger) => user(stranger),
        Author::Unknown => unknown_user(id),
    }
}

/// A message without what it answers.
fn alone(view: &GuildView, message: &Message, by: &Author) -> wire::Message {
    let author = author(by, message.author);
    let created_at = Timestamp::from_ms(message.created_at_ms);
    let content = message.content.clone();
    let mut shown = wire::Message::new(message.id, message.channel, author, content, created_at);
    shown.edited_timestamp = message.edited_at_ms.map(Timestamp::from_ms);
    shown.mention_everyone = message.mention_everyone;
    shown.mention_roles.clone_from(&message.mention_roles);
    let mentioned = message.mentions.iter().filter_map(|id| view.members.get(id));
    shown.mentions = mentioned.map(|mentioned| user(&mentioned.user)).collect();
    shown.flags = u32::try_from(message.flags).unwrap_or(0);
    shown.pinned = message.pinned_at_ms.is_some();
    shown.attachments =
        message.attachments.iter().map(|file| attachment(view, message, file)).collect();
    let embeds = message.embeds.as_deref().map(|admitted| embeds(admitted, &shown.attachments));
    shown.embeds = embeds.unwrap_or_default();
    shown.nonce = message.nonce.as_ref().and_then(nonce);
    shown.kind = MessageKind::from_number(message.kind.into()).unwrap_or(MessageKind::Default);
    shown.call = message.call.as_ref().map(call);
    shown.message_reference = message.reference.map(|reference| {
        let about = MessageReference::new(reference.message, reference.channel, view.guild_id());
        // It speaks of a thread and of no message.
        let message_id = about.message_id.filter(|id| id.get() != 0);
        MessageReference { message_id, ..about }
    });
    shown
}

fn call(note: &CallNote) -> MessageCall {
    let ended_timestamp = note.ended_at_ms.map(Timestamp::from_ms);
    MessageCall { participants: note.participants.clone(), ended_timestamp }
}

/// The reactions of a message; `mine` are the emojis that the reader reacted with.
pub(crate) fn reactions(summary: &ReactionSummary, mine: &[&str]) -> Vec<wire::Reaction> {
    let reaction = |count: &EmojiCount| {
        let emoji = ReactionEmoji::character(count.emoji.clone());
        wire::Reaction::new(emoji, count.count, mine.contains(&count.emoji.as_str()))
    };
    summary.emojis.iter().map(reaction).collect()
}

/// An event at its position in the channel's log.
pub(crate) fn event(
    view: &GuildView,
    channel_id: ChannelId,
    happening: &Happening,
    x_seq: u64,
) -> Event {
    let guild_id = view.guild_id();
    match happening {
        Happening::Created(shown) => {
            Event::MessageCreate(Box::new(message_event(view, shown, x_seq)))
        }
        Happening::Updated(shown) => {
            Event::MessageUpdate(Box::new(message_event(view, shown, x_seq)))
        }
        Happening::Deleted(id) => {
            Event::MessageDelete(MessageDelete { id: *id, channel_id, guild_id, x_seq })
        }
        Happening::BulkDeleted(ids) => {
            let ids = ids.clone();
            let event = MessageDeleteBulk { ids, channel_id, guild_id, x_seq };
            Event::MessageDeleteBulk(Box::new(event))
        }
        Happening::Reacted(reacted) => {
            let Reacted { message, author, user, member, emoji } = &**reacted;
            let mut event = reaction((guild_id, channel_id), (*message, *user), emoji, x_seq);
            let member = member.as_deref().filter(|_| !view.is_private());
            event.member = member.map(self::member);
            event.message_author_id = Some(*author);
            Event::ReactionAdd(Box::new(event))
        }
        Happening::Unreacted { message, user, emoji } => Event::ReactionRemove(Box::new(reaction(
            (guild_id, channel_id),
            (*message, *user),
            emoji,
            x_seq,
        ))),
        Happening::ReactionsRemoved(message_id) => {
            let message_id = *message_id;
            let event = ReactionsRemoved { channel_id, message_id, guild_id, emoji: None, x_seq };
            Event::ReactionsRemoved(Box::new(event))
        }
        Happening::EmojiRemoved { message, emoji } => {
            let (message_id, emoji) = (*message, Some(ReactionEmoji::character(emoji.clone())));
            let event = ReactionsRemoved { channel_id, message_id, guild_id, emoji, x_seq };
            Event::EmojiRemoved(Box::new(event))
        }
        Happening::Pins { last_pin_ms, .. } => {
            let last_pin_timestamp = last_pin_ms.map(Timestamp::from_ms);
            Event::PinsUpdate(PinsUpdate { guild_id, channel_id, last_pin_timestamp, x_seq })
        }
    }
}

fn message_event(view: &GuildView, shown: &Shown, x_seq: u64) -> MessageEvent {
    let mut message = message(view, shown);
    message.reactions = None;
    if shown.message.kind == MessageKind::ThreadStarter.number() {
        // Its deletion takes it out of what was told in its own channel, not in the thread.
        message.referenced_message = None;
    }
    let member = match &shown.author {
        Author::Member(member) if !view.is_private() => Some(member_without_user(member)),
        Author::Member(_) | Author::Stranger(_) | Author::Unknown => None,
    };
    MessageEvent { message, guild_id: view.guild_id(), member, x_seq }
}

fn reaction(
    (guild_id, channel_id): (Option<GuildId>, ChannelId),
    (message_id, user_id): (MessageId, UserId),
    emoji: &str,
    x_seq: u64,
) -> ReactionEvent {
    ReactionEvent {
        user_id,
        channel_id,
        message_id,
        guild_id,
        member: None,
        message_author_id: None,
        emoji: ReactionEmoji::character(emoji),
        burst: false,
        kind: 0,
        x_seq,
    }
}

/// A file, with an address that is good from now on.
fn attachment(view: &GuildView, message: &Message, file: &Attachment) -> wire::Attachment {
    let url = view.addresses.attachment(message.channel, file.id, &file.filename);
    wire::Attachment {
        id: file.id,
        filename: file.filename.clone(),
        description: file.description.clone(),
        content_type: Some(file.content_type.clone()),
        size: file.size,
        proxy_url: url.clone(),
        url,
        width: file.width,
        height: file.height,
        flags: if file.spoiler { wire::Attachment::SPOILER } else { 0 },
    }
}

fn nonce(sent: &SentNonce) -> Option<wire::Nonce> {
    match sent {
        SentNonce::Text(text) => wire::Nonce::text(text.clone()).ok(),
        SentNonce::Integer(integer) => Some(wire::Nonce::integer(*integer)),
    }
}
