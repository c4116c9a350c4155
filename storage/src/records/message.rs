//! Messages, and the nonces of those who sent them.

pub(super) mod former;

use protocol::{AttachmentId, ChannelId, MessageId, RoleId, UserId};
use serde::{Deserialize, Serialize};

use crate::codec::{self, DecodeError};
use crate::key::Table;
use crate::record::Record;
use former::{MessageV1, MessageV2};

/// A message, in its present form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Where it stands.
    pub channel: ChannelId,
    /// Rises strictly within a channel.
    pub id: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// Its kind, by the number of the v10 API.
    pub kind: u8,
    /// Its text.
    pub content: String,
    /// When it was written.
    pub created_at_ms: i64,
    /// When it was changed last.
    pub edited_at_ms: Option<i64>,
    /// When it was deleted. The row stays, without its content, until a sweep takes it.
    pub deleted_at_ms: Option<i64>,
    /// The v10 API's message flags.
    pub flags: u64,
    /// What its sender called it.
    pub nonce: Option<SentNonce>,
    /// Users it mentions.
    pub mentions: Vec<UserId>,
    /// Roles it mentions.
    pub mention_roles: Vec<RoleId>,
    /// Whether it mentions everyone.
    pub mention_everyone: bool,
    /// What it answers, or speaks of.
    pub reference: Option<MessageReference>,
    /// Its files, at most ten.
    pub attachments: Vec<Attachment>,
    /// Its embeds: the JSON array as it was admitted.
    pub embeds: Option<String>,
    /// When it was pinned, while it is.
    pub pinned_at_ms: Option<i64>,
    /// The thread that began at it.
    pub thread: Option<ChannelId>,
    /// Who deleted it.
    pub deleted_by: Option<UserId>,
    /// How often its text was changed: as many former versions were made.
    pub edits: u32,
    /// What became of the call that it tells of.
    pub call: Option<CallNote>,
}

/// A call, as its message tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNote {
    /// Who was in it, be it for a while.
    pub participants: Vec<UserId>,
    /// When it was over.
    pub ended_at_ms: Option<i64>,
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Names it among all files.
    pub id: AttachmentId,
    /// As its sender called it.
    pub filename: String,
    /// What its bytes were found to be.
    pub content_type: String,
    /// Of the whole file, in bytes.
    pub size: u64,
    /// Of an image, in pixels.
    pub width: Option<u32>,
    /// Of an image, in pixels.
    pub height: Option<u32>,
    /// Whether there is a smaller picture of it.
    pub thumbnail: bool,
    /// What it shows, for those who cannot see it.
    pub description: Option<String>,
    /// Whether it is covered until asked for.
    pub spoiler: bool,
}

/// A nonce in the form that it was sent in, since it goes back in that form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SentNonce {
    /// A text of at most 64 characters.
    Text(String),
    /// An integer.
    Integer(i64),
}

/// The message that another one answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageReference {
    /// Where it stands.
    pub channel: ChannelId,
    /// Which one.
    pub message: MessageId,
}

impl Message {
    /// An ordinary message that is text and nothing else.
    pub fn new(
        channel: ChannelId,
        id: MessageId,
        author: UserId,
        content: String,
        created_at_ms: i64,
    ) -> Self {
        Self {
            channel,
            id,
            author,
            kind: 0,
            content,
            created_at_ms,
            edited_at_ms: None,
            deleted_at_ms: None,
            flags: 0,
            nonce: None,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: false,
            reference: None,
            attachments: Vec::new(),
            embeds: None,
            pinned_at_ms: None,
            thread: None,
            deleted_by: None,
            edits: 0,
            call: None,
        }
    }
}

impl Record for Message {
    type Key = (ChannelId, MessageId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::Message;
    const VERSION: u8 = 3;

    fn key(&self) -> Self::Key {
        (self.channel, self.id)
    }

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        match version {
            1 => codec::decode_payload::<MessageV1>(payload).map(Self::from),
            2 => codec::decode_payload::<MessageV2>(payload).map(Self::from),
            _ => Err(DecodeError::UnknownVersion(version)),
        }
    }
}

/// What a message was before one of its changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageVersion {
    /// Where the message stands.
    pub channel: ChannelId,
    /// Which message.
    pub message: MessageId,
    /// The how many-th version it was; 0 is the first.
    pub number: u64,
    /// Its text.
    pub content: String,
    /// Its embeds, as in [`Message::embeds`].
    pub embeds: Option<String>,
    /// When it was written.
    pub written_at_ms: i64,
}

impl Record for MessageVersion {
    type Key = (ChannelId, MessageId, u64);
    type Prefix = (ChannelId, MessageId);
    const TABLE: Table = Table::MessageVersion;

    fn key(&self) -> Self::Key {
        (self.channel, self.message, self.number)
    }
}

/// A message that is pinned to its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Where.
    pub channel: ChannelId,
    /// Which message.
    pub message: MessageId,
    /// When.
    pub pinned_at_ms: i64,
}

impl Record for Pin {
    type Key = (ChannelId, MessageId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::Pin;

    fn key(&self) -> Self::Key {
        (self.channel, self.message)
    }
}

/// A message that was deleted, until a sweep has taken all that was left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedMessage {
    /// When it was deleted.
    pub deleted_at_ms: i64,
    /// Where it stood.
    pub channel: ChannelId,
    /// Which message.
    pub message: MessageId,
}

impl Record for DeletedMessage {
    /// The oldest comes first.
    type Key = (u64, ChannelId, MessageId);
    type Prefix = ();
    const TABLE: Table = Table::DeletedMessage;

    fn key(&self) -> Self::Key {
        (u64::try_from(self.deleted_at_ms).unwrap_or(0), self.channel, self.message)
    }
}

/// Which message a nonce made. As long as the row is there it counts, whatever its age, and it is
/// not written again: so a sweep cannot delete a newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonce {
    /// Who sent it.
    pub author: UserId,
    /// Where.
    pub channel: ChannelId,
    /// The first 16 bytes of a hash of the nonce.
    pub hash: [u8; 16],
    /// What it made.
    pub message: MessageId,
    /// When.
    pub created_at_ms: i64,
}

impl Record for Nonce {
    type Key = (UserId, ChannelId, [u8; 16]);
    type Prefix = UserId;
    const TABLE: Table = Table::Nonce;

    fn key(&self) -> Self::Key {
        (self.author, self.channel, self.hash)
    }
}
