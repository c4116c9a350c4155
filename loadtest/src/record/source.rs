//! Whose processor and memory a record shows.

use crate::process;
use crate::voice::media_threads;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A process, all of it.
    Process(u32),
    /// The media server's threads in this process; memory is shared with its clients.
    MediaThreads,
}

impl Source {
    /// The load test itself.
    pub(crate) fn this_process() -> Self {
        Self::Process(std::process::id())
    }

    /// CPU seconds so far; an error where the process is gone.
    pub(crate) fn cpu_seconds(self) -> anyhow::Result<f64> {
        match self {
            Self::Process(pid) => process::cpu_seconds(pid),
            Self::MediaThreads => media_threads::cpu_seconds(),
        }
    }

    /// Resident bytes; an error where the process is gone.
    pub(crate) fn resident_bytes(self) -> anyhow::Result<u64> {
        match self {
            Self::Process(pid) => process::resident_bytes(pid),
            Self::MediaThreads => process::resident_bytes(std::process::id()),
        }
    }
}
