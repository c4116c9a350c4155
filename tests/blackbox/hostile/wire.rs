//! The WebSocket of a client that sends what it likes: frames by hand.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::world::PATIENCE;

pub(super) const FIN: u8 = 0x80;
pub(super) const TEXT: u8 = 0x1;
pub(super) const BINARY: u8 = 0x2;
pub(super) const CLOSE: u8 = 0x8;
pub(super) const PING: u8 = 0x9;

/// A masked frame; `first` is its first byte.
pub(super) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, payload.len() as u64);
    // Masked with zeros, the payload stays as it is.
    bytes.extend_from_slice(payload);
    bytes
}

/// A head that claims `payload_bytes`.
pub(super) fn head(first: u8, payload_bytes: u64) -> Vec<u8> {
    let mut bytes = vec![first];
    match payload_bytes {
        0..=125 => bytes.push(FIN | payload_bytes as u8),
        126..=0xFFFF => {
            bytes.push(FIN | 126);
            bytes.extend_from_slice(&(payload_bytes as u16).to_be_bytes());
        }
        _ => {
            bytes.push(FIN | 127);
            bytes.extend_from_slice(&payload_bytes.to_be_bytes());
        }
    }
    bytes.extend_from_slice(&[0; 4]);
    bytes
}

/// What the server sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Text(String),
    Pong(Vec<u8>),
    Close(u16),
}

/// See the module.
pub(super) struct Wire {
    stream: TcpStream,
    /// Bytes that came and belong to no frame yet.
    left: Vec<u8>,
}

impl Wire {
    /// A socket after its handshake.
    pub(super) async fn open(address: &str) -> Self {
        Self::over(TcpStream::connect(address).await.unwrap(), address).await
    }

    /// The same with as little room for what comes as the system allows.
    pub(super) async fn open_with_little_room(address: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(1).unwrap();
        Self::over(socket.connect(address.parse().unwrap()).await.unwrap(), address).await
    }

    async fn over(mut stream: TcpStream, address: &str) -> Self {
        let handshake = format!(
            "GET /gateway HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(handshake.as_bytes()).await.unwrap();
        let mut wire = Self { stream, left: Vec::new() };
        let end = loop {
            if let Some(end) = wire.left.windows(4).position(|part| part == b"\r\n\r\n") {
                break end + 4;
            }
            assert!(wire.more().await, "no handshake");
        };
        assert!(wire.left.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&wire.left));
        wire.left.drain(..end);
        wire
    }

    /// Says it; a server that has closed shows that when it is read.
    pub(super) async fn says(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    pub(super) async fn says_text(&mut self, text: &str) {
        self.says(&frame(FIN | TEXT, text.as_bytes())).await;
    }

    pub(super) async fn shut_writing(&mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// The next frame; `None` when the connection has ended.
    pub(super) async fn hears(&mut self) -> Option<Heard> {
        loop {
            if let Some((first, payload)) = self.take_frame() {
                return Some(match first & 0xF {
                    TEXT => Heard::Text(String::from_utf8(payload).unwrap()),
                    CLOSE => Heard::Close(u16::from_be_bytes([payload[0], payload[1]])),
                    _ => Heard::Pong(payload),
                });
            }
            if !self.more().await {
                return None;
            }
        }
    }

    /// The first text that holds `part`.
    pub(super) async fn text_with(&mut self, part: &str) -> String {
        loop {
            match self.hears().await {
                Some(Heard::Text(text)) if text.contains(part) => return text,
                Some(Heard::Text(_) | Heard::Pong(_)) => {}
                other => panic!("no {part} but {other:?}"),
            }
        }
    }

    /// The code of the close frame, which the connection ends behind; `None` when there was none.
    pub(super) async fn close_code(&mut self) -> Option<u16> {
        let mut code = None;
        while let Some(heard) = self.hears().await {
            if let Heard::Close(number) = heard {
                code = Some(number);
            }
        }
        code
    }

    fn take_frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let [first, short, ..] = *self.left.as_slice() else { return None };
        let (at, length) = match short {
            126 => (4, u64::from(u16::from_be_bytes(self.left.get(2..4)?.try_into().unwrap()))),
            127 => (10, u64::from_be_bytes(self.left.get(2..10)?.try_into().unwrap())),
            short => (2, u64::from(short)),
        };
        let end = at + usize::try_from(length).unwrap();
        let payload = self.left.get(at..end)?.to_vec();
        self.left.drain(..end);
        Some((first, payload))
    }

    async fn more(&mut self) -> bool {
        let read = timeout(PATIENCE, self.stream.read_buf(&mut self.left)).await;
        read.expect("something comes, or the end").is_ok_and(|read| read > 0)
    }
}
