//! PNG: a signature and chunks (W3C PNG, third edition, section 5). APNG is kept animated.

use std::io::{BufRead, Write};

use super::{StripError, copy, expect, skip, take};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// What showing needs. Colour profiles carry texts, so sRGB is assumed without them.
const KEPT: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn strip(from: &mut impl BufRead, to: &mut impl Write) -> Result<(), StripError> {
    expect(take::<8>(from)? == SIGNATURE)?;
    to.write_all(&SIGNATURE)?;
    let mut is_first = true;
    loop {
        let length: [u8; 4] = take(from)?;
        let name: [u8; 4] = take(from)?;
        expect(!is_first || &name == b"IHDR")?;
        is_first = false;
        // The checksum comes behind the data.
        let rest = u64::from(u32::from_be_bytes(length)) + 4;
        if KEPT.contains(&&name) {
            to.write_all(&length)?;
            to.write_all(&name)?;
            copy(from, to, rest)?;
        } else {
            skip(from, rest)?;
        }
        if &name == b"IEND" {
            return Ok(());
        }
    }
}
