//! What chance decides: when the next act is due, in which room, and what it is. Pure: numbers between 0
//! and 1 come in.

use std::time::Duration;

/// How long until the next arrival, where they come on their own (Poisson) at `rate` a second.
pub(crate) fn until_next(rate: f64, chance: f64) -> Duration {
    // 1 - chance is above 0, as chance is below 1.
    Duration::from_secs_f64(-(1.0 - chance).ln() / rate)
}

/// Which of several, each with a weight of its own.
#[derive(Clone, Debug)]
pub(crate) struct Weighted {
    /// Rising, up to 1.
    bounds: Vec<f64>,
}

impl Weighted {
    /// With these weights, of which one at least is above 0.
    pub(crate) fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let sums = weights.into_iter().map(|weight| {
            sum += weight;
            sum
        });
        let mut bounds: Vec<f64> = sums.collect();
        bounds.iter_mut().for_each(|bound| *bound /= sum);
        Self { bounds }
    }

    /// By Zipf's law: the one at place `n` has `1 / n^exponent` of the weight of the first.
    pub(crate) fn zipf(count: usize, exponent: f64) -> Self {
        Self::new((1..=count).map(|place| (place as f64).powf(-exponent)))
    }

    /// The place of the one that is chosen.
    pub(crate) fn pick(&self, chance: f64) -> usize {
        let place = self.bounds.partition_point(|bound| *bound <= chance);
        place.min(self.bounds.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;

    #[test]
    fn arrivals_come_at_their_rate_and_one_does_not_wait_for_another() {
        let mut random = StdRng::seed_from_u64(7);
        let gaps: Vec<f64> =
            (0..20_000).map(|_| until_next(50.0, random.random()).as_secs_f64()).collect();
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        assert!((mean - 0.02).abs() < 0.001, "{mean}");
        // Of an exponential distribution 1/e of all gaps is longer than the mean.
        let longer = gaps.iter().filter(|gap| **gap > mean).count() as f64 / gaps.len() as f64;
        assert!((longer - 0.368).abs() < 0.02, "{longer}");
        assert_eq!(until_next(50.0, 0.0), Duration::ZERO);
    }

    #[test]
    fn the_second_is_half_as_popular_as_the_first() {
        let rooms = Weighted::zipf(100, 1.0);
        let mut random = StdRng::seed_from_u64(7);
        let mut counts = [0_u32; 100];
        (0..50_000).for_each(|_| counts[rooms.pick(random.random())] += 1);
        let ratio = f64::from(counts[0]) / f64::from(counts[1]);
        assert!((1.8..2.2).contains(&ratio), "{ratio}");
        assert!(counts[0] > 20 * counts[60]);
    }

    #[test]
    fn what_has_no_weight_is_never_picked() {
        let some = Weighted::new([0.0, 2.0, 0.0, 2.0, 0.0]);
        for chance in [0.0, 0.25, 0.499] {
            assert_eq!(some.pick(chance), 1);
        }
        for chance in [0.5, 0.999_999] {
            assert_eq!(some.pick(chance), 3);
        }
    }
}
