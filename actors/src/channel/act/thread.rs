//! Threads as the channel above them shows them: on a message, or by a message of their own.
//!
//! - TR1  A thread and what shows it become durable together.

use std::sync::Arc;

use protocol::MessageId;
use protocol::permissions::Permissions;
use protocol::wire::MessageKind;
use storage::Batch;
use storage::records::{Message, MessageReference};

use super::edit::is_of_the_system;
use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::channel::overlay::Overlaid;
use crate::guild::ChannelHead;
use crate::shown::Shown;
use crate::view::ThreadView;

/// A thread that its guild has decided to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// All its rows.
    pub(crate) rows: Batch,
    /// The message that it begins at.
    pub(crate) from: Option<MessageId>,
    /// The thread.
    pub(crate) thread: ThreadView,
}

/// TR1. A message begins one thread, also when that was deleted.
pub(in crate::channel) fn begin(
    ground: &Ground<'_>,
    before: Shown,
    opening: Opening,
) -> Result<Option<Change>, ActError> {
    ground.need(Permissions::CREATE_PUBLIC_THREADS)?;
    if is_of_the_system(&before.message) {
        return Err(ActError::SystemMessage);
    }
    if before.message.thread.is_some() {
        return Err(ActError::HasThread);
    }
    let Opening { rows, thread, .. } = opening;
    let message = Message { thread: Some(thread.thread.id), ..(*before.message).clone() };
    let batch = rows.put(&message);
    let overlaid = vec![Overlaid::Message(Box::new(message.clone()))];
    let thread = Some(Arc::new((thread, ChannelHead::default())));
    let shown = Shown { message: Arc::new(message), thread, ..before };
    Ok(Some(Change::one(batch, Happening::Updated(shown), overlaid)))
}

/// TR1. `notice` is the id of the message that tells of it.
pub(in crate::channel) fn announce(
    ground: &Ground<'_>,
    opening: Opening,
    notice: MessageId,
) -> Result<Option<Change>, ActError> {
    ground.need(Permissions::CREATE_PUBLIC_THREADS)?;
    let Opening { rows, thread, .. } = opening;
    let thread = thread.thread;
    // It speaks of the thread and of none of its messages.
    let reference = MessageReference { channel: thread.id, message: MessageId::new(0) };
    let told = Message {
        kind: MessageKind::ThreadCreated.number(),
        reference: Some(reference),
        ..Message::new(ground.channel, notice, ground.actor, thread.name, ground.now_ms)
    };
    let batch = rows.put(&told);
    let created = Happening::Created(Shown::plain(ground.view, Arc::new(told)));
    Ok(Some(Change::one(batch, created, Vec::new())))
}
