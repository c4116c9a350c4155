//! Frames of the server that are no events, and the head of those that are.

use bytes::Bytes;

/// The first frame: how often the client has to show a sign of life.
pub fn hello(heartbeat_interval_ms: u64) -> Bytes {
    let d = format!("{{\"heartbeat_interval\":{heartbeat_interval_ms}}}");
    Bytes::from(format!("{{\"op\":10,\"s\":null,\"t\":null,\"d\":{d}}}"))
}

/// Demands a sign of life now.
pub fn heartbeat() -> Bytes {
    Bytes::from_static(br#"{"op":1,"s":null,"t":null,"d":null}"#)
}

/// Answers a sign of life.
pub fn heartbeat_ack() -> Bytes {
    Bytes::from_static(br#"{"op":11,"s":null,"t":null,"d":null}"#)
}

/// Asks the client to connect anew and resume.
pub fn reconnect() -> Bytes {
    Bytes::from_static(br#"{"op":7,"s":null,"t":null,"d":null}"#)
}

/// Says that a session cannot be taken up; `resumable` asks the client to try once more.
pub fn invalid_session(resumable: bool) -> Bytes {
    Bytes::from_static(if resumable {
        br#"{"op":9,"s":null,"t":null,"d":true}"#
    } else {
        br#"{"op":9,"s":null,"t":null,"d":false}"#
    })
}

/// The head of an event's frame, `{"op":0,"s":N,`. A shared tail follows it:
/// [`crate::Event::encode_tail`]. It is made for each delivery, so it does not allocate.
#[derive(Debug, Clone, Copy)]
pub struct DispatchHead {
    bytes: [u8; HEAD_BYTES_MAX],
    start: usize,
}

const PREFIX: &[u8] = b"{\"op\":0,\"s\":";
const DIGITS_MAX: usize = 20;
const HEAD_BYTES_MAX: usize = PREFIX.len() + DIGITS_MAX + 1;

impl DispatchHead {
    /// The head for a session's sequence.
    pub fn new(seq: u64) -> Self {
        // Written from the end, where the digits are known to fit.
        let mut bytes = [0; HEAD_BYTES_MAX];
        let mut start = HEAD_BYTES_MAX - 1;
        bytes[start] = b',';
        let mut rest = seq;
        loop {
            start -= 1;
            bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        start -= PREFIX.len();
        bytes[start..start + PREFIX.len()].copy_from_slice(PREFIX);
        Self { bytes, start }
    }

    /// The text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

impl AsRef<[u8]> for DispatchHead {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}
