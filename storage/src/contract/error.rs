//! What can be refused or fail at the store's border.

use std::sync::Arc;

/// Why a batch was not acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A condition did not hold. Nothing was changed.
    #[error("a condition of the batch did not hold")]
    Conflict,
    /// The queue is full. Nothing was changed; a retry later may work.
    #[error("the store's queue is full")]
    Full,
    /// The batch exceeds a bound of the contract. Nothing was changed; a retry never works.
    #[error("the batch is too large")]
    TooLarge,
    /// The store takes no writes: see its health. Nothing was changed.
    #[error("the store is read-only")]
    ReadOnly,
    /// The store failed while the batch was in its hands: it may be found after a restart, or not.
    #[error("the store failed while committing; whether the batch was kept is unknown")]
    CommitUnknown,
    /// The store was closed before. Nothing was changed.
    #[error("the store is closed")]
    Closed,
}

/// Why a read has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The queue of reads is full; a retry later may work.
    #[error("the store has too many reads queued")]
    Overloaded,
    /// More keys asked for at once than the contract allows.
    #[error("too many keys in one read")]
    TooMany,
    /// A stored value is not what was written, or of a version this program does not know.
    #[error("a stored value is damaged: {0}")]
    Corrupt(Arc<str>),
    /// The engine failed.
    #[error("the store failed to read: {0}")]
    Failed(Arc<str>),
    /// The store was closed before.
    #[error("the store is closed")]
    Closed,
}

/// Why there is no backup. What was copied so far has been removed again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The target exists and holds something.
    #[error("the target of the backup is not empty")]
    NotEmpty,
    /// The copy would leave the target's disk below the free-space floor.
    #[error("no space for the backup: it needs {needed_bytes} bytes, {free_bytes} are free")]
    NoSpace {
        /// Size of the copy and the free-space floor.
        needed_bytes: u64,
        /// What the target's disk has.
        free_bytes: u64,
    },
    /// Reading or writing a file failed.
    #[error("the backup failed: {0}")]
    Io(Arc<str>),
    /// The copy was made but does not open, or holds a damaged row.
    #[error("the copy does not verify: {0}")]
    Damaged(Arc<str>),
    /// The store is closed or its committer has failed.
    #[error("the store cannot make a backup now")]
    Unavailable,
}

/// An error that has a value for "whoever should have answered is gone".
pub trait Lost {
    /// That value.
    fn lost() -> Self;
}

impl Lost for CommitError {
    fn lost() -> Self {
        Self::CommitUnknown
    }
}

impl Lost for ReadError {
    fn lost() -> Self {
        Self::Closed
    }
}

impl Lost for BackupError {
    fn lost() -> Self {
        Self::Unavailable
    }
}
