//! Why a connection ends, and what its peer is told.

use std::fmt;
use std::io;

use actors::CloseReason;
use protocol::gateway::{CloseCode, ParseError};

use super::frame::FrameError;

/// The end of a connection.
#[derive(Debug)]
pub(super) enum Goodbye {
    /// We close, with a code.
    Close {
        /// For the close frame.
        code: u16,
        /// For a person who reads logs.
        reason: String,
        /// Whether op 7 goes out before, so that the client comes back at once.
        reconnect: bool,
    },
    /// The peer closed, with a code if it gave one.
    Peer(Option<u16>),
    /// The connection broke.
    Broken(io::Error),
}

impl Goodbye {
    /// A number that the v10 API has and [`CloseCode`] does not need elsewhere.
    pub(super) fn unknown_opcode(op: u64) -> Self {
        Self::Close { code: 4001, reason: format!("Unknown opcode {op}."), reconnect: false }
    }

    /// Whether the session outlives this: all but a clean close by the client.
    pub(super) fn is_resumable(&self) -> bool {
        !matches!(self, Self::Peer(Some(1000 | 1001)))
    }
}

impl fmt::Display for Goodbye {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Close { code, reason, .. } => write!(f, "closed with {code}, {reason}"),
            Self::Peer(Some(code)) => write!(f, "closed by its peer with {code}"),
            Self::Peer(None) => f.write_str("closed by its peer"),
            Self::Broken(error) => write!(f, "broken: {error}"),
        }
    }
}

impl From<CloseCode> for Goodbye {
    fn from(code: CloseCode) -> Self {
        Self::Close { code: code.number(), reason: code.reason().to_owned(), reconnect: false }
    }
}

impl From<FrameError> for Goodbye {
    fn from(error: FrameError) -> Self {
        Self::Close { code: error.close_code(), reason: error.to_string(), reconnect: false }
    }
}

impl From<ParseError> for Goodbye {
    fn from(error: ParseError) -> Self {
        let code = error.close_code().number();
        Self::Close { code, reason: error.to_string(), reconnect: false }
    }
}

impl From<io::Error> for Goodbye {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<CloseReason> for Goodbye {
    fn from(reason: CloseReason) -> Self {
        match reason {
            CloseReason::Overrun => CloseCode::TimedOut.into(),
            CloseReason::Replaced | CloseReason::SessionEnded => CloseCode::Replaced.into(),
            CloseReason::LoginEnded => CloseCode::Unauthenticated.into(),
            CloseReason::Reconnect => going_away(),
        }
    }
}

/// The server ends: the client is asked to come back. The code is one that libraries resume on,
/// which 1001 is not.
pub(super) fn going_away() -> Goodbye {
    let reason = CloseCode::GoingAway.reason().to_owned();
    Goodbye::Close { code: CloseCode::Replaced.number(), reason, reconnect: true }
}
