//! Opening the files, with every guard that sled needs, and errors that say what to do.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use sled::Tree;

use super::keep::Keep;
use super::mark::Mark;
use super::{SledOptions, metric, raw};
use crate::migrate::{self, MigrateError};
use crate::record::{Record, decode};
use crate::records::Head;

/// Why a store does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds it.
    #[error("the store in {} is in use by another process", .0.display())]
    Locked(PathBuf),
    /// Its files are damaged.
    #[error(
        "the store in {} is damaged ({reason}). Restore the latest backup: move the folder away \
         and copy the backup into its place",
        path.display()
    )]
    Corrupt {
        /// Where.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
    /// It is of an earlier release.
    #[error("the store has schema {stored}, this program needs {current}: back up, then migrate")]
    Older {
        /// The store's schema.
        stored: u32,
        /// This program's.
        current: u32,
    },
    /// It is of a later release.
    #[error("the store has schema {stored}, this program knows {current}: use the newer program")]
    Newer {
        /// The store's schema.
        stored: u32,
        /// This program's.
        current: u32,
    },
    /// The disk failed, or is full.
    #[error("the store's disk failed: {0}")]
    Io(#[from] io::Error),
}

/// The files of a store.
pub(crate) struct Files {
    /// Holds all rows.
    pub(crate) tree: Tree,
    pub(super) mark: Mark,
    /// Groups committed so far.
    pub(super) groups: u64,
}

/// Opens a store, of the current schema.
pub(super) fn open(path: &Path, options: &SledOptions) -> Result<Files, OpenError> {
    let files = open_files(path, options.cache_bytes, options.sync)?;
    migrate::prepare(&files.tree, options.migrate).map_err(|error| from_migration(path, error))?;
    Ok(files)
}

/// Opens a store whatever its schema, and makes sure that its end is there. A damaged one stays as
/// it was.
pub(crate) fn open_files(path: &Path, cache_bytes: u64, sync: bool) -> Result<Files, OpenError> {
    let keep = Keep::take(path);
    match open_whole(path, cache_bytes, sync) {
        Ok(files) => {
            keep.forget()?;
            Ok(files)
        }
        Err(error @ OpenError::Corrupt { .. }) => {
            // That the store is damaged is the worse news.
            drop(keep.put_back());
            Err(error)
        }
        Err(error) => {
            keep.leave();
            Err(error)
        }
    }
}

fn open_whole(path: &Path, cache_bytes: u64, sync: bool) -> Result<Files, OpenError> {
    let corrupt = |reason: String| OpenError::Corrupt { path: path.to_owned(), reason };
    let tree = open_tree(path, cache_bytes)?;
    let mark = Mark::open(path, sync)?;
    let groups = raw::get(&tree, &Head::row_key(&()))
        .and_then(|value| {
            value.map(|value| decode::<Head>(&Head::row_key(&()), &value)).transpose()
        })
        .map_err(|error| corrupt(error.to_string()))?
        .map_or(0, |head| head.groups);
    if groups < mark.groups() {
        let marked = mark.groups();
        return Err(corrupt(format!(
            "its end is missing: {marked} groups written, {groups} found"
        )));
    }
    Ok(Files { tree, mark, groups })
}

/// Opens the tree and nothing else.
pub(super) fn open_tree(path: &Path, cache_bytes: u64) -> Result<Tree, OpenError> {
    std::fs::create_dir_all(path)?;
    let config = sled::Config::new()
        .path(path)
        .mode(sled::Mode::HighThroughput)
        .cache_capacity(cache_bytes)
        .flush_every_ms(None)
        .use_compression(false);
    let corrupt = |reason: String| OpenError::Corrupt { path: path.to_owned(), reason };
    // sled meets some damage with an error and some, such as one flipped bit, with a panic.
    let begun = Instant::now();
    let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
    metrics::gauge!(metric::OPEN_SECONDS).set(begun.elapsed().as_secs_f64());
    match opened {
        Ok(Ok(db)) => Ok((*db).clone()),
        Ok(Err(sled::Error::Io(error))) if error.to_string().contains("acquire lock") => {
            Err(OpenError::Locked(path.to_owned()))
        }
        Ok(Err(sled::Error::Io(error))) if error.kind() != io::ErrorKind::UnexpectedEof => {
            Err(OpenError::Io(error))
        }
        Ok(Err(error)) => Err(corrupt(error.to_string())),
        Err(_) => Err(corrupt("the engine panicked while reading it".to_owned())),
    }
}

pub(crate) fn from_migration(path: &Path, error: MigrateError) -> OpenError {
    match error {
        MigrateError::Older { stored, current } => OpenError::Older { stored, current },
        MigrateError::Newer { stored, current } => OpenError::Newer { stored, current },
        MigrateError::Damaged(reason) => OpenError::Corrupt { path: path.to_owned(), reason },
        MigrateError::Engine(sled::Error::Io(error)) => OpenError::Io(error),
        MigrateError::Engine(error) => {
            OpenError::Corrupt { path: path.to_owned(), reason: error.to_string() }
        }
    }
}
