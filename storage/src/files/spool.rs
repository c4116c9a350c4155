//! Bytes on their way in: a file of their own on the local disk, gone unless somebody keeps it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufWriter};

use super::FileError;
use crate::sled_store::free_bytes;

/// How many bytes are written between two looks at the free space. They are synced then too, so
/// that the sync at the end of a large file does not hold up everybody else's.
const LOOK_BYTES: u64 = 4 << 20;

/// The one buffer of a spool.
const BUFFER_BYTES: usize = 128 << 10;

static NEXT: AtomicU64 = AtomicU64::new(0);

/// Takes bytes in. Dropping it removes them.
#[derive(Debug)]
pub struct Spool {
    file: BufWriter<File>,
    whole: Spooled,
    looked_at_bytes: u64,
    free_space_floor_bytes: u64,
}

/// Bytes that came in and are synced. Dropping it removes them.
#[derive(Debug)]
pub struct Spooled {
    path: PathBuf,
    bytes: u64,
}

impl Spool {
    pub(super) async fn new(folder: &Path, free_space_floor_bytes: u64) -> Result<Self, FileError> {
        look(folder, free_space_floor_bytes)?;
        let path = new_path(folder);
        let file = File::options().write(true).create_new(true).open(&path).await?;
        let file = BufWriter::with_capacity(BUFFER_BYTES, file);
        let whole = Spooled { path, bytes: 0 };
        Ok(Self { file, whole, looked_at_bytes: 0, free_space_floor_bytes })
    }

    /// Appends.
    ///
    /// # Errors
    /// `Full`, `Failed`.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all(bytes).await?;
        self.whole.bytes += bytes.len() as u64;
        if self.whole.bytes - self.looked_at_bytes >= LOOK_BYTES {
            self.looked_at_bytes = self.whole.bytes;
            let folder = self.whole.path.parent().expect("it was made in a folder");
            look(folder, self.free_space_floor_bytes)?;
            self.file.flush().await?;
            self.file.get_ref().sync_data().await?;
        }
        Ok(())
    }

    /// How many bytes came in so far.
    pub fn bytes(&self) -> u64 {
        self.whole.bytes
    }

    /// Ends it, and syncs it.
    ///
    /// # Errors
    /// `Full`, `Failed`.
    pub async fn finish(mut self) -> Result<Spooled, FileError> {
        self.file.flush().await?;
        self.file.get_ref().sync_all().await?;
        Ok(self.whole)
    }
}

/// FI4.
fn look(folder: &Path, free_space_floor_bytes: u64) -> Result<(), FileError> {
    if free_bytes(folder)? < free_space_floor_bytes { Err(FileError::Full) } else { Ok(()) }
}

fn new_path(folder: &Path) -> PathBuf {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!("{}-{number}", std::process::id()))
}

/// Spools what `write` writes.
pub(super) fn blocking<T>(
    folder: &Path,
    free_space_floor_bytes: u64,
    write: impl FnOnce(&mut io::BufWriter<fs::File>) -> io::Result<T>,
) -> Result<(Spooled, T), FileError> {
    look(folder, free_space_floor_bytes)?;
    let path = new_path(folder);
    let file = fs::File::options().write(true).create_new(true).open(&path)?;
    let mut whole = Spooled { path, bytes: 0 };
    let mut to = io::BufWriter::with_capacity(BUFFER_BYTES, file);
    let answer = write(&mut to)?;
    let file = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    whole.bytes = file.metadata()?.len();
    Ok((whole, answer))
}

impl Spooled {
    /// Where it is, to be read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Drop for Spooled {
    /// Whoever kept it has moved it away.
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a spooled file could not be removed; the next start does");
        }
    }
}

/// Removes what an earlier process left.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    for left in fs::read_dir(folder)? {
        fs::remove_file(left?.path())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn fi2_a_disk_that_is_full_in_the_middle_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path(), 0).await.unwrap();
        // Takes nothing, and says so as a full disk does.
        spool.file = BufWriter::new(File::options().write(true).open("/dev/full").await.unwrap());
        let mut outcome = Ok(());
        while outcome.is_ok() && spool.bytes() < LOOK_BYTES {
            outcome = spool.write(&[7; 64 << 10]).await;
        }
        assert_eq!(outcome, Err(FileError::Full));
        drop(spool);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn fi4_below_the_floor_nothing_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let refused = Spool::new(folder.path(), u64::MAX).await.err();
        assert_eq!(refused, Some(FileError::Full));
        let mut spool = Spool::new(folder.path(), 0).await.unwrap();
        // Others filled the disk meanwhile.
        spool.free_space_floor_bytes = u64::MAX;
        assert_eq!(spool.write(&vec![7; LOOK_BYTES as usize]).await, Err(FileError::Full));
        drop(spool);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn fi2_what_a_killed_process_left_is_removed_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1-0"), "half").unwrap();
        clear(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
