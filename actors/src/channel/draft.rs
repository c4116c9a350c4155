//! What somebody wants to post, and why it may be refused.

use std::sync::Arc;

use protocol::wire::{MessageKind, Nonce};
use protocol::{ChannelId, MessageId, Permissions, UserId};
use sha2::{Digest, Sha256};
use storage::records::{Attachment, Message, MessageReference, SentNonce, Upload};

use super::mentions::{AllowedMentions, Mentions};
use super::state::NonceKey;
use crate::rules::{self, Refusal};
use crate::shown::{Answers, Author};
use crate::view::{AccessError, GuildView};

/// The v10 flag of a message that makes no sound.
pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// Files of one message.
pub const FILES_MAX: usize = 10;

/// A message before it has an id.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Who posts.
    pub author: UserId,
    /// Text, as sent.
    pub content: String,
    /// The client's own name for the message; a repeat with the same one is the same message.
    pub nonce: Option<Nonce>,
    /// The message that this one answers.
    pub reply: Option<Reply>,
    /// Whom the text may mention.
    pub allowed_mentions: AllowedMentions,
    /// Embeds, as in the record of a message: checked by whoever takes them.
    pub embeds: Option<String>,
    /// Flags that the sender may choose.
    pub flags: u64,
    /// Files that are durable already.
    pub files: Vec<SentFile>,
}

/// A file of a post, with the row that is to say which message it belongs to.
#[derive(Debug, Clone)]
pub struct SentFile {
    /// As the message carries it.
    pub attachment: Attachment,
    /// Its row.
    pub upload: Upload,
}

/// An answer to an earlier message of the same channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// Which message.
    pub to: MessageId,
    /// Whether the post is refused when that message is gone; else it goes out as a plain one.
    pub must_exist: bool,
    /// Whether its author is mentioned.
    pub mention: bool,
}

/// A reply whose message was found.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) message: Arc<Message>,
    pub(crate) author: Author,
    /// Whether its author is mentioned.
    pub(crate) mention: bool,
}

impl Answered {
    /// As it is shown.
    pub(crate) fn shown(this: Option<Self>) -> Answers {
        this.map_or(Answers::Nothing, |answered| {
            Answers::Message(Box::new((answered.message, answered.author)))
        })
    }
}

/// Why a post was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// There is no such channel for this user, or it is hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The user may not post here.
    #[error("posting here needs SEND_MESSAGES, and embeds need EMBED_LINKS")]
    MissingPermission,
    /// It is not a text channel.
    #[error("this is not a text channel")]
    NotText,
    /// Nothing in it.
    #[error("a message needs content")]
    Empty,
    /// Content over the bound.
    #[error("content has more than {chars_max} characters")]
    TooLong {
        /// The bound, in Unicode scalar values.
        chars_max: usize,
    },
    /// The message to be answered is gone, or the user may not read what was said before.
    #[error("there is no such message to answer")]
    UnknownReference,
    /// The message that this nonce made was deleted.
    #[error("the message with this nonce was deleted")]
    Deleted,
    /// Slow mode.
    #[error("slow mode: the next message is taken in {retry_after_ms} ms")]
    SlowMode {
        /// How long to wait.
        retry_after_ms: i64,
    },
    /// Locked.
    #[error("the channel is locked")]
    Locked,
    /// Archived.
    #[error("the channel is archived")]
    Archived,
    /// The thread is archived.
    #[error("the thread is archived")]
    ThreadArchived,
    /// The thread is locked.
    #[error("the thread is locked")]
    ThreadLocked,
    /// The thread cannot be unarchived: too many are active.
    #[error("the guild has {0} active threads, which is the most")]
    TooManyThreads(usize),
    /// A rule of the guild does not allow it.
    #[error("a rule of the guild does not allow it")]
    ByRule(Box<Refusal>),
    /// The friendship that the conversation needs has ended.
    #[error("only friends write to each other")]
    NotFriends,
    /// Too many posts wait, the store takes none, or the channel is being restarted. A retry with
    /// the same nonce is safe.
    #[error("the channel takes no messages at the moment")]
    Unavailable,
}

impl PostError {
    /// Whoever may not post there at all is told so.
    pub fn forbidden(view: &GuildView) -> Self {
        if view.is_private() { Self::NotFriends } else { Self::MissingPermission }
    }
}

impl Draft {
    /// A message that is text and nothing else.
    pub fn text(author: UserId, content: impl Into<String>) -> Self {
        Self {
            author,
            content: content.into(),
            nonce: None,
            reply: None,
            allowed_mentions: AllowedMentions::default(),
            embeds: None,
            flags: 0,
            files: Vec::new(),
        }
    }

    /// Names the nonce of this author; the same text and number are the same nonce.
    pub(crate) fn nonce_key(&self) -> Option<NonceKey> {
        let nonce = self.nonce.as_ref()?;
        Some((self.author, hash(&nonce.to_string())))
    }

    /// Whether it could be a message anywhere.
    pub(crate) fn check(&self, content_chars_max: usize) -> Result<(), PostError> {
        match self.content.chars().count() {
            0 if self.is_empty() => Err(PostError::Empty),
            chars if chars > content_chars_max => {
                Err(PostError::TooLong { chars_max: content_chars_max })
            }
            _ => Ok(()),
        }
    }

    /// What there is to be read in it.
    pub(super) fn texts(&self) -> Vec<String> {
        let files = self.files.iter().map(|file| &file.attachment);
        rules::texts(&self.content, self.embeds.as_deref(), files)
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty() && self.embeds.is_none() && self.files.is_empty()
    }

    pub(super) fn message(
        &self,
        view: &GuildView,
        bits: Permissions,
        (channel, id): (ChannelId, MessageId),
        answered: Option<&Answered>,
        now_ms: i64,
    ) -> Message {
        let mentioned = answered.filter(|answered| answered.mention);
        let mentioned = mentioned.map(|answered| answered.message.author);
        let mentioned = mentioned.filter(|author| view.members.contains_key(author));
        let reference = answered.map(|a| MessageReference { channel, message: a.message.id });
        let mut message = Message {
            kind: reference.map_or(MessageKind::Default, |_| MessageKind::Reply).number(),
            nonce: self.nonce.as_ref().map(sent),
            embeds: self.embeds.clone(),
            attachments: self.files.iter().map(|file| file.attachment.clone()).collect(),
            flags: self.flags,
            reference,
            ..Message::new(channel, id, self.author, self.content.clone(), now_ms)
        };
        Mentions::of(&self.content, &self.allowed_mentions, view, bits)
            .with(mentioned)
            .write(&mut message);
        message
    }
}

/// Names the nonce that made a message.
pub(super) fn nonce_key(message: &Message) -> Option<NonceKey> {
    let text = match message.nonce.as_ref()? {
        SentNonce::Text(text) => hash(text),
        SentNonce::Integer(integer) => hash(&integer.to_string()),
    };
    Some((message.author, text))
}

fn hash(nonce: &str) -> [u8; 16] {
    let digest = Sha256::digest(nonce.as_bytes());
    let mut hash = [0; 16];
    hash.copy_from_slice(&digest[..16]);
    hash
}

fn sent(nonce: &Nonce) -> SentNonce {
    match nonce.as_integer().map(i64::try_from) {
        Some(Ok(integer)) => SentNonce::Integer(integer),
        Some(Err(_)) | None => SentNonce::Text(nonce.to_string()),
    }
}
