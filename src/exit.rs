//! How the process ends: one sentence on stderr and an exit code from `sysexits.h`.

use std::fmt;

/// The exit codes that operators may rely on: DESIGN.md "Process".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitCode {
    /// A wrong flag, key or value.
    Usage = 64,
    /// The stored data is damaged, too old, or too new.
    BadData = 65,
    /// The data directory is locked, or the port is taken.
    Unavailable = 69,
    /// A fault of this program.
    Internal = 70,
    /// The disk refused.
    Disk = 74,
}

/// Why the process ends early, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: ExitCode,
    pub(crate) sentence: String,
}

impl Failure {
    pub(crate) fn usage(sentence: impl fmt::Display) -> Self {
        Self { code: ExitCode::Usage, sentence: sentence.to_string() }
    }

    pub(crate) fn bad_data(sentence: impl fmt::Display) -> Self {
        Self { code: ExitCode::BadData, sentence: sentence.to_string() }
    }

    pub(crate) fn unavailable(sentence: impl fmt::Display) -> Self {
        Self { code: ExitCode::Unavailable, sentence: sentence.to_string() }
    }

    pub(crate) fn internal(sentence: impl fmt::Display) -> Self {
        Self { code: ExitCode::Internal, sentence: sentence.to_string() }
    }

    pub(crate) fn disk(sentence: impl fmt::Display) -> Self {
        Self { code: ExitCode::Disk, sentence: sentence.to_string() }
    }
}
