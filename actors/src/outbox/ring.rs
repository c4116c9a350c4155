//! What a RESUME can replay: the last kept dispatches of one session.
//!
//! - RG1  An entry leaves only by acknowledgement, by a bound, or because its channel was lost.
//! - RG2  A replay after `s` is whole, or it is refused.

use std::collections::{BTreeMap, VecDeque};

use protocol::id::{ChannelId, MessageId};

use super::Outgoing;
use crate::config::OutboxLimits;

pub(super) struct Entry {
    pub(super) s: u64,
    pub(super) event: Outgoing,
}

#[derive(Default)]
pub(super) struct Ring {
    entries: VecDeque<Entry>,
    bytes: usize,
    /// The highest number that was pushed out by a bound: nothing at or below it can be replayed.
    trimmed: u64,
}

impl Ring {
    pub(super) fn push(&mut self, s: u64, event: Outgoing, max: &OutboxLimits) {
        self.bytes += event.tail().len();
        self.entries.push_back(Entry { s, event });
        while self.entries.len() > max.ring_events_max || self.bytes > max.ring_bytes_max {
            let Some(old) = self.entries.pop_front() else { break };
            self.bytes -= old.event.tail().len();
            self.trimmed = old.s;
        }
    }

    /// The client has seen everything up to `s`: it will not ask for that again. The newest message of
    /// each channel among it.
    pub(super) fn acknowledge(&mut self, s: u64) -> BTreeMap<ChannelId, MessageId> {
        let mut brought = BTreeMap::new();
        while self.entries.front().is_some_and(|first| first.s <= s) {
            if let Some(seen) = self.entries.pop_front() {
                self.bytes -= seen.event.tail().len();
                self.trimmed = self.trimmed.max(seen.s.min(s));
                brought.extend(seen.event.brings());
            }
        }
        if self.entries.is_empty() {
            self.entries.shrink_to(0);
        }
        brought
    }

    /// All kept entries after `s`, or nothing when some of them are gone.
    pub(super) fn after(&self, s: u64) -> Option<impl Iterator<Item = &Entry>> {
        (s >= self.trimmed).then(|| self.entries.iter().filter(move |entry| entry.s > s))
    }

    /// Takes out what belongs to channels that this session may no longer see.
    pub(super) fn forget_channels(&mut self, lost: &[ChannelId]) {
        self.entries
            .retain(|entry| entry.event.channel().is_none_or(|channel| !lost.contains(&channel)));
        self.bytes = self.entries.iter().map(|entry| entry.event.tail().len()).sum();
    }
}
