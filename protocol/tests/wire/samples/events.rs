//! One sample of each event, and more where an event has more than one form.

use protocol::error::ErrorCode;
use protocol::event::{
    AuditLogEntryEvent, BanEvent, Empty, Event, GuildDelete, InviteCreate, InviteDelete,
    MemberEvent, MemberRemove, MembersChunk, MessageAck, MessageDelete, MessageDeleteBulk,
    PinsUpdate, ReactionEvent, ReactionsRemoved, Recipient, RelationshipRemove, RoleDelete,
    RoleEvent, SettingsChanged, ThreadDelete, ThreadListSync, ThreadMemberUpdate,
    ThreadMembersUpdate, TypingStart, VoiceServerUpdate,
};
use protocol::wire::extension::{
    ListedMember, MemberGroup, MemberGroupId, MemberRange, Members, Mention, Presences, Receipt,
    ReceiptKind, Receipts, Subscribed, Unread, UnreadChannel, VoiceRefused,
};
use protocol::wire::{
    AuditAction, AuditLogChange, AuditLogEntry, AuditLogOptions, Call, CallDelete, CallUpdate,
    MessageCall, MessageEvent, MessageKind, Null, Presence, PresenceEvent, RelationshipKind,
    ReportNews, ReportStatus, Status, VoiceState,
};
use protocol::{AuditEntryId, ReportId};

use super::*;

/// All events, each at least once; a label tells those apart that share a name.
pub(crate) fn events() -> Vec<(&'static str, Event)> {
    let mut events = session_events();
    events.extend(guild_events());
    events.extend(thread_events());
    events.extend(message_events());
    events.extend(reaction_events());
    events.extend(extension_events());
    events
}

fn session_events() -> Vec<(&'static str, Event)> {
    let status = PresenceEvent { guild_id: GUILD, presence: presence() };
    let gone = PresenceEvent {
        guild_id: GUILD,
        presence: Presence::new(ADA, Status::Offline, Vec::new()),
    };
    vec![
        ("of_a_bot", Event::Ready(Box::new(ready()))),
        ("of_a_user", Event::Ready(Box::new(user_ready()))),
        ("", Event::Resumed(Empty {})),
        ("", Event::UserUpdate(Box::new(current_user()))),
        ("", Event::RelationshipAdd(Box::new(friend()))),
        (
            "",
            Event::RelationshipRemove(RelationshipRemove {
                id: BOT,
                kind: RelationshipKind::Friend,
            }),
        ),
        (
            "",
            Event::MessageAck(MessageAck {
                channel_id: TEXT,
                message_id: MESSAGE,
                mention_count: 2,
                manual: true,
            }),
        ),
        ("", Event::PresenceUpdate(Box::new(status))),
        ("offline", Event::PresenceUpdate(Box::new(gone))),
    ]
}

fn guild_events() -> Vec<(&'static str, Event)> {
    let role_event = || Box::new(RoleEvent { guild_id: GUILD, role: role() });
    let member_event = || Box::new(MemberEvent { guild_id: GUILD, member: member() });
    let ban_event = || Box::new(BanEvent { guild_id: GUILD, user: ada() });
    let chunk = MembersChunk {
        guild_id: GUILD,
        members: vec![member()],
        chunk_index: 0,
        chunk_count: 1,
        not_found: vec![BOT],
        presences: vec![presence()],
        nonce: Some("n".to_owned()),
    };
    let invite = InviteCreate {
        inviter: Some(ada()),
        expires_at: Some(LATER),
        max_age: 86_400,
        max_uses: 10,
        ..InviteCreate::new(GUILD, TEXT, "aB3dE5gH", NOW)
    };
    let deleted = InviteDelete { guild_id: GUILD, channel_id: TEXT, code: "aB3dE5gH".to_owned() };
    let (first, second) = audit_log_entries();
    let told =
        |entry| Event::AuditLogEntryCreate(Box::new(AuditLogEntryEvent { guild_id: GUILD, entry }));
    let state = VoiceState { guild_id: Some(GUILD), member: Some(member()), ..voice_state() };
    vec![
        ("", Event::GuildCreate(Box::new(guild_create()))),
        ("", Event::GuildUpdate(Box::new(guild()))),
        ("", Event::GuildDelete(GuildDelete { id: GUILD, unavailable: false })),
        ("outage", Event::GuildDelete(GuildDelete { id: GUILD, unavailable: true })),
        ("", Event::ChannelCreate(Box::new(text_channel()))),
        ("", Event::ChannelUpdate(Box::new(voice_channel()))),
        ("", Event::ChannelDelete(Box::new(category()))),
        ("direct", Event::ConversationCreate(Box::new(private_channel()))),
        ("direct", Event::ConversationDelete(Box::new(private_channel()))),
        ("group", Event::ConversationCreate(Box::new(group_channel()))),
        ("group", Event::ConversationUpdate(Box::new(group_channel()))),
        ("", Event::RecipientAdd(Box::new(Recipient { channel_id: DIRECT, user: ada() }))),
        ("", Event::RecipientRemove(Box::new(Recipient { channel_id: DIRECT, user: ada() }))),
        ("", Event::RoleCreate(role_event())),
        ("", Event::RoleUpdate(role_event())),
        ("", Event::RoleDelete(RoleDelete { guild_id: GUILD, role_id: ROLE })),
        ("", Event::MemberAdd(member_event())),
        ("", Event::MemberUpdate(member_event())),
        ("", Event::MemberRemove(Box::new(MemberRemove { guild_id: GUILD, user: ada() }))),
        ("", Event::BanAdd(ban_event())),
        ("", Event::BanRemove(ban_event())),
        ("", Event::MembersChunk(Box::new(chunk))),
        ("", told(first)),
        ("of_an_exception", told(second)),
        ("", Event::InviteCreate(Box::new(invite))),
        ("", Event::InviteDelete(deleted)),
        ("", Event::VoiceStateUpdate(Box::new(state))),
        ("", Event::VoiceServerUpdate(VoiceServerUpdate::none(GUILD))),
    ]
}

/// One with changes, and one with all else.
fn audit_log_entries() -> (AuditLogEntry, AuditLogEntry) {
    let change = AuditLogChange {
        key: "name".to_owned(),
        old_value: Some("Harbour".into()),
        new_value: Some("Pier".into()),
    };
    let renamed = AuditLogEntry {
        id: AuditEntryId::new(MESSAGE.get()),
        user_id: ADA,
        target_id: Some(GUILD.to_string()),
        action_type: AuditAction::GuildUpdate,
        changes: vec![change],
        options: None,
        reason: Some("a better name".to_owned()),
    };
    let options = AuditLogOptions {
        id: Some(ROLE.into()),
        kind: Some("0".to_owned()),
        role_name: Some("crew".to_owned()),
        ..AuditLogOptions::default()
    };
    let excepted = AuditLogEntry {
        target_id: Some(TEXT.to_string()),
        action_type: AuditAction::OverwriteDelete,
        changes: Vec::new(),
        options: Some(options),
        reason: None,
        ..renamed.clone()
    };
    (renamed, excepted)
}

fn thread_events() -> Vec<(&'static str, Event)> {
    let deleted = ThreadDelete {
        id: THREAD,
        guild_id: GUILD,
        parent_id: TEXT,
        kind: ChannelKind::PublicThread,
    };
    let sync = ThreadListSync {
        guild_id: GUILD,
        channel_ids: vec![TEXT],
        threads: vec![thread()],
        members: vec![ThreadMember { member: None, ..thread_member() }],
    };
    let mine = ThreadMemberUpdate {
        member: ThreadMember { member: None, ..thread_member() },
        guild_id: GUILD,
    };
    let members = ThreadMembersUpdate {
        id: THREAD,
        guild_id: GUILD,
        member_count: 2,
        added_members: vec![thread_member()],
        removed_member_ids: vec![BOT],
    };
    vec![
        ("", Event::ThreadCreate(Box::new(new_thread()))),
        ("", Event::ThreadUpdate(Box::new(thread()))),
        ("", Event::ThreadDelete(deleted)),
        ("", Event::ThreadListSync(Box::new(sync))),
        ("", Event::ThreadMemberUpdate(Box::new(mine))),
        ("", Event::ThreadMembersUpdate(Box::new(members))),
    ]
}

fn reaction_events() -> Vec<(&'static str, Event)> {
    let added = ReactionEvent {
        user_id: ADA,
        channel_id: TEXT,
        message_id: MESSAGE,
        guild_id: Some(GUILD),
        member: Some(member()),
        message_author_id: Some(BOT),
        emoji: ReactionEmoji::character("❤"),
        burst: false,
        kind: 0,
        x_seq: 45,
    };
    let removed = ReactionEvent { member: None, message_author_id: None, ..added.clone() };
    let all = ReactionsRemoved {
        channel_id: TEXT,
        message_id: MESSAGE,
        guild_id: Some(GUILD),
        emoji: None,
        x_seq: 46,
    };
    let one = ReactionsRemoved { emoji: Some(ReactionEmoji::character("❤")), ..all.clone() };
    let pins = PinsUpdate {
        guild_id: Some(GUILD),
        channel_id: TEXT,
        last_pin_timestamp: Some(LATER),
        x_seq: 47,
    };
    vec![
        ("", Event::ReactionAdd(Box::new(added))),
        ("", Event::ReactionRemove(Box::new(removed))),
        ("", Event::ReactionsRemoved(Box::new(all))),
        ("", Event::EmojiRemoved(Box::new(one))),
        ("", Event::PinsUpdate(pins)),
        ("none", Event::PinsUpdate(PinsUpdate { last_pin_timestamp: None, ..pins })),
    ]
}

fn message_events() -> Vec<(&'static str, Event)> {
    let create = |message| Event::MessageCreate(Box::new(message_event(message)));
    let direct = |message| MessageEvent { guild_id: None, member: None, ..message_event(message) };
    let call = MessageCall { participants: vec![ADA], ended_timestamp: Some(NOW) };
    let called = direct(Message {
        kind: MessageKind::Call,
        call: Some(call),
        ..Message::new(MESSAGE, TEXT, ada(), "", NOW)
    });
    let deleted = MessageDelete { id: MESSAGE, channel_id: TEXT, guild_id: Some(GUILD), x_seq: 43 };
    let bulk = MessageDeleteBulk {
        ids: vec![MESSAGE, MessageId::new(MESSAGE.get() + 1)],
        channel_id: TEXT,
        guild_id: Some(GUILD),
        x_seq: 44,
    };
    let typing = TypingStart {
        channel_id: TEXT,
        guild_id: Some(GUILD),
        user_id: ADA,
        timestamp_s: NOW.as_ms() / 1000,
        member: Some(member()),
    };
    vec![
        ("", create(message())),
        ("full", create(full_message())),
        ("orphan", create(orphan_message())),
        ("direct", Event::MessageCreate(Box::new(direct(message())))),
        ("blanked", create(full_message()).blanked().unwrap()),
        ("", Event::MessageUpdate(Box::new(message_event(full_message())))),
        ("call", Event::MessageUpdate(Box::new(called))),
        ("", Event::MessageDelete(deleted)),
        ("direct", Event::MessageDelete(MessageDelete { guild_id: None, ..deleted })),
        ("", Event::MessageDeleteBulk(Box::new(bulk))),
        ("", Event::TypingStart(Box::new(typing.clone()))),
        (
            "direct",
            Event::TypingStart(Box::new(TypingStart { guild_id: None, member: None, ..typing })),
        ),
    ]
}

fn extension_events() -> Vec<(&'static str, Event)> {
    let receipt = Receipt { user_id: ADA, message_id: MESSAGE, kind: ReceiptKind::Delivered };
    let unread = UnreadChannel { channel_id: TEXT, last_message_id: MESSAGE, mentions: 2 };
    let mention = Mention { channel_id: TEXT, message: message() };
    let listed = ListedMember { member: member(), presence: presence() };
    let groups = [
        (MemberGroupId::Role(ROLE), 1),
        (MemberGroupId::Online, 40),
        (MemberGroupId::Offline, 5_000),
    ];
    let list = Members {
        guild_id: GUILD,
        total: 5_041,
        groups: groups.map(|(id, count)| MemberGroup { id, count }).to_vec(),
        ranges: vec![MemberRange { from: 0, members: vec![listed] }],
    };
    let call = Call {
        channel_id: TEXT,
        message_id: MESSAGE,
        region: Null,
        ringing: vec![ADA],
        voice_states: vec![VoiceState::new(ADA, Some(TEXT), "0123456789abcdef0123456789abcdef")],
    };
    let rings = CallUpdate { channel_id: TEXT, message_id: MESSAGE, region: Null, ringing: vec![] };
    let refused = Subscribed::refused(TEXT, ErrorCode::MissingAccess);
    let (id, status) = (ReportId::new(15), ReportStatus::Open);
    let news = ReportNews { guild_id: GUILD, id, status };
    let settings = serde_json::json!({"notify:1": {"level": "all"}});
    vec![
        ("", Event::Subscribed(Subscribed::live(TEXT, 41, 3))),
        ("reset", Event::Subscribed(Subscribed::reset(TEXT, 41))),
        ("refused", Event::Subscribed(refused)),
        ("", Event::Unread(Unread { channels: vec![unread] })),
        ("", Event::Presences(Presences { guild_id: Some(GUILD), presences: vec![presence()] })),
        ("friends", Event::Presences(Presences { guild_id: None, presences: vec![] })),
        ("", Event::Receipts(Receipts { channel_id: TEXT, receipts: vec![receipt] })),
        ("", Event::Report(news)),
        ("", Event::Mention(Box::new(mention))),
        ("", Event::SettingsChanged(SettingsChanged { settings })),
        ("", Event::Members(list)),
        ("", Event::VoiceRefused(VoiceRefused::new(VOICE, ErrorCode::RoomFull))),
        ("", Event::CallCreate(Box::new(call))),
        ("", Event::CallUpdate(Box::new(rings))),
        ("", Event::CallDelete(CallDelete { channel_id: TEXT })),
    ]
}
