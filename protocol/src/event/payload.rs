//! Payloads that are no objects of their own elsewhere.

use serde::Serialize;
use serde_json::Value;

use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::time::Timestamp;
use crate::wire::{
    AuditLogEntry, Member, Null, Presence, ReactionEmoji, RelationshipKind, Role, User,
};

/// Members in one GUILD_MEMBERS_CHUNK at most.
pub const CHUNK_MEMBERS_MAX: usize = 1000;

/// An empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Empty {}

/// MESSAGE_ACK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MessageAck {
    /// Where something was read.
    pub channel_id: ChannelId,
    /// The last message that was read.
    pub message_id: MessageId,
    /// Mentions since then.
    pub mention_count: u32,
    /// Whether it was set by hand, perhaps back.
    pub manual: bool,
}

/// X_SETTINGS.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingsChanged {
    /// All of them, a JSON object that only clients understand.
    pub settings: Value,
}

/// VOICE_SERVER_UPDATE, to a bot that came into a voice channel: no sound goes to bots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct VoiceServerUpdate {
    /// Always empty.
    pub token: &'static str,
    /// The guild.
    pub guild_id: GuildId,
    /// Always null, by which libraries know at once that there is no server for them.
    pub endpoint: Null,
}

impl VoiceServerUpdate {
    /// None for the voice of a guild.
    pub const fn none(guild_id: GuildId) -> Self {
        Self { token: "", guild_id, endpoint: Null }
    }
}

/// GUILD_DELETE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GuildDelete {
    /// The guild's id.
    pub id: GuildId,
    /// Whether the guild is only out of order. Left out when the user is no longer in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unavailable: bool,
}

/// GUILD_ROLE_CREATE and GUILD_ROLE_UPDATE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleEvent {
    /// The guild.
    pub guild_id: GuildId,
    /// The role.
    pub role: Role,
}

/// GUILD_ROLE_DELETE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RoleDelete {
    /// The guild.
    pub guild_id: GuildId,
    /// The role that was.
    pub role_id: RoleId,
}

/// GUILD_MEMBER_ADD and GUILD_MEMBER_UPDATE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberEvent {
    /// The guild.
    pub guild_id: GuildId,
    /// The member, with its user.
    #[serde(flatten)]
    pub member: Member,
}

/// GUILD_MEMBER_REMOVE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberRemove {
    /// The guild.
    pub guild_id: GuildId,
    /// Who left.
    pub user: User,
}

/// GUILD_BAN_ADD and GUILD_BAN_REMOVE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BanEvent {
    /// The guild.
    pub guild_id: GuildId,
    /// Who is kept out, or no more.
    pub user: User,
}

/// GUILD_MEMBERS_CHUNK: a part of the answer to op 8.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MembersChunk {
    /// The guild.
    pub guild_id: GuildId,
    /// At most [`CHUNK_MEMBERS_MAX`].
    pub members: Vec<Member>,
    /// Which part it is, from 0.
    pub chunk_index: u32,
    /// How many parts there are.
    pub chunk_count: u32,
    /// Users that were asked for and are no members.
    pub not_found: Vec<UserId>,
    /// Presences of `members`, if they were asked for.
    pub presences: Vec<Presence>,
    /// The nonce of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// GUILD_AUDIT_LOG_ENTRY_CREATE.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditLogEntryEvent {
    /// The guild.
    pub guild_id: GuildId,
    /// The entry.
    #[serde(flatten)]
    pub entry: AuditLogEntry,
}

/// INVITE_CREATE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InviteCreate {
    /// The guild.
    pub guild_id: GuildId,
    /// The channel to show first.
    pub channel_id: ChannelId,
    /// What stands in the link.
    pub code: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, null for never.
    pub expires_at: Option<Timestamp>,
    /// Who made it.
    pub inviter: Option<User>,
    /// Seconds until its end, 0 for never.
    pub max_age: u32,
    /// How often it may be used, 0 for any number.
    pub max_uses: u32,
    /// Always false.
    pub temporary: bool,
    /// Always 0.
    pub uses: u32,
}

impl InviteCreate {
    /// A new invite by nobody, which never ends.
    pub fn new(
        guild_id: GuildId,
        channel_id: ChannelId,
        code: impl Into<String>,
        created_at: Timestamp,
    ) -> Self {
        Self {
            guild_id,
            channel_id,
            code: code.into(),
            created_at,
            expires_at: None,
            inviter: None,
            max_age: 0,
            max_uses: 0,
            temporary: false,
            uses: 0,
        }
    }
}

/// INVITE_DELETE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InviteDelete {
    /// The guild.
    pub guild_id: GuildId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// What stood in the link.
    pub code: String,
}

/// MESSAGE_DELETE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MessageDelete {
    /// The message that was.
    pub id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// The channel's sequence.
    pub x_seq: u64,
}

/// MESSAGE_DELETE_BULK.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageDeleteBulk {
    /// The messages that were.
    pub ids: Vec<MessageId>,
    /// Their channel.
    pub channel_id: ChannelId,
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// The channel's sequence.
    pub x_seq: u64,
}

/// MESSAGE_REACTION_ADD and MESSAGE_REACTION_REMOVE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReactionEvent {
    /// Whose reaction.
    pub user_id: UserId,
    /// The message's channel.
    pub channel_id: ChannelId,
    /// Which message.
    pub message_id: MessageId,
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// Who reacted, with its user. Only when one is added, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Who wrote the message. Only when one is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_author_id: Option<UserId>,
    /// With what.
    pub emoji: ReactionEmoji,
    /// Always false.
    pub burst: bool,
    /// Always 0.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The channel's sequence.
    pub x_seq: u64,
}

/// MESSAGE_REACTION_REMOVE_ALL and MESSAGE_REACTION_REMOVE_EMOJI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReactionsRemoved {
    /// The message's channel.
    pub channel_id: ChannelId,
    /// Which message.
    pub message_id: MessageId,
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// Which emoji. Left out when all reactions were removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<ReactionEmoji>,
    /// The channel's sequence.
    pub x_seq: u64,
}

/// CHANNEL_PINS_UPDATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PinsUpdate {
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// The channel.
    pub channel_id: ChannelId,
    /// When the newest of its pins was pinned.
    pub last_pin_timestamp: Option<Timestamp>,
    /// The channel's sequence.
    pub x_seq: u64,
}

/// RELATIONSHIP_REMOVE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RelationshipRemove {
    /// The other user.
    pub id: UserId,
    /// How they stood.
    #[serde(rename = "type")]
    pub kind: RelationshipKind,
}

/// CHANNEL_RECIPIENT_ADD and CHANNEL_RECIPIENT_REMOVE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// Which group.
    pub channel_id: ChannelId,
    /// Who came or went.
    pub user: User,
}

/// TYPING_START.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypingStart {
    /// The channel.
    pub channel_id: ChannelId,
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// Who is writing.
    pub user_id: UserId,
    /// Unix seconds.
    #[serde(rename = "timestamp")]
    pub timestamp_s: i64,
    /// Who is writing, with its user. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
}
