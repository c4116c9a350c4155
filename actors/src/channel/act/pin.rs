//! Pins: some messages of a channel that are easy to find again.
//!
//! - PI1  A pinned message, the pin, and the message that tells of it become durable together.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::MessageId;
use protocol::permissions::Permissions;
use protocol::wire::MessageKind;
use storage::records::{Message, MessageReference, Pin};

use super::edit::is_of_the_system;
use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::channel::overlay::Overlaid;
use crate::shown::Shown;

/// Most pins of a channel, as in v10.
pub(in crate::channel) const PINS_MAX: usize = 250;

/// PI1. `notice` is the id of the message that tells of it.
pub(in crate::channel) fn pin(
    ground: &Ground<'_>,
    before: Shown,
    pins: &BTreeMap<MessageId, i64>,
    notice: MessageId,
) -> Result<Option<Change>, ActError> {
    admit(ground)?;
    if is_of_the_system(&before.message) {
        return Err(ActError::SystemMessage);
    }
    if before.message.pinned_at_ms.is_some() {
        return Ok(None);
    }
    if pins.len() >= PINS_MAX {
        return Err(ActError::TooManyPins);
    }
    // Of two pins at one moment, or of a clock that went back, the later one is the newer one.
    let newest = pins.values().max().copied().unwrap_or(i64::MIN);
    let at_ms = ground.now_ms.max(newest.saturating_add(1));
    let Change { batch, first, mut rest, mut overlaid, flag } = marked(ground, before, Some(at_ms));
    let told = notice_of(ground, first.entry().1, notice);
    let message = first.entry().1;
    rest.push(Happening::Pins { message, last_pin_ms: Some(at_ms) });
    rest.push(Happening::Created(Shown::plain(ground.view, Arc::new(told.clone()))));
    let pin = Pin { channel: ground.channel, message, pinned_at_ms: at_ms };
    overlaid.push(Overlaid::Pin(message, Some(at_ms)));
    Ok(Some(Change { batch: batch.put(&pin).put(&told), first, rest, overlaid, flag }))
}

pub(in crate::channel) fn unpin(
    ground: &Ground<'_>,
    before: Shown,
    pins: &BTreeMap<MessageId, i64>,
) -> Result<Option<Change>, ActError> {
    admit(ground)?;
    if before.message.pinned_at_ms.is_none() {
        return Ok(None);
    }
    let Change { batch, first, mut rest, mut overlaid, flag } = marked(ground, before, None);
    let message = first.entry().1;
    let others = pins.iter().filter(|(id, _)| **id != message);
    let last_pin_ms = others.map(|(_, at_ms)| *at_ms).max();
    rest.push(Happening::Pins { message, last_pin_ms });
    overlaid.push(Overlaid::Pin(message, None));
    let batch = batch.delete::<Pin>(&(ground.channel, message));
    Ok(Some(Change { batch, first, rest, overlaid, flag }))
}

/// v10 knows an older and a newer permission for it.
fn admit(ground: &Ground<'_>) -> Result<(), ActError> {
    let may = ground.may(Permissions::MANAGE_MESSAGES) || ground.may(Permissions::PIN_MESSAGES);
    if may { Ok(()) } else { Err(ActError::MissingPermission) }
}

fn marked(ground: &Ground<'_>, before: Shown, pinned_at_ms: Option<i64>) -> Change {
    let message = Message { pinned_at_ms, ..(*before.message).clone() };
    let overlaid = vec![Overlaid::Message(Box::new(message.clone()))];
    let batch = ground.batch().put(&message);
    let shown = Shown { message: Arc::new(message), ..before };
    Change::one(batch, Happening::Updated(shown), overlaid)
}

fn notice_of(ground: &Ground<'_>, pinned: MessageId, id: MessageId) -> Message {
    let channel = ground.channel;
    Message {
        kind: MessageKind::Pinned.number(),
        reference: Some(MessageReference { channel, message: pinned }),
        ..Message::new(channel, id, ground.actor, String::new(), ground.now_ms)
    }
}
