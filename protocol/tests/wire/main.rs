//! What goes over the wire, held three ways: by snapshots that a person reads, by the field lists
//! of the contract, and by the types of a strict bot library that must be able to read it all.
//!
//! After an intended change: `INSTA_UPDATE=always cargo test -p protocol`, then read the diff.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod complete;
mod samples;
mod shapes;
mod snapshots;
mod twilight;
