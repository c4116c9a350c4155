//! A group before it is applied: what its batches make of the rows they touch. Pure but for reads.

use std::collections::BTreeMap;

use sled::{IVec, Tree};

use super::split;
use super::versions::PreImages;
use crate::codec;
use crate::contract::{Batch, CommitError, Expect, Op};
use crate::key::Key;
use crate::record::Record;
use crate::records::Idempotency;

/// Where rows come from that the group has not touched.
pub(super) trait Rows {
    fn row(&self, key: &[u8]) -> sled::Result<Option<IVec>>;
}

impl Rows for Tree {
    fn row(&self, key: &[u8]) -> sled::Result<Option<IVec>> {
        self.get(key)
    }
}

/// The rows that a group has looked at or changed.
pub(super) struct Stage<'a, R> {
    rows: &'a R,
    touched: BTreeMap<IVec, Touched>,
}

struct Touched {
    before: Option<IVec>,
    now: Option<IVec>,
    changed: bool,
}

impl<'a, R: Rows> Stage<'a, R> {
    pub(super) fn new(rows: &'a R) -> Self {
        Self { rows, touched: BTreeMap::new() }
    }

    /// Takes a batch in whole, or refuses it and stays as it was. The outer error is the engine's.
    pub(super) fn admit(&mut self, batch: &Batch) -> sled::Result<Result<(), CommitError>> {
        if let Some(idempotency) = &batch.idempotency {
            let key = Idempotency::row_key(&idempotency.key());
            if self.holds(&key)? {
                return Ok(Ok(()));
            }
        }
        for expect in &batch.expects {
            let met = match expect {
                Expect::Absent(key) => !self.holds(key)?,
                Expect::Present(key) => self.holds(key)?,
            };
            if !met {
                return Ok(Err(CommitError::Conflict));
            }
        }
        if let Some(idempotency) = &batch.idempotency {
            self.put_record(idempotency)?;
        }
        for op in &batch.ops {
            match op {
                Op::Put { key, value } => self.put(key, value)?,
                Op::Delete { key } => self.delete(key)?,
            }
        }
        Ok(Ok(()))
    }

    /// Whether any row changes.
    pub(super) fn has_changes(&self) -> bool {
        self.touched.values().any(|row| row.changed)
    }

    /// Writes a record that belongs to the group rather than to a batch.
    pub(super) fn put_record<T: Record>(&mut self, record: &T) -> sled::Result<()> {
        self.put(&T::row_key(&record.key()), &codec::encode(record))
    }

    /// What the changed rows held before, and the changes themselves.
    pub(super) fn finish(self) -> (PreImages, sled::Batch) {
        let mut before = PreImages::new();
        let mut changes = sled::Batch::default();
        for (key, row) in self.touched.into_iter().filter(|(_, row)| row.changed) {
            match row.now {
                Some(now) => changes.insert(key.clone(), now),
                None => changes.remove(key.clone()),
            }
            before.insert(key, row.before);
        }
        (before, changes)
    }

    fn holds(&mut self, key: &Key) -> sled::Result<bool> {
        Ok(self.touch(IVec::from(key.as_bytes()))?.now.is_some())
    }

    fn put(&mut self, key: &Key, value: &[u8]) -> sled::Result<()> {
        let (row, chunks) = split::split(value);
        let former = self.set(IVec::from(key.as_bytes()), Some(row))?;
        for (number, chunk) in (0..).zip(&chunks) {
            self.set(split::chunk_key(key.as_bytes(), number), Some(IVec::from(*chunk)))?;
        }
        self.drop_chunks(key, chunks.len()..usize::from(former))
    }

    fn delete(&mut self, key: &Key) -> sled::Result<()> {
        let former = self.set(IVec::from(key.as_bytes()), None)?;
        self.drop_chunks(key, 0..usize::from(former))
    }

    fn drop_chunks(&mut self, key: &Key, stale: std::ops::Range<usize>) -> sled::Result<()> {
        for number in stale {
            let number = u8::try_from(number).expect("chunks are counted in a u8");
            self.set(split::chunk_key(key.as_bytes(), number), None)?;
        }
        Ok(())
    }

    /// Changes a row; answers how many chunks its former value had.
    fn set(&mut self, key: IVec, now: Option<IVec>) -> sled::Result<u8> {
        let row = self.touch(key)?;
        let former = std::mem::replace(&mut row.now, now);
        row.changed = true;
        Ok(former.map_or(0, |former| split::chunk_count(&former)))
    }

    fn touch(&mut self, key: IVec) -> sled::Result<&mut Touched> {
        match self.touched.entry(key) {
            std::collections::btree_map::Entry::Occupied(row) => Ok(row.into_mut()),
            std::collections::btree_map::Entry::Vacant(slot) => {
                let before = self.rows.row(slot.key())?;
                Ok(slot.insert(Touched { now: before.clone(), before, changed: false }))
            }
        }
    }
}
