//! Edits: what its author says anew, and embeds that are hidden.
//!
//! - ED1  Only its author changes what a message says; who manages messages may hide its embeds.
//! - ED2  What a message said before is kept: the first version and the latest ones.

use std::sync::Arc;

use protocol::MessageId;
use protocol::permissions::Permissions;
use protocol::wire::MessageKind;
use storage::records::{Message, MessageVersion};

use super::{ActError, Change, Ground};
use crate::channel::happening::Happening;
use crate::channel::mentions::{AllowedMentions, Mentions};
use crate::channel::overlay::Overlaid;
use crate::shown::{Answers, Shown};

/// Former versions that are kept of one message: the first, and the latest others.
pub(crate) const VERSIONS_MAX: u32 = 100;

/// The v10 flag of a message whose embeds are hidden.
pub const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// How a message is changed. What is `None` stays.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Which message.
    pub message: MessageId,
    /// Its new text.
    pub content: Option<String>,
    /// Its new embeds, as in the record of a message.
    pub embeds: Option<Option<String>>,
    /// Whether its embeds are hidden.
    pub suppress_embeds: Option<bool>,
    /// Whom the new text may mention.
    pub allowed_mentions: AllowedMentions,
}

/// Decides on an edit.
pub(in crate::channel) fn edit(
    ground: &Ground<'_>,
    before: Shown,
    edit: Edit,
    content_chars_max: usize,
) -> Result<Option<Change>, ActError> {
    let former = Arc::clone(&before.message);
    admit(ground, &former, &edit)?;
    let mut message = (*former).clone();
    if let Some(suppress) = edit.suppress_embeds {
        message.flags = if suppress {
            message.flags | SUPPRESS_EMBEDS
        } else {
            message.flags & !SUPPRESS_EMBEDS
        };
    }
    if let Some(content) = edit.content {
        message.content = content;
    }
    if let Some(embeds) = edit.embeds {
        message.embeds = embeds;
    }
    if message == *former {
        return Ok(None);
    }
    check(&message, content_chars_max)?;
    let mut batch = ground.batch();
    if message.content != former.content || message.embeds != former.embeds {
        batch = batch.put(&version(&former));
        if former.edits >= VERSIONS_MAX {
            let oldest = u64::from(former.edits - VERSIONS_MAX + 1);
            batch = batch.delete::<MessageVersion>(&(former.channel, former.id, oldest));
        }
        message.edits = former.edits.saturating_add(1);
        message.edited_at_ms = Some(ground.now_ms.max(former.created_at_ms));
        // Who was mentioned by being answered stays so.
        let answered = match &before.answers {
            Answers::Message(answered) => Some(answered.0.author),
            Answers::Nothing | Answers::Deleted => None,
        };
        let answered = answered.filter(|author| former.mentions.contains(author));
        let allowed = &edit.allowed_mentions;
        Mentions::of(&message.content, allowed, ground.view, ground.bits())
            .with(answered)
            .write(&mut message);
    }
    batch = batch.put(&message);
    let overlaid = vec![Overlaid::Message(Box::new(message.clone()))];
    let shown = Shown { message: Arc::new(message), ..before };
    Ok(Some(Change::one(batch, Happening::Updated(shown), overlaid)))
}

/// ED1.
fn admit(ground: &Ground<'_>, message: &Message, edit: &Edit) -> Result<(), ActError> {
    let says = edit.content.is_some() || edit.embeds.is_some();
    if message.author != ground.actor {
        if says {
            return Err(ActError::NotTheAuthor);
        }
        return ground.need(Permissions::MANAGE_MESSAGES);
    }
    if is_of_the_system(message) {
        return Err(ActError::SystemMessage);
    }
    if edit.embeds.as_ref().is_some_and(Option::is_some) {
        ground.need(Permissions::EMBED_LINKS)?;
    }
    // Whoever was silenced says nothing new in old messages either.
    if says { ground.need(Permissions::SEND_MESSAGES) } else { Ok(()) }
}

fn check(message: &Message, chars_max: usize) -> Result<(), ActError> {
    if message.content.chars().count() > chars_max {
        return Err(ActError::TooLong { chars_max });
    }
    let empty =
        message.content.is_empty() && message.embeds.is_none() && message.attachments.is_empty();
    if empty { Err(ActError::Empty) } else { Ok(()) }
}

fn version(former: &Message) -> MessageVersion {
    MessageVersion {
        channel: former.channel,
        message: former.id,
        number: former.edits.into(),
        content: former.content.clone(),
        embeds: former.embeds.clone(),
        written_at_ms: former.edited_at_ms.unwrap_or(former.created_at_ms),
    }
}

fn is_reply(message: &Message) -> bool {
    message.kind == MessageKind::Reply.number()
}

/// Whether nobody wrote it.
pub(in crate::channel) fn is_of_the_system(message: &Message) -> bool {
    message.kind != MessageKind::Default.number() && !is_reply(message)
}
