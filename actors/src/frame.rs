//! The head splice: what differs per socket is written before a tail that all sockets share.
//!
//! A dispatch is `{"op":0,"s":N,` + `"t":…,"d":…}`. The tail is encoded once per event; the head is
//! this session's sequence number and the WebSocket header (RFC 6455 §5.2) of the whole.

use bytes::Bytes;
use protocol::gateway::{DISPATCH_HEAD_BYTES_MAX, put_dispatch_head};

/// The longest WebSocket header, and the text before the tail.
pub(crate) const HEAD_BYTES_MAX: usize = HEADER_BYTES_MAX + DISPATCH_HEAD_BYTES_MAX;

/// The longest WebSocket header of a server.
const HEADER_BYTES_MAX: usize = 10;

const TEXT_FINAL: u8 = 0x81;

/// Writes the first bytes of one frame of one socket so that they end where `room` ends, and returns
/// where they begin: a dispatch numbered `s` whose shared tail is `tail_bytes` long.
pub(crate) fn put_head(room: &mut [u8; HEAD_BYTES_MAX], s: u64, tail_bytes: usize) -> usize {
    let text = put_dispatch_head(room, s);
    put_header(room, text, HEAD_BYTES_MAX - text + tail_bytes)
}

/// A whole frame that is no dispatch.
pub(crate) fn text_frame(payload: &[u8]) -> Bytes {
    let mut header = [0; HEADER_BYTES_MAX];
    let start = put_header(&mut header, HEADER_BYTES_MAX, payload.len());
    Bytes::from([&header[start..], payload].concat())
}

/// Writes the WebSocket header of a payload so that it ends at `end`, and returns where it begins.
fn put_header(room: &mut [u8], end: usize, payload_bytes: usize) -> usize {
    let mut put = |bytes: &[u8]| {
        let start = end - bytes.len();
        room[start..end].copy_from_slice(bytes);
        start
    };
    match (u8::try_from(payload_bytes), u16::try_from(payload_bytes)) {
        (Ok(short), _) if short < 126 => put(&[TEXT_FINAL, short]),
        (_, Ok(medium)) => {
            let [high, low] = medium.to_be_bytes();
            put(&[TEXT_FINAL, 126, high, low])
        }
        _ => {
            let mut header = [TEXT_FINAL, 127, 0, 0, 0, 0, 0, 0, 0, 0];
            header[2..].copy_from_slice(&(payload_bytes as u64).to_be_bytes());
            put(&header)
        }
    }
}

/// The first bytes of one frame, by themselves.
#[derive(Clone, Copy)]
pub(crate) struct Head {
    room: [u8; HEAD_BYTES_MAX],
    start: usize,
}

impl Head {
    /// See [`put_head`].
    pub(crate) fn new(s: u64, tail_bytes: usize) -> Self {
        let mut room = [0; HEAD_BYTES_MAX];
        let start = put_head(&mut room, s, tail_bytes);
        Self { room, start }
    }

    /// The bytes to write before the tail.
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.room[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, text_frame};

    #[test]
    fn a_frame_that_is_no_dispatch_has_the_header_of_its_length() {
        for (length, header) in [
            (3, &[0x81, 3][..]),
            (126, &[0x81, 126, 0, 126]),
            (65_536, &[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let frame = text_frame(&vec![b'x'; length]);
            assert_eq!(&frame[..header.len()], header);
            assert!(frame.len() == header.len() + length && frame.ends_with(b"xxx"));
        }
    }

    #[test]
    fn head_announces_the_whole_payload() {
        for (s, tail) in [(1, 10), (9, 111), (10, 112), (7, 65_520), (u64::MAX, 70_000)] {
            let head = Head::new(s, tail);
            let bytes = head.as_slice();
            let (announced, at) = match bytes[1] {
                126 => (usize::from(u16::from_be_bytes([bytes[2], bytes[3]])), 4),
                127 => {
                    let mut long = [0; 8];
                    long.copy_from_slice(&bytes[2..10]);
                    (usize::try_from(u64::from_be_bytes(long)).unwrap(), 10)
                }
                short => (usize::from(short), 2),
            };
            assert_eq!(announced, bytes.len() - at + tail, "s={s} tail={tail}");
            assert_eq!(&bytes[at..], format!("{{\"op\":0,\"s\":{s},").as_bytes());
        }
    }
}
