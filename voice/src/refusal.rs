//! Why somebody is not taken in.

/// Why a join, or a command, did not work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The offer is too long.
    #[error("the offer is too long")]
    TooLong,
    /// The offer has lines that are no sound, or no codec that is known here.
    #[error("the offer is not of sound that is known here")]
    NotSound,
    /// The offer has no line, or more than there are slots.
    #[error("the offer has no line or too many")]
    LineCount,
    /// The offer cannot be read.
    #[error("the offer cannot be read: {0}")]
    Malformed(String),
    /// The room has as many participants as it may.
    #[error("the room is full")]
    RoomFull,
    /// The server has as many participants as it may.
    #[error("the media server is full")]
    ServerFull,
    /// Its thread did not take it in time.
    #[error("the media server is busy")]
    Busy,
}
