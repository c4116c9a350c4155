//! The outcome of one post, awaited by everyone who sent it: a repeat with the same nonce joins in.

use std::sync::Arc;

use parking_lot::Mutex;
use storage::records::Message;
use tokio::sync::oneshot;

use super::PostError;

/// What a poster is told.
pub(crate) type Outcome = Result<Arc<Message>, PostError>;

/// See the module.
#[derive(Default)]
pub(crate) struct Ticket(Mutex<Progress>);

enum Progress {
    Waiting(Vec<oneshot::Sender<Outcome>>),
    Settled(Outcome),
}

impl Default for Progress {
    fn default() -> Self {
        Self::Waiting(Vec::new())
    }
}

impl Ticket {
    /// One whose outcome is known.
    pub(crate) fn settled(outcome: Outcome) -> Self {
        Self(Mutex::new(Progress::Settled(outcome)))
    }

    /// Waits for the outcome, or answers with it.
    pub(crate) fn join(&self, reply: oneshot::Sender<Outcome>) {
        match &mut *self.0.lock() {
            Progress::Waiting(waiters) => waiters.push(reply),
            Progress::Settled(outcome) => {
                // A poster that went away needs no answer.
                let _gone = reply.send(outcome.clone());
            }
        }
    }

    /// Answers everyone. Only the first outcome counts.
    pub(crate) fn settle(&self, outcome: &Outcome) {
        let waiters = match &mut *self.0.lock() {
            Progress::Settled(_) => return,
            progress => match std::mem::replace(progress, Progress::Settled(outcome.clone())) {
                Progress::Waiting(waiters) => waiters,
                Progress::Settled(_) => return,
            },
        };
        for waiter in waiters {
            let _gone = waiter.send(outcome.clone());
        }
    }
}

impl Drop for Ticket {
    /// A post that nobody can settle any more is answered all the same.
    fn drop(&mut self) {
        self.settle(&Err(PostError::Unavailable));
    }
}
