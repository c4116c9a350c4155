//! The two things the committer asks of a disk: to sync, and how much room is left.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The seam between committer and disk.
pub trait Disk: Send {
    /// Returns when everything written so far survives a power cut.
    fn sync(&mut self) -> io::Result<()>;

    /// What may still be written.
    fn free_bytes(&self) -> io::Result<u64>;
}

/// The disk that holds a store.
///
/// sled's `flush` ends with `sync_file_range`, which neither empties the disk's cache nor writes
/// the file's new length. Hence a second descriptor on sled's log, and `fdatasync` through it.
#[derive(Debug)]
pub struct FileDisk {
    log: File,
    directory: PathBuf,
    sync: bool,
}

impl FileDisk {
    /// The disk of an open store. Syncs what was made by opening it: the files and their names.
    pub fn open(directory: &Path, sync: bool) -> io::Result<Self> {
        let log = File::open(directory.join("db"))?;
        if sync {
            sync_names(directory)?;
            log.sync_all()?;
        }
        Ok(Self { log, directory: directory.to_owned(), sync })
    }
}

impl Disk for FileDisk {
    fn sync(&mut self) -> io::Result<()> {
        if self.sync { self.log.sync_data() } else { Ok(()) }
    }

    fn free_bytes(&self) -> io::Result<u64> {
        free_bytes(&self.directory)
    }
}

/// What an unprivileged process may still write to the disk of a path.
pub(crate) fn free_bytes(path: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Syncs a directory's small files, the directory and the entry that names it. Without that a
/// power cut soon after the first start could take the files themselves.
pub(super) fn sync_names(directory: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() || path.file_name().is_some_and(|name| name != "db") {
            File::open(path)?.sync_all()?;
        }
    }
    File::open(directory)?.sync_all()?;
    match directory.canonicalize()?.parent() {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

/// The size of all files in a directory.
pub(super) fn directory_bytes(directory: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let file = entry.metadata()?;
        bytes += if file.is_dir() { directory_bytes(&entry.path())? } else { file.len() };
    }
    Ok(bytes)
}
