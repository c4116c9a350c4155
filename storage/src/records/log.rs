//! The log of a channel: what happened to its messages, in order.

use protocol::{ChannelId, MessageId, UserId};
use serde::{Deserialize, Serialize};

use crate::codec::{self, DecodeError};
use crate::key::Table;
use crate::record::Record;

/// Most messages that one entry may tell of the deletion of.
pub const BULK_DELETE_MAX: usize = 100;

/// One event of a channel. Replay renders the present record of its message, and takes from here
/// what that record cannot tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Whose log.
    pub channel: ChannelId,
    /// The channel's sequence, `x_seq` on the wire: 1 for the first event, then without holes.
    pub seq: u64,
    /// What happened.
    pub kind: LogKind,
    /// To which message; of several, the newest.
    pub message: MessageId,
    /// When.
    pub created_at_ms: i64,
}

/// What happened to a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LogKind {
    /// It was written.
    Create,
    /// It was changed.
    Update,
    /// It was deleted.
    Delete,
    /// It was deleted together with others.
    BulkDelete {
        /// All of them, at most [`BULK_DELETE_MAX`].
        messages: Vec<MessageId>,
    },
    /// Somebody reacted to it.
    ReactionAdd {
        /// Who.
        user: UserId,
        /// With what.
        emoji: String,
    },
    /// Somebody's reaction was taken back.
    ReactionRemove {
        /// Whose.
        user: UserId,
        /// Which.
        emoji: String,
    },
    /// All reactions were removed.
    ReactionsRemoved,
    /// All reactions with one emoji were removed.
    EmojiRemoved {
        /// Which.
        emoji: String,
    },
    /// It was pinned, or is no longer.
    Pins,
}

impl Record for LogEntry {
    type Key = (ChannelId, u64);
    type Prefix = ChannelId;
    const TABLE: Table = Table::LogEntry;
    const VERSION: u8 = 2;

    fn key(&self) -> Self::Key {
        (self.channel, self.seq)
    }

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        match version {
            1 => codec::decode_payload::<LogEntryV1>(payload).map(Self::from),
            _ => Err(DecodeError::UnknownVersion(version)),
        }
    }
}

/// As former releases wrote it, which only knew messages and their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LogEntryV1 {
    pub(super) channel: ChannelId,
    pub(super) seq: u64,
    pub(super) kind: LogKindV1,
    pub(super) message: MessageId,
    pub(super) created_at_ms: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum LogKindV1 {
    Create,
    Update,
    Delete,
}

impl From<LogEntryV1> for LogEntry {
    fn from(former: LogEntryV1) -> Self {
        let LogEntryV1 { channel, seq, kind, message, created_at_ms } = former;
        let kind = match kind {
            LogKindV1::Create => LogKind::Create,
            LogKindV1::Update => LogKind::Update,
            LogKindV1::Delete => LogKind::Delete,
        };
        Self { channel, seq, kind, message, created_at_ms }
    }
}
