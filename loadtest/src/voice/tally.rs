//! What all clients of a run share: its phase and its counts. A run lives on one thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::latency::Latency;
use crate::record::Record;

/// Where a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Clients connect; nobody talks.
    #[default]
    Connecting,
    /// Talkers talk, nothing is measured.
    WarmUp,
    Measured,
    /// Nobody talks any more; what is on its way still counts.
    Over,
    /// Clients end.
    Gone,
}

/// The numbers of one stream: packets between its first and last that did not come are missing.
#[derive(Debug)]
struct Stream {
    first: u64,
    last: u64,
    count: u64,
}

/// The counts.
pub(crate) struct Tally {
    pub(crate) phase: Cell<Phase>,
    pub(crate) connected: Cell<usize>,
    sent: Cell<u64>,
    pub(crate) latency: RefCell<Latency>,
    received: Cell<u64>,
    /// By client and source of the packets.
    streams: RefCell<HashMap<(u64, u32), Stream>>,
    epoch: Instant,
    record: Rc<Record>,
}

impl Tally {
    /// Counts that are also noted second by second.
    pub(crate) fn of(record: &Rc<Record>) -> Self {
        let (phase, connected, sent, latency, received, streams) = Default::default();
        let (epoch, record) = (Instant::now(), Rc::clone(record));
        Self { phase, connected, sent, latency, received, streams, epoch, record }
    }

    /// Counts a packet that a talker sends.
    pub(crate) fn sends(&self) {
        self.sent.set(self.sent.get() + 1);
        self.record.passed(1, 0);
    }

    pub(crate) fn sent(&self) -> u64 {
        self.sent.get()
    }

    /// The time as it stands in packets.
    pub(crate) fn stamp(&self) -> u64 {
        self.epoch.elapsed().as_nanos() as u64
    }

    /// Counts a packet by what can be read of it without its key.
    pub(crate) fn count(&self, client: u64, source: u32, number: u16) {
        self.received.set(self.received.get() + 1);
        self.record.passed(0, 1);
        let mut streams = self.streams.borrow_mut();
        let number = u64::from(number);
        let fresh = Stream { first: number, last: number, count: 0 };
        let stream = streams.entry((client, source)).or_insert(fresh);
        stream.count += 1;
        let number = extended(number, stream.last);
        stream.first = stream.first.min(number);
        stream.last = stream.last.max(number);
    }

    /// Notes how long a packet was on its way, while it is measured.
    pub(crate) fn arrived(&self, stamp: u64, at: u64) {
        if self.phase.get() == Phase::Measured {
            let latency = Duration::from_nanos(at.saturating_sub(stamp));
            self.latency.borrow_mut().record(latency);
            self.record.heard_after(latency);
        }
    }

    pub(crate) fn received(&self) -> u64 {
        self.received.get()
    }

    pub(crate) fn missing(&self) -> u64 {
        let streams = self.streams.borrow();
        streams.values().map(|stream| (stream.last - stream.first + 1) - stream.count).sum()
    }
}

/// The number nearest to `near` whose lower 16 bits are `number`.
fn extended(number: u64, near: u64) -> u64 {
    let guess = (near & !0xffff) | number;
    if guess + 0x8000 < near {
        guess + 0x1_0000
    } else if guess > near + 0x8000 && guess >= 0x1_0000 {
        guess - 0x1_0000
    } else {
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(numbers: &[u16]) -> u64 {
        let tally = Tally::of(&Rc::default());
        for number in numbers {
            tally.count(1, 1, *number);
        }
        tally.missing()
    }

    #[test]
    fn gaps_are_missing_and_late_packets_are_not() {
        assert_eq!(missing(&[1, 2, 4, 3, 5]), 0);
        assert_eq!(missing(&[1, 2, 4, 6]), 2);
        assert_eq!(missing(&[65_534, 65_535, 0, 1]), 0);
        assert_eq!(missing(&[65_534, 1, 65_535]), 1);
    }
}
