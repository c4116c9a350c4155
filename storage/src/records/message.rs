//! Messages, the log of what happened to them, and the nonces of those who sent them.

use protocol::{ChannelId, MessageId, RoleId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

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
    /// When it was deleted. The row stays as long as the log speaks of it.
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
    /// What it answers.
    pub reference: Option<MessageReference>,
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

impl Record for Message {
    type Key = (ChannelId, MessageId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::Message;

    fn key(&self) -> Self::Key {
        (self.channel, self.id)
    }
}

/// One event of a channel. Replay renders the present record of its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Whose log.
    pub channel: ChannelId,
    /// The channel's sequence, `x_seq` on the wire: 1 for the first event, then without holes.
    pub seq: u64,
    /// What happened.
    pub kind: LogKind,
    /// To which message.
    pub message: MessageId,
    /// When.
    pub created_at_ms: i64,
}

/// What happened to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LogKind {
    /// It was written.
    Create,
    /// It was changed.
    Update,
    /// It was deleted.
    Delete,
}

impl Record for LogEntry {
    type Key = (ChannelId, u64);
    type Prefix = ChannelId;
    const TABLE: Table = Table::LogEntry;

    fn key(&self) -> Self::Key {
        (self.channel, self.seq)
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
