//! What goes wrong, how often, and how long things take.

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::Fate;

/// Odds are out of this many.
const ODDS_OF: u64 = 10_000;

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A commit is refused at its call: the queue is full.
    Full,
    /// A commit is refused at its call: the store is read-only.
    ReadOnly,
    /// A batch is refused in its turn, although its conditions hold.
    Conflict,
    /// The store fails, and the group in its hands is found afterwards.
    UnknownKept,
    /// The store fails, and the group in its hands is not found afterwards.
    UnknownLost,
    /// A read is refused at its call.
    Overloaded,
    /// A read fails.
    ReadFailed,
}

/// How often each fault strikes, out of 10,000 chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Odds {
    /// Of each commit.
    pub full: u64,
    /// Of each commit.
    pub read_only: u64,
    /// Of each batch.
    pub conflict: u64,
    /// Of each group.
    pub unknown_kept: u64,
    /// Of each group.
    pub unknown_lost: u64,
    /// Of each read.
    pub overloaded: u64,
    /// Of each read.
    pub read_failed: u64,
}

/// What a [`FaultStore`](super::FaultStore) does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultPlan {
    /// The same seed and the same calls give the same faults and latencies.
    pub seed: u64,
    /// From the moment a group is taken until it is applied and durable.
    pub sync_ms: RangeInclusive<u64>,
    /// From then until its batches are acknowledged.
    pub ack_ms: RangeInclusive<u64>,
    /// Each half of a read: before the store is asked, and while the answer is on its way.
    pub read_ms: RangeInclusive<u64>,
    /// How long nothing is taken after a group of unknown fate. `None`: until
    /// [`set_read_only(false)`](super::FaultStore::set_read_only).
    pub outage_ms: Option<RangeInclusive<u64>>,
    /// Most operations queued.
    pub queue_operations_max: usize,
    /// How often things go wrong.
    pub odds: Odds,
}

impl FaultPlan {
    /// Everything takes a while and nothing fails.
    pub fn latencies_only(seed: u64) -> Self {
        Self {
            seed,
            sync_ms: 0..=8,
            ack_ms: 0..=4,
            read_ms: 0..=3,
            outage_ms: Some(5..=50),
            queue_operations_max: 16 << 10,
            odds: Odds::default(),
        }
    }

    /// Everything takes a while and anything may fail.
    pub fn everything(seed: u64) -> Self {
        let odds = Odds {
            full: 50,
            read_only: 20,
            conflict: 20,
            unknown_kept: 50,
            unknown_lost: 50,
            overloaded: 50,
            read_failed: 20,
        };
        Self { odds, ..Self::latencies_only(seed) }
    }
}

impl Odds {
    fn of(&self, fault: Fault) -> u64 {
        match fault {
            Fault::Full => self.full,
            Fault::ReadOnly => self.read_only,
            Fault::Conflict => self.conflict,
            Fault::UnknownKept => self.unknown_kept,
            Fault::UnknownLost => self.unknown_lost,
            Fault::Overloaded => self.overloaded,
            Fault::ReadFailed => self.read_failed,
        }
    }
}

/// Decides by plan, injected faults and seed.
pub(super) struct Dice {
    pub(super) plan: FaultPlan,
    injected: VecDeque<Fault>,
    state: u64,
}

impl Dice {
    pub(super) fn new(plan: FaultPlan) -> Self {
        Self { state: plan.seed, plan, injected: VecDeque::new() }
    }

    pub(super) fn inject(&mut self, fault: Fault) {
        self.injected.push_back(fault);
    }

    /// Whether a fault strikes now.
    pub(super) fn strikes(&mut self, fault: Fault) -> bool {
        if let Some(place) = self.injected.iter().position(|injected| *injected == fault) {
            self.injected.remove(place);
            return true;
        }
        // No number is drawn for what never happens, so that a plan without faults stays the same
        // when a kind of fault is added.
        let odds = self.plan.odds.of(fault);
        odds > 0 && self.draw(0..=ODDS_OF - 1) < odds
    }

    pub(super) fn fate_of_group(&mut self) -> Fate {
        if self.strikes(Fault::UnknownKept) {
            Fate::Kept
        } else if self.strikes(Fault::UnknownLost) {
            Fate::Lost
        } else {
            Fate::Durable
        }
    }

    pub(super) fn sync_latency(&mut self) -> Duration {
        Duration::from_millis(self.draw(self.plan.sync_ms.clone()))
    }

    pub(super) fn ack_latency(&mut self) -> Duration {
        Duration::from_millis(self.draw(self.plan.ack_ms.clone()))
    }

    pub(super) fn read_latency(&mut self) -> Duration {
        Duration::from_millis(self.draw(self.plan.read_ms.clone()))
    }

    pub(super) fn outage(&mut self) -> Option<Duration> {
        let outage_ms = self.plan.outage_ms.clone()?;
        Some(Duration::from_millis(self.draw(outage_ms)))
    }

    /// A number of the range, by splitmix64 (Steele, Lea and Flood, OOPSLA 2014).
    fn draw(&mut self, range: RangeInclusive<u64>) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        range.start() + mixed % (range.end() - range.start() + 1)
    }
}
