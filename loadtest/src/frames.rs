//! WebSocket frames as a client sees them (RFC 6455): unmasked ones in, masked ones out.
//!
//! - A whole frame is read in place; only a rest that ends in mid-frame is copied.
//! - No frame is larger than `FRAME_BYTES_MAX`, and none may be fragmented: servers under test
//!   write each event as one frame.

/// Bounds what one session may hold; a GUILD_CREATE of thousands of members fits.
pub(crate) const FRAME_BYTES_MAX: usize = 8 << 20;
/// A read takes as much as fits; shared by all sessions of a thread.
pub(crate) const READ_BYTES_MAX: usize = 64 << 10;

pub(crate) const TEXT: u8 = 0x1;
pub(crate) const CLOSE: u8 = 0x8;
pub(crate) const PING: u8 = 0x9;
pub(crate) const PONG: u8 = 0xA;

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;

/// Why a server's bytes are no frame.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum FrameError {
    /// Servers never mask.
    #[error("the server sent a masked frame")]
    Masked,
    /// See the rules of this file.
    #[error("the server sent a fragmented frame")]
    Fragmented,
    /// See [`FRAME_BYTES_MAX`].
    #[error("the server sent a frame of {0} bytes")]
    TooLarge(u64),
}

/// What a frame says of itself: its opcode, where its payload begins, where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Header {
    opcode: u8,
    payload_start: usize,
    end: usize,
}

/// Cuts a stream of bytes into frames.
#[derive(Default)]
pub(crate) struct FrameReader {
    rest: Vec<u8>,
}

impl FrameReader {
    /// Hands each whole frame in `bytes`, and what was left before them, to `on_frame`.
    pub(crate) fn read(
        &mut self,
        bytes: &[u8],
        mut on_frame: impl FnMut(u8, &[u8]),
    ) -> Result<(), FrameError> {
        if self.rest.is_empty() {
            let used = cut(bytes, &mut on_frame)?;
            self.rest.extend_from_slice(&bytes[used..]);
            return Ok(());
        }
        self.rest.extend_from_slice(bytes);
        let used = cut(&self.rest, &mut on_frame)?;
        self.rest.drain(..used);
        if self.rest.is_empty() {
            self.rest = Vec::new();
        }
        Ok(())
    }
}

fn cut(bytes: &[u8], on_frame: &mut impl FnMut(u8, &[u8])) -> Result<usize, FrameError> {
    let mut used = 0;
    while let Some(header) = header(&bytes[used..])? {
        if bytes.len() < used + header.end {
            break;
        }
        on_frame(header.opcode, &bytes[used + header.payload_start..used + header.end]);
        used += header.end;
    }
    Ok(used)
}

fn header(bytes: &[u8]) -> Result<Option<Header>, FrameError> {
    let [first, second, rest @ ..] = bytes else { return Ok(None) };
    if second & MASKED != 0 {
        return Err(FrameError::Masked);
    }
    if first & FINAL == 0 {
        return Err(FrameError::Fragmented);
    }
    let (length, payload_start) = match (second, rest) {
        (126, [a, b, ..]) => (u64::from(u16::from_be_bytes([*a, *b])), 4),
        (127, [a, b, c, d, e, f, g, h, ..]) => {
            (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), 10)
        }
        (126 | 127, _) => return Ok(None),
        (length, _) => (u64::from(*length), 2),
    };
    let payload = usize::try_from(length).ok().filter(|length| *length <= FRAME_BYTES_MAX);
    let payload = payload.ok_or(FrameError::TooLarge(length))?;
    Ok(Some(Header { opcode: first & 0x0F, payload_start, end: payload_start + payload }))
}

/// A frame to the server. The mask is all zeroes: it is there for proxies, and there are none.
pub(crate) fn to_server(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = head(opcode, payload.len(), MASKED);
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// A frame to a client.
pub(crate) fn to_client(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = head(opcode, payload.len(), 0);
    frame.extend_from_slice(payload);
    frame
}

fn head(opcode: u8, length: usize, mask: u8) -> Vec<u8> {
    let mut head = Vec::with_capacity(length + 14);
    head.push(FINAL | opcode);
    if let Ok(short) = u8::try_from(length)
        && short < 126
    {
        head.push(mask | short);
    } else if let Ok(medium) = u16::try_from(length) {
        head.push(mask | 126);
        head.extend_from_slice(&medium.to_be_bytes());
    } else {
        head.push(mask | 127);
        head.extend_from_slice(&(length as u64).to_be_bytes());
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in_pieces(bytes: &[u8], piece: usize) -> Vec<(u8, Vec<u8>)> {
        let mut reader = FrameReader::default();
        let mut frames = Vec::new();
        for part in bytes.chunks(piece) {
            reader.read(part, |opcode, payload| frames.push((opcode, payload.to_vec()))).unwrap();
        }
        assert!(reader.rest.is_empty());
        frames
    }

    #[test]
    fn frames_of_every_length_class_survive_every_cut() {
        let payloads =
            [vec![], vec![b'a'; 125], vec![b'b'; 126], vec![b'c'; 65_535], vec![b'd'; 70_000]];
        let bytes: Vec<u8> = payloads.iter().flat_map(|payload| to_client(TEXT, payload)).collect();
        let expected: Vec<_> = payloads.into_iter().map(|payload| (TEXT, payload)).collect();
        for piece in [1, 2, 3, 7, 1_000, 65_536, bytes.len()] {
            assert_eq!(read_in_pieces(&bytes, piece), expected, "pieces of {piece}");
        }
    }

    #[test]
    fn what_no_server_may_send_is_an_error() {
        let check = |bytes: &[u8], error| {
            assert_eq!(FrameReader::default().read(bytes, |_, _| ()), Err(error));
        };
        check(&to_server(TEXT, b"x"), FrameError::Masked);
        check(&[TEXT, 1, b'x'], FrameError::Fragmented);
        check(&[FINAL | TEXT, 127, 1, 0, 0, 0, 0, 0, 0, 0], FrameError::TooLarge(1 << 56));
    }
}
