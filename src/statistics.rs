//! What was measured of this server, kept for 30 days.
//!
//! - MO1  The numbers are those that `/metrics` tells: one source, two readers.
//! - MO2  What is kept is bounded, whatever the clock does.
//! - MO3  A sample is one small batch among others, and waits for nobody: no commit waits for it.
//! - MO4  A restart and a clock that jumps lose nothing but what was not measured: a sample joins what is
//!   kept of its span.
//!
//! Decisions are in [`exposition`], [`histogram`], [`sample`], [`spans`] and [`asked`]; [`keeping`] is the task.

mod asked;
mod exposition;
mod histogram;
mod keeping;
mod sample;
mod spans;

pub(crate) use asked::{Range, columns};
pub(crate) use keeping::{keep, read};

/// What is kept, in the order of the cells of a row. New ones go to the end (RE1).
///
/// Counts are a minute's. Durations are milliseconds; they, and what waits, are told apart by the bounds of
/// the histograms.
pub(crate) const SERIES: [&str; 13] = [
    "sessions",
    "messages",
    "deliveries",
    "delivery_p50",
    "delivery_p99",
    "commit_p50",
    "commit_p99",
    "actor_restarts",
    "channel_waiting",
    "outbox_waiting",
    "disk_free",
    "memory",
    "errors",
];

/// One number for each series; none where nothing happened that could be measured.
type Sample = [Option<f32>; SERIES.len()];
