//! Where a channel's log ends, and how it goes on.
//!
//! - CH1  Ids and positions rise strictly, and positions without holes.

use protocol::{ChannelId, MessageId};
use storage::Batch;
use storage::records::{LogEntry, LogKind};

/// See the module.
pub(super) struct Chain {
    channel: ChannelId,
    head: u64,
    last_id: u64,
}

impl Chain {
    /// A log that has to [`Self::begin`].
    pub(super) fn new(channel: ChannelId) -> Self {
        Self { channel, head: 0, last_id: 0 }
    }

    /// Starts again from what is durable.
    pub(super) fn begin(&mut self, head: u64, last_id: u64) {
        debug_assert!(self.last_id == 0 || head <= self.head, "CH1: the log only has what we sent");
        (self.head, self.last_id) = (head, last_id);
    }

    /// Which channel.
    pub(super) fn channel(&self) -> ChannelId {
        self.channel
    }

    /// The next position.
    pub(super) fn next_seq(&self) -> u64 {
        self.head + 1
    }

    /// The next message's id. `id_after` makes one above a given one that nothing else has:
    /// libraries look messages up by id across channels.
    pub(super) fn next_id(&mut self, id_after: impl FnOnce(u64) -> u64) -> MessageId {
        let id = id_after(self.last_id);
        debug_assert!(self.last_id < id, "CH1");
        self.last_id = id;
        MessageId::new(id)
    }

    /// Adds entries to a batch; answers the position of the first. That their predecessor must be
    /// there keeps the log without holes, whatever becomes of the batches before.
    pub(super) fn append(
        &mut self,
        batch: Batch,
        entries: impl IntoIterator<Item = (LogKind, MessageId)>,
        now_ms: i64,
    ) -> (u64, Batch) {
        let (channel, first) = (self.channel, self.next_seq());
        let mut batch = batch.expect_absent::<LogEntry>(&(channel, first));
        if self.head > 0 {
            batch = batch.expect_present::<LogEntry>(&(channel, self.head));
        }
        for (kind, message) in entries {
            self.head += 1;
            let entry = LogEntry { channel, seq: self.head, kind, message, created_at_ms: now_ms };
            batch = batch.put(&entry);
        }
        (first, batch)
    }
}
