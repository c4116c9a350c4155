//! What the sled engine promises about its disk, proved at the seam between committer and disk: a
//! disk that syncs only when the test says so, and fails when it says so.

#![expect(clippy::disallowed_methods, reason = "tasks of one test end with its runtime")]
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[path = "durability/failures.rs"]
mod failures;
#[path = "durability/gate.rs"]
mod gate;
#[path = "durability/reads.rs"]
mod reads;
#[path = "durability/rows.rs"]
mod rows;
#[path = "durability/syncs.rs"]
mod syncs;
