//! Why a frame was refused, and the close code that says so.

use thiserror::Error;

/// What a client did that ends its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum FrameError {
    /// A reserved bit is set, though no extension was negotiated.
    #[error("a reserved bit is set")]
    ReservedBits,
    /// The opcode is reserved by RFC 6455.
    #[error("unknown frame opcode")]
    UnknownOpcode,
    /// Clients must mask what they send: RFC 6455, section 5.1.
    #[error("the frame is not masked")]
    NotMasked,
    /// A length that does not use its shortest form, or has its highest bit set.
    #[error("the length is not in its shortest form")]
    LengthForm,
    /// A control frame is fragmented or longer than 125 bytes.
    #[error("a control frame is fragmented or too long")]
    ControlForm,
    /// A continuation without a beginning.
    #[error("continuation without a message")]
    NothingToContinue,
    /// A new message within a fragmented one.
    #[error("a message began within another one")]
    UnfinishedMessage,
    /// A close frame of one byte, or with a code that may not be sent.
    #[error("the close code is not valid")]
    CloseCode,
    /// Text or a close reason that is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// The message exceeds [`super::MESSAGE_BYTES_MAX`].
    #[error("the message is too large")]
    TooLarge,
    /// The gateway speaks JSON text only.
    #[error("binary messages are not understood")]
    Binary,
}

impl FrameError {
    /// The close code for this error: 4002 for what could not be decoded or was too large, 1002
    /// for what breaks the framing itself.
    pub(crate) fn close_code(self) -> u16 {
        match self {
            Self::NotUtf8 | Self::TooLarge | Self::Binary => 4002,
            Self::ReservedBits
            | Self::UnknownOpcode
            | Self::NotMasked
            | Self::LengthForm
            | Self::ControlForm
            | Self::NothingToContinue
            | Self::UnfinishedMessage
            | Self::CloseCode => 1002,
        }
    }
}
