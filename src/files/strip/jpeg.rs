//! JPEG: segments, and scans between them (ITU-T T.81, annex B). Of Exif only the direction is kept
//! in which the picture is to be turned.

use std::io::{BufRead, Write};

use super::{StripError, copy, expect, skip, take, take_short};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
/// How Adobe's programs mix colours; decoders need it.
const APP14: u8 = 0xee;

const EXIF: &[u8] = b"Exif\0\0";
const JFIF: &[u8] = b"JFIF\0";
const ADOBE: &[u8] = b"Adobe";
/// Without the thumbnail that may follow.
const JFIF_BYTES: usize = 14;
const ADOBE_BYTES: usize = 12;
const ORIENTATION: u16 = 0x0112;

pub(super) fn strip(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    expect(take::<2>(from)? == [0xff, SOI])?;
    to.write_all(&[0xff, SOI])?;
    let mut marker = marker(from)?;
    loop {
        if marker == EOI {
            to.write_all(&[0xff, EOI])?;
            return Ok(());
        }
        let length = u16::from_be_bytes(take(from)?);
        let bytes = length.checked_sub(2).ok_or(StripError::Malformed)?;
        segment(marker, bytes, from, to)?;
        marker = if marker == SOS { scan(from, to)? } else { self::marker(from)? };
    }
}

/// The next marker; any number of fill bytes may stand before it.
fn marker(from: &mut impl BufRead) -> Result<u8, StripError> {
    expect(take::<1>(from)? == [0xff])?;
    loop {
        let [byte] = take(from)?;
        if byte != 0xff {
            return Ok(byte);
        }
    }
}

fn segment(
    marker: u8,
    bytes: u16,
    from: &mut impl BufRead,
    to: &mut impl Write,
) -> Result<(), StripError> {
    match marker {
        // Tables, frames, scans, restart intervals.
        0xc0..=0xcf | 0xda..=0xdd => {
            write_head(marker, bytes.into(), to)?;
            copy(from, to, bytes.into())
        }
        APP0 | APP1 | APP14 => {
            let content = take_short(from, bytes.into())?;
            match kept(marker, content) {
                Some(content) => {
                    write_head(marker, content.len(), to)?;
                    Ok(to.write_all(&content)?)
                }
                None => Ok(()),
            }
        }
        // Other applications' data, comments.
        0xe0..=0xef | 0xfe => skip(from, bytes.into()),
        _ => Err(StripError::Malformed),
    }
}

fn write_head(marker: u8, bytes: usize, to: &mut impl Write) -> Result<(), StripError> {
    let length = u16::try_from(bytes + 2).map_err(|_| StripError::Malformed)?;
    to.write_all(&[0xff, marker])?;
    Ok(to.write_all(&length.to_be_bytes())?)
}

/// What is kept of an application's data.
fn kept(marker: u8, mut content: Vec<u8>) -> Option<Vec<u8>> {
    if marker == APP0 && content.starts_with(JFIF) && content.len() >= JFIF_BYTES {
        content.truncate(JFIF_BYTES);
        // The size of the thumbnail that is no longer there.
        content[JFIF_BYTES - 2..].fill(0);
        return Some(content);
    }
    if marker == APP14 && content.starts_with(ADOBE) && content.len() >= ADOBE_BYTES {
        content.truncate(ADOBE_BYTES);
        return Some(content);
    }
    if marker == APP1 {
        return orientation(content.strip_prefix(EXIF)?).map(exif);
    }
    None
}

/// Which way is up, 2 to 8, by the first directory of a TIFF head.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let big = tiff.starts_with(b"MM");
    let u16_at = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let u32_at = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let directory = usize::try_from(u32_at(4)?).ok().filter(|at| *at < tiff.len())?;
    let entries = usize::from(u16_at(directory)?);
    let at = (0..entries).map(|entry| directory + 2 + entry * 12);
    let found = at.take_while(|at| *at < tiff.len()).find(|at| u16_at(*at) == Some(ORIENTATION))?;
    u8::try_from(u16_at(found + 8)?).ok().filter(|turn| (2..=8).contains(turn))
}

/// Exif that says which way is up, and nothing else.
fn exif(orientation: u8) -> Vec<u8> {
    let mut content = EXIF.to_vec();
    content.extend(b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    content.extend([orientation, 0, 0, 0, 0, 0, 0]);
    content
}

/// The data of a scan, up to the marker behind it.
fn scan(from: &mut impl BufRead, to: &mut impl Write) -> Result<u8, StripError> {
    loop {
        let buffer = from.fill_buf()?;
        expect(!buffer.is_empty())?;
        let plain = buffer.iter().position(|byte| *byte == 0xff).unwrap_or(buffer.len());
        to.write_all(&buffer[..plain])?;
        let ended = plain < buffer.len();
        from.consume(plain);
        if !ended {
            continue;
        }
        match marker(from)? {
            // An escaped byte of data, a restart.
            byte @ (0x00 | 0xd0..=0xd7) => to.write_all(&[0xff, byte])?,
            next => return Ok(next),
        }
    }
}
