//! What somebody wants done to messages that are there, and why it may be refused.
//!
//! - AC1  What the current view forbids is refused at sequencing, whatever was allowed on arrival.
//! - AC2  An act that changes nothing makes no entry in the log and no event.
//! - AC3  To a message that was deleted nothing happens any more.

pub(super) mod audit;
pub(super) mod call;
pub(super) mod delete;
pub(super) mod edit;
pub(super) mod group;
pub(super) mod pin;
pub(super) mod react;
#[cfg(test)]
mod tests;
pub(super) mod thread;
pub(super) mod welcome;

use std::sync::Arc;

use protocol::{ChannelId, MessageId, Permissions, UserId};
use storage::Batch;
use storage::records::{CallNote, Message};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::by_rule::Flagged;
use super::happening::Happening;
use super::overlay::Overlaid;
use crate::rules::Refusal;
use crate::view::{AccessError, GuildView, Place};
use edit::Edit;
use group::GroupNews;
use thread::Opening;

/// See the module.
#[derive(Debug, Clone)]
pub enum Act {
    /// Change a message.
    Edit(Edit),
    /// Delete a message.
    Delete(MessageId),
    /// Delete messages together.
    BulkDelete(Vec<MessageId>),
    /// Delete messages that go with the ban of their author, at most a hundred. Only the engine asks
    /// for it, in the name of who decided on the ban.
    Sweep(Vec<MessageId>),
    /// React to a message.
    React {
        /// To which.
        message: MessageId,
        /// With what: see [`crate::Emoji`].
        emoji: String,
    },
    /// Take a reaction back, or remove somebody else's.
    Unreact {
        /// From which message.
        message: MessageId,
        /// Which emoji.
        emoji: String,
        /// Whose.
        user: UserId,
    },
    /// Remove all reactions of a message.
    RemoveReactions(MessageId),
    /// Remove all reactions with one emoji.
    RemoveEmoji {
        /// From which message.
        message: MessageId,
        /// Which emoji.
        emoji: String,
    },
    /// Pin a message.
    Pin(MessageId),
    /// Pin it no more.
    Unpin(MessageId),
    /// Show a thread that the guild opens. Only the guild asks for it.
    OpenThread(Box<Opening>),
    /// Tell that the actor joined.
    Welcome,
    /// Tell of a call that the actor began. Only the room of the call asks for it.
    BeginCall(CallNote),
    /// Have a message tell what became of its call. Only the room asks for it, whoever the actor is.
    NoteCall(MessageId, CallNote),
    /// Tell what the actor did to a group. Only the one who stored it asks for it.
    TellOfGroup(Box<GroupNews>),
}

impl Act {
    /// Whether a message tells of it.
    pub(crate) fn says_something(&self) -> bool {
        matches!(
            self,
            Self::Pin(_)
                | Self::OpenThread(_)
                | Self::Welcome
                | Self::BeginCall(_)
                | Self::TellOfGroup(_)
        )
    }

    /// Whether what is archived has to be unarchived before: what is taken away is so at any time.
    pub(super) fn adds(&self) -> bool {
        match self {
            Self::Edit(_)
            | Self::React { .. }
            | Self::Pin(_)
            | Self::Unpin(_)
            | Self::OpenThread(_)
            | Self::Welcome
            | Self::BeginCall(_)
            | Self::TellOfGroup(_) => true,
            Self::Delete(_)
            | Self::BulkDelete(_)
            | Self::Sweep(_)
            | Self::Unreact { .. }
            | Self::RemoveReactions(_)
            | Self::RemoveEmoji { .. }
            | Self::NoteCall(..) => false,
        }
    }
}

/// Why an act was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// There is no such channel for this user, or it is hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The user may not do this here.
    #[error("a permission is missing")]
    MissingPermission,
    /// The friendship that the conversation needs has ended.
    #[error("only friends write to each other")]
    NotFriends,
    /// In a conversation nobody has such a permission.
    #[error("this cannot be done in a conversation outside of guilds")]
    NotInPrivate,
    /// There is no such message, or it was deleted.
    #[error("there is no such message")]
    UnknownMessage,
    /// Only its author changes what a message says.
    #[error("only its author can edit a message")]
    NotTheAuthor,
    /// Nobody wrote it.
    #[error("this cannot be done to a message of the system")]
    SystemMessage,
    /// The message has no such file, or it was named twice.
    #[error("the message has no such file")]
    UnknownFile,
    /// More files than a message may have.
    #[error("a message has no room for so many files")]
    TooManyFiles,
    /// Nothing would be left in it.
    #[error("a message needs content")]
    Empty,
    /// Content over the bound.
    #[error("content has more than {chars_max} characters")]
    TooLong {
        /// The bound, in Unicode scalar values.
        chars_max: usize,
    },
    /// Too few or too many at once.
    #[error("between 2 and 100 messages are deleted at once")]
    BulkCount,
    /// Too old to be deleted with others.
    #[error("a message is too old to be deleted with others")]
    TooOld,
    /// Its author and the user are apart: one of them blocks the other one.
    #[error("this cannot be done to a message of somebody who is blocked, or blocks")]
    Apart,
    /// No further emoji fits under the message.
    #[error("no more emojis fit under the message")]
    TooManyReactions,
    /// No further message can be pinned.
    #[error("no more messages can be pinned")]
    TooManyPins,
    /// A rule of the guild does not allow what the message would say.
    #[error("a rule of the guild does not allow it")]
    ByRule(Box<Refusal>),
    /// The message began a thread before.
    #[error("a thread was already opened on this message")]
    HasThread,
    /// The channel, or that of the thread, has to be unarchived first.
    #[error("the channel is archived")]
    Archived,
    /// The thread has to be unarchived first.
    #[error("the thread is archived")]
    ThreadArchived,
    /// Too many acts wait, or the store takes none: nothing was done.
    #[error("the channel takes nothing at the moment")]
    NotTaken,
    /// The channel or the store went away meanwhile: whether it was done is unknown.
    #[error("the channel did not answer")]
    Unavailable,
}

/// An act in the mailbox.
pub(crate) struct Request {
    pub(crate) actor: UserId,
    pub(crate) act: Act,
    pub(crate) reason: Option<String>,
    pub(crate) permit: OwnedSemaphorePermit,
    pub(crate) arrived_ms: i64,
    pub(crate) reply: oneshot::Sender<Result<(), ActError>>,
}

/// What an act is judged by.
pub(super) struct Ground<'v> {
    pub(super) view: &'v GuildView,
    pub(super) channel: ChannelId,
    pub(super) actor: UserId,
    pub(super) now_ms: i64,
    bits: Permissions,
}

impl<'v> Ground<'v> {
    pub(super) fn new(
        view: &'v GuildView,
        channel: ChannelId,
        actor: UserId,
        now_ms: i64,
    ) -> Result<Self, ActError> {
        let bits = view.access(actor, channel, now_ms)?;
        Ok(Self { view, channel, actor, now_ms, bits })
    }

    /// Nothing is added to what is archived, nor where a friendship ended.
    pub(super) fn allows(&self, act: &Act) -> Result<(), ActError> {
        if self.view.private.as_ref().is_some_and(|private| !private.writable) && act.adds() {
            return Err(ActError::NotFriends);
        }
        match self.view.place(self.channel) {
            Some(place) if place.channel().archived && act.adds() => Err(ActError::Archived),
            Some(Place::Thread(thread, _)) if thread.thread.archived && act.adds() => {
                Err(ActError::ThreadArchived)
            }
            _ => Ok(()),
        }
    }

    /// What the system does needs no permission of whom it is about.
    pub(super) fn of_the_system(
        view: &'v GuildView,
        channel: ChannelId,
        about: UserId,
        now_ms: i64,
    ) -> Self {
        Self { view, channel, actor: about, now_ms, bits: Permissions::all() }
    }

    pub(super) fn may(&self, all: Permissions) -> bool {
        self.bits.contains(all)
    }

    pub(super) fn bits(&self) -> Permissions {
        self.bits
    }

    pub(super) fn need(&self, all: Permissions) -> Result<(), ActError> {
        match self.view.is_private() {
            _ if self.may(all) => Ok(()),
            true => Err(ActError::NotInPrivate),
            false => Err(ActError::MissingPermission),
        }
    }

    pub(super) fn batch(&self) -> Batch {
        Batch::new(self.view.shard())
    }
}

/// What an act changes: rows, and what is told of it in the order of the log.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) batch: Batch,
    pub(super) first: Happening,
    pub(super) rest: Vec<Happening>,
    pub(super) overlaid: Vec<Overlaid>,
    /// What a rule reports of it.
    pub(super) flag: Option<Flagged>,
}

impl Change {
    /// One entry of the log.
    pub(super) fn one(batch: Batch, first: Happening, overlaid: Vec<Overlaid>) -> Self {
        Self { batch, first, rest: Vec::new(), overlaid, flag: None }
    }

    /// All of them, in order.
    pub(super) fn happenings(&self) -> impl Iterator<Item = &Happening> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

/// AC3.
pub(super) fn present(message: Option<Message>) -> Result<Arc<Message>, ActError> {
    let there = message.filter(|message| message.deleted_at_ms.is_none());
    there.map(Arc::new).ok_or(ActError::UnknownMessage)
}
