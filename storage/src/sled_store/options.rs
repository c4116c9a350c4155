//! What an operator may set.

/// How a [`SledStore`](super::SledStore) runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SledOptions {
    /// sled's page cache. Resident memory is about twice this.
    pub cache_bytes: u64,
    /// Below this much free space nothing is written: on a full disk sled cannot open again.
    pub free_space_floor_bytes: u64,
    /// Threads that read. They spend their time waiting for the disk.
    pub read_threads: usize,
    /// Most reads queued; then [`ReadError::Overloaded`](crate::ReadError::Overloaded).
    pub read_queue_max: usize,
    /// Most operations queued; then [`CommitError::Full`](crate::CommitError::Full). The default
    /// is a third of a second of work at 40,000 operations a second.
    pub queue_operations_max: usize,
    /// Most bytes queued; then [`CommitError::Full`](crate::CommitError::Full).
    pub queue_bytes_max: usize,
    /// Bring an older store up to date while opening it, instead of refusing it.
    pub migrate: bool,
    /// `false` acknowledges what a power cut loses. Only the proof that a power cut then loses
    /// something may say so.
    pub sync: bool,
}

impl SledOptions {
    /// For people's data. An older store is refused: its operator decides when to migrate.
    pub fn production() -> Self {
        Self {
            cache_bytes: 256 << 20,
            free_space_floor_bytes: 512 << 20,
            read_threads: 4,
            read_queue_max: 4096,
            queue_operations_max: 16 << 10,
            queue_bytes_max: 32 << 20,
            migrate: false,
            sync: true,
        }
    }

    /// For one's own machine: as in production, but an older store is migrated without asking.
    pub fn local() -> Self {
        Self { migrate: true, ..Self::production() }
    }

    /// For tests: as in production, but small, and content with a fuller disk.
    pub fn test() -> Self {
        Self {
            cache_bytes: 16 << 20,
            free_space_floor_bytes: 16 << 20,
            read_threads: 2,
            migrate: true,
            ..Self::production()
        }
    }
}

impl Default for SledOptions {
    fn default() -> Self {
        Self::production()
    }
}
