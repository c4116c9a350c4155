//! What two known parsers make of the same bytes, in our words.

use std::io::{self, Read, Write};

use fastwebsockets::{FragmentCollector, OpCode, Role as FastRole, WebSocket as FastSocket};
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};

use super::Incoming;

/// A stream that hands out its bytes in pieces, and drops what is written to it.
struct Pieces<'a> {
    bytes: &'a [u8],
    piece_bytes: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let here = self.piece_bytes.min(self.bytes.len()).min(target.len());
        let (piece, rest) = self.bytes.split_at(here);
        target[..here].copy_from_slice(piece);
        self.bytes = rest;
        Ok(here)
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn tungstenite(bytes: &[u8], piece_bytes: usize) -> Vec<Incoming> {
    let mut socket = WebSocket::from_raw_socket(Pieces { bytes, piece_bytes }, Role::Server, None);
    let mut messages = Vec::new();
    while let Ok(message) = socket.read() {
        messages.push(match message {
            Message::Text(text) => Incoming::Text(text.as_str().to_owned()),
            Message::Ping(payload) => Incoming::Ping(payload.to_vec()),
            Message::Pong(_) => Incoming::Pong,
            Message::Close(close) => Incoming::Close(close.map(|close| close.code.into())),
            Message::Binary(_) | Message::Frame(_) => panic!("never sent here"),
        });
    }
    messages
}

pub(super) fn fastwebsockets(bytes: &[u8], piece_bytes: usize) -> Vec<Incoming> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let (mut client, server) = tokio::io::duplex(piece_bytes);
        let write = async move {
            client.write_all(bytes).await.expect("the reader reads all");
        };
        let (messages, ()) = tokio::join!(collect(server), write);
        messages
    })
}

async fn collect(stream: tokio::io::DuplexStream) -> Vec<Incoming> {
    let mut socket = FastSocket::after_handshake(stream, FastRole::Server);
    socket.set_auto_pong(false);
    socket.set_auto_close(false);
    let mut socket = FragmentCollector::new(socket);
    let mut messages = Vec::new();
    while let Ok(frame) = socket.read_frame().await {
        let payload = frame.payload.to_vec();
        messages.push(match frame.opcode {
            OpCode::Text => Incoming::Text(String::from_utf8(payload).expect("checked text")),
            OpCode::Ping => Incoming::Ping(payload),
            OpCode::Pong => Incoming::Pong,
            OpCode::Close | OpCode::Binary | OpCode::Continuation => panic!("never sent here"),
        });
    }
    messages
}
