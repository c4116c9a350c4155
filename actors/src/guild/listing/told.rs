//! What a session knows of the rows that it looks at, and what it has yet to hear.

use protocol::wire::extension::MemberGroupId;

use crate::guild::roster::{Mark, Roster};

/// First and last row, both included.
pub(crate) type Range = (u32, u32);

/// Consecutive rows: the first one, and how many.
pub(super) type Run = (u32, usize);

/// The headings and rows that a session was told.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    groups: Vec<(MemberGroupId, u32)>,
    rows: Vec<(u32, Vec<Mark>)>,
}

impl Told {
    /// All that the ranges show now.
    pub(super) fn of(roster: &Roster, ranges: &[Range]) -> Self {
        let rows = ranges.iter().map(|range| (range.0, roster.marks(*range).collect()));
        Self { groups: roster.groups().collect(), rows: rows.collect() }
    }

    /// The rows that say something else than before, which is of the same ranges. None: nothing does,
    /// and no heading either. A list that became shorter is in its headings.
    pub(super) fn since(&self, before: &Self) -> Option<Vec<Run>> {
        let pairs = self.rows.iter().zip(&before.rows);
        let runs: Vec<Run> =
            pairs.flat_map(|((from, now), (_, before))| runs(*from, before, now)).collect();
        (!runs.is_empty() || self.groups != before.groups).then_some(runs)
    }

    /// All rows.
    pub(super) fn whole(&self) -> Vec<Run> {
        self.rows.iter().map(|(from, marks)| (*from, marks.len())).collect()
    }
}

/// Where `now` differs from `before`, both from row `from` on.
fn runs<T: PartialEq>(from: u32, before: &[T], now: &[T]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (number, mark) in (from..).zip(now) {
        if before.get((number - from) as usize) == Some(mark) {
            continue;
        }
        match runs.last_mut() {
            Some((first, count)) if *first as usize + *count == number as usize => *count += 1,
            Some(_) | None => runs.push((number, 1)),
        }
    }
    runs
}

/// The same rows, each once, in their order.
pub(super) fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut merged: Vec<Range> = Vec::new();
    for (from, to) in ranges {
        match merged.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = to.max(*end),
            Some(_) | None => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::{Range, Run, merged, runs};

    #[test]
    fn only_rows_that_differ_are_told() {
        let check = |before: &str, now: &str, wanted: &[Run]| {
            let bytes = (before.as_bytes(), now.as_bytes());
            assert_eq!(runs(10, bytes.0, bytes.1), wanted, "{before} to {now}");
        };
        check("abcd", "abcd", &[]);
        check("abcd", "aBcd", &[(11, 1)]);
        check("abcd", "xabcd", &[(10, 5)]);
        check("abcd", "AbCD", &[(10, 1), (12, 2)]);
        check("abcd", "abc", &[]);
        check("", "ab", &[(10, 2)]);
    }

    #[test]
    fn rows_that_are_asked_for_twice_are_one_range() {
        let check = |ranges: &[Range], wanted: &[Range]| {
            assert_eq!(merged(ranges.to_vec()), wanted, "{ranges:?}");
        };
        check(&[], &[]);
        check(&[(50, 99), (0, 49)], &[(0, 99)]);
        check(&[(0, 99), (10, 20), (200, 210)], &[(0, 99), (200, 210)]);
        check(&[(u32::MAX, u32::MAX), (5, u32::MAX)], &[(5, u32::MAX)]);
    }
}
