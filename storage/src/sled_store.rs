//! The default engine: sled behind a committer thread and a small pool of readers.
//!
//! sled applies a batch at once and makes it durable later, so an applied row is readable before it
//! is safe. Between the two stands `versions`: the committer publishes what rows held before a
//! group (its pre-images) *before* it applies the group, and withdraws them once the group is
//! synced. A reader notes the last durable group, reads sled, and puts right whatever later groups
//! have touched. Nobody waits for anybody, and all rows of a read are of one moment.
//!
//! - One thread writes. Its end makes the store read-only and is never repaired while running.
//! - sled's own flusher is off, its asynchronous flush and its subscribers are never used.
//! - All rows live in one tree, so that a group is one atomic batch.

#![expect(
    clippy::disallowed_methods,
    reason = "real threads wait for a real disk, so their clock is the system's"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use parking_lot::Mutex;

mod backup;
mod committer;
mod compact;
mod disk;
mod keep;
mod mark;
mod metric;
mod open;
mod options;
mod queue;
pub(crate) mod raw;
mod readers;
mod release;
mod snapshot;
mod split;
mod stage;
mod versions;

pub use compact::{Compacted, compact};
pub(crate) use disk::free_bytes;
pub use disk::{Disk, FileDisk};
pub use open::OpenError;
pub use options::SledOptions;

use crate::contract::{
    BackupError, BackupReport, Batch, Commit, GET_MANY_MAX, Health, Page, PageQuery, ReadError,
    ReadFuture, Reply, Store,
};
use crate::key::Key;
use committer::Committer;
use queue::CommitQueue;
use readers::{ReadJob, Readers};
use versions::Versions;

/// Rows in a directory of their own, held by this process alone.
pub struct SledStore {
    shared: Arc<Shared>,
    readers: Arc<Readers>,
    committer: Option<JoinHandle<()>>,
}

/// What the threads of a store have in common.
struct Shared {
    path: PathBuf,
    options: SledOptions,
    queue: CommitQueue,
    versions: Versions,
    health: Mutex<Health>,
}

impl SledStore {
    /// Opens the store in `path`, or makes one there.
    pub fn open(path: &Path, options: SledOptions) -> Result<Self, OpenError> {
        Self::open_on(path, options, |path, options| {
            Ok(Box::new(FileDisk::open(path, options.sync)?))
        })
    }

    /// Opens the store with another way to sync and to learn the free space: the seam at which
    /// tests watch and break the disk. `disk` is called once the files are there.
    pub fn open_on(
        path: &Path,
        options: SledOptions,
        disk: impl FnOnce(&Path, &SledOptions) -> std::io::Result<Box<dyn Disk>>,
    ) -> Result<Self, OpenError> {
        let rows = open::open(path, &options)?;
        let disk = disk(path, &options)?;
        let shared = Arc::new(Shared {
            path: path.to_owned(),
            queue: CommitQueue::new(options.queue_operations_max, options.queue_bytes_max),
            options,
            versions: Versions::default(),
            health: Mutex::new(Health::Ready),
        });
        let readers = Readers::start(&shared, &rows.tree)?;
        let committer = Committer::start(&shared, &readers, rows, disk)?;
        Ok(Self { shared, readers, committer: Some(committer) })
    }
}

impl Store for SledStore {
    fn commit(&self, batch: Batch) -> Commit {
        match batch.check_size() {
            Ok(()) => self.shared.queue.push(batch),
            Err(error) => Reply::known(Err(error)),
        }
    }

    fn get(&self, key: Key) -> ReadFuture<Option<Vec<u8>>> {
        let (answer, reply) = Reply::awaited();
        self.readers.push(ReadJob::Get(key, answer));
        reply
    }

    fn get_many(&self, keys: Vec<Key>) -> ReadFuture<Vec<Option<Vec<u8>>>> {
        if keys.len() > GET_MANY_MAX {
            return Reply::known(Err(ReadError::TooMany));
        }
        let (answer, reply) = Reply::awaited();
        self.readers.push(ReadJob::GetMany(keys, answer));
        reply
    }

    fn page(&self, query: PageQuery) -> ReadFuture<Page> {
        let (answer, reply) = Reply::awaited();
        self.readers.push(ReadJob::Page(query, answer));
        reply
    }

    fn backup(&self, to: PathBuf) -> Reply<BackupReport, BackupError> {
        self.shared.queue.push_backup(to)
    }

    fn health(&self) -> Health {
        self.shared.health.lock().clone()
    }

    fn close(&self) -> Commit {
        self.shared.queue.close()
    }
}

impl Drop for SledStore {
    /// Waits until the files are let go, so that whoever drops a store can open it again.
    fn drop(&mut self) {
        drop(self.shared.queue.close());
        if let Some(committer) = self.committer.take() {
            // Its panics are caught inside and told by `health`.
            let _ = committer.join();
            release::wait(&self.shared.path);
        }
    }
}
