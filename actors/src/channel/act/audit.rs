//! What the audit log is told of an act on messages (AU1): what was done to those of others by permission,
//! and all pins. One's own messages are one's own to delete, and conversations have no log.

use protocol::AuditEntryId;
use protocol::wire::AuditAction;
use storage::records::{AuditChange, AuditDetail};

use super::{Change, Ground};
use crate::audit::{By, Fact, scope};
use crate::channel::happening::Happening;
use crate::channel::overlay::Overlaid;

/// The change with the entry that tells of it, if one does.
pub(in crate::channel) fn told(
    change: Change,
    ground: &Ground<'_>,
    by: &By<'_>,
    next_id: impl FnOnce() -> u64,
) -> Change {
    let Some((guild, fact)) = ground.view.guild_id().zip(fact(&change, ground)) else {
        return change;
    };
    let entry = fact.entry(AuditEntryId::new(next_id()), guild, by);
    Change { batch: change.batch.put(&entry), ..change }
}

/// As in v10, the target is the author; of messages that were deleted together it is the channel.
fn fact(change: &Change, ground: &Ground<'_>) -> Option<Fact> {
    let channel = ground.channel;
    let (action, target, detail) = match &change.first {
        Happening::Deleted(_) => {
            let author = change.overlaid.iter().find_map(author_of)?;
            if author == ground.actor {
                return None;
            }
            let detail = AuditDetail::Messages { channel, count: 1 };
            (AuditAction::MessageDelete, author.get(), detail)
        }
        Happening::BulkDeleted(messages) => {
            let count = u32::try_from(messages.len()).unwrap_or(u32::MAX);
            let detail = AuditDetail::Messages { channel, count };
            (AuditAction::MessageBulkDelete, channel.get(), detail)
        }
        Happening::Updated(shown) => {
            let message = &shown.message;
            let pinned = change.overlaid.iter().find_map(|overlaid| match overlaid {
                Overlaid::Pin(_, at_ms) => Some(at_ms.is_some()),
                _ => None,
            })?;
            let action = match pinned {
                true => AuditAction::MessagePin,
                false => AuditAction::MessageUnpin,
            };
            let detail = AuditDetail::Message { channel, message: message.id };
            (action, message.author.get(), detail)
        }
        _ => return None,
    };
    let (scope, changes) = (scope(ground.view, channel), Vec::<AuditChange>::new());
    Some(Fact { action, target: Some(target), scope, changes, detail })
}

fn author_of(overlaid: &Overlaid) -> Option<protocol::UserId> {
    match overlaid {
        Overlaid::Message(message) => Some(message.author),
        _ => None,
    }
}
