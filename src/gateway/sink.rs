//! The socket as an outbox writes it: whoever has news writes inline, whatever the thread.

use std::io::{self, IoSlice};

use actors::FrameSink;
use tokio::net::TcpStream;

/// A connection taken back from HTTP.
pub(super) struct TcpSink(pub(super) TcpStream);

impl FrameSink for TcpSink {
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(slices)
    }
}
