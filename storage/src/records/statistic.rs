//! What was measured of this server over a span of time.

use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// All series over one span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statistic {
    /// How long the span is, in seconds. Rows of one length are listed together.
    pub span_s: u64,
    /// When it begins, in seconds since 1970: a multiple of its length.
    pub at_s: u64,
    /// One for each series, in an order that only grows at its end.
    pub cells: Vec<StatisticCell>,
}

/// One series over one span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct StatisticCell {
    /// Samples that said something.
    pub samples: u32,
    /// Their mean; 0 without one.
    pub mean: f32,
    /// The largest of them; 0 without one.
    pub max: f32,
}

impl Record for Statistic {
    type Key = (u64, u64);
    type Prefix = u64;
    const TABLE: Table = Table::Statistic;

    fn key(&self) -> Self::Key {
        (self.span_s, self.at_s)
    }
}
