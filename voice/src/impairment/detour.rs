//! Where datagrams wait until their fate lets them go on.

use std::collections::BTreeMap;
use std::time::Instant;

use super::{Fates, Impairment};

/// Datagrams that may wait at once: what 50 talkers send to each other in a second. More are lost.
const WAITING_MAX: usize = 131_072;

/// One way of one thread.
#[derive(Debug)]
pub(crate) struct Detour<T> {
    fates: Fates,
    /// By when they go on, and the order in which they came.
    waiting: BTreeMap<(Instant, u64), T>,
    taken: u64,
}

impl<T> Detour<T> {
    /// `way` tells the ways of one server apart.
    pub(crate) fn new(impairment: Impairment, way: u64) -> Self {
        Self { fates: Fates::new(impairment, way), waiting: BTreeMap::new(), taken: 0 }
    }

    /// A datagram that is here now.
    pub(crate) fn take(&mut self, datagram: T, now: Instant) {
        if let Some(at) = self.fates.next(now).filter(|_| self.waiting.len() < WAITING_MAX) {
            self.waiting.insert((at, self.taken), datagram);
            self.taken += 1;
        }
    }

    /// The next one that goes on by now.
    pub(crate) fn let_go(&mut self, now: Instant) -> Option<T> {
        let first = self.waiting.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }

    /// When the next one goes on.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.waiting.first_key_value().map(|((at, _), _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock;

    /// The numbers of datagrams that were sent every 20 ms, in the order in which they went on.
    fn order(impairment: Impairment) -> Vec<u64> {
        let (mut detour, start) = (Detour::new(impairment, 1), clock::now());
        let mut order = Vec::new();
        for ms in 0..21_000 {
            let now = start + Duration::from_millis(ms);
            if ms % 20 == 0 && ms < 20_000 {
                detour.take(ms / 20, now);
            }
            while let Some(number) = detour.let_go(now) {
                order.push(number);
            }
            assert!(detour.due().is_none_or(|due| due > now));
        }
        assert_eq!(detour.due(), None);
        order
    }

    #[test]
    fn im2_without_jitter_the_order_is_kept_and_with_it_it_is_not() {
        let calm = order(Impairment { seed: 2, ..Impairment::default() });
        assert_eq!(calm, (0..1_000).collect::<Vec<_>>());
        let jitter = Duration::from_millis(50);
        let bad = order(Impairment { seed: 2, jitter, ..Impairment::default() });
        assert!(bad.windows(2).filter(|pair| pair[0] > pair[1]).count() > 100);
        let mut sorted = bad;
        sorted.sort_unstable();
        assert_eq!(sorted, calm, "late, not lost");
    }

    #[test]
    fn what_waits_is_bounded() {
        let jitter = Duration::from_secs(1);
        let mut detour = Detour::new(Impairment { jitter, ..Impairment::default() }, 1);
        let now = clock::now();
        for number in 0..WAITING_MAX + 10 {
            detour.take(number, now);
        }
        assert_eq!(detour.waiting.len(), WAITING_MAX);
    }
}
