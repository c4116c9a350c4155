//! What every engine promises. No closures, iterators or engine types cross this border.

use std::path::PathBuf;
use std::sync::Arc;

mod batch;
mod error;
mod health;
mod page;
mod reply;

pub use batch::{Batch, Expect, Op, Shard};
pub use error::{BackupError, CommitError, Lost, ReadError};
pub use health::{BackupReport, Health, ReadOnlyReason};
pub(crate) use page::PageFill;
pub use page::{Direction, Page, PageQuery};
pub use reply::{Answer, Reply};

use crate::key::Key;

/// Most operations a batch may carry, its conditions included: a committer's group is never larger.
pub const BATCH_OPERATIONS_MAX: usize = 1024;

/// Most bytes of keys and values a batch may carry.
pub const BATCH_BYTES_MAX: usize = 1 << 20;

/// Longest value a row may hold: the codec's limit of 64 KiB and its header.
pub const VALUE_BYTES_MAX: usize = (64 << 10) + crate::codec::HEADER_BYTES;

/// Most rows in a page. A larger `limit` is cut to it.
pub const PAGE_ROWS_MAX: usize = 1024;

/// A page ends after the row that brings its values over this many bytes, whatever its limit.
pub const PAGE_BYTES_MAX: usize = 1 << 20;

/// Most keys that one `get_many` answers. More are [`ReadError::TooMany`].
pub const GET_MANY_MAX: usize = 1024;

/// Resolves when the batch is durable or refused. Dropping it does not take the batch back.
pub type Commit = Reply<(), CommitError>;

/// Resolves to what was durable at some moment between the call and the answer.
pub type ReadFuture<T> = Reply<T, ReadError>;

/// An ordered map of short keys to values, with atomic batches that are durable once acknowledged.
pub trait Store: Send + Sync + 'static {
    /// Queues the batch before it returns, behind all batches of earlier calls, and never blocks.
    ///
    /// A batch applies as a whole or not at all. Its conditions are checked against what all
    /// earlier batches left; one that fails answers [`CommitError::Conflict`] and leaves no trace.
    fn commit(&self, batch: Batch) -> Commit;

    /// The durable value of a row.
    fn get(&self, key: Key) -> ReadFuture<Option<Vec<u8>>>;

    /// The durable values of at most [`GET_MANY_MAX`] rows, in the order asked, of one moment.
    fn get_many(&self, keys: Vec<Key>) -> ReadFuture<Vec<Option<Vec<u8>>>>;

    /// Durable rows in key order, of one moment.
    fn page(&self, query: PageQuery) -> ReadFuture<Page>;

    /// Copies the store into `to`, which must not exist or be empty, and verifies the copy.
    /// The copy holds every batch acknowledged before the call.
    fn backup(&self, to: PathBuf) -> Reply<BackupReport, BackupError>;

    /// Whether the store takes commits, and if not, why.
    fn health(&self) -> Health;

    /// Ends the store: batches queued before it are still committed, later ones are
    /// [`CommitError::Closed`]. Resolves when the engine has let go of its files.
    fn close(&self) -> Commit;
}

/// A shared store is a store, so that another one may stand in front of it.
impl<S: Store + ?Sized> Store for Arc<S> {
    fn commit(&self, batch: Batch) -> Commit {
        (**self).commit(batch)
    }

    fn get(&self, key: Key) -> ReadFuture<Option<Vec<u8>>> {
        (**self).get(key)
    }

    fn get_many(&self, keys: Vec<Key>) -> ReadFuture<Vec<Option<Vec<u8>>>> {
        (**self).get_many(keys)
    }

    fn page(&self, query: PageQuery) -> ReadFuture<Page> {
        (**self).page(query)
    }

    fn backup(&self, to: PathBuf) -> Reply<BackupReport, BackupError> {
        (**self).backup(to)
    }

    fn health(&self) -> Health {
        (**self).health()
    }

    fn close(&self) -> Commit {
        (**self).close()
    }
}
