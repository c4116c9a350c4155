//! Fuzz targets: what comes from outside, changed at random, at every border that reads it.
//!
//! - FZ1  Nothing panics.
//! - FZ2  Memory grows with what arrived, never with what it claims.
//! - FZ3  What is read can be written, and reads as the same again.
//!
//! A target stands beside what it tests, in a module `fuzz`; here are those of other crates, and how
//! a change is made. Each runs for a second among the ordinary tests, and as long as one likes by
//! `cargo xtask fuzz --seconds N`. Inputs are random, seeds are valid: a coverage-guided engine can
//! run the same targets. A crash becomes a named test beside the code that it was found in.

mod commands;
mod edit;
mod records;

pub(crate) use edit::{Edit, edited};
