//! One connection: bytes in, messages out; frames out, bytes written.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::frame::{Incoming, Limits, Parser, close_frame, text_head};
use super::goodbye::Goodbye;
use super::sink::TcpSink;

/// What is read at once. The buffer belongs to the thread, not to the socket (GW1).
const READ_BYTES: usize = 16 * 1024;

thread_local! {
    static READ_BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ_BYTES].into());
}

/// See the module.
pub(super) struct Socket {
    sink: Arc<TcpSink>,
    parser: Parser,
    /// Messages of the last read that nobody has taken; at most one read's worth.
    messages: VecDeque<Incoming>,
    /// What ended the input, once the messages before it are taken.
    end: Option<Goodbye>,
    /// Whether what still comes means nothing: after a frame error or the peer's own close.
    deaf: bool,
}

impl Socket {
    /// `early` is what came in behind the handshake.
    pub(super) fn new(sink: TcpSink, limits: Limits, early: &[u8]) -> Self {
        let mut socket = Self {
            sink: Arc::new(sink),
            parser: Parser::new(limits),
            messages: VecDeque::new(),
            end: None,
            deaf: false,
        };
        socket.parse(early);
        socket
    }

    pub(super) fn sink(&self) -> &Arc<TcpSink> {
        &self.sink
    }

    /// Bounds what the kernel holds for a peer that does not read.
    pub(super) fn bound_send_buffer(&self, bytes: usize) {
        let bounded = rustix::net::sockopt::set_socket_send_buffer_size(&self.sink.0, bytes);
        if let Err(error) = bounded {
            tracing::debug!(%error, "a send buffer could not be bounded");
        }
    }

    /// A message that is there already.
    pub(super) fn take(&mut self) -> Option<Result<Incoming, Goodbye>> {
        match self.messages.pop_front() {
            Some(message) => Some(Ok(message)),
            None => {
                self.messages = VecDeque::new();
                self.end.take().map(Err)
            }
        }
    }

    /// Waits until there may be something to read, and reads it. Safe to cancel.
    pub(super) async fn read(&mut self) {
        match self.sink.0.readable().await {
            Ok(()) => self.read_now(),
            Err(error) => self.end = Some(error.into()),
        }
    }

    /// The next message. Safe to cancel.
    pub(super) async fn next(&mut self) -> Result<Incoming, Goodbye> {
        loop {
            if let Some(message) = self.take() {
                return message;
            }
            self.read().await;
        }
    }

    fn read_now(&mut self) {
        READ_BUFFER.with_borrow_mut(|buffer| match self.sink.0.try_read(buffer) {
            Ok(0) => self.end = Some(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            Ok(read) => self.parse(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => self.end = Some(error.into()),
        });
    }

    fn parse(&mut self, mut input: &[u8]) {
        while !self.deaf {
            match self.parser.next(&mut input) {
                Ok(Some(Incoming::Close(code))) => self.end_input(Goodbye::Peer(code)),
                Ok(Some(message)) => self.messages.push_back(message),
                Ok(None) => return,
                Err(error) => self.end_input(error.into()),
            }
        }
    }

    fn end_input(&mut self, goodbye: Goodbye) {
        self.end = Some(goodbye);
        self.deaf = true;
    }

    /// Writes a whole frame, waiting for room.
    pub(super) async fn write(&self, mut frame: &[u8]) -> io::Result<()> {
        while !frame.is_empty() {
            match self.sink.0.try_write(frame) {
                Ok(written) => frame = &frame[written..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.sink.0.writable().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Says goodbye behind the rest of a half-written frame, and waits a moment for the peer to do
    /// the same, so that it reads the code before the connection is reset.
    pub(super) async fn close(
        mut self,
        unfinished: Vec<Bytes>,
        goodbye: &Goodbye,
        patience: Duration,
    ) {
        let farewell = async {
            for rest in unfinished {
                self.write(&rest).await?;
            }
            if goodbye.asks_to_reconnect() {
                self.write(&text_frame(&protocol::gateway::reconnect())).await?;
            }
            if let Some((code, reason)) = goodbye.farewell() {
                self.write(&close_frame(code, &reason)).await?;
                self.wait_for_end().await?;
            }
            io::Result::Ok(())
        };
        // A peer that takes nothing any more is left alone.
        let _late_or_broken = tokio::time::timeout(patience, farewell).await;
    }

    /// Dropping a connection with unread input resets it, and a reset overtakes the close frame. So
    /// the peer is read to its end; one that cannot be understood any more is told ours at once.
    async fn wait_for_end(&mut self) -> io::Result<()> {
        if self.deaf {
            rustix::net::shutdown(&self.sink.0, rustix::net::Shutdown::Write)?;
        }
        while self.end.is_none() {
            self.messages.clear();
            self.read().await;
        }
        Ok(())
    }
}

/// A text frame in one piece.
pub(super) fn text_frame(payload: &[u8]) -> Bytes {
    let head = text_head(payload.len());
    let mut frame = BytesMut::with_capacity(head.as_bytes().len() + payload.len());
    frame.extend_from_slice(head.as_bytes());
    frame.extend_from_slice(payload);
    frame.freeze()
}
