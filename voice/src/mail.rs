//! Datagrams on their way from a receiver to the thread of their room.

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::thread::Thread;

use parking_lot::Mutex;

use crate::routes::Target;

/// Datagrams that may wait for a thread: what 50 talkers send in 800 ms. A thread that is later than that
/// has no use for them.
const WAITING_MAX: usize = 2_048;

/// A datagram and how it came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter<'a> {
    pub(crate) target: Target,
    /// Its address is that of the target.
    pub(crate) is_known: bool,
    pub(crate) from: SocketAddr,
    /// The socket that it came in by.
    pub(crate) socket: usize,
    pub(crate) bytes: &'a [u8],
}

/// A letter that waits by itself.
#[derive(Debug)]
pub(crate) struct Kept {
    head: Head,
    bytes: Vec<u8>,
}

impl From<Letter<'_>> for Kept {
    fn from(letter: Letter<'_>) -> Self {
        let Letter { target, is_known, from, socket, bytes } = letter;
        let head = Head { target, is_known, from, socket, end: bytes.len() };
        Self { head, bytes: bytes.to_vec() }
    }
}

impl Kept {
    pub(crate) fn letter(&self) -> Letter<'_> {
        let Head { target, is_known, from, socket, .. } = self.head;
        Letter { target, is_known, from, socket, bytes: &self.bytes }
    }
}

#[derive(Debug)]
struct Head {
    target: Target,
    is_known: bool,
    from: SocketAddr,
    socket: usize,
    end: usize,
}

/// Letters in the order in which they came, their bytes one after the other.
#[derive(Debug, Default)]
pub(crate) struct Mail {
    heads: Vec<Head>,
    bytes: Vec<u8>,
}

impl Mail {
    pub(crate) fn push(&mut self, letter: &Letter<'_>) {
        self.bytes.extend_from_slice(letter.bytes);
        let Letter { target, is_known, from, socket, .. } = *letter;
        self.heads.push(Head { target, is_known, from, socket, end: self.bytes.len() });
    }

    pub(crate) fn letters(&self) -> impl Iterator<Item = Letter<'_>> {
        let starts = std::iter::once(0).chain(self.heads.iter().map(|head| head.end));
        starts.zip(&self.heads).map(|(start, head)| {
            let Head { target, is_known, from, socket, end } = *head;
            Letter { target, is_known, from, socket, bytes: &self.bytes[start..end] }
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.heads.clear();
        self.bytes.clear();
    }
}

/// The letter box of a thread.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    mail: Mutex<Mail>,
    thread: OnceLock<Thread>,
}

impl Inbox {
    /// The thread that empties this box, to be woken by letters.
    pub(crate) fn is_mine(&self) {
        // A thread that crashed goes on as the same thread.
        let _ = self.thread.set(std::thread::current());
    }

    pub(crate) fn wake(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }

    /// Puts letters in and wakes the thread; how many found no room.
    pub(crate) fn put<'a>(&self, letters: impl Iterator<Item = Letter<'a>>) -> usize {
        let mut mail = self.mail.lock();
        let mut left_over = 0;
        for letter in letters {
            if mail.heads.len() < WAITING_MAX {
                mail.push(&letter);
            } else {
                left_over += 1;
            }
        }
        drop(mail);
        self.wake();
        left_over
    }

    /// Exchanges what is in the box for an empty one, so that neither allocates in the long run.
    pub(crate) fn swap(&self, mail: &mut Mail) {
        debug_assert!(mail.is_empty());
        std::mem::swap(&mut *self.mail.lock(), mail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(bytes: &[u8]) -> Letter<'_> {
        let target = Target { shard: 0, room: 1, peer: 2, join: 3 };
        Letter { target, is_known: true, from: ([127, 0, 0, 1], 9).into(), socket: 0, bytes }
    }

    #[test]
    fn letters_come_out_as_they_went_in() {
        let (inbox, mut mail) = (Inbox::default(), Mail::default());
        assert_eq!(inbox.put([b"one".as_slice(), b"", b"three"].map(letter).into_iter()), 0);
        inbox.swap(&mut mail);
        let bytes: Vec<_> = mail.letters().map(|letter| letter.bytes).collect();
        assert_eq!(bytes, [b"one".as_slice(), b"", b"three"]);
        mail.clear();
        inbox.swap(&mut mail);
        assert!(mail.is_empty());
    }

    #[test]
    fn a_full_box_takes_no_more() {
        let (inbox, mut mail) = (Inbox::default(), Mail::default());
        assert_eq!(inbox.put((0..WAITING_MAX + 5).map(|_| letter(b"x"))), 5);
        inbox.swap(&mut mail);
        assert_eq!(mail.letters().count(), WAITING_MAX);
        mail.clear();
        assert_eq!(inbox.put(std::iter::once(letter(b"x"))), 0);
    }
}
