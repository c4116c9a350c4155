//! What somebody wants to post, and why it may be refused.

use protocol::wire::{MessageKind, Nonce};
use protocol::{ChannelId, MessageId, UserId};
use sha2::{Digest, Sha256};
use storage::records::{Message, MessageReference, SentNonce};

use super::state::NonceKey;
use crate::view::AccessError;

/// Users that one message can mention.
const MENTIONS_MAX: usize = 100;

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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered {
    pub(crate) message: MessageId,
    /// Who is mentioned by it.
    pub(crate) mention: Option<UserId>,
}

/// Why a post was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// There is no such channel for this user, or it is hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The user may not post here.
    #[error("posting here needs SEND_MESSAGES")]
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
    /// Too many posts wait, the store takes none, or the channel is being restarted. A retry with
    /// the same nonce is safe.
    #[error("the channel takes no messages at the moment")]
    Unavailable,
}

impl Draft {
    /// Names the nonce of this author; the same text and number are the same nonce.
    pub(crate) fn nonce_key(&self) -> Option<NonceKey> {
        let nonce = self.nonce.as_ref()?;
        let digest = Sha256::digest(nonce.to_string().as_bytes());
        let mut hash = [0; 16];
        hash.copy_from_slice(&digest[..16]);
        Some((self.author, hash))
    }

    pub(super) fn message(
        &self,
        channel: ChannelId,
        id: MessageId,
        answered: Option<Answered>,
        now_ms: i64,
    ) -> Message {
        let mut mentions = mentioned(&self.content);
        if let Some(author) = answered.and_then(|answered| answered.mention)
            && !mentions.contains(&author)
        {
            mentions.push(author);
        }
        Message {
            kind: answered.map_or(MessageKind::Default, |_| MessageKind::Reply).number(),
            nonce: self.nonce.as_ref().map(sent),
            mentions,
            reference: answered.map(|a| MessageReference { channel, message: a.message }),
            ..Message::new(channel, id, self.author, self.content.clone(), now_ms)
        }
    }
}

fn sent(nonce: &Nonce) -> SentNonce {
    match nonce.as_integer().map(i64::try_from) {
        Some(Ok(integer)) => SentNonce::Integer(integer),
        Some(Err(_)) | None => SentNonce::Text(nonce.to_string()),
    }
}

/// The users named by `<@id>` or `<@!id>`, each once, in order.
fn mentioned(content: &str) -> Vec<UserId> {
    let mut users = Vec::new();
    for rest in content.split("<@").skip(1) {
        let digits = rest.strip_prefix('!').unwrap_or(rest);
        let Some((digits, _)) = digits.split_once('>') else { continue };
        if let Ok(user) = digits.parse::<UserId>()
            && !users.contains(&user)
            && users.len() < MENTIONS_MAX
        {
            users.push(user);
        }
    }
    users
}

#[cfg(test)]
mod tests {
    use super::{UserId, mentioned};

    #[test]
    fn mentions_are_read_from_the_text_once_each() {
        let users = mentioned("<@12> hi <@!7> and <@12>, not <@&3>, <@x>, <@> or <@9");
        assert_eq!(users, [UserId::new(12), UserId::new(7)]);
    }
}
