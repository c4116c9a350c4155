//! Edits: what its author says anew, and embeds that are hidden.
//!
//! - ED1  Only its author changes what a message says; who manages messages may hide its embeds.
//! - ED2  What a message said before is kept: the first version and the latest ones.
//! - ED3  Files are left out or added, and those that stay are the same: a new form is a new file.
//! - ED4  What a rule does not allow to be said it does not allow to be said by an edit.

use std::collections::HashSet;
use std::sync::Arc;

use protocol::permissions::Permissions;
use protocol::wire::MessageKind;
use protocol::{AttachmentId, MessageId, ReportId};
use storage::records::{Attachment, Message, MessageVersion, Upload};

use super::{ActError, Change, Ground};
use crate::channel::by_rule::Flagged;
use crate::channel::draft::{FILES_MAX, SentFile};
use crate::channel::happening::Happening;
use crate::channel::mentions::{AllowedMentions, Mentions};
use crate::channel::overlay::Overlaid;
use crate::rules;
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
    /// The files that stay, in their new order.
    pub kept: Option<Vec<KeptFile>>,
    /// Files that are added, and are durable already.
    pub files: Vec<SentFile>,
}

impl Edit {
    /// One that changes nothing yet.
    pub fn of(message: MessageId) -> Self {
        Self {
            message,
            content: None,
            embeds: None,
            suppress_embeds: None,
            allowed_mentions: AllowedMentions::default(),
            kept: None,
            files: Vec::new(),
        }
    }
}

/// A file that a message had before it was changed, and has afterwards.
#[derive(Debug, Clone)]
pub struct KeptFile {
    /// Which one.
    pub id: AttachmentId,
    /// Its new description; `None` when it keeps what it has.
    pub description: Option<Option<String>>,
}

/// Decides on an edit. `report` is the id of what a rule may report of it.
pub(in crate::channel) fn edit(
    ground: &Ground<'_>,
    before: Shown,
    edit: Edit,
    (report, content_chars_max): (ReportId, usize),
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
    message.attachments = attachments(&former.attachments, edit.kept, &edit.files)?;
    if message == *former {
        return Ok(None);
    }
    check(&message, content_chars_max)?;
    let mut flag = None;
    let mut batch = edit.files.iter().fold(ground.batch(), |batch, file| {
        batch.put(&Upload { message: Some(message.id), ..file.upload })
    });
    let says_other = message.content != former.content || message.embeds != former.embeds;
    if says_other || message.attachments != former.attachments {
        let (author, channel) = (message.author, message.channel);
        let texts =
            || rules::texts(&message.content, message.embeds.as_deref(), &message.attachments);
        flag = ground.view.judged_by_rules(author, channel, texts).map_err(ActError::ByRule)?;
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
    let flag = flag.map(|flag| Flagged::new(ground.view, report, &message, &flag));
    batch = flag.iter().fold(batch.put(&message), Flagged::put);
    let overlaid = vec![Overlaid::Message(Box::new(message.clone()))];
    let shown = Shown { message: Arc::new(message), ..before };
    Ok(Some(Change { flag, ..Change::one(batch, Happening::Updated(shown), overlaid) }))
}

/// ED1.
fn admit(ground: &Ground<'_>, message: &Message, edit: &Edit) -> Result<(), ActError> {
    let files = edit.kept.is_some() || !edit.files.is_empty();
    let says = edit.content.is_some() || edit.embeds.is_some() || files;
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
    if says {
        ground.need(Permissions::SEND_MESSAGES)?;
    }
    if edit.files.is_empty() { Ok(()) } else { ground.need(Permissions::ATTACH_FILES) }
}

/// ED3.
fn attachments(
    former: &[Attachment],
    kept: Option<Vec<KeptFile>>,
    added: &[SentFile],
) -> Result<Vec<Attachment>, ActError> {
    let stays = |file: KeptFile| -> Result<Attachment, ActError> {
        let found = former.iter().find(|former| former.id == file.id);
        let found = found.cloned().ok_or(ActError::UnknownFile)?;
        let description = file.description.unwrap_or(found.description);
        Ok(Attachment { description, ..found })
    };
    let mut files = match kept {
        None => former.to_vec(),
        Some(kept) => {
            kept.into_iter().take(FILES_MAX + 1).map(stays).collect::<Result<Vec<_>, _>>()?
        }
    };
    files.extend(added.iter().map(|file| file.attachment.clone()));
    let ids: HashSet<_> = files.iter().map(|file| file.id).collect();
    if ids.len() < files.len() {
        return Err(ActError::UnknownFile);
    }
    if files.len() > FILES_MAX { Err(ActError::TooManyFiles) } else { Ok(files) }
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
