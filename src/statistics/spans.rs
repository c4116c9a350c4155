//! What is kept how long, and how a sample joins what is kept of its span (MO2, MO4). Pure.

use storage::records::{Statistic, StatisticCell};

use super::{SERIES, Sample};

/// Spans of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tier {
    pub(super) span_s: u64,
    pub(super) kept_s: u64,
}

pub(super) const MINUTES: Tier = Tier { span_s: 60, kept_s: 2 * 3_600 };
pub(super) const FIVE_MINUTES: Tier = Tier { span_s: 300, kept_s: 2 * 86_400 };
pub(super) const HOURS: Tier = Tier { span_s: 3_600, kept_s: 30 * 86_400 };

/// 120, 576 and 720 rows at most.
pub(super) const TIERS: [Tier; 3] = [MINUTES, FIVE_MINUTES, HOURS];

impl Tier {
    /// When the span begins that a moment is in.
    pub(super) fn start_of(self, now_s: u64) -> u64 {
        now_s - now_s % self.span_s
    }

    /// Whether a span that begins then is still kept. What lies ahead was written before the clock was set
    /// back: it goes, or it would stay until then.
    pub(super) fn keeps(self, at_s: u64, now_s: u64) -> bool {
        at_s <= now_s && now_s - at_s < self.kept_s
    }
}

/// A row with one more sample in it.
pub(super) fn joined(
    former: Option<Statistic>,
    tier: Tier,
    now_s: u64,
    sample: &Sample,
) -> Statistic {
    let mut cells = former.map_or_else(Vec::new, |row| row.cells);
    // A former release kept fewer series.
    cells.resize(cells.len().max(SERIES.len()), StatisticCell::default());
    for (cell, value) in cells.iter_mut().zip(sample) {
        if let Some(value) = value {
            *cell = with(*cell, *value);
        }
    }
    Statistic { span_s: tier.span_s, at_s: tier.start_of(now_s), cells }
}

fn with(cell: StatisticCell, value: f32) -> StatisticCell {
    let samples = cell.samples.saturating_add(1);
    let mean = cell.mean + (value - cell.mean) / samples as f32;
    let max = if cell.samples == 0 { value } else { cell.max.max(value) };
    StatisticCell { samples, mean, max }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_S: u64 = 1_800_000_123;

    fn sample(first: Option<f32>) -> Sample {
        let mut sample = [None; SERIES.len()];
        sample[0] = first;
        sample
    }

    #[test]
    fn mo4_a_sample_joins_what_is_kept_of_its_span() {
        let one = joined(None, HOURS, NOW_S, &sample(Some(10.0)));
        assert_eq!((one.span_s, one.at_s, one.cells.len()), (3_600, 1_800_000_000, SERIES.len()));
        let both = joined(Some(one), HOURS, NOW_S + 60, &sample(Some(20.0)));
        assert_eq!(both.cells[0], StatisticCell { samples: 2, mean: 15.0, max: 20.0 });
        let silent = joined(Some(both.clone()), HOURS, NOW_S + 120, &sample(None));
        assert_eq!(silent, both);
        assert_eq!(silent.cells[1], StatisticCell::default());
    }

    #[test]
    fn mo4_what_is_below_nothing_has_a_largest_one_too() {
        let row = joined(None, MINUTES, NOW_S, &sample(Some(-3.0)));
        assert_eq!(row.cells[0].max, -3.0);
    }

    #[test]
    fn mo4_a_row_of_fewer_series_grows() {
        let old = Statistic { span_s: 60, at_s: 0, cells: vec![StatisticCell::default()] };
        assert_eq!(joined(Some(old), MINUTES, 5, &sample(Some(1.0))).cells.len(), SERIES.len());
    }

    #[test]
    fn mo2_what_is_old_goes_and_what_lies_ahead_as_well() {
        for tier in TIERS {
            let now_s = tier.start_of(NOW_S);
            assert!(tier.keeps(now_s, NOW_S));
            assert!(tier.keeps(now_s + tier.span_s - tier.kept_s, now_s));
            assert!(!tier.keeps(now_s - tier.kept_s, now_s));
            assert!(!tier.keeps(now_s + tier.span_s, now_s));
        }
    }
}
