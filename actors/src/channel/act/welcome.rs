//! The message that tells of somebody who joined.

use std::sync::Arc;

use protocol::MessageId;
use protocol::wire::MessageKind;
use storage::records::Message;

use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::shown::Shown;
use crate::view::AccessError;

/// `id` is the message's.
pub(in crate::channel) fn welcome(
    ground: &Ground<'_>,
    id: MessageId,
) -> Result<Option<Change>, ActError> {
    let channel = ground.view.channels.get(&ground.channel).ok_or(AccessError::UnknownChannel)?;
    if !channel.kind.holds_messages() || channel.archived {
        return Ok(None);
    }
    let message = Message {
        kind: MessageKind::Joined.number(),
        ..Message::new(ground.channel, id, ground.actor, String::new(), ground.now_ms)
    };
    let batch = ground.batch().put(&message);
    let told = Happening::Created(Shown::plain(ground.view, Arc::new(message)));
    Ok(Some(Change::one(batch, told, Vec::new())))
}
