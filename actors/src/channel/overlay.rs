//! Rows that acts decided on and that are not known to be durable yet: the next act goes by them,
//! so that an edit in flight cannot bring back what a deletion in flight takes away.
//!
//! - OV1  An entry stays until the store answers with it or with something newer.

use std::collections::{BTreeMap, HashMap};

use protocol::{MessageId, UserId};
use storage::records::{Message, ReactionSummary, RunHash};

/// A row as an act leaves it.
#[derive(Debug, Clone)]
pub(super) enum Overlaid {
    /// A message, deleted or not.
    Message(Box<Message>),
    /// What is on a message.
    Summary(ReactionSummary),
    /// Whether a user is in a run.
    Reaction(MessageId, RunHash, UserId, bool),
    /// Since when a message is pinned.
    Pin(MessageId, Option<i64>),
}

/// See the module. Each entry is kept with the position of its act.
#[derive(Default)]
pub(super) struct Overlay {
    messages: HashMap<MessageId, (u64, Message)>,
    summaries: HashMap<MessageId, (u64, ReactionSummary)>,
    reactions: HashMap<(MessageId, RunHash, UserId), (u64, bool)>,
    /// All pins of the channel, once they were read.
    pins: Option<BTreeMap<MessageId, i64>>,
}

impl Overlay {
    /// Notes what the act at a position changes.
    pub(super) fn note(&mut self, seq: u64, rows: Vec<Overlaid>) {
        for row in rows {
            match row {
                Overlaid::Message(message) => {
                    self.messages.insert(message.id, (seq, *message));
                }
                Overlaid::Summary(summary) => {
                    self.summaries.insert(summary.message, (seq, summary));
                }
                Overlaid::Reaction(message, run, user, there) => {
                    self.reactions.insert((message, run, user), (seq, there));
                }
                Overlaid::Pin(message, at_ms) => {
                    let Some(pins) = &mut self.pins else { continue };
                    match at_ms {
                        Some(at_ms) => pins.insert(message, at_ms),
                        None => pins.remove(&message),
                    };
                }
            }
        }
    }

    /// OV1. Everything up to `head` is durable.
    pub(super) fn settled(&mut self, head: u64) {
        self.messages.retain(|_, (seq, _)| *seq > head);
        self.summaries.retain(|_, (seq, _)| *seq > head);
        self.reactions.retain(|_, (seq, _)| *seq > head);
    }

    /// Whether acts are on their way to the disk.
    pub(super) fn is_in_flight(&self) -> bool {
        !self.messages.is_empty() || !self.summaries.is_empty() || !self.reactions.is_empty()
    }

    pub(super) fn message(&self, id: MessageId) -> Option<&Message> {
        self.messages.get(&id).map(|(_, message)| message)
    }

    pub(super) fn summary(&self, message: MessageId) -> Option<&ReactionSummary> {
        self.summaries.get(&message).map(|(_, summary)| summary)
    }

    pub(super) fn reaction(&self, message: MessageId, run: RunHash, user: UserId) -> Option<bool> {
        self.reactions.get(&(message, run, user)).map(|(_, there)| *there)
    }

    pub(super) fn pins(&self) -> Option<&BTreeMap<MessageId, i64>> {
        self.pins.as_ref()
    }

    /// The pins as the store has them: no act that changed them was in flight.
    pub(super) fn pins_read(&mut self, pins: BTreeMap<MessageId, i64>) {
        self.pins = Some(pins);
    }
}
