//! A bad network on purpose, so that tests can show what it does to voices: which datagrams are lost, and how
//! late the others are. The decisions are here, without clock or socket; [`detour`] is where datagrams wait.
//!
//! - IM1  The same seed has the same fates in the same order, whatever the time between them.
//! - IM2  A datagram that waits less overtakes those that wait longer; some do not wait at all.
//! - IM3  While an outage lasts everything is lost, and nothing of what waits is.

mod detour;

use std::time::{Duration, Instant};

pub(crate) use detour::Detour;

/// What a network does to the datagrams of each way, those that come in and those that go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Impairment {
    /// What the fates are drawn from.
    pub seed: u64,
    /// How many of a thousand are lost.
    pub lost_permille: u32,
    /// The mean wait, and the most by which one differs from it: each wait between nothing and twice this
    /// is as likely.
    pub jitter: Duration,
    /// How many of a thousand do not wait, and so overtake the others.
    pub hasty_permille: u32,
    /// When everything is lost, from the first datagram on, and for how long.
    pub outage: Option<(Duration, Duration)>,
}

/// The fates of one way of one thread.
#[derive(Debug)]
pub(crate) struct Fates {
    impairment: Impairment,
    state: u64,
    begun: Option<Instant>,
}

impl Fates {
    /// `way` tells the ways of one server apart.
    pub(crate) fn new(impairment: Impairment, way: u64) -> Self {
        let state = impairment.seed ^ way.wrapping_mul(0x2545_f491_4f6c_dd1d);
        Self { impairment, state, begun: None }
    }

    /// When the next datagram, which is here now, goes on; never if it is lost.
    pub(crate) fn next(&mut self, now: Instant) -> Option<Instant> {
        // All are drawn each time, so that none depends on the outcome of another one (IM1).
        let (loss, haste, wait) = (self.permille(), self.permille(), self.draw());
        let Impairment { lost_permille, jitter, hasty_permille, .. } = self.impairment;
        if self.is_out(now) || loss < u64::from(lost_permille) {
            return None;
        }
        let most_us = 2 * jitter.as_micros() as u64;
        let is_hasty = haste < u64::from(hasty_permille);
        let wait_us = if is_hasty { 0 } else { wait % (most_us + 1) };
        Some(now + Duration::from_micros(wait_us))
    }

    /// IM3
    fn is_out(&mut self, now: Instant) -> bool {
        let begun = *self.begun.get_or_insert(now);
        let since = now.saturating_duration_since(begun);
        self.impairment.outage.is_some_and(|(from, length)| (from..from + length).contains(&since))
    }

    fn permille(&mut self) -> u64 {
        self.draw() % 1_000
    }

    /// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    const JITTER: Duration = Duration::from_millis(50);

    /// What becomes of so many datagrams, 20 ms apart: how long each waits, in microseconds.
    fn waits(impairment: Impairment, count: u32) -> Vec<Option<u64>> {
        let (mut fates, start) = (Fates::new(impairment, 1), clock::now());
        let sent = (0..count).map(|number| start + Duration::from_millis(20) * number);
        let wait = |at: Instant| Some(fates.next(at)?.duration_since(at).as_micros() as u64);
        sent.map(wait).collect()
    }

    fn share(of: &[Option<u64>], is_so: impl Fn(Option<u64>) -> bool) -> f64 {
        of.iter().filter(|wait| is_so(**wait)).count() as f64 / of.len() as f64
    }

    #[test]
    fn im1_the_same_seed_has_the_same_fates_and_another_one_has_others() {
        let bad =
            Impairment { seed: 7, lost_permille: 50, jitter: JITTER, ..Impairment::default() };
        assert_eq!(waits(bad, 500), waits(bad, 500));
        assert_ne!(waits(bad, 500), waits(Impairment { seed: 8, ..bad }, 500));
        let calm = Impairment { seed: 7, jitter: JITTER, ..Impairment::default() };
        let both = waits(bad, 500).into_iter().zip(waits(calm, 500));
        assert!(both.filter(|(bad, _)| bad.is_some()).all(|(bad, calm)| bad == calm));
    }

    #[test]
    fn im1_the_share_that_is_lost_is_the_one_that_is_set() {
        for permille in [0, 50, 200, 1_000] {
            let bad = Impairment { seed: 3, lost_permille: permille, ..Impairment::default() };
            let lost = share(&waits(bad, 100_000), |wait| wait.is_none());
            assert!((lost - f64::from(permille) / 1e3).abs() < 0.004, "{lost} of {permille}");
        }
    }

    #[test]
    fn im2_waits_are_spread_evenly_between_nothing_and_twice_the_jitter() {
        let bad = Impairment { seed: 5, jitter: JITTER, ..Impairment::default() };
        let all = waits(bad, 100_000);
        for tenth in 0..10 {
            let within = |wait: Option<u64>| wait.is_some_and(|us| us / 10_000 == tenth);
            let part = share(&all, within);
            assert!((part - 0.1).abs() < 0.01, "{part} in tenth {tenth}");
        }
        assert!(all.iter().all(|wait| wait.is_some_and(|us| us <= 100_000)));
    }

    #[test]
    fn im2_so_many_are_hasty() {
        let bad =
            Impairment { seed: 5, jitter: JITTER, hasty_permille: 250, ..Impairment::default() };
        let hasty = share(&waits(bad, 100_000), |wait| wait == Some(0));
        assert!((hasty - 0.25).abs() < 0.01, "{hasty}");
    }

    #[test]
    fn im3_an_outage_loses_all_and_ends() {
        let outage = Some((Duration::from_secs(1), Duration::from_secs(5)));
        let out = Impairment { outage, ..Impairment::default() };
        let all = waits(out, 400);
        let lost: Vec<_> = (0..400).filter(|number| all[*number].is_none()).collect();
        assert_eq!(lost, (50..300).collect::<Vec<_>>());
    }

    #[test]
    fn without_any_of_it_nothing_is_lost_nor_late() {
        assert_eq!(waits(Impairment::default(), 1_000), vec![Some(0); 1_000]);
    }
}
