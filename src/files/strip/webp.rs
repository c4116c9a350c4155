//! WebP: a RIFF of chunks (RFC 9649). Animations stay animated.

use std::io::{BufRead, Seek, SeekFrom, Write};

use super::{StripError, copy, expect, skip, take};

/// What showing needs. Colour profiles carry texts, so sRGB is assumed without them.
const KEPT: [&[u8; 4]; 5] = [b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"];

/// Flags of the extended header: a profile, Exif and XMP are there.
const METADATA: u8 = 0x20 | 0x08 | 0x04;

pub(super) fn strip(
    from: &mut impl BufRead,
    to: &mut (impl Write + Seek),
) -> Result<(), StripError> {
    let head: [u8; 12] = take(from)?;
    expect(head.starts_with(b"RIFF") && head.ends_with(b"WEBP"))?;
    to.write_all(&head)?;
    // Four bytes of the length are the name.
    let mut left = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
    left = left.checked_sub(4).ok_or(StripError::Malformed)?;
    let mut kept = 4;
    while left > 0 {
        let name: [u8; 4] = take(from)?;
        let length: [u8; 4] = take(from)?;
        let bytes = u64::from(u32::from_le_bytes(length));
        let padded = bytes + bytes % 2;
        left = left.checked_sub(8 + padded).ok_or(StripError::Malformed)?;
        if &name == b"VP8X" {
            expect(bytes == 10)?;
            let mut extended: [u8; 10] = take(from)?;
            extended[0] &= !METADATA;
            to.write_all(b"VP8X\x0a\0\0\0")?;
            to.write_all(&extended)?;
        } else if KEPT.contains(&&name) {
            to.write_all(&name)?;
            to.write_all(&length)?;
            copy(from, to, padded)?;
        } else {
            skip(from, padded)?;
            continue;
        }
        kept += 8 + padded;
    }
    let kept = u32::try_from(kept).map_err(|_| StripError::Malformed)?;
    to.seek(SeekFrom::Start(4))?;
    to.write_all(&kept.to_le_bytes())?;
    to.seek(SeekFrom::End(0))?;
    Ok(())
}
