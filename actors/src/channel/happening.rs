//! What happens in a channel: each is one entry of its log and one event.

use std::sync::Arc;

use protocol::{MessageId, UserId};
use storage::records::LogKind;

use crate::shown::Shown;
use crate::view::MemberView;

/// See the module.
#[derive(Debug)]
pub(crate) enum Happening {
    /// A message was written.
    Created(Shown),
    /// A message was changed.
    Updated(Shown),
    /// A message was deleted.
    Deleted(MessageId),
    /// Messages were deleted together; in the order of their ids.
    BulkDeleted(Vec<MessageId>),
    /// Somebody reacted.
    Reacted(Box<Reacted>),
    /// A reaction was taken back or removed.
    Unreacted { message: MessageId, user: UserId, emoji: String },
    /// All reactions were removed.
    ReactionsRemoved(MessageId),
    /// All reactions with one emoji were removed.
    EmojiRemoved { message: MessageId, emoji: String },
    /// A message was pinned or is no longer; when the newest pin was made.
    Pins { message: MessageId, last_pin_ms: Option<i64> },
}

/// A reaction with what is told beside it.
#[derive(Debug)]
pub(crate) struct Reacted {
    pub(crate) message: MessageId,
    /// Who wrote the message.
    pub(crate) author: UserId,
    pub(crate) user: UserId,
    pub(crate) member: Option<Arc<MemberView>>,
    pub(crate) emoji: String,
}

impl Happening {
    /// The messages whose content its event carries.
    pub(crate) fn carries(&self) -> Vec<MessageId> {
        match self {
            Self::Created(shown) | Self::Updated(shown) => shown.carries().collect(),
            Self::Deleted(_)
            | Self::BulkDeleted(_)
            | Self::Reacted(_)
            | Self::Unreacted { .. }
            | Self::ReactionsRemoved(_)
            | Self::EmojiRemoved { .. }
            | Self::Pins { .. } => Vec::new(),
        }
    }

    /// The messages that it is the end of.
    pub(crate) fn deleted(&self) -> &[MessageId] {
        match self {
            Self::Deleted(message) => std::slice::from_ref(message),
            Self::BulkDeleted(messages) => messages,
            Self::Created(_)
            | Self::Updated(_)
            | Self::Reacted(_)
            | Self::Unreacted { .. }
            | Self::ReactionsRemoved(_)
            | Self::EmojiRemoved { .. }
            | Self::Pins { .. } => &[],
        }
    }

    /// Its entry in the log.
    pub(crate) fn entry(&self) -> (LogKind, MessageId) {
        match self {
            Self::Created(shown) => (LogKind::Create, shown.message.id),
            Self::Updated(shown) => (LogKind::Update, shown.message.id),
            Self::Deleted(message) => (LogKind::Delete, *message),
            Self::BulkDeleted(messages) => {
                let newest = messages.last().copied().unwrap_or(MessageId::new(0));
                (LogKind::BulkDelete { messages: messages.clone() }, newest)
            }
            Self::Reacted(reacted) => {
                let Reacted { user, emoji, .. } = &**reacted;
                (LogKind::ReactionAdd { user: *user, emoji: emoji.clone() }, reacted.message)
            }
            Self::Unreacted { message, user, emoji } => {
                (LogKind::ReactionRemove { user: *user, emoji: emoji.clone() }, *message)
            }
            Self::ReactionsRemoved(message) => (LogKind::ReactionsRemoved, *message),
            Self::EmojiRemoved { message, emoji } => {
                (LogKind::EmojiRemoved { emoji: emoji.clone() }, *message)
            }
            Self::Pins { message, .. } => (LogKind::Pins, *message),
        }
    }
}
