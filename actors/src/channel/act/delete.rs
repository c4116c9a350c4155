//! Deletions: what was said is taken away at once, and a tombstone stays until a sweep takes it.
//!
//! - DE1  Authors delete their own messages, and who manages messages those of others as well.
//! - DE2  Messages that are deleted together are one event, and none is older than two weeks.

use std::collections::BTreeSet;

use protocol::permissions::Permissions;
use protocol::wire::MessageKind;
use protocol::{MessageId, UserId};
use storage::Batch;
use storage::records::{Attachment, BULK_DELETE_MAX, DeletedMessage, Message, Pin};

use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::channel::overlay::Overlaid;

/// Older messages are not deleted together, as in v10.
const BULK_AGE_MAX_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// DE1.
pub(in crate::channel) fn delete(
    ground: &Ground<'_>,
    message: &Message,
) -> Result<Option<Change>, ActError> {
    if message.author != ground.actor {
        ground.need(Permissions::MANAGE_MESSAGES)?;
    }
    if message.kind == MessageKind::ThreadStarter.number() {
        return Err(ActError::SystemMessage);
    }
    let mut overlaid = Vec::new();
    let batch = bury(ground.batch(), message, ground, &mut overlaid);
    Ok(Some(Change::one(batch, Happening::Deleted(message.id), overlaid)))
}

/// DE2. Which messages are meant; what is not there counts, as in v10.
pub(in crate::channel) fn bulk(
    ground: &Ground<'_>,
    messages: &[MessageId],
) -> Result<BTreeSet<MessageId>, ActError> {
    ground.need(Permissions::MANAGE_MESSAGES)?;
    let ids: BTreeSet<MessageId> = messages.iter().copied().collect();
    if !(2..=BULK_DELETE_MAX).contains(&ids.len()) {
        return Err(ActError::BulkCount);
    }
    let oldest_ms = ground.now_ms - BULK_AGE_MAX_MS;
    if ids.iter().any(|id| id.created_at_ms() < oldest_ms) {
        return Err(ActError::TooOld);
    }
    Ok(ids)
}

/// Deletes those that were found, in the order of their ids.
pub(in crate::channel) fn delete_all(ground: &Ground<'_>, found: &[Message]) -> Option<Change> {
    // The first message of a thread stays as long as the thread.
    let found: Vec<&Message> = found
        .iter()
        .filter(|message| message.kind != MessageKind::ThreadStarter.number())
        .collect();
    if found.is_empty() {
        return None;
    }
    let mut overlaid = Vec::new();
    let batch = found
        .iter()
        .fold(ground.batch(), |batch, message| bury(batch, message, ground, &mut overlaid));
    let ids = found.iter().map(|message| message.id).collect();
    Some(Change::one(batch, Happening::BulkDeleted(ids), overlaid))
}

fn bury(
    batch: Batch,
    message: &Message,
    ground: &Ground<'_>,
    overlaid: &mut Vec<Overlaid>,
) -> Batch {
    let tombstone = tombstone(message, ground.actor, ground.now_ms);
    let mark = DeletedMessage {
        deleted_at_ms: ground.now_ms,
        channel: message.channel,
        message: message.id,
    };
    let mut batch = batch.put(&tombstone).put(&mark);
    if message.pinned_at_ms.is_some() {
        batch = batch.delete::<Pin>(&(message.channel, message.id));
        overlaid.push(Overlaid::Pin(message.id, None));
    }
    overlaid.push(Overlaid::Message(Box::new(tombstone)));
    batch
}

/// What is left of a message: that it was, whose it was, and which files a sweep has to take.
fn tombstone(message: &Message, deleted_by: UserId, now_ms: i64) -> Message {
    let bare = |file: &Attachment| Attachment {
        filename: String::new(),
        content_type: String::new(),
        description: None,
        ..file.clone()
    };
    let Message { channel, id, author, created_at_ms, .. } = *message;
    Message {
        kind: message.kind,
        edited_at_ms: message.edited_at_ms,
        deleted_at_ms: Some(now_ms.max(created_at_ms)),
        nonce: message.nonce.clone(),
        attachments: message.attachments.iter().map(bare).collect(),
        thread: message.thread,
        deleted_by: Some(deleted_by),
        edits: message.edits,
        ..Message::new(channel, id, author, String::new(), created_at_ms)
    }
}
