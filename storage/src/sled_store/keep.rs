//! The log of a store as it was, until the store has proved whole.
//!
//! sled takes damage for the torn end of a crash: opening drops what follows it, and writes to the
//! file. Whoever comes too late to find a backup would have nothing left to look into. So a copy is
//! made before, and put back when the store turns out to be damaged.
//!
//! - KP1  A copy that is there is never written to: a start that was killed may have left it, and
//!   the log that the next one finds may be what that start made of it. The oldest is put back.
//! - KP2  A copy is made of a log at rest only: while a process has the store, none is made.
//! - Only the process that holds the store's lock puts anything back.
//! - A log beyond [`COPIED_BYTES_MAX`] is only copied where the file system shares the blocks:
//!   elsewhere a start would take as long as reading it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustix::fs::{FlockOperation, flock, ioctl_ficlone};

/// Copied within a tenth of a second.
const COPIED_BYTES_MAX: u64 = 64 << 20;

pub(super) const LOG: &str = "db";
/// A copy that is being made: a killed process may leave half of one.
const UNFINISHED: &str = "db.keeping";
/// Followed by a number; the least is the oldest.
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
        let copy = copied(folder).unwrap_or_default();
        Self { folder: folder.to_owned(), copy, names }
    }

    /// Puts back what was there: the store is damaged.
    pub(super) fn put_back(self) -> io::Result<()> {
        let names = names(&self.folder)?;
        let Some(oldest) = copies(&names).into_iter().next().map(|(_, copy)| copy) else {
            return Ok(());
        };
        let since = fs::metadata(&oldest)?.modified()?;
        fs::rename(&oldest, self.folder.join(LOG))?;
        for name in names.iter().filter(|name| **name != oldest) {
            let is_later_copy = has_prefix(name, PREFIX);
            if is_later_copy || self.is_later_snapshot(name, since)? {
                fs::remove_file(name)?;
            }
        }
        Ok(())
    }

    /// Forgets the copy, and those that a killed process left: the store is whole and ours.
    pub(super) fn forget(self) -> io::Result<()> {
        let is_copy = |name: &&PathBuf| has_prefix(name, PREFIX) || has_prefix(name, UNFINISHED);
        for name in names(&self.folder)?.iter().filter(is_copy) {
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

    fn is_later_snapshot(&self, name: &PathBuf, since: SystemTime) -> io::Result<bool> {
        if !has_prefix(name, SNAPSHOT_PREFIX) {
            return Ok(false);
        }
        Ok(!self.names.contains(name) || fs::metadata(name)?.modified()? > since)
    }
}

/// The copy, if one was made. It gets its name when it is whole.
fn copied(folder: &Path) -> io::Result<Option<PathBuf>> {
    let log = File::open(folder.join(LOG))?;
    // KP2. The lock that sled takes too; it goes with the file.
    flock(&log, FlockOperation::NonBlockingLockExclusive)?;
    let unfinished = folder.join(UNFINISHED);
    if let Err(error) = copy(&log, &unfinished) {
        drop(fs::remove_file(unfinished));
        return Err(error);
    }
    let number = copies(&names(folder)?).last().map_or(0, |(last, _)| last.saturating_add(1));
    let copy = folder.join(format!("{PREFIX}{number}"));
    fs::rename(unfinished, &copy)?;
    Ok(Some(copy))
}

fn copy(mut log: &File, to: &Path) -> io::Result<()> {
    let mut copy = File::create(to)?;
    if log.metadata()?.len() <= COPIED_BYTES_MAX {
        io::copy(&mut log, &mut copy)?;
    } else {
        ioctl_ficlone(&copy, log)?;
    }
    copy.set_permissions(log.metadata()?.permissions())?;
    // It is to be there when the power fails while the log is being opened.
    copy.sync_all()
}

/// Copies by their numbers, the oldest first.
fn copies(names: &[PathBuf]) -> Vec<(u64, PathBuf)> {
    let numbered = |path: &PathBuf| {
        let number = path.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse().ok()?;
        Some((number, path.clone()))
    };
    let mut copies: Vec<_> = names.iter().filter_map(numbered).collect();
    copies.sort_unstable();
    copies
}

fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn has_prefix(path: &Path, prefix: &str) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(log: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(LOG), log).unwrap();
        folder
    }

    /// Everything in a folder, by name.
    fn contents(folder: &Path) -> Vec<(String, String)> {
        let mut all: Vec<_> = names(folder)
            .unwrap()
            .iter()
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect();
        all.sort_unstable();
        all
    }

    fn only_log(log: &str) -> Vec<(String, String)> {
        vec![(LOG.to_owned(), log.to_owned())]
    }

    #[test]
    fn kp1_after_starts_that_were_killed_the_first_log_is_put_back() {
        let folder = folder("whole");
        for made_of_it in ["cut", "cut again"] {
            // A start that is killed neither puts back nor forgets.
            let _killed = Keep::take(folder.path());
            fs::write(folder.path().join(LOG), made_of_it).unwrap();
            fs::write(folder.path().join(UNFINISHED), "hal").unwrap();
        }
        Keep::take(folder.path()).put_back().unwrap();
        assert_eq!(contents(folder.path()), only_log("whole"));
    }

    #[test]
    fn kp1_a_store_that_proved_whole_leaves_no_copy_behind() {
        let folder = folder("whole");
        let _killed = Keep::take(folder.path());
        fs::write(folder.path().join(UNFINISHED), "hal").unwrap();
        Keep::take(folder.path()).forget().unwrap();
        assert_eq!(contents(folder.path()), only_log("whole"));
    }

    #[test]
    fn kp2_a_store_in_use_is_not_copied() {
        let folder = folder("busy");
        let held = File::open(folder.path().join(LOG)).unwrap();
        flock(&held, FlockOperation::NonBlockingLockExclusive).unwrap();
        let keep = Keep::take(folder.path());
        assert_eq!(contents(folder.path()), only_log("busy"));
        keep.leave();
        drop(held);
        Keep::take(folder.path()).leave();
        assert_eq!(contents(folder.path()), only_log("busy"));
    }
}
