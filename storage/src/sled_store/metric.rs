//! Names of this engine's metrics. Durations are in seconds, as Prometheus has it.

/// From the call of `commit` to its acknowledgement.
pub(super) const COMMIT_SECONDS: &str = "confab_store_commit_duration_seconds";
/// One flush and sync.
pub(super) const SYNC_SECONDS: &str = "confab_store_sync_duration_seconds";
/// Batches committed together.
pub(super) const GROUP_BATCHES: &str = "confab_store_group_batches";
/// Operations committed together.
pub(super) const GROUP_OPERATIONS: &str = "confab_store_group_operations";
/// Operations waiting to be committed, seen when a group is taken.
pub(super) const QUEUE_OPERATIONS: &str = "confab_store_queue_operations";
/// From the call of a read to its answer.
pub(super) const READ_SECONDS: &str = "confab_store_read_duration_seconds";
/// 1 when commits are refused, else 0.
pub(super) const READ_ONLY: &str = "confab_store_read_only";
/// What the engine took to open its files, read the log and know its pages.
pub(super) const OPEN_SECONDS: &str = "confab_store_open_seconds";
/// Room on the store's disk.
pub(super) const FREE_BYTES: &str = "confab_store_disk_free_bytes";

/// Tells the recorder what the names mean.
pub(super) fn describe() {
    use metrics::{Unit, describe_gauge, describe_histogram};
    describe_histogram!(COMMIT_SECONDS, Unit::Seconds, "From commit to acknowledgement");
    describe_histogram!(SYNC_SECONDS, Unit::Seconds, "Flush and sync of one group");
    describe_histogram!(GROUP_BATCHES, Unit::Count, "Batches committed together");
    describe_histogram!(GROUP_OPERATIONS, Unit::Count, "Operations committed together");
    describe_gauge!(QUEUE_OPERATIONS, Unit::Count, "Operations waiting to be committed");
    describe_histogram!(READ_SECONDS, Unit::Seconds, "From a read's call to its answer");
    describe_gauge!(READ_ONLY, Unit::Count, "1 when commits are refused");
    describe_gauge!(OPEN_SECONDS, Unit::Seconds, "What the engine took to open its files");
    describe_gauge!(FREE_BYTES, Unit::Bytes, "Room on the store's disk");
}
