//! The server side of RFC 6455 framing, as a pure state machine over bytes.
//!
//! It owns no socket: whoever reads the socket hands over what arrived, in pieces of any size.
//!
//! - FR1  The same bytes give the same messages, however they are cut.
//! - FR2  A header reserves nothing: memory grows only with bytes that arrived.
//! - FR3  A message has at most [`MESSAGE_BYTES_MAX`] bytes in all, fragmented or not, and not
//!   endlessly many fragments.
//! - FR4  Whatever RFC 6455 forbids a client to send ends the connection, with a named reason.
//! - FR5  Text that cannot become UTF-8 any more is refused at the first byte that shows it.

mod encode;
mod error;
#[cfg(test)]
mod fuzz;
mod head;
mod parser;
#[cfg(test)]
mod tests;

pub(crate) use encode::{close_frame, pong_frame, text_head};
pub(crate) use error::FrameError;
pub(crate) use parser::{Incoming, Limits, Parser};

/// The longest message that a client may send, in bytes: API.md "Gateway".
pub(crate) const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// The longest payload of a control frame, in bytes: RFC 6455, section 5.5.
pub(crate) const CONTROL_BYTES_MAX: usize = 125;
