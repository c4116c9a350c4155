//! Takes out of a picture what is no picture: where it was taken, by whom, with what, and whatever
//! else was put beside or behind it. The pixels are copied as they are, a buffer at a time.
//!
//! - FS1  A picture is rebuilt from the parts that showing it needs; everything unknown is left out.
//! - FS2  It ends where its format says so: what was appended is gone.
//! - FS3  What does not follow its format is no picture.

mod gif;
mod jpeg;
mod png;
mod webp;

use std::io::{self, BufRead, Read, Seek, Write};

use super::kind::ImageKind;

/// Why a picture was not rebuilt.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StripError {
    /// FS3.
    #[error("this is no picture of its format")]
    Malformed,
    /// The disk failed.
    #[error(transparent)]
    Disk(io::Error),
}

/// Writes the picture without its metadata.
pub(crate) fn strip(
    kind: ImageKind,
    from: &mut impl BufRead,
    to: &mut (impl Write + Seek),
) -> Result<(), StripError> {
    match kind {
        ImageKind::Png => png::strip(from, to),
        ImageKind::Jpeg => jpeg::strip(from, to),
        ImageKind::Gif => gif::strip(from, to),
        ImageKind::Webp => webp::strip(from, to),
    }
}

impl From<io::Error> for StripError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Malformed
        } else {
            Self::Disk(error)
        }
    }
}

fn take<const N: usize>(from: &mut impl BufRead) -> Result<[u8; N], StripError> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A part that is short by its nature, as a whole.
fn take_short(from: &mut impl BufRead, bytes: usize) -> Result<Vec<u8>, StripError> {
    let mut part = vec![0; bytes];
    from.read_exact(&mut part)?;
    Ok(part)
}

fn copy(from: &mut impl BufRead, to: &mut impl Write, bytes: u64) -> Result<(), StripError> {
    let copied = io::copy(&mut from.by_ref().take(bytes), to)?;
    if copied == bytes { Ok(()) } else { Err(StripError::Malformed) }
}

fn skip(from: &mut impl BufRead, bytes: u64) -> Result<(), StripError> {
    copy(from, &mut io::sink(), bytes)
}

fn expect(holds: bool) -> Result<(), StripError> {
    if holds { Ok(()) } else { Err(StripError::Malformed) }
}

#[cfg(test)]
mod tests;
