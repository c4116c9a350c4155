//! Messages as former releases wrote them.

use protocol::{ChannelId, MessageId, RoleId, UserId};
use serde::{Deserialize, Serialize};

use super::{Attachment, Message, MessageReference, SentNonce};

/// Before files, embeds, pins and threads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::records) struct MessageV1 {
    pub(in crate::records) channel: ChannelId,
    pub(in crate::records) id: MessageId,
    pub(in crate::records) author: UserId,
    pub(in crate::records) kind: u8,
    pub(in crate::records) content: String,
    pub(in crate::records) created_at_ms: i64,
    pub(in crate::records) edited_at_ms: Option<i64>,
    pub(in crate::records) deleted_at_ms: Option<i64>,
    pub(in crate::records) flags: u64,
    pub(in crate::records) nonce: Option<SentNonce>,
    pub(in crate::records) mentions: Vec<UserId>,
    pub(in crate::records) mention_roles: Vec<RoleId>,
    pub(in crate::records) mention_everyone: bool,
    pub(in crate::records) reference: Option<MessageReference>,
}

impl From<MessageV1> for Message {
    fn from(former: MessageV1) -> Self {
        let MessageV1 { channel, id, author, content, created_at_ms, .. } = former;
        Self {
            kind: former.kind,
            edited_at_ms: former.edited_at_ms,
            deleted_at_ms: former.deleted_at_ms,
            flags: former.flags,
            nonce: former.nonce,
            mentions: former.mentions,
            mention_roles: former.mention_roles,
            mention_everyone: former.mention_everyone,
            reference: former.reference,
            ..Self::new(channel, id, author, content, created_at_ms)
        }
    }
}

/// Before calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::records) struct MessageV2 {
    pub(in crate::records) channel: ChannelId,
    pub(in crate::records) id: MessageId,
    pub(in crate::records) author: UserId,
    pub(in crate::records) kind: u8,
    pub(in crate::records) content: String,
    pub(in crate::records) created_at_ms: i64,
    pub(in crate::records) edited_at_ms: Option<i64>,
    pub(in crate::records) deleted_at_ms: Option<i64>,
    pub(in crate::records) flags: u64,
    pub(in crate::records) nonce: Option<SentNonce>,
    pub(in crate::records) mentions: Vec<UserId>,
    pub(in crate::records) mention_roles: Vec<RoleId>,
    pub(in crate::records) mention_everyone: bool,
    pub(in crate::records) reference: Option<MessageReference>,
    pub(in crate::records) attachments: Vec<Attachment>,
    pub(in crate::records) embeds: Option<String>,
    pub(in crate::records) pinned_at_ms: Option<i64>,
    pub(in crate::records) thread: Option<ChannelId>,
    pub(in crate::records) deleted_by: Option<UserId>,
    pub(in crate::records) edits: u32,
}

impl From<MessageV2> for Message {
    fn from(former: MessageV2) -> Self {
        let MessageV2 { channel, id, author, content, created_at_ms, .. } = former;
        Self {
            kind: former.kind,
            edited_at_ms: former.edited_at_ms,
            deleted_at_ms: former.deleted_at_ms,
            flags: former.flags,
            nonce: former.nonce,
            mentions: former.mentions,
            mention_roles: former.mention_roles,
            mention_everyone: former.mention_everyone,
            reference: former.reference,
            attachments: former.attachments,
            embeds: former.embeds,
            pinned_at_ms: former.pinned_at_ms,
            thread: former.thread,
            deleted_by: former.deleted_by,
            edits: former.edits,
            ..Self::new(channel, id, author, content, created_at_ms)
        }
    }
}
