//! Counts by upper bounds, as `/metrics` tells them, and what is read from them. Pure.

/// How many there were at most as large as each bound, lowest bound first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Histogram(Vec<(f64, f64)>);

impl FromIterator<(f64, f64)> for Histogram {
    /// Those of the same bound are added up.
    fn from_iter<T: IntoIterator<Item = (f64, f64)>>(counts: T) -> Self {
        let mut sums: Vec<(f64, f64)> = Vec::new();
        for (bound, count) in counts {
            match sums.iter_mut().find(|(known, _)| *known == bound) {
                Some((_, sum)) => *sum += count,
                None => sums.push((bound, count)),
            }
        }
        sums.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        Self(sums)
    }
}

impl Histogram {
    /// How many there were in all.
    pub(super) fn count(&self) -> f64 {
        self.0.last().map_or(0.0, |(_, count)| *count)
    }

    /// What came since.
    pub(super) fn since(&self, before: &Self) -> Self {
        let former = |bound: f64| {
            before.0.iter().find(|(known, _)| *known == bound).map_or(0.0, |(_, count)| *count)
        };
        let left = self.0.iter().map(|(bound, count)| (*bound, (count - former(*bound)).max(0.0)));
        Self(left.collect())
    }

    /// Below which this share of them is, as if they were spread evenly between two bounds. What is above
    /// the last bound counts as that.
    pub(super) fn quantile(&self, share: f64) -> Option<f64> {
        let wanted = self.count() * share;
        if self.count() <= 0.0 {
            return None;
        }
        let (mut low, mut below) = (0.0, 0.0);
        for (bound, count) in &self.0 {
            if *count >= wanted && *count > below {
                if bound.is_infinite() {
                    return Some(low);
                }
                return Some(low + (bound - low) * (wanted - below) / (count - below));
            }
            (low, below) = (*bound, *count);
        }
        Some(low)
    }

    /// The bound that the largest of them is within. What is above the last one counts as that.
    pub(super) fn highest(&self) -> Option<f64> {
        let all = self.count();
        let at = self.0.iter().position(|(_, count)| *count >= all).filter(|_| all > 0.0)?;
        let finite = self.0[..=at].iter().rev().find(|(bound, _)| bound.is_finite());
        finite.map(|(bound, _)| *bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(counts: &[(f64, f64)]) -> Histogram {
        counts.iter().copied().collect()
    }

    #[test]
    fn a_quantile_lies_between_the_bounds_round_it() {
        let told = histogram(&[(1.0, 50.0), (2.0, 90.0), (4.0, 100.0), (f64::INFINITY, 100.0)]);
        assert_eq!(told.quantile(0.5), Some(1.0));
        assert_eq!(told.quantile(0.25), Some(0.5));
        assert_eq!(told.quantile(0.95), Some(3.0));
        assert_eq!(told.quantile(1.0), Some(4.0));
    }

    #[test]
    fn what_is_above_all_bounds_counts_as_the_last_one() {
        let told = histogram(&[(1.0, 1.0), (f64::INFINITY, 100.0)]);
        assert_eq!((told.quantile(0.99), told.highest()), (Some(1.0), Some(1.0)));
    }

    #[test]
    fn the_highest_is_the_bound_that_nothing_is_above() {
        let told = histogram(&[(1.0, 3.0), (8.0, 4.0), (64.0, 4.0), (f64::INFINITY, 4.0)]);
        assert_eq!(told.highest(), Some(8.0));
        assert_eq!(histogram(&[]).highest(), None);
        assert_eq!(histogram(&[(1.0, 0.0), (f64::INFINITY, 0.0)]).highest(), None);
    }

    #[test]
    fn what_came_since_is_the_difference_and_never_less_than_nothing() {
        let before = histogram(&[(1.0, 3.0), (f64::INFINITY, 4.0)]);
        let now = histogram(&[(1.0, 3.0), (f64::INFINITY, 6.0)]);
        assert_eq!(now.since(&before), histogram(&[(1.0, 0.0), (f64::INFINITY, 2.0)]));
        assert_eq!(before.since(&now).count(), 0.0);
        assert_eq!(now.since(&Histogram::default()), now);
        assert_eq!(now.since(&now).quantile(0.5), None);
    }
}
