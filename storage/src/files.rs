//! Files beside the rows: what a member sent along, pictures of users and guilds.
//!
//! - FI1  A file that was kept survives a power cut: bytes first, then its name, then the answer.
//! - FI2  A file is there as a whole or not at all.
//! - FI3  Memory does not grow with a file: every way through here has one buffer of a fixed size.
//! - FI4  Below the free-space floor nothing more is taken, so that rows can still be written.
//!
//! Bytes come into a [`Spool`] on the local disk first, whatever keeps them in the end. There they
//! can be counted, looked at and thrown away before anything else knows of them.

mod place;
mod publish;
mod read;
mod s3;
mod spool;
mod transfer;

use std::fs::File;
use std::io::{self, BufWriter};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::stream::{BoxStream, StreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::sync::Semaphore;

pub use place::{FilePlace, Part};
pub use read::FileBytes;
pub use s3::S3Options;
pub use spool::{Spool, Spooled};

/// The folder of files below the root; spooled bytes have their own beside it.
const OBJECTS: &str = "objects";
const SPOOL: &str = "spool";

/// Files on their way to another machine at once; each has one part in memory.
const TRANSFERS_MAX: usize = 4;

/// Why a file was not kept, read or removed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The disk is full, or would be fuller than it may be.
    #[error("there is no room for the file")]
    Full,
    /// The disk or the other machine failed.
    #[error("the file store failed: {0}")]
    Failed(Arc<str>),
}

/// A file that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Which one; `None` for what no release ever wrote.
    pub place: Option<FilePlace>,
    /// When it was kept.
    pub kept_at_ms: i64,
}

/// Keeps files, in a folder or on a server that speaks S3.
#[derive(Debug, Clone)]
pub struct FileStore {
    objects: Arc<dyn ObjectStore>,
    /// Where the objects are, when that is a folder.
    folder: Option<PathBuf>,
    spool: PathBuf,
    free_space_floor_bytes: u64,
    transfers: Arc<Semaphore>,
}

impl FileStore {
    /// Files in a folder. Blocks; what an earlier process left half-done is removed.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub fn local(root: &Path, free_space_floor_bytes: u64) -> Result<Self, FileError> {
        let folder = root.join(OBJECTS);
        publish::make_folders(&folder)?;
        let objects = LocalFileSystem::new_with_prefix(&folder)?;
        let store = Self::over(Arc::new(objects), root, free_space_floor_bytes)?;
        // As the operating system names it, like the store above does.
        let folder = folder.canonicalize()?;
        Ok(Self { folder: Some(folder), ..store })
    }

    /// Files on a server that speaks S3; `root` holds only what is on its way. Blocks, and does not
    /// ask the server yet.
    ///
    /// # Errors
    /// When an option is wrong, or the folder cannot be made or written.
    pub fn s3(
        options: &S3Options,
        root: &Path,
        free_space_floor_bytes: u64,
    ) -> Result<Self, FileError> {
        Self::over(Arc::new(options.open()?), root, free_space_floor_bytes)
    }

    fn over(
        objects: Arc<dyn ObjectStore>,
        root: &Path,
        free_space_floor_bytes: u64,
    ) -> Result<Self, FileError> {
        let spool = root.join(SPOOL);
        publish::make_folders(&spool)?;
        spool::clear(&spool)?;
        let transfers = Arc::new(Semaphore::new(TRANSFERS_MAX));
        Ok(Self { objects, folder: None, spool, free_space_floor_bytes, transfers })
    }

    /// A new place for bytes that come in.
    ///
    /// # Errors
    /// `Full`, `Failed`.
    pub async fn spool(&self) -> Result<Spool, FileError> {
        Spool::new(&self.spool, self.free_space_floor_bytes).await
    }

    /// Spools what `write` writes, and gives its answer too. Blocks.
    ///
    /// # Errors
    /// `Full`, `Failed`.
    pub fn spool_blocking<T>(
        &self,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
    ) -> Result<(Spooled, T), FileError> {
        spool::blocking(&self.spool, self.free_space_floor_bytes, write)
    }

    /// Keeps what was spooled. Resolves when it survives a power cut.
    ///
    /// # Errors
    /// `Full`, `Failed`; then nothing is left of it.
    pub async fn keep(&self, spooled: Spooled, place: FilePlace) -> Result<(), FileError> {
        match &self.folder {
            Some(folder) => publish::publish(spooled, folder.join(place.to_string())).await,
            None => {
                let _turn = self.transfers.acquire().await.expect("it is never closed");
                transfer::transfer(&*self.objects, spooled, &place.path()).await
            }
        }
    }

    /// The size of a file.
    ///
    /// # Errors
    /// `Missing`, `Failed`.
    pub async fn bytes(&self, place: FilePlace) -> Result<u64, FileError> {
        Ok(self.objects.head(&place.path()).await?.size)
    }

    /// Reads a file, or a range of it that lies within it.
    ///
    /// # Errors
    /// `Missing`, `Failed`.
    pub async fn read(
        &self,
        place: FilePlace,
        range: Option<Range<u64>>,
    ) -> Result<FileBytes, FileError> {
        read::read(&*self.objects, &place.path(), range).await
    }

    /// Removes a file. One that is not there is no error.
    ///
    /// # Errors
    /// `Failed`.
    pub async fn remove(&self, place: FilePlace) -> Result<(), FileError> {
        match self.objects.delete(&place.path()).await.map_err(FileError::from) {
            Ok(()) | Err(FileError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// All files, in no order.
    pub fn list(&self) -> BoxStream<'static, Result<Stored, FileError>> {
        let listed = self.objects.list(None);
        let stored = listed.map(|found| {
            let found = found?;
            let place = FilePlace::parse(found.location.as_ref());
            Ok(Stored { place, kept_at_ms: found.last_modified.timestamp_millis() })
        });
        stored.boxed()
    }
}

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Failed(other.to_string().into()),
        }
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Failed(error.to_string().into()),
        }
    }
}

#[cfg(test)]
mod tests;
