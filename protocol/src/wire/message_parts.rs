//! What hangs on a message: references, reactions, files.

use serde::Serialize;
use utoipa::ToSchema;

use super::{EmptyList, Message};
use crate::id::{AttachmentId, ChannelId, EmojiId, GuildId, MessageId};

/// Which message is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageReference {
    /// Always 0.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The message. Left out when only the channel is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message_id: Option<MessageId>,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Its guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
}

impl MessageReference {
    /// A reference to a message.
    pub const fn new(
        message_id: MessageId,
        channel_id: ChannelId,
        guild_id: Option<GuildId>,
    ) -> Self {
        Self { kind: 0, message_id: Some(message_id), channel_id, guild_id }
    }
}

/// The message that a reply answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ReferencedMessage {
    /// It is there.
    Found(Box<Message>),
    /// It was deleted: null.
    Deleted,
}

impl ReferencedMessage {
    /// The message without what its author put in.
    pub(super) fn blanked(&self) -> Self {
        match self {
            Self::Found(message) => Self::Found(Box::new(message.blanked())),
            Self::Deleted => Self::Deleted,
        }
    }
}

/// One emoji under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reaction {
    /// How many reacted.
    pub count: u32,
    /// The same by kind.
    pub count_details: ReactionCount,
    /// Whether the reader is among them.
    pub me: bool,
    /// Always false.
    pub me_burst: bool,
    /// The emoji.
    pub emoji: ReactionEmoji,
    /// Always empty.
    pub burst_colors: EmptyList,
}

/// How many reacted, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReactionCount {
    /// Always 0.
    pub burst: u32,
    /// All of them.
    pub normal: u32,
}

/// An emoji that someone reacted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReactionEmoji {
    /// The custom emoji, null for a character.
    #[schema(required)]
    pub id: Option<EmojiId>,
    /// The custom emoji's name, or the character.
    #[schema(required)]
    pub name: Option<String>,
    /// Whether it moves.
    pub animated: bool,
}

impl ReactionEmoji {
    /// A character.
    pub fn character(emoji: impl Into<String>) -> Self {
        Self { id: None, name: Some(emoji.into()), animated: false }
    }
}

impl Reaction {
    /// An emoji and how many reacted with it.
    pub fn new(emoji: ReactionEmoji, count: u32, me: bool) -> Self {
        let count_details = ReactionCount { burst: 0, normal: count };
        Self { count, count_details, me, me_burst: false, emoji, burst_colors: EmptyList }
    }
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Attachment {
    /// The file's id.
    pub id: AttachmentId,
    /// The name to save it under.
    pub filename: String,
    /// What it shows, in the sender's words.
    #[schema(required)]
    pub description: Option<String>,
    /// The media type.
    #[schema(required)]
    pub content_type: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Where it is.
    pub url: String,
    /// Where it is, for showing.
    pub proxy_url: String,
    /// Pixels, null if it is no picture.
    #[schema(required)]
    pub width: Option<u32>,
    /// Pixels, null if it is no picture.
    #[schema(required)]
    pub height: Option<u32>,
    /// Bits; see [`Attachment::SPOILER`].
    pub flags: u32,
}

impl Attachment {
    /// The flag of what is hidden until it is asked for.
    pub const SPOILER: u32 = 1 << 3;
}
