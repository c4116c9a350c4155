//! Channels: what all have in common, and what each kind adds.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Null, ThreadMember, User};
use crate::id::{ChannelId, GuildId, MessageId, UserId};
use crate::numbered::numbered;
use crate::permissions::Overwrite;
use crate::time::Timestamp;

numbered! {
    /// What a channel is.
    pub enum ChannelKind: "a channel type: 0, 1, 2, 3, 4, 5, 11 or 12" {
        /// Text in a guild.
        Text = 0,
        /// A conversation of two.
        Direct = 1,
        /// Voice in a guild.
        Voice = 2,
        /// A conversation of up to ten.
        Group = 3,
        /// A heading over other channels.
        Category = 4,
        /// Text in a guild, as a rule of a few to all.
        Announcement = 5,
        /// A thread that all who see its parent can see.
        PublicThread = 11,
        /// A thread for those who were added.
        PrivateThread = 12,
    }
}

/// A channel of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Channel {
    /// The channel's id.
    pub id: ChannelId,
    /// What it is. The constructors make it agree with `detail`.
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    /// Its guild.
    pub guild_id: GuildId,
    /// The name.
    pub name: String,
    /// The place in the list.
    pub position: i64,
    /// Its own exceptions.
    pub permission_overwrites: Vec<Overwrite>,
    /// The category, or a thread's channel.
    #[schema(required)]
    pub parent_id: Option<ChannelId>,
    /// Always 0.
    pub flags: u32,
    /// The fields of its kind.
    #[serde(flatten)]
    pub detail: ChannelDetail,
}

/// The fields of a kind of channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ChannelDetail {
    /// Of a text channel.
    Text(TextDetail),
    /// Of a voice channel.
    Voice(VoiceDetail),
    /// Of a category.
    Category(CategoryDetail),
    /// Of a thread.
    Thread(ThreadDetail),
}

/// What a text channel adds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct TextDetail {
    /// What it is about.
    #[schema(required)]
    pub topic: Option<String>,
    /// Whether it is for adults.
    pub nsfw: bool,
    /// The newest message, which may have been deleted since.
    #[schema(required)]
    pub last_message_id: Option<MessageId>,
    /// Slow mode: seconds between two posts of one user, 0 is off.
    pub rate_limit_per_user: u32,
    /// When something was pinned last.
    #[schema(required)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// Always null.
    pub default_auto_archive_duration: Null,
    /// Always 0.
    pub default_thread_rate_limit_per_user: u32,
}

/// What a voice channel adds. It has a text part as well.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct VoiceDetail {
    /// Bits per second of a participant.
    pub bitrate: u32,
    /// Participants at most, 0 is no limit.
    pub user_limit: u32,
    /// Whether it is for adults.
    pub nsfw: bool,
    /// The newest message of its text part.
    #[schema(required)]
    pub last_message_id: Option<MessageId>,
    /// Slow mode of its text part, in seconds.
    pub rate_limit_per_user: u32,
    /// Always null.
    pub rtc_region: Null,
    /// Always null.
    pub topic: Null,
}

/// What a category adds: nothing that varies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct CategoryDetail {
    /// Always false.
    pub nsfw: bool,
    /// Always null.
    pub topic: Null,
}

/// What a thread adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThreadDetail {
    /// Who opened it.
    pub owner_id: UserId,
    /// The newest message.
    #[schema(required)]
    pub last_message_id: Option<MessageId>,
    /// Slow mode in seconds.
    pub rate_limit_per_user: u32,
    /// When something was pinned last.
    #[schema(required)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// Messages that are there.
    pub message_count: u32,
    /// Members, counted to 50.
    pub member_count: u8,
    /// Messages ever posted.
    pub total_message_sent: u32,
    /// Its state.
    pub thread_metadata: ThreadMetadata,
    /// The reader as a member of it. Left out when it is none, and in events that all share.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub member: Option<Box<ThreadMember>>,
    /// Whether it was opened just now. Only in the event that says so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub newly_created: bool,
}

/// A thread's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ThreadMetadata {
    /// Whether it left the list.
    pub archived: bool,
    /// Minutes without a post until it leaves the list: 60, 1440, 4320 or 10080.
    pub auto_archive_duration: u32,
    /// When `archived` changed last.
    pub archive_timestamp: Timestamp,
    /// Whether only those who may manage threads can reopen it.
    pub locked: bool,
    /// Whether its members may add others.
    pub invitable: bool,
    /// When it was opened.
    #[schema(required)]
    pub create_timestamp: Option<Timestamp>,
}

/// A direct conversation, as its participants see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrivateChannel {
    /// The channel's id.
    pub id: ChannelId,
    /// [`ChannelKind::Direct`] or [`ChannelKind::Group`].
    #[serde(rename = "type")]
    pub kind: ChannelKind,
    /// The other participants.
    pub recipients: Vec<User>,
    /// The newest message.
    #[schema(required)]
    pub last_message_id: Option<MessageId>,
    /// When something was pinned last.
    #[schema(required)]
    pub last_pin_timestamp: Option<Timestamp>,
    /// Always 0.
    pub flags: u32,
    /// Who may take others out of a group. Only groups have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owner_id: Option<UserId>,
    /// A group's name, null while it has none. Only groups have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, required = false)]
    pub name: Option<Option<String>>,
    /// Always null, and only there in groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Null, required = false)]
    pub icon: Option<Null>,
}

/// A channel wherever it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AnyChannel {
    /// Of a guild.
    Guild(Channel),
    /// Of no guild.
    Private(PrivateChannel),
}

impl Channel {
    /// A text channel.
    pub fn text(id: ChannelId, guild: GuildId, name: impl Into<String>, position: i64) -> Self {
        let detail = ChannelDetail::Text(TextDetail::default());
        Self::new(id, ChannelKind::Text, guild, name.into(), position, detail)
    }

    /// A channel for announcements.
    pub fn announcements(
        id: ChannelId,
        guild: GuildId,
        name: impl Into<String>,
        position: i64,
    ) -> Self {
        let detail = ChannelDetail::Text(TextDetail::default());
        Self::new(id, ChannelKind::Announcement, guild, name.into(), position, detail)
    }

    /// A voice channel of a bit rate.
    pub fn voice(
        id: ChannelId,
        guild: GuildId,
        name: impl Into<String>,
        position: i64,
        bitrate: u32,
    ) -> Self {
        let detail = ChannelDetail::Voice(VoiceDetail { bitrate, ..VoiceDetail::default() });
        Self::new(id, ChannelKind::Voice, guild, name.into(), position, detail)
    }

    /// A category.
    pub fn category(id: ChannelId, guild: GuildId, name: impl Into<String>, position: i64) -> Self {
        let detail = ChannelDetail::Category(CategoryDetail::default());
        Self::new(id, ChannelKind::Category, guild, name.into(), position, detail)
    }

    /// A thread under a channel; `kind` is one of the two kinds of thread.
    pub fn thread(
        id: ChannelId,
        kind: ChannelKind,
        guild: GuildId,
        parent: ChannelId,
        name: impl Into<String>,
        detail: ThreadDetail,
    ) -> Self {
        let detail = ChannelDetail::Thread(detail);
        let thread = Self::new(id, kind, guild, name.into(), 0, detail);
        Self { parent_id: Some(parent), ..thread }
    }

    fn new(
        id: ChannelId,
        kind: ChannelKind,
        guild_id: GuildId,
        name: String,
        position: i64,
        detail: ChannelDetail,
    ) -> Self {
        let (permission_overwrites, parent_id) = (Vec::new(), None);
        Self {
            id,
            kind,
            guild_id,
            name,
            position,
            permission_overwrites,
            parent_id,
            flags: 0,
            detail,
        }
    }
}

impl PrivateChannel {
    /// A conversation of two; `recipients` is the other one.
    pub fn direct(id: ChannelId, recipients: Vec<User>) -> Self {
        Self {
            id,
            kind: ChannelKind::Direct,
            recipients,
            last_message_id: None,
            last_pin_timestamp: None,
            flags: 0,
            owner_id: None,
            name: None,
            icon: None,
        }
    }

    /// A group, with those in it but for its reader.
    pub fn group(
        id: ChannelId,
        owner: UserId,
        name: Option<String>,
        recipients: Vec<User>,
    ) -> Self {
        Self {
            id,
            kind: ChannelKind::Group,
            recipients,
            last_message_id: None,
            last_pin_timestamp: None,
            flags: 0,
            owner_id: Some(owner),
            name: Some(name),
            icon: Some(Null),
        }
    }
}
