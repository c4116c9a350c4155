//! A socket in memory: a bounded buffer of bytes, and a client that decodes the frames it is given.
//!
//! It checks what a client's library would: unmasked final text frames, whole JSON, `s` rising by
//! one within a socket except where kept events may be left out by a resume.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::Arc;

use actors::{CloseReason, Drain, FrameSink, SessionHandle, SocketPort};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::Notify;

/// One end of a connection: the server writes, the test reads.
pub(crate) struct Socket {
    state: Mutex<State>,
    changed: Notify,
}

struct State {
    capacity: usize,
    unread: VecDeque<u8>,
    partial: Vec<u8>,
    hung_up: Option<bool>,
    closed: Option<CloseReason>,
}

impl Socket {
    /// A socket whose buffer takes `capacity` bytes until they are read.
    pub(crate) fn new(capacity: usize) -> Arc<Self> {
        let (unread, partial) = (VecDeque::new(), Vec::new());
        let state = State { capacity, unread, partial, hung_up: None, closed: None };
        Arc::new(Self { state: Mutex::new(state), changed: Notify::new() })
    }

    /// Reads at most `bytes_max` bytes and returns the frames that are whole by now.
    pub(crate) fn read(&self, bytes_max: usize) -> Vec<Value> {
        let mut state = self.state.lock();
        let count = bytes_max.min(state.unread.len());
        let bytes: Vec<u8> = state.unread.drain(..count).collect();
        state.partial.extend(bytes);
        self.changed.notify_one();
        let mut frames = Vec::new();
        while let Some((frame, length)) = first_frame(&state.partial) {
            frames.push(frame);
            state.partial.drain(..length);
        }
        frames
    }

    /// Ends the connection from the client's side; a clean end also ends the session.
    pub(crate) fn hang_up(&self, resumable: bool) {
        self.state.lock().hung_up = Some(resumable);
        self.changed.notify_one();
    }

    /// Why the server closed it, if it did.
    pub(crate) fn closed(&self) -> Option<CloseReason> {
        self.state.lock().closed
    }

    /// Serves the socket as the gateway does, until one side ends it.
    pub(crate) async fn serve(self: Arc<Self>, session: SessionHandle, port: SocketPort) {
        loop {
            let hung_up = self.state.lock().hung_up;
            if let Some(resumable) = hung_up {
                return session.socket_closed(&port, resumable);
            }
            match session.outbox().drain(&port) {
                Drain::Empty | Drain::Blocked => {
                    tokio::select! {
                        biased;
                        () = port.notified() => {}
                        () = self.changed.notified() => {}
                    }
                }
                Drain::Close(reason) => {
                    self.state.lock().closed = Some(reason);
                    let resumable = !matches!(reason, CloseReason::SessionEnded);
                    return session.socket_closed(&port, resumable);
                }
            }
        }
    }
}

impl FrameSink for Socket {
    fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut state = self.state.lock();
        if state.hung_up.is_some() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let mut room = state.capacity.saturating_sub(state.unread.len());
        let before = room;
        for slice in slices {
            let part = &slice[..room.min(slice.len())];
            state.unread.extend(part);
            room -= part.len();
        }
        if before == room { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(before - room) }
    }
}

/// The first whole frame and its length, if there is one.
fn first_frame(bytes: &[u8]) -> Option<(Value, usize)> {
    let (first, rest) = bytes.split_first()?;
    assert_eq!(*first, 0x81, "a final text frame without extensions");
    let (short, rest) = rest.split_first()?;
    assert_eq!(short & 0x80, 0, "a server's frame is not masked");
    let (head, length) = match short {
        126 => (4, usize::from(u16::from_be_bytes(rest.get(..2)?.try_into().unwrap()))),
        127 => (10, u64::from_be_bytes(rest.get(..8)?.try_into().unwrap()) as usize),
        short => (2, usize::from(*short)),
    };
    let payload = bytes.get(head..head + length)?;
    Some((serde_json::from_slice(payload).expect("a frame is JSON"), head + length))
}
