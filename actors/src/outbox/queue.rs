//! Bytes that wait for one socket, in order.
//!
//! - QU1  A frame is written whole and once, whatever the socket takes at a time.

use std::collections::VecDeque;
use std::io::{self, IoSlice};

use bytes::Bytes;

use super::{FrameSink, Stood};
use crate::trace::Step;

/// Slices handed to one `writev`; Linux takes 1024, more than 64 gains nothing here.
const SLICES_MAX: usize = 64;

#[derive(Default)]
pub(super) struct Queue {
    pieces: VecDeque<Piece>,
    bytes: usize,
    frames: usize,
    /// The first piece continues a frame whose beginning was written.
    begun: bool,
}

struct Piece {
    bytes: Bytes,
    ends_frame: bool,
    /// Ends when this is written, or dropped.
    _traced: Step,
}

impl Queue {
    pub(super) fn push(&mut self, bytes: Bytes, ends_frame: bool) {
        self.push_traced(bytes, ends_frame, Step::default());
    }

    pub(super) fn push_traced(&mut self, bytes: Bytes, ends_frame: bool, traced: Step) {
        self.bytes += bytes.len();
        self.frames += usize::from(ends_frame);
        self.pieces.push_back(Piece { bytes, ends_frame, _traced: traced });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn frames(&self) -> usize {
        self.frames
    }

    /// The frame in front was begun by a write that took only part of it.
    pub(super) fn mark_begun(&mut self) {
        self.begun = true;
    }

    /// Empties the queue. What is left of a begun frame is handed out: without it, nothing that is
    /// written later could be read.
    pub(super) fn clear(&mut self) -> Vec<Bytes> {
        let queue = std::mem::take(self);
        let mut rest = Vec::new();
        if queue.begun {
            for piece in queue.pieces {
                rest.push(piece.bytes);
                if piece.ends_frame {
                    break;
                }
            }
        }
        rest
    }

    /// Puts other bytes in the place of pieces that wait whole.
    pub(super) fn stand_in(&mut self, stood: &[Stood]) {
        for piece in &mut self.pieces {
            let bytes = &piece.bytes;
            let same = |stood: &&Stood| {
                stood.old.as_ptr() == bytes.as_ptr() && stood.old.len() == bytes.len()
            };
            if let Some(stood) = stood.iter().find(same) {
                piece.bytes = stood.new.clone();
            }
        }
    }

    /// Writes until the socket takes no more. `WouldBlock` is an error here like any other.
    pub(super) fn write_to(&mut self, sink: &dyn FrameSink) -> io::Result<()> {
        while !self.pieces.is_empty() {
            let slices: Vec<IoSlice<'_>> =
                self.pieces.iter().take(SLICES_MAX).map(|p| IoSlice::new(&p.bytes)).collect();
            let written = sink.try_write_vectored(&slices)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.advance(written);
        }
        self.pieces.shrink_to(0);
        Ok(())
    }

    fn advance(&mut self, mut written: usize) {
        self.bytes -= written;
        while written > 0 {
            let Some(first) = self.pieces.front_mut() else { break };
            if written < first.bytes.len() {
                let _sent = first.bytes.split_to(written);
                self.begun = true;
                break;
            }
            written -= first.bytes.len();
            self.begun = !first.ends_frame;
            self.frames -= usize::from(first.ends_frame);
            self.pieces.pop_front();
        }
    }
}
