//! A socket in memory: a bounded buffer, and a reader that decodes the frames it is given.
//!
//! A frame counts as sent when its last byte is taken; a witness may look at it at that moment.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::Arc;

use actors::{CloseReason, Drain, FrameSink, SessionHandle, SocketPort};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::Notify;

/// Looks at each frame when it is sent.
pub(crate) type Witness = Box<dyn Fn(&Value) + Send + Sync>;

/// One end of a connection: the server writes, the test reads.
pub(crate) struct Socket {
    witness: Option<Witness>,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    capacity: usize,
    /// Bytes since the last whole frame.
    partial: Vec<u8>,
    /// Frames, each with the place of its end in the stream.
    frames: VecDeque<(usize, Value)>,
    written: usize,
    read: usize,
    hung_up: Option<bool>,
    closed: Option<CloseReason>,
}

impl Socket {
    /// A socket whose buffer takes `capacity` bytes until they are read.
    pub(crate) fn new(capacity: usize, witness: Option<Witness>) -> Arc<Self> {
        let state = Mutex::new(State { capacity, ..State::default() });
        Arc::new(Self { witness, state, changed: Notify::new() })
    }

    /// Reads at most `bytes_max` bytes and returns the frames that are whole by now.
    pub(crate) fn read(&self, bytes_max: usize) -> Vec<Value> {
        let mut state = self.state.lock();
        state.read = state.written.min(state.read.saturating_add(bytes_max));
        let read = state.read;
        let whole = state.frames.iter().take_while(|(end, _)| *end <= read).count();
        self.changed.notify_one();
        state.frames.drain(..whole).map(|(_, frame)| frame).collect()
    }

    /// Makes a narrow socket wide.
    pub(crate) fn widen(&self) {
        self.state.lock().capacity = usize::MAX;
        self.changed.notify_one();
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
        let room = state.capacity.saturating_sub(state.written - state.read);
        let mut left = room;
        for slice in slices {
            let part = &slice[..left.min(slice.len())];
            state.partial.extend_from_slice(part);
            left -= part.len();
        }
        let taken = room - left;
        if taken == 0 {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        state.written += taken;
        while let Some((frame, length)) = first_frame(&state.partial) {
            state.partial.drain(..length);
            if let Some(witness) = &self.witness {
                witness(&frame);
            }
            let end = state.written - state.partial.len();
            state.frames.push_back((end, frame));
        }
        Ok(taken)
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
