//! The bytes of one inline write, put together in a buffer of the thread.
//!
//! - SC1  One event on its way to many sockets is copied once: behind it in the buffer only the heads
//!   change from socket to socket.
//!
//! One contiguous write was no dearer than a vectored one of as many pieces.

use std::cell::RefCell;

use super::Outgoing;
use crate::frame::{HEAD_BYTES_MAX, Head, put_head};

/// What the buffer of a thread keeps for the next write.
const BYTES_KEPT: usize = 64 << 10;

thread_local! {
    static SCRATCH: RefCell<Scratch> = const { RefCell::new(Scratch { bytes: Vec::new(), placed: None }) };
}

struct Scratch {
    bytes: Vec<u8>,
    /// The event whose tail stands behind the room for a head.
    placed: Option<Outgoing>,
}

/// Calls `write` with the frames of `part`, numbered from `first`.
pub(super) fn with_frames<R>(first: u64, part: &[Outgoing], write: impl FnOnce(&[u8]) -> R) -> R {
    SCRATCH.with_borrow_mut(|scratch| {
        let written = match part {
            [event] => write(scratch.frame(first, event)),
            many => write(scratch.frames(first, many)),
        };
        if scratch.bytes.capacity() > BYTES_KEPT {
            *scratch = Scratch { bytes: Vec::new(), placed: None };
        }
        written
    })
}

impl Scratch {
    /// SC1.
    fn frame(&mut self, s: u64, event: &Outgoing) -> &[u8] {
        if !self.placed.as_ref().is_some_and(|placed| placed.is(event)) {
            self.bytes.clear();
            self.bytes.extend_from_slice(&[0; HEAD_BYTES_MAX]);
            self.bytes.extend_from_slice(event.tail());
            self.placed = Some(event.clone());
        }
        let room = self.bytes.first_chunk_mut().expect("room for a head was made with the tail");
        let start = put_head(room, s, event.tail().len());
        &self.bytes[start..]
    }

    fn frames(&mut self, first: u64, events: &[Outgoing]) -> &[u8] {
        self.placed = None;
        self.bytes.clear();
        for (s, event) in (first..).zip(events) {
            self.bytes.extend_from_slice(Head::new(s, event.tail().len()).as_slice());
            self.bytes.extend_from_slice(event.tail());
        }
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn event(tail: &'static str) -> Outgoing {
        Outgoing::fleeting(Bytes::from_static(tail.as_bytes()))
    }

    fn check(first: u64, part: &[Outgoing]) {
        let expected: Vec<u8> = (first..)
            .zip(part)
            .flat_map(|(s, event)| {
                [Head::new(s, event.tail().len()).as_slice(), event.tail()].concat()
            })
            .collect();
        with_frames(first, part, |frames| assert_eq!(frames, expected));
    }

    #[test]
    fn sc1_what_stands_in_the_buffer_never_shows_in_the_next_write() {
        let (short, long) = (event("\"t\":\"A\",\"d\":1}"), event("\"t\":\"B\",\"d\":[2,3,4]}"));
        let same_text = event("\"t\":\"A\",\"d\":1}");
        for s in [1, 9, 10, 99, u64::MAX - 2, 7] {
            check(s, std::slice::from_ref(&long));
            check(s, std::slice::from_ref(&short));
            check(s, std::slice::from_ref(&same_text));
        }
        check(5, &[short.clone(), long.clone()]);
        check(6, std::slice::from_ref(&long));
        check(8, &[]);
        check(8, &[long]);
    }

    #[test]
    fn a_huge_event_is_not_kept() {
        let huge = Outgoing::fleeting(Bytes::from(vec![b'x'; 2 * BYTES_KEPT]));
        check(1, &[huge]);
        SCRATCH.with_borrow(|scratch| assert_eq!(scratch.bytes.capacity(), 0));
    }
}
