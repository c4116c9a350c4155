//! Bounded reads of neighbouring rows.

use std::ops::Bound;

use super::{PAGE_BYTES_MAX, PAGE_ROWS_MAX};
use crate::key::Key;

/// Which way a page runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the lowest key up.
    Forward,
    /// From the highest key down.
    Backward,
}

/// Asks for rows whose key starts with `prefix` and lies strictly between `after` and `before`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageQuery {
    /// What all keys start with.
    pub prefix: Key,
    /// Only keys greater than this one.
    pub after: Option<Key>,
    /// Only keys less than this one.
    pub before: Option<Key>,
    /// From which end, and so which rows when there are more than `limit`.
    pub direction: Direction,
    /// Most rows wanted; cut to [`PAGE_ROWS_MAX`](super::PAGE_ROWS_MAX).
    pub limit: usize,
}

impl PageQuery {
    /// The query for what follows a page that ended at `resume`.
    pub fn resumed(mut self, resume: Key) -> Self {
        match self.direction {
            Direction::Forward => self.after = Some(resume),
            Direction::Backward => self.before = Some(resume),
        }
        self
    }

    /// The keys that prefix and bounds leave, `None` when they leave none.
    pub(crate) fn bounds(&self) -> Option<(Bound<Key>, Bound<Key>)> {
        let low = match self.after {
            Some(after) if after >= self.prefix => Bound::Excluded(after),
            _ => Bound::Included(self.prefix),
        };
        let high = match (self.before, self.prefix.after_prefix()) {
            (Some(before), Some(end)) => Bound::Excluded(before.min(end)),
            (Some(end), None) | (None, Some(end)) => Bound::Excluded(end),
            (None, None) => Bound::Unbounded,
        };
        let empty = match (&low, &high) {
            (Bound::Included(low) | Bound::Excluded(low), Bound::Excluded(high)) => low >= high,
            _ => false,
        };
        (!empty).then_some((low, high))
    }
}

/// Rows in the order of the query's direction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Keys and whole values.
    pub rows: Vec<(Key, Vec<u8>)>,
    /// The last key of a page that ended at a bound on its size: there may be more rows behind it.
    /// `None` when there are none.
    pub resume: Option<Key>,
}

/// Fills a page up to its bounds. Engines offer it rows until it takes no more.
pub(crate) struct PageFill {
    page: Page,
    limit: usize,
    bytes: usize,
}

impl PageFill {
    pub(crate) fn new(limit: usize) -> Self {
        Self { page: Page::default(), limit: limit.min(PAGE_ROWS_MAX), bytes: 0 }
    }

    /// Whether the next row would still be taken.
    pub(crate) fn has_room(&self) -> bool {
        self.page.rows.len() < self.limit && self.bytes < PAGE_BYTES_MAX
    }

    /// Takes a row. When there is no room, the row is only a sign that there is more, and the
    /// answer is false.
    pub(crate) fn take(&mut self, key: Key, value: &[u8]) -> bool {
        if !self.has_room() {
            self.page.resume = self.page.rows.last().map(|(key, _)| *key);
            return false;
        }
        self.bytes += value.len();
        self.page.rows.push((key, value.to_vec()));
        true
    }

    pub(crate) fn finish(self) -> Page {
        self.page
    }
}
