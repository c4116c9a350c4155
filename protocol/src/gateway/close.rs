//! Why the server closes a socket.

/// A close code of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseCode {
    /// The session is over.
    Normal,
    /// The server goes down.
    GoingAway,
    /// A newer socket took the session over, or the user has too many sessions.
    Replaced,
    /// A frame that cannot be read or is too large.
    Undecodable,
    /// A command before IDENTIFY, or no IDENTIFY in time.
    NotIdentified,
    /// A wrong token, a logout or a suspension.
    Unauthenticated,
    /// A second IDENTIFY.
    IdentifiedTwice,
    /// Too many frames.
    Flood,
    /// No heartbeat in time, or an overrun outbox. The session can be resumed.
    TimedOut,
}

impl CloseCode {
    /// All codes.
    pub const ALL: &'static [Self] = &[
        Self::Normal,
        Self::GoingAway,
        Self::Replaced,
        Self::Undecodable,
        Self::NotIdentified,
        Self::Unauthenticated,
        Self::IdentifiedTwice,
        Self::Flood,
        Self::TimedOut,
    ];

    /// The number on the wire.
    pub const fn number(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::GoingAway => 1001,
            Self::Replaced => 4000,
            Self::Undecodable => 4002,
            Self::NotIdentified => 4003,
            Self::Unauthenticated => 4004,
            Self::IdentifiedTwice => 4005,
            Self::Flood => 4008,
            Self::TimedOut => 4009,
        }
    }

    /// The reason in a few words, which fits a close frame (123 bytes).
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Normal => "The session is over.",
            Self::GoingAway => "The server is going down.",
            Self::Replaced => "A newer connection took over.",
            Self::Undecodable => "A frame could not be read.",
            Self::NotIdentified => "Identify first.",
            Self::Unauthenticated => "The token is not valid.",
            Self::IdentifiedTwice => "Already identified.",
            Self::Flood => "Too many frames.",
            Self::TimedOut => "The connection fell behind.",
        }
    }

    /// Whether the session lives on, to be resumed, after the server closed its socket so. (By a
    /// client's close only 1000 and 1001 end it.)
    pub const fn keeps_session(self) -> bool {
        !matches!(self, Self::Normal | Self::Unauthenticated)
    }
}
