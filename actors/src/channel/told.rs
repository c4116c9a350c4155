//! Which events that went out carry the content of which message, so that a deletion takes it back
//! out of everything that could still send it.
//!
//! - TO1  What was noted before a deletion is sent no more after it; who read the store before a
//!   deletion cannot note what it read after it.

use std::collections::VecDeque;

use parking_lot::Mutex;
use protocol::MessageId;

use crate::outbox::{Outgoing, Stood, WeakOutgoing};

/// Below so many notes nobody looks for those whose events are gone.
const KEPT_UNSEEN: usize = 1_024;

/// See the module.
#[derive(Default)]
pub(crate) struct Told(Mutex<Notes>);

#[derive(Default)]
struct Notes {
    carried: VecDeque<(MessageId, WeakOutgoing)>,
    deletions: u64,
    /// How many notes make it worth looking for dead ones.
    look_at: usize,
}

impl Told {
    /// Notes an event that is about to go out.
    pub(crate) fn note(&self, messages: impl IntoIterator<Item = MessageId>, event: &Outgoing) {
        self.0.lock().note(messages, event);
    }

    /// A moment, for [`Self::note_read`].
    pub(crate) fn deletions(&self) -> u64 {
        self.0.lock().deletions
    }

    /// TO1. Notes events that were made of what was read since a moment; false when something was
    /// deleted meanwhile, and it has to be read again.
    pub(crate) fn note_read<'a, I>(
        &self,
        deletions: u64,
        events: impl IntoIterator<Item = (I, &'a Outgoing)>,
    ) -> bool
    where
        I: IntoIterator<Item = MessageId>,
    {
        let mut notes = self.0.lock();
        if notes.deletions != deletions {
            return false;
        }
        events.into_iter().for_each(|(messages, event)| notes.note(messages, event));
        true
    }

    /// Takes the content of messages back; what stands in the place of events that still wait.
    pub(crate) fn withdraw(&self, messages: &[MessageId]) -> Vec<Stood> {
        let mut notes = self.0.lock();
        notes.deletions += 1;
        let meant = notes.carried.iter().filter(|(id, _)| messages.contains(id));
        meant.filter_map(|(id, event)| event.upgrade()?.withdraw(*id)).collect()
    }
}

impl Notes {
    fn note(&mut self, messages: impl IntoIterator<Item = MessageId>, event: &Outgoing) {
        for message in messages {
            self.carried.push_back((message, event.downgrade()));
        }
        while self.carried.front().is_some_and(|(_, event)| event.is_gone()) {
            self.carried.pop_front();
        }
        if self.carried.len() > self.look_at.max(KEPT_UNSEEN) {
            self.carried.retain(|(_, event)| !event.is_gone());
            self.look_at = self.carried.len() * 2;
        }
    }
}
