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

/// Most bytes of a dispatch's head.
pub const DISPATCH_HEAD_BYTES_MAX: usize = PREFIX.len() + DIGITS_MAX + 1;

const PREFIX: &[u8] = b"{\"op\":0,\"s\":";
const DIGITS_MAX: usize = 20;

/// Writes the head of an event's frame, `{"op":0,"s":N,`, so that it ends where `room` ends, and
/// returns where it begins. A shared tail follows it: [`crate::Event::encode_tail`].
///
/// It is made for each delivery, so it neither allocates nor moves what it wrote.
///
/// # Panics
/// When `room` is shorter than [`DISPATCH_HEAD_BYTES_MAX`].
pub fn put_dispatch_head(room: &mut [u8], seq: u64) -> usize {
    assert!(room.len() >= DISPATCH_HEAD_BYTES_MAX, "room for the longest head");
    let mut start = room.len() - 1;
    room[start] = b',';
    let mut rest = seq;
    loop {
        start -= 1;
        room[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    start -= PREFIX.len();
    room[start..start + PREFIX.len()].copy_from_slice(PREFIX);
    start
}
