//! Offline compaction: sled's log never shrinks, so its rows are loaded into a new one.
//!
//! The two folders change places in one step, so that a power cut leaves either the old store or
//! the new one, and never none.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use sled::Tree;

use super::disk::{directory_bytes, sync_names};
use super::mark::Mark;
use super::open::{self, OpenError};
use super::raw;

/// Page cache of the store that is written.
const CACHE_BYTES: u64 = 64 << 20;

/// Rows written together end with the one that brings them over this many bytes.
const STEP_BYTES_MAX: usize = 1 << 20;

/// What a compaction brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// The size of the files before.
    pub before_bytes: u64,
    /// And after.
    pub after_bytes: u64,
}

/// Rewrites the store in `path`, which no process may hold. It needs room for a second copy, and
/// leaves the store as it was when it fails.
pub fn compact(path: &Path) -> Result<Compacted, OpenError> {
    let path = path.canonicalize()?;
    let new = beside(&path);
    discard(&new)?;
    let before_bytes = directory_bytes(&path)?;
    rewrite(&path, &new).inspect_err(|_| {
        // The first error is the one to tell; what is left is removed by the next attempt.
        let _ = discard(&new);
    })?;
    let after_bytes = directory_bytes(&new)?;
    renameat_with(CWD, &path, CWD, &new, RenameFlags::EXCHANGE).map_err(io::Error::from)?;
    sync_names(&path)?;
    discard(&new)?;
    Ok(Compacted { before_bytes, after_bytes })
}

fn rewrite(path: &Path, new: &Path) -> Result<(), OpenError> {
    let old = open::open_files(path, raw::CACHE_BYTES, true)?;
    let tree = open::open_tree(new, CACHE_BYTES)?;
    let engine = |error: sled::Error| match error {
        sled::Error::Io(error) => OpenError::Io(error),
        error => OpenError::Corrupt { path: path.to_owned(), reason: error.to_string() },
    };
    load(&old.tree, &tree).map_err(engine)?;
    File::open(new.join("db"))?.sync_all()?;
    Mark::open(new, true)?.note_now(old.groups)?;
    sync_names(new)?;
    Ok(())
}

/// Copies rows and chunks as they are.
fn load(from: &Tree, to: &Tree) -> sled::Result<()> {
    let mut step = sled::Batch::default();
    let mut bytes = 0;
    for row in from {
        let (key, row) = row?;
        bytes += key.len() + row.len();
        step.insert(key, row);
        if bytes > STEP_BYTES_MAX {
            to.apply_batch(std::mem::take(&mut step))?;
            bytes = 0;
        }
    }
    to.apply_batch(step)?;
    to.flush()?;
    Ok(())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".compacting");
    PathBuf::from(name)
}

fn discard(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
