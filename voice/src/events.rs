//! What a media server tells: a bounded channel, and before it what does not fit for the moment.

use std::collections::VecDeque;

use tokio::sync::mpsc;

/// Events that may wait to be read. What is not read for longer waits, merged, in the threads.
pub(crate) const EVENTS_MAX: usize = 1_024;

/// Something that a room should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Sound can go both ways from now on.
    Connected {
        /// The room.
        room: u64,
        /// Who.
        peer: u64,
    },
    /// Who is in each receive slot of a participant now; all slots, in the order of the offer.
    Slots {
        /// The room.
        room: u64,
        /// Whose slots.
        peer: u64,
        /// The line (`mid`) of each slot and who is in it.
        slots: Vec<(String, Option<u64>)>,
    },
    /// Somebody began or ceased to speak.
    Speaking {
        /// The room.
        room: u64,
        /// Who.
        peer: u64,
        /// Whether they speak now.
        speaking: bool,
    },
    /// The connection of a participant ended, and they are out. Not told of those who were told to leave.
    Lost {
        /// The room.
        room: u64,
        /// Who.
        peer: u64,
        /// Why.
        reason: LostReason,
    },
    /// A thread crashed and began anew, empty: everybody in these rooms has to join again.
    ThreadEnded {
        /// The rooms that were on it.
        rooms: Vec<u64>,
    },
}

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostReason {
    /// It never came about.
    NeverConnected,
    /// Nothing came for too long.
    Silent,
    /// The client closed it, or broke its rules.
    Closed,
    /// It crashed.
    Crashed,
}

impl Event {
    /// Whether this event makes an earlier one needless: what counts is how things are now.
    fn supersedes(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Slots { room, peer, .. }, Self::Slots { room: r, peer: p, .. })
            | (Self::Speaking { room, peer, .. }, Self::Speaking { room: r, peer: p, .. }) => {
                (room, peer) == (r, p)
            }
            _ => false,
        }
    }
}

/// The events of a media server.
#[derive(Debug)]
pub struct Events(pub(crate) mpsc::Receiver<Event>);

impl Events {
    /// The next one; `None` when the server has ended.
    pub async fn next(&mut self) -> Option<Event> {
        self.0.recv().await
    }
}

/// What one thread has to tell. Bounded by what it knows: one event of a kind for each participant.
pub(crate) struct Outbox {
    to: mpsc::Sender<Event>,
    waiting: VecDeque<Event>,
}

impl Outbox {
    pub(crate) fn new(to: mpsc::Sender<Event>) -> Self {
        Self { to, waiting: VecDeque::new() }
    }

    pub(crate) fn push(&mut self, event: Event) {
        self.waiting.retain(|earlier| !event.supersedes(earlier));
        self.waiting.push_back(event);
    }

    /// Hands over as many as there is room for.
    pub(crate) fn flush(&mut self) {
        while let Some(event) = self.waiting.pop_front() {
            match self.to.try_send(event) {
                Ok(()) => {}
                Err(mpsc::error::TrySendError::Full(event)) => {
                    self.waiting.push_front(event);
                    return;
                }
                // Nobody listens any more.
                Err(mpsc::error::TrySendError::Closed(_)) => self.waiting.clear(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaking(peer: u64, speaking: bool) -> Event {
        Event::Speaking { room: 1, peer, speaking }
    }

    #[test]
    fn what_waits_is_as_things_are_now() {
        let (to, mut events) = mpsc::channel(2);
        let mut outbox = Outbox::new(to);
        outbox.push(Event::Connected { room: 1, peer: 1 });
        outbox.push(speaking(1, true));
        outbox.push(speaking(2, true));
        outbox.push(speaking(1, false));
        outbox.flush();
        assert_eq!(events.try_recv().unwrap(), Event::Connected { room: 1, peer: 1 });
        assert_eq!(events.try_recv().unwrap(), speaking(2, true));
        assert!(events.try_recv().is_err(), "it was full");
        outbox.flush();
        assert_eq!(events.try_recv().unwrap(), speaking(1, false));
        drop(events);
        outbox.push(speaking(1, true));
        outbox.flush();
        assert!(outbox.waiting.is_empty());
    }
}
