//! Why a connection ends, and what its peer is told.

use std::borrow::Cow;
use std::fmt;
use std::io;

use actors::CloseReason;
use protocol::gateway::{CloseCode, ParseError};
use protocol::json::JsonError;

use super::frame::FrameError;

/// The end of a connection.
#[derive(Debug)]
pub(super) enum Goodbye {
    /// We close, with a code.
    Close {
        /// For the close frame.
        code: u16,
        /// For the metrics.
        kind: &'static str,
        /// For a person who reads logs.
        reason: String,
        /// Whether op 7 goes out before, so that the client comes back at once.
        reconnect: bool,
    },
    /// The peer sent what is no frame of a client.
    Frame(FrameError),
    /// The peer closed, with a code if it gave one.
    Peer(Option<u16>),
    /// The connection broke.
    Broken(io::Error),
}

impl Goodbye {
    /// A number that the v10 API has and [`CloseCode`] does not need elsewhere.
    pub(super) fn unknown_opcode(op: u64) -> Self {
        let reason = format!("Unknown opcode {op}.");
        Self::Close { code: 4001, kind: "unknown_opcode", reason, reconnect: false }
    }

    /// What the metrics count it as.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Close { kind, .. } => kind,
            Self::Frame(error) => error.kind(),
            Self::Peer(_) => "peer",
            Self::Broken(_) => "broken",
        }
    }

    /// The code and the reason of the close frame, if there is still somebody to read it.
    pub(super) fn farewell(&self) -> Option<(u16, Cow<'_, str>)> {
        match self {
            Self::Close { code, reason, .. } => Some((*code, Cow::from(reason))),
            Self::Frame(error) => Some((error.close_code(), Cow::from(error.to_string()))),
            Self::Peer(code) => Some((code.unwrap_or(1000), Cow::from(""))),
            Self::Broken(_) => None,
        }
    }

    /// Whether the client is asked to come back.
    pub(super) fn asks_to_reconnect(&self) -> bool {
        matches!(self, Self::Close { reconnect: true, .. })
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
            Self::Frame(error) => write!(f, "closed with {}, {error}", error.close_code()),
            Self::Peer(Some(code)) => write!(f, "closed by its peer with {code}"),
            Self::Peer(None) => f.write_str("closed by its peer"),
            Self::Broken(error) => write!(f, "broken: {error}"),
        }
    }
}

impl From<CloseCode> for Goodbye {
    fn from(code: CloseCode) -> Self {
        let kind = match code {
            CloseCode::Normal => "session_over",
            CloseCode::GoingAway => "server_ends",
            CloseCode::Replaced => "replaced",
            CloseCode::Undecodable => "undecodable",
            CloseCode::NotIdentified => "not_identified",
            CloseCode::Unauthenticated => "unauthenticated",
            CloseCode::IdentifiedTwice => "identified_twice",
            CloseCode::Flood => "flood",
            CloseCode::TimedOut => "silent",
        };
        let reason = code.reason().to_owned();
        Self::Close { code: code.number(), kind, reason, reconnect: false }
    }
}

impl From<FrameError> for Goodbye {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl From<ParseError> for Goodbye {
    fn from(error: ParseError) -> Self {
        let kind = match &error {
            ParseError::TooLarge => "too_large",
            ParseError::Json(JsonError::Malformed) => "malformed",
            ParseError::Json(JsonError::TooDeep) => "too_deep",
            ParseError::Json(JsonError::Field { .. }) => "wrong_field",
        };
        let code = error.close_code().number();
        Self::Close { code, kind, reason: error.to_string(), reconnect: false }
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
            CloseReason::Overrun => overrun(),
            CloseReason::Replaced | CloseReason::SessionEnded => CloseCode::Replaced.into(),
            CloseReason::LoginEnded => CloseCode::Unauthenticated.into(),
            CloseReason::Reconnect => going_away(),
        }
    }
}

/// The same code as a missed heartbeat, and another line in the metrics.
fn overrun() -> Goodbye {
    let reason = CloseCode::TimedOut.reason().to_owned();
    let code = CloseCode::TimedOut.number();
    Goodbye::Close { code, kind: "overrun", reason, reconnect: false }
}

/// The server ends: the client is asked to come back. The code is one that libraries resume on,
/// which 1001 is not.
pub(super) fn going_away() -> Goodbye {
    let reason = CloseCode::GoingAway.reason().to_owned();
    let code = CloseCode::Replaced.number();
    Goodbye::Close { code, kind: "server_ends", reason, reconnect: true }
}
