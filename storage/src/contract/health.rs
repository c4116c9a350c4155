//! How a store is, and what a backup found.

use std::sync::Arc;

/// Whether a store takes commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Ready,
    /// It answers reads only.
    ReadOnly(ReadOnlyReason),
    /// It answers nothing.
    Closed,
}

impl Health {
    /// Whether commits are taken.
    pub fn is_ready(&self) -> bool {
        matches!(self, Health::Ready)
    }
}

/// Why a store takes no writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// Writing failed once. Only a restart, after a look at the disk, clears this.
    WriteFailed(Arc<str>),
    /// The disk is almost full. This clears by itself when space returns.
    SpaceBelowFloor {
        /// What is free.
        free_bytes: u64,
        /// What must stay free, because a full disk keeps the store from opening again.
        floor_bytes: u64,
    },
}

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupReport {
    /// Rows read back and verified.
    pub rows: u64,
    /// Bytes copied.
    pub bytes: u64,
}
