//! What is committed together.

use protocol::GuildId;

use super::{BATCH_BYTES_MAX, BATCH_OPERATIONS_MAX, CommitError, VALUE_BYTES_MAX};
use crate::codec;
use crate::key::Key;
use crate::record::Record;
use crate::records::Idempotency;

/// Which part of the data a batch belongs to. What touches many shards is a durable job of many
/// batches, so that shards can move to other machines one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shard {
    /// Users, friendships, direct messages and the instance itself.
    Social,
    /// A guild and all that lives in it.
    Guild(GuildId),
}

/// A condition on a row, checked before any operation of its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// There is no such row.
    Absent(Key),
    /// There is such a row.
    Present(Key),
}

/// A change of one row. Within a batch, a later operation on the same key wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Writes the row, new or not.
    Put {
        /// Which row.
        key: Key,
        /// Its whole new value, at most [`VALUE_BYTES_MAX`] bytes.
        value: Vec<u8>,
    },
    /// Removes the row. One that is not there is no error.
    Delete {
        /// Which row.
        key: Key,
    },
}

/// Operations that become durable together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Batch {
    /// The one shard that all rows belong to.
    pub shard: Shard,
    /// A row in this batch. When it is there already, the batch answers Ok and changes nothing.
    pub idempotency: Option<Idempotency>,
    /// Conditions; one that does not hold refuses the batch.
    pub expects: Vec<Expect>,
    /// Changes, in order.
    pub ops: Vec<Op>,
}

impl Batch {
    /// A batch that changes nothing yet.
    pub fn new(shard: Shard) -> Self {
        Self { shard, idempotency: None, expects: Vec::new(), ops: Vec::new() }
    }

    /// Makes a repeat of this batch harmless: `key` names the act, `now_ms` is when it was asked
    /// for. Repeats are known for an hour.
    pub fn once(mut self, key: [u8; 16], now_ms: i64) -> Self {
        self.idempotency = Some(Idempotency { key, created_at_ms: now_ms });
        self
    }

    /// Writes a record under its own key.
    pub fn put<R: Record>(mut self, record: &R) -> Self {
        self.ops.push(Op::Put { key: R::row_key(&record.key()), value: codec::encode(record) });
        self
    }

    /// Removes a record.
    pub fn delete<R: Record>(mut self, key: &R::Key) -> Self {
        self.ops.push(Op::Delete { key: R::row_key(key) });
        self
    }

    /// Refuses the batch with [`CommitError::Conflict`] when there is such a record.
    pub fn expect_absent<R: Record>(mut self, key: &R::Key) -> Self {
        self.expects.push(Expect::Absent(R::row_key(key)));
        self
    }

    /// Refuses the batch with [`CommitError::Conflict`] when there is no such record.
    pub fn expect_present<R: Record>(mut self, key: &R::Key) -> Self {
        self.expects.push(Expect::Present(R::row_key(key)));
        self
    }

    /// Takes over the conditions and operations of another batch. It keeps its own shard and
    /// idempotency key.
    pub fn extend(mut self, other: Batch) -> Self {
        debug_assert_eq!(self.shard, other.shard, "a batch has one shard");
        self.expects.extend(other.expects);
        self.ops.extend(other.ops);
        self
    }

    /// How much of a committer's queue and group the batch takes: conditions and the idempotency
    /// row count, since they cost a read.
    pub fn operations(&self) -> usize {
        self.ops.len() + self.expects.len() + usize::from(self.idempotency.is_some())
    }

    /// Bytes of keys and values.
    pub fn bytes(&self) -> usize {
        let rows: usize = self.ops.iter().map(Op::bytes).sum();
        rows + self.expects.len() * size_of::<Expect>()
    }

    /// Whether every engine takes a batch of this size.
    pub fn check_size(&self) -> Result<(), CommitError> {
        let fits = self.operations() <= BATCH_OPERATIONS_MAX
            && self.bytes() <= BATCH_BYTES_MAX
            && self.ops.iter().all(|op| op.value_bytes() <= VALUE_BYTES_MAX);
        if fits { Ok(()) } else { Err(CommitError::TooLarge) }
    }
}

impl Op {
    fn bytes(&self) -> usize {
        let key = match self {
            Op::Put { key, .. } | Op::Delete { key } => key.as_bytes().len(),
        };
        key + self.value_bytes()
    }

    fn value_bytes(&self) -> usize {
        match self {
            Op::Put { value, .. } => value.len(),
            Op::Delete { .. } => 0,
        }
    }
}
