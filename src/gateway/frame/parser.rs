//! From client bytes to messages: unmasks, joins fragments, checks.

use std::mem;

use super::head::{Head, HeadReader, Opcode};
use super::{FrameError, MESSAGE_BYTES_MAX};

/// What a client sent, complete and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Incoming {
    /// A text message, its fragments joined.
    Text(String),
    /// A binary message, which only comes where [`Limits`] allow it.
    Binary(Vec<u8>),
    /// A ping; its payload goes back in a pong.
    Ping(Vec<u8>),
    /// A pong, asked for or not.
    Pong,
    /// The client closes, with its code if it gave one.
    Close(Option<u16>),
}

/// What a connection may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// FR3.
    pub(crate) message_bytes_max: usize,
    /// Pieces of one message: empty ones would otherwise go on for ever.
    pub(crate) fragments_max: u32,
    pub(crate) binary: bool,
}

impl Limits {
    /// Of the gateway.
    pub(crate) const GATEWAY: Self =
        Self { message_bytes_max: MESSAGE_BYTES_MAX, fragments_max: 1_024, binary: false };
}

/// The message that is being joined.
#[derive(Debug)]
struct Message {
    bytes: Vec<u8>,
    binary: bool,
    fragments: u32,
    /// How many of the bytes are known to be whole characters (FR5).
    checked_bytes: usize,
}

/// Where the parser stands within the current frame.
#[derive(Debug)]
enum Position {
    Head,
    Payload { head: Head, taken_bytes: usize },
}

/// The incremental parser of one connection. Between messages it holds no heap memory.
#[derive(Debug)]
pub(crate) struct Parser {
    limits: Limits,
    head: HeadReader,
    position: Position,
    /// The message that is being joined; `None` between messages.
    message: Option<Message>,
    /// The payload of the current control frame, which may stand within a message.
    control: Vec<u8>,
}

impl Parser {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            head: HeadReader::default(),
            position: Position::Head,
            message: None,
            control: Vec::new(),
        }
    }

    /// Takes bytes from the front of `input` until one message is complete, which it returns;
    /// `None` means that `input` is used up. After an error the connection must be closed.
    pub(crate) fn next(&mut self, input: &mut &[u8]) -> Result<Option<Incoming>, FrameError> {
        loop {
            let (head, taken_bytes) = match self.position {
                Position::Head => {
                    let bytes_max = self.limits.message_bytes_max;
                    let Some(head) = self.head.read(input, bytes_max)? else { return Ok(None) };
                    self.begin(head)?;
                    (head, 0)
                }
                Position::Payload { head, taken_bytes } => (head, taken_bytes),
            };
            let taken_bytes = self.take_payload(head, taken_bytes, input);
            self.check_text(head, taken_bytes)?;
            if taken_bytes < head.payload_bytes {
                self.position = Position::Payload { head, taken_bytes };
                return Ok(None);
            }
            self.position = Position::Head;
            if let Some(incoming) = self.finish(head)? {
                return Ok(Some(incoming));
            }
        }
    }

    /// How many bytes of heap memory the message under way may take without growing.
    #[cfg(test)]
    pub(super) fn message_capacity(&self) -> usize {
        let message = self.message.as_ref().map_or(0, |message| message.bytes.capacity());
        message + self.control.capacity()
    }

    /// Checks a frame against the message that is open, before any of its payload is taken.
    fn begin(&mut self, head: Head) -> Result<(), FrameError> {
        match head.opcode {
            Opcode::Close | Opcode::Ping | Opcode::Pong => return Ok(()),
            Opcode::Text | Opcode::Binary if self.message.is_some() => {
                return Err(FrameError::UnfinishedMessage);
            }
            Opcode::Binary if !self.limits.binary => return Err(FrameError::Binary),
            Opcode::Text | Opcode::Binary => {
                let binary = head.opcode == Opcode::Binary;
                let bytes = Vec::new();
                self.message = Some(Message { bytes, binary, fragments: 0, checked_bytes: 0 });
            }
            Opcode::Continuation => {}
        }
        let message = self.message.as_mut().ok_or(FrameError::NothingToContinue)?;
        message.fragments += 1;
        if message.fragments > self.limits.fragments_max {
            return Err(FrameError::TooManyFragments);
        }
        if message.bytes.len() + head.payload_bytes > self.limits.message_bytes_max {
            return Err(FrameError::TooLarge);
        }
        Ok(())
    }

    /// Unmasks what is there of the payload, and returns how much of it was taken so far.
    fn take_payload(&mut self, head: Head, taken_bytes: usize, input: &mut &[u8]) -> usize {
        let here = input.len().min(head.payload_bytes - taken_bytes);
        let (bytes, rest) = input.split_at(here);
        *input = rest;
        let target = match &mut self.message {
            Some(message) if !head.opcode.is_control() => &mut message.bytes,
            _ => &mut self.control,
        };
        let start = target.len();
        target.extend_from_slice(bytes);
        unmask(&mut target[start..], head.mask, taken_bytes);
        taken_bytes + here
    }

    /// FR5: looks at what has come of a text that goes on. A whole one is looked at as a whole.
    fn check_text(&mut self, head: Head, taken_bytes: usize) -> Result<(), FrameError> {
        let goes_on = !head.fin || taken_bytes < head.payload_bytes;
        match &mut self.message {
            Some(message) if !message.binary && goes_on && !head.opcode.is_control() => {
                message.check()
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self, head: Head) -> Result<Option<Incoming>, FrameError> {
        match head.opcode {
            Opcode::Ping => Ok(Some(Incoming::Ping(mem::take(&mut self.control)))),
            Opcode::Pong => {
                self.control = Vec::new();
                Ok(Some(Incoming::Pong))
            }
            Opcode::Close => close(&mem::take(&mut self.control)).map(Some),
            Opcode::Continuation | Opcode::Text | Opcode::Binary if !head.fin => Ok(None),
            Opcode::Continuation | Opcode::Text | Opcode::Binary => {
                let message = self.message.take().ok_or(FrameError::NothingToContinue)?;
                message.into_incoming().map(Some)
            }
        }
    }
}

impl Message {
    fn check(&mut self) -> Result<(), FrameError> {
        match std::str::from_utf8(&self.bytes[self.checked_bytes..]) {
            Ok(_) => self.checked_bytes = self.bytes.len(),
            // The last character is not complete.
            Err(error) if error.error_len().is_none() => self.checked_bytes += error.valid_up_to(),
            Err(_) => return Err(FrameError::NotUtf8),
        }
        Ok(())
    }

    fn into_incoming(self) -> Result<Incoming, FrameError> {
        if self.binary {
            return Ok(Incoming::Binary(self.bytes));
        }
        let text = String::from_utf8(self.bytes).map_err(|_| FrameError::NotUtf8)?;
        Ok(Incoming::Text(text))
    }
}

/// `offset` is how many bytes of the payload stand before `bytes`.
fn unmask(bytes: &mut [u8], mask: [u8; 4], offset: usize) {
    let mut turned = mask;
    turned.rotate_left(offset % 4);
    let mut quads = bytes.chunks_exact_mut(4);
    for quad in &mut quads {
        for (byte, key) in quad.iter_mut().zip(turned) {
            *byte ^= key;
        }
    }
    for (byte, key) in quads.into_remainder().iter_mut().zip(turned) {
        *byte ^= key;
    }
}

fn close(payload: &[u8]) -> Result<Incoming, FrameError> {
    let (code, reason) = match payload {
        [] => return Ok(Incoming::Close(None)),
        [_] => return Err(FrameError::CloseCode),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    if !may_be_sent(code) {
        return Err(FrameError::CloseCode);
    }
    std::str::from_utf8(reason).map_err(|_| FrameError::NotUtf8)?;
    Ok(Incoming::Close(Some(code)))
}

/// Which close codes may stand in a frame: RFC 6455, section 7.4, and the IANA registry.
fn may_be_sent(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}
