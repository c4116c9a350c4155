//! What waits for the disk, in the order of the log, and who waits for it.
//!
//! - PE1  Whoever was decided on by what is not durable yet is answered when that is: an act that has
//!   nothing to do because another one in flight does it is done only if that one is.

use std::sync::Arc;

use storage::records::Message;
use storage::{Commit, CommitError};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::time::Instant;

use super::PostError;
use super::act::ActError;
use super::by_rule::Flagged;
use super::happening::Happening;
use super::state::NonceKey;
use super::ticket::Ticket;
use crate::trace::{Step, Trace};

/// In the pipeline.
pub(super) enum Queued {
    Change(Box<Pending>),
    Answer(Deferred),
}

/// The answer to an act that changes nothing, behind what it was decided on (PE1).
pub(super) struct Deferred {
    pub(super) reply: oneshot::Sender<Result<(), ActError>>,
    pub(super) answer: Result<(), ActError>,
    /// Given back when it is answered.
    pub(super) _permit: OwnedSemaphorePermit,
}

impl Deferred {
    /// All that was in flight is durable.
    pub(super) fn holds(self) {
        let _gone = self.reply.send(self.answer);
    }

    /// Something that was in flight is not durable.
    pub(super) fn fails(self) {
        let _gone = self.reply.send(Err(ActError::NotTaken));
    }
}

/// A post or an act on its way to the disk.
pub(super) struct Pending {
    /// The position of the first entry.
    pub(super) seq: u64,
    pub(super) commit: Commit,
    pub(super) first: Happening,
    /// What happens by the same act after it.
    pub(super) rest: Vec<Happening>,
    /// Of a thread: how many messages it has then, and ever had.
    pub(super) counts: Option<(u32, u32)>,
    /// What a rule reports of it.
    pub(super) flag: Option<Flagged>,
    pub(super) answer: Answer,
    /// Given back when it is answered.
    pub(super) permit: OwnedSemaphorePermit,
}

/// Who waits for the outcome.
pub(super) enum Answer {
    /// Everybody who sent the post.
    Post {
        message: Arc<Message>,
        nonce: Option<NonceKey>,
        ticket: Arc<Ticket>,
        /// When the post came to the engine.
        arrived: Instant,
        trace: Trace,
        /// Ends when the outcome is known.
        commits: Step,
    },
    /// Who acts, until it is answered.
    Act(Option<oneshot::Sender<Result<(), ActError>>>),
}

impl Answer {
    /// Measures what a sender waits for until the last of those who listen has it, as far as this process goes.
    pub(super) fn note_delivery(&self) {
        if let Self::Post { arrived, .. } = self {
            metrics::histogram!("confab_delivery_duration_seconds").record(arrived.elapsed());
        }
    }

    pub(super) fn settle(&mut self, outcome: Result<(), CommitError>) {
        match self {
            Self::Post { message, ticket, commits, .. } => {
                drop(std::mem::take(commits));
                let posted = outcome.map(|()| Arc::clone(message));
                ticket.settle(&posted.map_err(|_| PostError::Unavailable));
            }
            Self::Act(reply) => {
                let done = outcome.map_err(|error| match error {
                    CommitError::CommitUnknown => ActError::Unavailable,
                    _ => ActError::NotTaken,
                });
                let _gone = reply.take().map(|reply| reply.send(done));
            }
        }
    }

    /// Of the post, if it is traced.
    pub(super) fn trace(&self) -> Trace {
        match self {
            Self::Post { trace, .. } => trace.clone(),
            Self::Act(_) => Trace::default(),
        }
    }

    pub(super) fn nonce(&self) -> Option<NonceKey> {
        match self {
            Self::Post { nonce, .. } => *nonce,
            Self::Act(_) => None,
        }
    }
}

impl Pending {
    /// What happens, with its positions.
    pub(super) fn happenings(&self) -> impl Iterator<Item = (u64, &Happening)> {
        (self.seq..).zip(std::iter::once(&self.first).chain(&self.rest))
    }

    /// The position of the last entry.
    pub(super) fn head(&self) -> u64 {
        self.seq + self.rest.len() as u64
    }
}
