//! Copies of the store's files, and the proof that a copy is good.
//!
//! A copy of live files never opens, so the committer makes it between two groups. Opening and
//! reading it all takes longer, and happens on a thread of its own while commits go on.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::disk::{directory_bytes, free_bytes, sync_names};
use super::snapshot::Snapshot;
use super::versions::Versions;
use super::{SledOptions, open, split};
use crate::codec;
use crate::contract::{Answer, BackupError, BackupReport};

/// Page cache for reading a copy.
const VERIFY_CACHE_BYTES: u64 = 32 << 20;

/// Copies the files of a store that is not being written. Answers how many bytes.
pub(super) fn copy(from: &Path, to: &Path, options: &SledOptions) -> Result<u64, BackupError> {
    if to.exists() && std::fs::read_dir(to).map_err(failed)?.next().is_some() {
        return Err(BackupError::NotEmpty);
    }
    std::fs::create_dir_all(to).map_err(failed)?;
    let free_bytes = free_bytes(to).map_err(failed)?;
    let needed_bytes = directory_bytes(from).map_err(failed)? + options.free_space_floor_bytes;
    if free_bytes < needed_bytes {
        discard(to);
        return Err(BackupError::NoSpace { needed_bytes, free_bytes });
    }
    copy_files(from, to).inspect_err(|_| discard(to)).map_err(failed)
}

/// Opens the copy on a new thread, reads every row of it, and tells the one who waits.
pub(super) fn verify_elsewhere(
    copy: PathBuf,
    bytes: u64,
    answer: Answer<BackupReport, BackupError>,
) {
    let thread = std::thread::Builder::new().name("store-verify".to_owned());
    let verify = move || {
        let rows = catch_unwind(AssertUnwindSafe(|| verify(&copy)))
            .unwrap_or_else(|_| Err("the engine panicked while reading it".to_owned()));
        let report = rows.map(|rows| BackupReport { rows, bytes }).map_err(|reason| {
            discard(&copy);
            BackupError::Damaged(reason.into())
        });
        // A waiter that is gone needs no answer.
        let _ = answer.send(report);
    };
    if let Err(error) = thread.spawn(verify) {
        // The answer went with the closure, so its waiter hears `Unavailable`.
        tracing::error!(%error, "no thread to verify a backup");
    }
}

/// Reads every row and checks its sum. Answers how many there are.
fn verify(copy: &Path) -> Result<u64, String> {
    let files = open::open_files(copy, VERIFY_CACHE_BYTES, true);
    let tree = files.map_err(|error| error.to_string())?.tree;
    let versions = Versions::default();
    let rows = Snapshot::new(&tree, &versions);
    let mut count = 0;
    for entry in &tree {
        let (key, row) = entry.map_err(|error| error.to_string())?;
        if split::is_chunk(&key) {
            continue;
        }
        let value = rows.join(&key, &row).map_err(|error| error.to_string())?;
        codec::open(&value).map_err(|error| format!("row {key:02x?}: {error}"))?;
        count += 1;
    }
    Ok(count)
}

fn copy_files(from: &Path, to: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&target)?;
            bytes += copy_files(&entry.path(), &target)?;
        } else {
            bytes += std::fs::copy(entry.path(), &target)?;
            std::fs::File::open(&target)?.sync_all()?;
        }
    }
    sync_names(to)?;
    Ok(bytes)
}

/// Removes a copy that is not one, so that nobody takes it for a backup.
fn discard(copy: &Path) {
    if let Err(error) = std::fs::remove_dir_all(copy) {
        tracing::warn!(%error, path = %copy.display(), "an unfinished backup could not be removed");
    }
}

fn failed(error: io::Error) -> BackupError {
    BackupError::Io(error.to_string().into())
}
