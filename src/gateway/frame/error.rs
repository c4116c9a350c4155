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
    /// The message has more pieces than any client makes.
    #[error("the message has too many fragments")]
    TooManyFragments,
    /// The gateway speaks JSON text only.
    #[error("binary messages are not understood")]
    Binary,
}

impl FrameError {
    /// The close code of the API: 4002 for what could not be decoded or was too large, 4008 for too
    /// many pieces, 1002 for what breaks the framing itself.
    pub(crate) fn close_code(self) -> u16 {
        match self.standard_code() {
            1002 => 1002,
            1008 => 4008,
            _ => 4002,
        }
    }

    /// The close code of RFC 6455, section 7.4.1.
    pub(crate) fn standard_code(self) -> u16 {
        match self {
            Self::NotUtf8 => 1007,
            Self::TooLarge => 1009,
            Self::Binary => 1003,
            Self::TooManyFragments => 1008,
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

    /// Its name in the metrics.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::ReservedBits => "reserved_bits",
            Self::UnknownOpcode => "unknown_frame_opcode",
            Self::NotMasked => "not_masked",
            Self::LengthForm => "length_form",
            Self::ControlForm => "control_form",
            Self::NothingToContinue => "nothing_to_continue",
            Self::UnfinishedMessage => "unfinished_message",
            Self::CloseCode => "close_code",
            Self::NotUtf8 => "not_utf8",
            Self::TooLarge => "too_large",
            Self::TooManyFragments => "too_many_fragments",
            Self::Binary => "binary",
        }
    }
}
