//! The messages that tell what became of a group: who came, who went, what it is called.

use std::sync::Arc;

use protocol::MessageId;
use protocol::wire::MessageKind;
use storage::records::{Message, User};

use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::shown::{Answers, Author, Shown};

/// What is told, and by whom it was done. Either of both may have left meanwhile.
#[derive(Debug, Clone)]
pub struct GroupNews {
    /// Who did it.
    pub(crate) by: Arc<User>,
    /// What was done.
    pub(crate) what: GroupChange,
}

/// See the module.
#[derive(Debug, Clone)]
pub(crate) enum GroupChange {
    /// Somebody was taken in.
    Added(Arc<User>),
    /// Somebody was taken out, or left.
    Removed(Arc<User>),
    /// It has another name, or none any more.
    Renamed(Option<String>),
}

/// `id` is the message's.
pub(in crate::channel) fn tell(
    ground: &Ground<'_>,
    GroupNews { by, what }: GroupNews,
    id: MessageId,
) -> Result<Option<Change>, ActError> {
    let (kind, about, content) = match what {
        GroupChange::Added(user) => (MessageKind::RecipientAdded, Some(user), None),
        GroupChange::Removed(user) => (MessageKind::RecipientRemoved, Some(user), None),
        GroupChange::Renamed(name) => (MessageKind::Renamed, None, name),
    };
    let content = content.unwrap_or_default();
    let message = Message {
        kind: kind.number(),
        mentions: about.iter().map(|user| user.id).collect(),
        ..Message::new(ground.channel, id, ground.actor, content, ground.now_ms)
    };
    let batch = ground.batch().put(&message);
    let told = Shown {
        message: Arc::new(message),
        author: Author::Stranger(by),
        answers: Answers::Nothing,
        thread: None,
        about,
    };
    Ok(Some(Change::one(batch, Happening::Created(told), Vec::new())))
}
