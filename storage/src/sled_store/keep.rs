//! The log of a store as it was, until the store has proved whole.
//!
//! sled takes damage for the torn end of a crash: opening drops what follows it, and writes to the
//! file. Whoever comes too late to find a backup would have nothing left to look into. So a copy is
//! made before, and put back when the store turns out to be damaged.
//!
//! - Only the process that holds the store's lock puts anything back.
//! - A log beyond [`COPIED_BYTES_MAX`] is only copied where the file system shares the blocks:
//!   elsewhere a start would take as long as reading it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Copied within a tenth of a second.
const COPIED_BYTES_MAX: u64 = 64 << 20;

const LOG: &str = "db";
const PREFIX: &str = "db.kept.";
const SNAPSHOT_PREFIX: &str = "snap.";

/// What a folder held before it was opened.
pub(super) struct Keep {
    folder: PathBuf,
    copy: Option<PathBuf>,
    names: Vec<PathBuf>,
}

impl Keep {
    /// Copies the log of a store that is there. A copy that cannot be made is no reason not to open.
    pub(super) fn take(folder: &Path) -> Self {
        let names = names(folder).unwrap_or_default();
        let copy = folder.join(format!("{PREFIX}{}", std::process::id()));
        let copy = copied(&folder.join(LOG), &copy).unwrap_or(false).then_some(copy);
        Self { folder: folder.to_owned(), copy, names }
    }

    /// Puts back what was there: the store is damaged.
    pub(super) fn put_back(self) -> io::Result<()> {
        let Some(copy) = &self.copy else { return Ok(()) };
        fs::rename(copy, self.folder.join(LOG))?;
        for name in names(&self.folder)? {
            let is_snapshot = has_prefix(&name, SNAPSHOT_PREFIX);
            if is_snapshot && !self.names.contains(&name) {
                fs::remove_file(name)?;
            }
        }
        Ok(())
    }

    /// Forgets the copy, and those that a killed process left: the store is whole and ours.
    pub(super) fn forget(self) -> io::Result<()> {
        for name in names(&self.folder)?.iter().filter(|name| has_prefix(name, PREFIX)) {
            fs::remove_file(name)?;
        }
        Ok(())
    }

    /// Forgets the copy: the store was not ours to open.
    pub(super) fn leave(self) {
        if let Some(copy) = self.copy {
            // What cannot be removed now goes with the next start.
            drop(fs::remove_file(copy));
        }
    }
}

/// Whether a copy was made.
fn copied(log: &Path, copy: &Path) -> io::Result<bool> {
    if fs::metadata(log)?.len() <= COPIED_BYTES_MAX {
        fs::copy(log, copy)?;
        return Ok(true);
    }
    let shared = rustix::fs::ioctl_ficlone(File::create(copy)?, File::open(log)?);
    if shared.is_err() {
        fs::remove_file(copy)?;
    }
    Ok(shared.is_ok())
}

fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn has_prefix(path: &Path, prefix: &str) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(prefix))
}
