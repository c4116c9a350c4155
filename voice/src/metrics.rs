//! What is counted: for each room, and what was dropped at the door. Counters only rise; gauges are as of
//! the last second.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

/// Everything at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// The rooms that have participants, in no order.
    pub rooms: Vec<RoomMetrics>,
    /// Datagrams that reached nobody.
    pub dropped: DropMetrics,
}

/// One room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoomMetrics {
    /// Which.
    pub room: u64,
    /// Who joined and has not left.
    pub participants: u64,
    /// Who of them is connected.
    pub connected: u64,
    /// Packets of sound that came in.
    pub received: u64,
    /// Packets that were handed to listeners.
    pub forwarded: u64,
    /// Packets that were lost on the way in and came along with the next one.
    pub recovered: u64,
    /// Packets of those handed to listeners that had the one before along.
    pub redundant: u64,
    /// Packets that held silence.
    pub silent: u64,
    /// Packets of who is muted.
    pub muted: u64,
    /// Packets that did not prove their sender, or came twice.
    pub rejected: u64,
    /// Datagrams that are no STUN, DTLS, RTP or RTCP, or that a connection could not read.
    pub garbage: u64,
    /// The part of the packets that listeners say they miss, 0 to 1: the mean of their last reports.
    pub loss: f64,
    /// The jitter that listeners report, in milliseconds, likewise.
    pub jitter_ms: f64,
    /// The mean round trip, in milliseconds.
    pub round_trip_ms: f64,
    /// How long a thread worked for this room, in microseconds.
    pub busy_us: u64,
}

/// Datagrams that were dropped, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DropMetrics {
    /// Too long.
    pub giant: u64,
    /// More than an address, or all strangers together, may send.
    pub flood: u64,
    /// From an address that nobody has, without a name that was given out.
    pub stranger: u64,
    /// With a name, but without its password, or from an address that is somebody else's.
    pub spoofed: u64,
    /// More than a thread could take.
    pub overflow: u64,
    /// Not taken by the kernel.
    pub unsent: u64,
}

/// Why a datagram is dropped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum DropReason {
    Giant,
    Flood,
    Stranger,
    Spoofed,
    Overflow,
    Unsent,
}

const REASONS: usize = 6;

/// The counters behind [`DropMetrics`].
#[derive(Debug, Default)]
pub(crate) struct Drops([AtomicU64; REASONS]);

impl Drops {
    pub(crate) fn add(&self, reason: DropReason, count: usize) {
        self.0[reason as usize].fetch_add(count as u64, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self) -> DropMetrics {
        let at = |reason: DropReason| self.0[reason as usize].load(Ordering::Relaxed);
        DropMetrics {
            giant: at(DropReason::Giant),
            flood: at(DropReason::Flood),
            stranger: at(DropReason::Stranger),
            spoofed: at(DropReason::Spoofed),
            overflow: at(DropReason::Overflow),
            unsent: at(DropReason::Unsent),
        }
    }
}

/// What the thread of a room keeps, and publishes once in a while.
#[derive(Debug)]
pub(crate) struct RoomCounters {
    published: Arc<Mutex<RoomMetrics>>,
    pub(crate) now: RoomMetrics,
}

impl RoomCounters {
    pub(crate) fn publish(&self) {
        *self.published.lock() = self.now.clone();
    }
}

/// The rooms that publish.
#[derive(Debug, Default)]
pub(crate) struct Rooms(Mutex<HashMap<u64, Arc<Mutex<RoomMetrics>>>>);

impl Rooms {
    pub(crate) fn open(&self, room: u64) -> RoomCounters {
        let now = RoomMetrics { room, ..RoomMetrics::default() };
        let published = Arc::new(Mutex::new(now.clone()));
        self.0.lock().insert(room, Arc::clone(&published));
        RoomCounters { published, now }
    }

    pub(crate) fn close(&self, room: u64) {
        self.0.lock().remove(&room);
    }

    pub(crate) fn snapshot(&self) -> Vec<RoomMetrics> {
        self.0.lock().values().map(|room| room.lock().clone()).collect()
    }
}
