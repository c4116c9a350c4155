//! Reads of one moment: sled's rows, put right by [`versions`](super::versions), chunks joined.

use std::ops::Bound;

use sled::{IVec, Tree};

use super::split::{self, Row};
use super::versions::{Moment, PreImages, Versions};
use crate::contract::{Direction, Page, PageFill, PageQuery, ReadError};
use crate::key::Key;

/// Rows taken from sled at once while a page is filled.
const STEP_ROWS_MAX: usize = 256;

type Range = (Bound<IVec>, Bound<IVec>);
type StoredRow = (IVec, IVec);

/// What was durable when it was made.
pub(super) struct Snapshot<'a> {
    tree: &'a Tree,
    moment: Moment<'a>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn new(tree: &'a Tree, versions: &'a Versions) -> Self {
        Self { tree, moment: versions.begin() }
    }

    /// A row's value.
    pub(super) fn get(&self, key: &Key) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(row) = self.row(key.as_bytes())? else { return Ok(None) };
        self.join(key.as_bytes(), &row).map(Some)
    }

    /// Neighbouring rows.
    pub(super) fn page(&self, query: &PageQuery) -> Result<Page, ReadError> {
        let mut fill = PageFill::new(query.limit);
        let mut rest = query.bounds().map(|(low, high)| (to_bytes(low), to_bytes(high)));
        while let Some(range) = rest.take() {
            let (rows, next) = self.step(range, query.direction)?;
            for (key, row) in &rows {
                if !self.offer(&mut fill, key, row)? {
                    return Ok(fill.finish());
                }
            }
            rest = next;
        }
        Ok(fill.finish())
    }

    /// The row as it is stored.
    fn row(&self, key: &[u8]) -> Result<Option<IVec>, ReadError> {
        let stored = self.tree.get(key).map_err(failed)?;
        Ok(self.moment.before(key).unwrap_or(stored))
    }

    /// Some rows of a range in the direction asked, and the range that is left.
    fn step(
        &self,
        range: Range,
        direction: Direction,
    ) -> Result<(Vec<StoredRow>, Option<Range>), ReadError> {
        let mut stored = self.tree.range(range.clone());
        let mut rows = Vec::new();
        while rows.len() < STEP_ROWS_MAX {
            let next = match direction {
                Direction::Forward => stored.next(),
                Direction::Backward => stored.next_back(),
            };
            let Some(row) = next else { break };
            rows.push(row.map_err(failed)?);
        }
        let (seen, left) = match rows.last() {
            Some((last, _)) if rows.len() == STEP_ROWS_MAX => cut(range, last, direction),
            _ => (range, None),
        };
        put_right(&mut rows, self.moment.before_within(&seen), direction);
        Ok((rows, left))
    }

    /// Offers a row to a page. Its chunks are read only when there is room for it.
    fn offer(&self, fill: &mut PageFill, key: &IVec, row: &IVec) -> Result<bool, ReadError> {
        let name = Key::from_bytes(key).ok_or_else(|| damaged(key, "key too long"))?;
        if !fill.has_room() {
            return Ok(fill.take(name, &[]));
        }
        match split::parse(row) {
            Some(Row::Whole(value)) => Ok(fill.take(name, value)),
            _ => Ok(fill.take(name, &self.join(key, row)?)),
        }
    }

    /// The value of a row, with its chunks.
    pub(super) fn join(&self, key: &[u8], row: &[u8]) -> Result<Vec<u8>, ReadError> {
        match split::parse(row) {
            Some(Row::Whole(value)) => Ok(value.to_vec()),
            Some(Row::Split { first, chunks }) => {
                let mut value = first.to_vec();
                for chunk in 0..chunks {
                    let part = self.row(&split::chunk_key(key, chunk))?;
                    value.extend_from_slice(&part.ok_or_else(|| damaged(key, "chunk missing"))?);
                }
                Ok(value)
            }
            None => Err(damaged(key, "neither whole nor split")),
        }
    }
}

/// Splits a range behind the last row seen.
fn cut(range: Range, last: &IVec, direction: Direction) -> (Range, Option<Range>) {
    let (low, high) = range;
    let (last_in, last_out) = (Bound::Included(last.clone()), Bound::Excluded(last.clone()));
    match direction {
        Direction::Forward => ((low, last_in), some_range(last_out, high)),
        Direction::Backward => ((last_in, high), some_range(low, last_out)),
    }
}

/// Bounds that admit no key at all would make a map's `range` panic.
fn some_range(low: Bound<IVec>, high: Bound<IVec>) -> Option<Range> {
    let empty = match (&low, &high) {
        (Bound::Included(low) | Bound::Excluded(low), Bound::Excluded(high)) => low >= high,
        _ => false,
    };
    (!empty).then_some((low, high))
}

/// Replaces what later groups wrote, hides what they added, brings back what they deleted.
fn put_right(rows: &mut Vec<StoredRow>, before: PreImages, direction: Direction) {
    if before.is_empty() {
        return;
    }
    rows.retain(|(key, _)| !before.contains_key(key));
    rows.extend(before.into_iter().filter_map(|(key, row)| Some((key, row?))));
    rows.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
    if direction == Direction::Backward {
        rows.reverse();
    }
}

fn to_bytes(bound: Bound<Key>) -> Bound<IVec> {
    match bound {
        Bound::Included(key) => Bound::Included(IVec::from(key.as_bytes())),
        Bound::Excluded(key) => Bound::Excluded(IVec::from(key.as_bytes())),
        Bound::Unbounded => Bound::Unbounded,
    }
}

fn failed(error: sled::Error) -> ReadError {
    match error {
        sled::Error::Corruption { .. } => ReadError::Corrupt(error.to_string().into()),
        _ => ReadError::Failed(error.to_string().into()),
    }
}

fn damaged(key: &[u8], what: &str) -> ReadError {
    ReadError::Corrupt(format!("row {key:02x?}: {what}").into())
}
