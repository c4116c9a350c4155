//! The store that forgets: for tests and the simulation.
//!
//! It has no threads, no queue and no clock. A batch is applied in its `commit` call, and reads are
//! answered in theirs, so the same calls give the same answers. [`FaultStore`](crate::FaultStore)
//! adds queue, latency and faults.

use std::collections::BTreeMap;
use std::path::PathBuf;

use parking_lot::Mutex;

use crate::codec;
use crate::contract::{
    BackupError, BackupReport, Batch, Commit, CommitError, Direction, Expect, GET_MANY_MAX, Health,
    Op, Page, PageFill, PageQuery, ReadError, ReadFuture, Reply, Store,
};
use crate::key::Key;
use crate::record::Record;
use crate::records::Idempotency;

/// Keeps rows in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    /// `None` once closed.
    rows: Mutex<Option<Rows>>,
}

#[derive(Debug, Default)]
struct Rows(BTreeMap<Key, Vec<u8>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self { rows: Mutex::new(Some(Rows::default())) }
    }

    fn read<T>(&self, answer: impl FnOnce(&Rows) -> Result<T, ReadError>) -> ReadFuture<T> {
        Reply::known(self.rows.lock().as_ref().ok_or(ReadError::Closed).and_then(answer))
    }
}

impl Store for MemoryStore {
    fn commit(&self, batch: Batch) -> Commit {
        let mut rows = self.rows.lock();
        let outcome = batch
            .check_size()
            .and_then(|()| rows.as_mut().ok_or(CommitError::Closed))
            .and_then(|rows| rows.apply(batch));
        Reply::known(outcome)
    }

    fn get(&self, key: Key) -> ReadFuture<Option<Vec<u8>>> {
        self.read(|rows| Ok(rows.0.get(&key).cloned()))
    }

    fn get_many(&self, keys: Vec<Key>) -> ReadFuture<Vec<Option<Vec<u8>>>> {
        self.read(|rows| {
            if keys.len() > GET_MANY_MAX {
                return Err(ReadError::TooMany);
            }
            Ok(keys.iter().map(|key| rows.0.get(key).cloned()).collect())
        })
    }

    fn page(&self, query: PageQuery) -> ReadFuture<Page> {
        self.read(|rows| Ok(rows.page(&query)))
    }

    fn backup(&self, _to: PathBuf) -> Reply<BackupReport, BackupError> {
        Reply::known(Err(BackupError::Unavailable))
    }

    fn health(&self) -> Health {
        if self.rows.lock().is_some() { Health::Ready } else { Health::Closed }
    }

    fn close(&self) -> Commit {
        *self.rows.lock() = None;
        Reply::known(Ok(()))
    }
}

impl Rows {
    fn apply(&mut self, batch: Batch) -> Result<(), CommitError> {
        if let Some(idempotency) = &batch.idempotency {
            let key = Idempotency::row_key(&idempotency.key());
            if self.0.contains_key(&key) {
                return Ok(());
            }
        }
        let holds = |expect: &Expect| match expect {
            Expect::Absent(key) => !self.0.contains_key(key),
            Expect::Present(key) => self.0.contains_key(key),
        };
        if !batch.expects.iter().all(holds) {
            return Err(CommitError::Conflict);
        }
        for op in batch.ops {
            match op {
                Op::Put { key, value } => self.0.insert(key, value),
                Op::Delete { key } => self.0.remove(&key),
            };
        }
        if let Some(idempotency) = &batch.idempotency {
            let key = Idempotency::row_key(&idempotency.key());
            self.0.insert(key, codec::encode(idempotency));
        }
        Ok(())
    }

    fn page(&self, query: &PageQuery) -> Page {
        let Some(bounds) = query.bounds() else { return Page::default() };
        let mut page = PageFill::new(query.limit);
        let within = self.0.range(bounds);
        match query.direction {
            Direction::Forward => {
                within.take_while(|(key, value)| page.take(**key, value)).for_each(drop)
            }
            Direction::Backward => {
                within.rev().take_while(|(key, value)| page.take(**key, value)).for_each(drop)
            }
        }
        page.finish()
    }
}
