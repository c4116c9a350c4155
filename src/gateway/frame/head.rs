//! The head of one client frame: RFC 6455, section 5.2.

use super::{CONTROL_BYTES_MAX, FrameError};

/// The longest head: two bytes, eight of extended length, four of mask.
const HEAD_BYTES_MAX: usize = 14;

/// The kinds of frame that RFC 6455 defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    fn from_bits(bits: u8) -> Result<Self, FrameError> {
        match bits {
            0x0 => Ok(Self::Continuation),
            0x1 => Ok(Self::Text),
            0x2 => Ok(Self::Binary),
            0x8 => Ok(Self::Close),
            0x9 => Ok(Self::Ping),
            0xA => Ok(Self::Pong),
            _ => Err(FrameError::UnknownOpcode),
        }
    }

    /// Control frames may stand between the fragments of a message.
    pub(super) fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }
}

/// A complete, checked frame head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) fin: bool,
    pub(super) opcode: Opcode,
    pub(super) payload_bytes: usize,
    pub(super) mask: [u8; 4],
}

/// The bytes of a head that have arrived so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HeadReader {
    bytes: [u8; HEAD_BYTES_MAX],
    filled: u8,
}

impl HeadReader {
    /// Takes bytes from `input` until the head is complete; `None` means that more are needed.
    pub(super) fn read(
        &mut self,
        input: &mut &[u8],
        payload_bytes_max: usize,
    ) -> Result<Option<Head>, FrameError> {
        loop {
            let filled = usize::from(self.filled);
            if filled == self.wanted() {
                let head = self.finish(payload_bytes_max)?;
                *self = Self::default();
                return Ok(Some(head));
            }
            let Some((first, rest)) = input.split_first() else { return Ok(None) };
            self.bytes[filled] = *first;
            self.filled += 1;
            *input = rest;
            if self.filled == 2 {
                self.check_first_two()?;
            }
        }
    }

    /// How long the head is, as far as the bytes so far can tell.
    fn wanted(&self) -> usize {
        if self.filled < 2 {
            return 2;
        }
        match self.bytes[1] & 0x7F {
            126 => 8,
            127 => HEAD_BYTES_MAX,
            _ => 6,
        }
    }

    /// Refuses at the second byte what can be seen by then, before waiting for any more.
    fn check_first_two(&self) -> Result<(), FrameError> {
        let [first, second, ..] = self.bytes;
        if first & 0x70 != 0 {
            return Err(FrameError::ReservedBits);
        }
        let opcode = Opcode::from_bits(first & 0x0F)?;
        if second & 0x80 == 0 {
            return Err(FrameError::NotMasked);
        }
        let fin = first & 0x80 != 0;
        if opcode.is_control() && (!fin || usize::from(second & 0x7F) > CONTROL_BYTES_MAX) {
            return Err(FrameError::ControlForm);
        }
        Ok(())
    }

    fn finish(&self, payload_bytes_max: usize) -> Result<Head, FrameError> {
        let [first, second, ..] = self.bytes;
        let (payload_bytes, mask_at) = match second & 0x7F {
            126 => (u64::from(u16::from_be_bytes([self.bytes[2], self.bytes[3]])), 4),
            127 => {
                let mut long = [0; 8];
                long.copy_from_slice(&self.bytes[2..10]);
                (u64::from_be_bytes(long), 10)
            }
            short => (u64::from(short), 2),
        };
        let shortest = match mask_at {
            4 => payload_bytes > CONTROL_BYTES_MAX as u64,
            10 => payload_bytes > u64::from(u16::MAX) && payload_bytes >> 63 == 0,
            _ => true,
        };
        if !shortest {
            return Err(FrameError::LengthForm);
        }
        if payload_bytes > payload_bytes_max as u64 {
            return Err(FrameError::TooLarge);
        }
        let mut mask = [0; 4];
        mask.copy_from_slice(&self.bytes[mask_at..mask_at + 4]);
        Ok(Head {
            fin: first & 0x80 != 0,
            opcode: Opcode::from_bits(first & 0x0F)?,
            payload_bytes: payload_bytes as usize,
            mask,
        })
    }
}
