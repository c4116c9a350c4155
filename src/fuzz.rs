//! Fuzz targets: what comes from outside, changed at random, at every border that reads it.
//!
//! - FZ1  Nothing panics.
//! - FZ2  Memory grows with what arrived, never with what it claims.
//! - FZ3  What is read can be written, and reads as the same again.
//!
//! A target stands beside what it tests, in a module `fuzz`; here are those of other crates, and how
//! a change is made. The targets of one border share its time: a second among the ordinary tests, and
//! as long as one likes by `cargo xtask fuzz --seconds N`. Inputs are random, seeds are valid: a
//! coverage-guided engine can run the same targets. A crash becomes a named test beside the code that
//! it was found in.

mod commands;
mod edit;
mod records;

use std::time::Duration;

pub(crate) use edit::{Edit, edited};

/// Seconds for each border.
const SECONDS: &str = "CONFAB_FUZZ_SECONDS";

/// How long each of so many targets of a border runs.
pub(crate) fn share_of(targets: u32) -> Duration {
    let seconds = std::env::var(SECONDS).ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    Duration::from_secs(seconds) / targets
}
