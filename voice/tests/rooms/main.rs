//! Rooms over real sockets: str0m clients talk through the media server.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod client;
mod connecting;
mod crashes;
mod forwarding;
mod hostile;
mod impaired;
mod world;
