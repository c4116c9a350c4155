//! What somebody sees who asks for a range (bounded: 720 points at most). Pure.

use storage::records::Statistic;

use super::SERIES;
use super::spans::{FIVE_MINUTES, HOURS, MINUTES, Tier};

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    Hour,
    Day,
    Week,
    Month,
}

impl Range {
    /// How long it is, in seconds.
    pub(super) fn length_s(self) -> u64 {
        match self {
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
            Self::Month => 30 * 86_400,
        }
    }

    /// By which spans it is told.
    pub(super) fn tier(self) -> Tier {
        match self {
            Self::Hour => MINUTES,
            Self::Day => FIVE_MINUTES,
            Self::Week | Self::Month => HOURS,
        }
    }

    /// How long the spans are by which it is told, in seconds.
    pub(crate) fn span_s(self) -> u64 {
        self.tier().span_s
    }
}

/// One series: means and maxima, beside the times of the rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) mean: Vec<Option<f32>>,
    pub(crate) max: Vec<Option<f32>>,
}

/// The rows by series.
pub(crate) fn columns(rows: &[Statistic]) -> Vec<Column> {
    let column = |(at, name): (usize, &'static str)| {
        let cells = || {
            rows.iter().map(move |row| row.cells.get(at).copied().filter(|cell| cell.samples > 0))
        };
        Column {
            name,
            mean: cells().map(|cell| cell.map(|cell| cell.mean)).collect(),
            max: cells().map(|cell| cell.map(|cell| cell.max)).collect(),
        }
    };
    SERIES.into_iter().enumerate().map(column).collect()
}

#[cfg(test)]
mod tests {
    use storage::records::StatisticCell;

    use super::*;

    #[test]
    fn a_range_has_a_bounded_number_of_points_and_is_kept() {
        for range in [Range::Hour, Range::Day, Range::Week, Range::Month] {
            assert!(range.length_s() / range.span_s() <= 720, "{range:?}");
            assert!(range.length_s() <= range.tier().kept_s, "{range:?}");
        }
    }

    #[test]
    fn what_was_not_measured_is_nothing_rather_than_zero() {
        let cell = StatisticCell { samples: 2, mean: 1.5, max: 2.0 };
        let rows = [
            Statistic { span_s: 60, at_s: 0, cells: vec![StatisticCell::default(), cell] },
            Statistic { span_s: 60, at_s: 60, cells: vec![cell] },
        ];
        let columns = columns(&rows);
        assert_eq!(columns.len(), SERIES.len());
        assert_eq!((columns[0].name, &columns[0].mean), ("sessions", &vec![None, Some(1.5)]));
        assert_eq!((&columns[1].max, &columns[2].max), (&vec![Some(2.0), None], &vec![None, None]));
    }
}
