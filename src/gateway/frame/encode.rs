//! Frames from the server: never masked, never fragmented.

use super::CONTROL_BYTES_MAX;

const FIN_TEXT: u8 = 0x81;
const FIN_CLOSE: u8 = 0x88;
const FIN_PONG: u8 = 0x8A;

/// The head of a server frame, at most ten bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameHead {
    bytes: [u8; 10],
    len: u8,
}

impl FrameHead {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// The head of a text frame whose payload has `payload_bytes` bytes.
pub(crate) fn text_head(payload_bytes: usize) -> FrameHead {
    head(FIN_TEXT, payload_bytes)
}

/// A complete pong that answers a ping with this payload, which is cut at 125 bytes.
pub(crate) fn pong_frame(payload: &[u8]) -> Vec<u8> {
    control(FIN_PONG, payload)
}

/// A complete close frame. The reason is cut, at a character, so that it fits.
pub(crate) fn close_frame(code: u16, reason: &str) -> Vec<u8> {
    let end = reason.floor_char_boundary(CONTROL_BYTES_MAX - 2);
    let mut payload = code.to_be_bytes().to_vec();
    payload.extend_from_slice(&reason.as_bytes()[..end]);
    control(FIN_CLOSE, &payload)
}

fn control(first: u8, payload: &[u8]) -> Vec<u8> {
    let payload = &payload[..payload.len().min(CONTROL_BYTES_MAX)];
    let mut frame = head(first, payload.len()).as_bytes().to_vec();
    frame.extend_from_slice(payload);
    frame
}

fn head(first: u8, payload_bytes: usize) -> FrameHead {
    let mut bytes = [0; 10];
    bytes[0] = first;
    let len = if payload_bytes <= CONTROL_BYTES_MAX {
        bytes[1] = payload_bytes as u8;
        2
    } else if let Ok(short) = u16::try_from(payload_bytes) {
        bytes[1] = 126;
        bytes[2..4].copy_from_slice(&short.to_be_bytes());
        4
    } else {
        bytes[1] = 127;
        bytes[2..].copy_from_slice(&(payload_bytes as u64).to_be_bytes());
        10
    };
    FrameHead { bytes, len }
}
