//! From bytes that came in to a file that may be kept: what it is, without what it should not tell.
//! All of it blocks.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use storage::{FileError, FileStore, Spooled};

use super::kind::{HEAD_BYTES, ImageKind, Kind, UNKNOWN, sniff};
use super::picture::{Seen, Small, see};
use super::strip::{StripError, strip};

/// A file that was looked at.
#[derive(Debug)]
pub(crate) struct Inspected {
    pub(crate) content_type: &'static str,
    pub(crate) whole: Spooled,
    /// Of a picture, in pixels.
    pub(crate) size: Option<(u32, u32)>,
    pub(crate) thumbnail: Option<Spooled>,
}

/// Looks at a file. What says that it is a picture and is none, or a picture that is too large to
/// be shown, becomes a file like any other.
pub(crate) fn inspect(
    store: &FileStore,
    sent: Spooled,
    pixels_max: u64,
) -> Result<Inspected, FileError> {
    match sniff(&head(&sent)?) {
        Kind::Image(kind) => picture(store, sent, kind, pixels_max),
        Kind::Shown(content_type) | Kind::Saved(content_type) => {
            Ok(Inspected { content_type, whole: sent, size: None, thumbnail: None })
        }
    }
}

fn head(sent: &Spooled) -> Result<Vec<u8>, FileError> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    File::open(sent.path())?.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn picture(
    store: &FileStore,
    sent: Spooled,
    kind: ImageKind,
    pixels_max: u64,
) -> Result<Inspected, FileError> {
    let none = |whole| Inspected { content_type: UNKNOWN, whole, size: None, thumbnail: None };
    let mut from = BufReader::new(File::open(sent.path())?);
    let stripped = store.spool_blocking(|to| match strip(kind, &mut from, to) {
        Ok(()) => Ok(true),
        Err(StripError::Malformed) => Ok(false),
        Err(StripError::Disk(error)) => Err(error),
    })?;
    let (whole, true) = stripped else { return Ok(none(sent)) };
    let from = BufReader::new(File::open(whole.path())?);
    // Decoders are large, and what they read is hostile: one that panics has seen no picture.
    let seen = catch_unwind(AssertUnwindSafe(|| see(kind, from, pixels_max)));
    let Ok(Some(seen)) = seen else { return Ok(none(whole)) };
    let Seen { width, height, thumbnail } = seen;
    let thumbnail = thumbnail.map(|small| spool(store, &small)).transpose()?;
    let size = Some((width, height));
    Ok(Inspected { content_type: kind.mime(), whole, size, thumbnail })
}

/// Spools a picture that was made here.
pub(crate) fn spool(store: &FileStore, small: &Small) -> Result<Spooled, FileError> {
    let write = |to: &mut io::BufWriter<File>| to.write_all(&small.bytes);
    Ok(store.spool_blocking(write)?.0)
}
