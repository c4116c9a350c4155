//! One filled sample of each object; events and commands in their own files.

mod commands;
mod events;
mod voice;

pub(crate) use commands::commands;
pub(crate) use events::events;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::id::{
    AttachmentId, ChannelId, EmojiId, GuildId, MessageId, RoleId, UserId, WebhookId,
};
use protocol::permissions::{DEFAULT_EVERYONE, Overwrite};
use protocol::wire::*;
use protocol::{ApiError, Permissions, Timestamp};
use serde_json::{Value, json};
pub(crate) use voice::voice_frames;

pub(crate) const GUILD: GuildId = GuildId::new(1_574_521_000_000_000_001);
pub(crate) const ADA: UserId = UserId::new(1_574_521_000_000_000_002);
pub(crate) const BOT: UserId = UserId::new(1_574_521_000_000_000_003);
pub(crate) const TEXT: ChannelId = ChannelId::new(1_574_521_000_000_000_004);
pub(crate) const VOICE: ChannelId = ChannelId::new(1_574_521_000_000_000_005);
pub(crate) const CATEGORY: ChannelId = ChannelId::new(1_574_521_000_000_000_006);
pub(crate) const ROLE: RoleId = RoleId::new(1_574_521_000_000_000_007);
pub(crate) const MESSAGE: MessageId = MessageId::new(1_574_521_000_000_000_008);
pub(crate) const THREAD: ChannelId = ChannelId::new(1_574_521_000_000_000_009);
const DIRECT: ChannelId = ChannelId::new(1_574_521_000_000_000_010);
const NOW: Timestamp = Timestamp::from_ms(1_795_368_196_123);
const LATER: Timestamp = Timestamp::from_ms(1_795_454_596_000);

pub(crate) fn ada() -> User {
    User { global_name: Some("Ada".to_owned()), ..User::new(ADA, "ada", false) }
}

pub(crate) fn bot() -> User {
    User::new(BOT, "helper", true)
}

pub(crate) fn current_user() -> CurrentUser {
    CurrentUser::new(ada(), Some("ada@example.org".to_owned()))
}

pub(crate) fn role() -> Role {
    let permissions = Permissions::MANAGE_MESSAGES | Permissions::VIEW_CHANNEL;
    let color = RoleColor(0x00_33_66);
    Role { color, hoist: true, ..Role::new(ROLE, "Keepers", permissions, 2) }
}

pub(crate) fn bot_role() -> Role {
    let tags = Some(RoleTags { bot_id: BOT });
    let id = RoleId::new(ROLE.get() + 100);
    Role { managed: true, tags, ..Role::new(id, "helper", Permissions::VIEW_CHANNEL, 1) }
}

pub(crate) fn text_channel() -> Channel {
    let overwrites = vec![
        Overwrite::role(GUILD.everyone(), Permissions::empty(), Permissions::SEND_MESSAGES),
        Overwrite::member(ADA, Permissions::SEND_MESSAGES, Permissions::empty()),
    ];
    let detail = TextDetail {
        topic: Some("All sorts".to_owned()),
        last_message_id: Some(MESSAGE),
        rate_limit_per_user: 5,
        ..TextDetail::default()
    };
    Channel {
        permission_overwrites: overwrites,
        parent_id: Some(CATEGORY),
        detail: ChannelDetail::Text(detail),
        ..Channel::text(TEXT, GUILD, "general", 1)
    }
}

pub(crate) fn announcement_channel() -> Channel {
    Channel::announcements(TEXT, GUILD, "news", 3)
}

pub(crate) fn voice_channel() -> Channel {
    Channel::voice(VOICE, GUILD, "Lounge", 2, 64_000)
}

pub(crate) fn category() -> Channel {
    Channel::category(CATEGORY, GUILD, "Rooms", 0)
}

pub(crate) fn thread() -> Channel {
    let detail = ThreadDetail {
        owner_id: ADA,
        last_message_id: Some(MESSAGE),
        rate_limit_per_user: 0,
        last_pin_timestamp: None,
        message_count: 3,
        member_count: 2,
        total_message_sent: 4,
        thread_metadata: ThreadMetadata {
            archived: false,
            auto_archive_duration: 1440,
            archive_timestamp: NOW,
            locked: false,
            invitable: false,
            create_timestamp: Some(NOW),
        },
        member: None,
        newly_created: false,
    };
    Channel::thread(THREAD, ChannelKind::PublicThread, GUILD, TEXT, "A thread", detail)
}

/// A thread as a member of it sees it.
pub(crate) fn own_thread() -> Channel {
    let mut thread = thread();
    if let ChannelDetail::Thread(detail) = &mut thread.detail {
        detail.member = Some(Box::new(ThreadMember::new(THREAD, ADA, NOW)));
    }
    thread
}

pub(crate) fn new_thread() -> Channel {
    let mut thread = thread();
    if let ChannelDetail::Thread(detail) = &mut thread.detail {
        detail.newly_created = true;
    }
    thread
}

pub(crate) fn thread_member() -> ThreadMember {
    ThreadMember { member: Some(member()), ..ThreadMember::new(THREAD, ADA, NOW) }
}

pub(crate) fn private_channel() -> PrivateChannel {
    PrivateChannel { last_message_id: Some(MESSAGE), ..PrivateChannel::direct(DIRECT, vec![ada()]) }
}

pub(crate) fn group_channel() -> PrivateChannel {
    PrivateChannel {
        last_message_id: Some(MESSAGE),
        ..PrivateChannel::group(DIRECT, ADA, Some("Analysts".to_owned()), vec![ada()])
    }
}

pub(crate) fn member() -> Member {
    Member {
        nick: Some("The Countess".to_owned()),
        communication_disabled_until: Some(LATER),
        ..Member::new(ada(), vec![ROLE], NOW)
    }
}

pub(crate) fn guild() -> Guild {
    let roles = vec![Role::everyone(GUILD, DEFAULT_EVERYONE), role(), bot_role()];
    Guild { system_channel_id: Some(TEXT), ..Guild::new(GUILD, "Analysts", ADA, roles) }
}

pub(crate) fn voice_state() -> VoiceState {
    VoiceState { self_mute: true, ..VoiceState::new(ADA, Some(VOICE), "session") }
}

pub(crate) fn presence() -> Presence {
    let activity = Activity {
        name: "chess".to_owned(),
        kind: 0,
        url: None,
        state: None,
        created_at: Some(1_795_368_196_123),
    };
    Presence::new(ADA, Status::Idle, vec![activity])
}

pub(crate) fn guild_create() -> GuildCreate {
    GuildCreate {
        voice_states: vec![voice_state()],
        members: vec![member(), Member::new(bot(), vec![], NOW)],
        channels: vec![category(), text_channel(), voice_channel()],
        threads: vec![own_thread()],
        presences: vec![presence()],
        ..GuildCreate::new(guild(), NOW, 2)
    }
}

pub(crate) fn message() -> Message {
    let content = "hello <@1574521000000000003>, \"op\":1 is no opcode";
    Message {
        mentions: vec![bot()],
        nonce: Some(Nonce::integer(7_000_000_000_i64)),
        ..Message::new(MESSAGE, TEXT, ada(), content, NOW)
    }
}

/// A reply with everything that a message can have.
pub(crate) fn full_message() -> Message {
    let attachment = Attachment {
        id: AttachmentId::new(12),
        filename: "notes.txt".to_owned(),
        description: None,
        content_type: Some("text/plain".to_owned()),
        size: 5,
        url: "http://127.0.0.1:8080/files/12/notes.txt".to_owned(),
        proxy_url: "http://127.0.0.1:8080/files/12/notes.txt".to_owned(),
        width: None,
        height: None,
        flags: Attachment::SPOILER,
    };
    let heart = ReactionEmoji::character("❤");
    let custom =
        ReactionEmoji { id: Some(EmojiId::new(13)), name: Some("wave".to_owned()), animated: true };
    Message {
        edited_timestamp: Some(LATER),
        mention_everyone: true,
        mention_roles: vec![ROLE],
        attachments: vec![attachment],
        embeds: vec![json!({"type": "rich", "title": "A title", "color": 255})],
        reactions: Some(vec![Reaction::new(heart, 2, false), Reaction::new(custom, 1, false)]),
        pinned: true,
        kind: MessageKind::Reply,
        nonce: Some(Nonce::text("a nonce").unwrap()),
        webhook_id: Some(WebhookId::new(14)),
        message_reference: Some(MessageReference::new(MESSAGE, TEXT, Some(GUILD))),
        referenced_message: Some(ReferencedMessage::Found(Box::new(message()))),
        thread: Some(Box::new(thread())),
        ..Message::new(MessageId::new(MESSAGE.get() + 1), TEXT, bot(), "yes", NOW)
    }
}

/// A reply to what was deleted.
pub(crate) fn orphan_message() -> Message {
    Message {
        kind: MessageKind::Reply,
        message_reference: Some(MessageReference::new(MESSAGE, TEXT, Some(GUILD))),
        referenced_message: Some(ReferencedMessage::Deleted),
        ..message()
    }
}

/// Reactions are events of their own.
pub(crate) fn message_event(message: Message) -> MessageEvent {
    let message = Message { reactions: None, ..message };
    let member = Some(Member::without_user(vec![ROLE], NOW));
    MessageEvent { message, guild_id: Some(GUILD), member, x_seq: 41 }
}

pub(crate) fn invite() -> Invite {
    let channel = InviteChannel { id: TEXT, name: "general".to_owned(), kind: ChannelKind::Text };
    Invite {
        inviter: Some(ada()),
        approximate_member_count: 2,
        approximate_presence_count: 1,
        expires_at: Some(LATER),
        metadata: Some(InviteMetadata::new(1, 10, 86_400, NOW)),
        ..Invite::new("aB3dE5gH", InviteGuild::new(GUILD, "Analysts"), channel)
    }
}

pub(crate) fn ban() -> Ban {
    Ban { reason: Some("spam".to_owned()), user: ada() }
}

pub(crate) fn ready() -> Ready {
    Ready::new(
        CurrentUser::new(bot(), None),
        vec![UnavailableGuild::new(GUILD)],
        "0123456789abcdef",
        "ws://127.0.0.1:8080/gateway",
    )
}

pub(crate) fn friend() -> Relationship {
    Relationship { id: BOT, kind: RelationshipKind::Friend, user: bot(), since: NOW }
}

pub(crate) fn user_ready() -> Ready {
    let read = ReadState { channel_id: TEXT, last_message_id: Some(MESSAGE), mention_count: 1 };
    let user_state = UserState {
        relationships: vec![friend()],
        settings: json!({"theme": "dark"}),
        read_state: vec![read],
    };
    Ready {
        user: current_user(),
        private_channels: vec![private_channel()],
        user_state: Some(user_state),
        ..ready()
    }
}

pub(crate) fn thread_page() -> ThreadPage {
    let members = vec![ThreadMember::new(THREAD, ADA, NOW)];
    ThreadPage { threads: vec![thread()], members, has_more: true }
}

/// All objects by name.
pub(crate) fn objects() -> Vec<(&'static str, Value)> {
    fn of(object: impl serde::Serialize) -> Value {
        serde_json::to_value(object).unwrap()
    }
    let wrong = ApiError::invalid_field("embeds.0.title", FieldErrorCode::TooLong, "too long");
    let suspended = ApiError::suspended(Some("spam".to_owned()), None);
    let slow = ApiError::new(ErrorCode::SlowMode).retry_after_ms(1_500, false);
    vec![
        ("user", of(ada())),
        ("current_user", of(current_user())),
        ("role", of(role())),
        ("role_of_a_bot", of(bot_role())),
        ("role_everyone", of(Role::everyone(GUILD, DEFAULT_EVERYONE))),
        ("channel_text", of(text_channel())),
        ("channel_announcements", of(announcement_channel())),
        ("channel_voice", of(voice_channel())),
        ("channel_category", of(category())),
        ("channel_thread", of(thread())),
        ("channel_thread_own", of(own_thread())),
        ("thread_member", of(thread_member())),
        ("thread_page", of(thread_page())),
        ("channel_direct", of(private_channel())),
        ("channel_group", of(group_channel())),
        ("guild", of(guild())),
        ("guild_partial", of(PartialGuild::new(GUILD, "Analysts", true, DEFAULT_EVERYONE))),
        ("member", of(member())),
        ("message", of(message())),
        ("message_full", of(full_message())),
        ("message_orphan", of(orphan_message())),
        ("invite", of(invite())),
        ("ban", of(ban())),
        ("invite_public", of(Invite { metadata: None, ..invite() })),
        (
            "voice_state",
            of(VoiceState { guild_id: Some(GUILD), member: Some(member()), ..voice_state() }),
        ),
        ("gateway_bot", of(GatewayBot::new("ws://127.0.0.1:8080/gateway"))),
        ("gateway", of(GatewayAddress { url: "ws://127.0.0.1:8080/gateway".to_owned() })),
        ("application", of(Application::new(bot(), ada()))),
        ("error", of(ApiError::new(ErrorCode::UnknownChannel))),
        ("error_fields", of(wrong)),
        ("error_suspended", of(suspended)),
        ("error_slow_mode", of(slow)),
    ]
}
