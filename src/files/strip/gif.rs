//! GIF: a screen and blocks (GIF89a specification). Animations stay animated.

use std::io::{BufRead, Write};

use super::{StripError, copy, expect, skip, take};

const IMAGE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const TRAILER: u8 = 0x3b;
/// How long a frame stands.
const CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
/// How often an animation runs.
const LOOPS: [&[u8; 11]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub(super) fn strip(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    let head: [u8; 13] = take(from)?;
    expect(head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a"))?;
    to.write_all(&head)?;
    copy(from, to, table_bytes(head[10]))?;
    loop {
        let [block] = take(from)?;
        match block {
            IMAGE => image(from, to)?,
            EXTENSION => extension(from, to)?,
            TRAILER => {
                to.write_all(&[TRAILER])?;
                return Ok(());
            }
            _ => return Err(StripError::Malformed),
        }
    }
}

fn image(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    let place: [u8; 9] = take(from)?;
    to.write_all(&[IMAGE])?;
    to.write_all(&place)?;
    // One byte more: the width of its codes.
    copy(from, to, table_bytes(place[8]) + 1)?;
    copy_pieces(from, to)
}

fn extension(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    let [label] = take(from)?;
    match label {
        CONTROL => {
            to.write_all(&[EXTENSION, CONTROL])?;
            copy_pieces(from, to)
        }
        APPLICATION => application(from, to),
        _ => skip_pieces(from),
    }
}

fn application(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    let [length] = take(from)?;
    if length != 11 {
        skip(from, length.into())?;
        return skip_pieces_after(from, length);
    }
    let name: [u8; 11] = take(from)?;
    if !LOOPS.contains(&&name) {
        return skip_pieces(from);
    }
    // Only the number of runs: three bytes.
    let [length] = take(from)?;
    expect(length == 3)?;
    let runs: [u8; 3] = take(from)?;
    to.write_all(&[EXTENSION, APPLICATION, 11])?;
    to.write_all(&name)?;
    to.write_all(&[3])?;
    to.write_all(&runs)?;
    to.write_all(&[0])?;
    skip_pieces(from)
}

/// A table of colours, by the flags before it.
fn table_bytes(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Pieces of at most 255 bytes, the last of which has none.
fn copy_pieces(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    loop {
        let [length] = take(from)?;
        to.write_all(&[length])?;
        if length == 0 {
            return Ok(());
        }
        copy(from, to, length.into())?;
    }
}

fn skip_pieces(from: &mut impl BufRead) -> Result<(), StripError> {
    copy_pieces(from, &mut std::io::sink())
}

/// The rest of the pieces, if the one before was not the last.
fn skip_pieces_after(from: &mut impl BufRead, length: u8) -> Result<(), StripError> {
    if length == 0 { Ok(()) } else { skip_pieces(from) }
}
