//! The message that tells of a call, and what it says of it.
//!
//! - CL1  A message that tells of a call which is not over has a row by which it is found after a crash, from
//!   and to the batch that says so.

use std::sync::Arc;

use protocol::MessageId;
use protocol::wire::MessageKind;
use storage::records::{CallNote, Message, OpenCall};

use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::channel::overlay::Overlaid;
use crate::shown::Shown;

/// CL1. `id` is the message's.
pub(in crate::channel) fn begin(
    ground: &Ground<'_>,
    note: CallNote,
    id: MessageId,
) -> Result<Option<Change>, ActError> {
    let message = Message {
        kind: MessageKind::Call.number(),
        call: Some(note),
        ..Message::new(ground.channel, id, ground.actor, String::new(), ground.now_ms)
    };
    let batch = ground.batch().put(&message).put(&open(ground, id));
    let told = Happening::Created(Shown::plain(ground.view, Arc::new(message)));
    Ok(Some(Change::one(batch, told, Vec::new())))
}

/// CL1. It says so from now on.
pub(in crate::channel) fn note(
    ground: &Ground<'_>,
    before: Shown,
    note: CallNote,
) -> Result<Option<Change>, ActError> {
    let id = before.message.id;
    if before.message.kind != MessageKind::Call.number() {
        return Err(ActError::UnknownMessage);
    }
    if before.message.call.as_ref() == Some(&note) {
        return Ok(None);
    }
    let is_over = note.ended_at_ms.is_some();
    let message = Message { call: Some(note), ..(*before.message).clone() };
    let overlaid = vec![Overlaid::Message(Box::new(message.clone()))];
    let batch = ground.batch().put(&message);
    let batch = match is_over {
        true => batch.delete::<OpenCall>(&ground.channel),
        false => batch.put(&open(ground, id)),
    };
    let shown = Shown { message: Arc::new(message), ..before };
    Ok(Some(Change::one(batch, Happening::Updated(shown), overlaid)))
}

fn open(ground: &Ground<'_>, message: MessageId) -> OpenCall {
    OpenCall { channel: ground.channel, message, known_at_ms: ground.now_ms }
}
