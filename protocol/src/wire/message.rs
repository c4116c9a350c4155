//! Messages, as REST answers and as events.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    Attachment, Channel, EmptyList, Member, MessageCall, MessageReference, Nonce, Reaction,
    ReferencedMessage, User,
};
use crate::id::{ChannelId, GuildId, MessageId, RoleId, UserId, WebhookId};
use crate::numbered::numbered;
use crate::time::Timestamp;

numbered! {
    /// Why a message is there.
    pub enum MessageKind: "a message type: 0, 1, 2, 3, 4, 6, 7, 18, 19 or 21" {
        /// Somebody wrote it.
        Default = 0,
        /// Somebody was taken into a group.
        RecipientAdded = 1,
        /// Somebody left a group, or was taken out of it.
        RecipientRemoved = 2,
        /// Somebody called.
        Call = 3,
        /// A group was given another name.
        Renamed = 4,
        /// Something was pinned.
        Pinned = 6,
        /// Somebody joined.
        Joined = 7,
        /// A thread was opened.
        ThreadCreated = 18,
        /// Somebody wrote it as an answer.
        Reply = 19,
        /// The first message of a thread, which stands for the one that it was opened on.
        ThreadStarter = 21,
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Message {
    /// The message's id.
    pub id: MessageId,
    /// Where it was posted.
    pub channel_id: ChannelId,
    /// Who posted it.
    pub author: User,
    /// The text.
    pub content: String,
    /// When it was posted.
    pub timestamp: Timestamp,
    /// When it was last edited.
    #[schema(required)]
    pub edited_timestamp: Option<Timestamp>,
    /// Always false.
    pub tts: bool,
    /// Whether it notified everyone.
    pub mention_everyone: bool,
    /// Users that it mentions.
    pub mentions: Vec<User>,
    /// Roles that it mentions.
    pub mention_roles: Vec<RoleId>,
    /// Always empty.
    pub mention_channels: EmptyList,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Embeds, in their documented shape, as they were checked on the way in.
    #[schema(value_type = Vec<Object>)]
    pub embeds: Vec<Value>,
    /// Buttons and selections, in their documented shape.
    #[schema(value_type = Vec<Object>)]
    pub components: Vec<Value>,
    /// Always empty.
    pub sticker_items: EmptyList,
    /// Reactions with their counts. Left out in events, which all readers share: there each
    /// reaction is an event of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reactions: Option<Vec<Reaction>>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Why it is there.
    #[serde(rename = "type")]
    pub kind: MessageKind,
    /// Bits of the documented meaning.
    pub flags: u32,
    /// The sender's own name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub nonce: Option<Nonce>,
    /// The webhook that posted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub webhook_id: Option<WebhookId>,
    /// What it answers or is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message_reference: Option<MessageReference>,
    /// The message that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Message>, no_recursion)]
    pub referenced_message: Option<ReferencedMessage>,
    /// The thread that began at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub thread: Option<Box<Channel>>,
    /// What became of the call that it tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub call: Option<MessageCall>,
}

impl Message {
    /// A message that somebody wrote, without anything but its text.
    pub fn new(
        id: MessageId,
        channel_id: ChannelId,
        author: User,
        content: impl Into<String>,
        timestamp: Timestamp,
    ) -> Self {
        Self {
            id,
            channel_id,
            author,
            content: content.into(),
            timestamp,
            edited_timestamp: None,
            tts: false,
            mention_everyone: false,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_channels: EmptyList,
            attachments: Vec::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            sticker_items: EmptyList,
            reactions: Some(Vec::new()),
            pinned: false,
            kind: MessageKind::Default,
            flags: 0,
            nonce: None,
            webhook_id: None,
            message_reference: None,
            referenced_message: None,
            thread: None,
            call: None,
        }
    }

    /// The message as a bot without the content intent may see it: nothing that its author put in,
    /// in this message or in the one that it answers.
    pub fn blanked(&self) -> Self {
        Self {
            content: String::new(),
            attachments: Vec::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            referenced_message: self.referenced_message.as_ref().map(ReferencedMessage::blanked),
            ..self.clone()
        }
    }
}

/// MESSAGE_CREATE and MESSAGE_UPDATE.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageEvent {
    /// The message.
    #[serde(flatten)]
    pub message: Message,
    /// The guild. Left out in a direct conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// The author as a member, without its user. Left out when the author is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The channel's sequence.
    pub x_seq: u64,
}

impl MessageEvent {
    /// The event as a bot without the content intent gets it.
    pub fn blanked(&self) -> Self {
        Self { message: self.message.blanked(), member: self.member.clone(), ..*self }
    }

    /// Whether a bot may read the content even without the content intent: in a direct
    /// conversation, when it is the author, and when it is mentioned.
    pub fn is_open_to(&self, bot: UserId) -> bool {
        self.guild_id.is_none()
            || self.message.author.id == bot
            || self.message.mentions.iter().any(|user| user.id == bot)
    }
}
