//! What is deleted in time, a page a call, so that a background job can pace itself.
//!
//! - SW1  A sweep deletes only what is beyond its time, and stays within its bounds a call.
//! - SW2  The last entry of a log is never deleted: the channel's sequence goes on from it.
//!
//! Rows of many shards meet in one sweep. That is no harm, since each deletion stands alone and is
//! done again by the next sweep if it is lost; the batches name the social shard.

mod deletions;
mod invites;
mod removals;

use protocol::ChannelId;

use crate::codec;
use crate::contract::{Batch, CommitError, Direction, Op, PageQuery, ReadError, Shard, Store};
use crate::key::Key;
use crate::record::{Record, Scan, StoreExt};
use crate::records::{
    AuditEntry, ChannelHome, Conversation, Idempotency, InstanceAuditEntry, LogEntry, Nonce,
    Report, Reporter, TimeOut,
};

pub use deletions::{deletions, removed_runs};
pub use invites::{invites, invites_of};
pub use removals::{REMOVAL_SETTLES_MS, removals};

/// How long a nonce makes a retry the same message: 7 days.
pub const NONCE_KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// How long a repeated batch is known: an hour.
pub const IDEMPOTENCY_KEPT_MS: i64 = 60 * 60 * 1000;

/// How long an entry stays in the audit log of its guild: 45 days, as in v10.
pub const AUDIT_KEPT_MS: i64 = 45 * 24 * 60 * 60 * 1000;

/// How long a report stays, done with or not: as long as what the audit log tells of it.
pub const REPORT_KEPT_MS: i64 = AUDIT_KEPT_MS;

/// How long an entry stays in the audit log of the instance: a year.
pub const INSTANCE_AUDIT_KEPT_MS: i64 = 365 * 24 * 60 * 60 * 1000;

/// How long a log entry may be replayed: 30 days.
pub const LOG_KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Most entries of a channel's log that may be replayed.
pub const LOG_ENTRIES_MAX: u64 = 10_000;

/// Most rows that one call looks at. Each may need two deletions, and all must fit a batch.
const SWEEP_ROWS_MAX: usize = 500;

/// Most channels that one call looks at.
const SWEEP_CHANNELS_MAX: usize = 32;

/// Why a sweep stopped. It may be called again as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SweepError {
    /// A read failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A deletion was refused.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// What one call of a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swept<C> {
    /// Rows deleted.
    pub deleted: usize,
    /// Where the next call goes on, `None` when everything was seen.
    pub resume: Option<C>,
}

/// Deletes nonces beyond [`NONCE_KEPT_MS`].
pub async fn nonces(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let expired = |nonce: &Nonce| nonce.created_at_ms < now_ms - NONCE_KEPT_MS;
    sweep(store, from, expired).await
}

/// Deletes idempotency keys beyond [`IDEMPOTENCY_KEPT_MS`].
pub async fn idempotency_keys(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let expired = |row: &Idempotency| row.created_at_ms < now_ms - IDEMPOTENCY_KEPT_MS;
    sweep(store, from, expired).await
}

/// Deletes the time-outs of those who left that have ended.
pub async fn time_outs(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    sweep(store, from, |row: &TimeOut| row.until_ms <= now_ms).await
}

/// Deletes the entries of audit logs beyond [`AUDIT_KEPT_MS`].
pub async fn audit_entries(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let expired = |entry: &AuditEntry| entry.id.created_at_ms() < now_ms - AUDIT_KEPT_MS;
    sweep(store, from, expired).await
}

/// Deletes reports beyond [`REPORT_KEPT_MS`].
pub async fn reports(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let expired = |report: &Report| report.id.created_at_ms() < now_ms - REPORT_KEPT_MS;
    sweep(store, from, expired).await
}

/// Deletes who made the reports that are gone by then: they may report the message again.
pub async fn reporters(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let expired = |row: &Reporter| row.report.created_at_ms() < now_ms - REPORT_KEPT_MS;
    sweep(store, from, expired).await
}

/// Deletes the entries of the instance's audit log beyond [`INSTANCE_AUDIT_KEPT_MS`].
pub async fn instance_audit_entries(
    store: &dyn Store,
    now_ms: i64,
    from: Option<Key>,
) -> Result<Swept<Key>, SweepError> {
    let oldest_ms = now_ms - INSTANCE_AUDIT_KEPT_MS;
    sweep(store, from, |entry: &InstanceAuditEntry| entry.id.created_at_ms() < oldest_ms).await
}

/// Trims the logs of some channels.
pub async fn logs(
    store: &dyn Store,
    now_ms: i64,
    after: Option<ChannelId>,
) -> Result<Swept<ChannelId>, SweepError> {
    let mut scan = Scan::<ChannelHome>::within(&()).limit(SWEEP_CHANNELS_MAX);
    if let Some(after) = after {
        scan = scan.after(&after);
    }
    let homes = store.scan(scan).await?;
    let mut deleted = 0;
    for home in &homes {
        deleted += log(store, Shard::Guild(home.guild), home.channel, now_ms).await?.deleted;
    }
    let resume = homes.get(SWEEP_CHANNELS_MAX - 1).map(|home| home.channel);
    Ok(Swept { deleted, resume })
}

/// Trims the logs of some conversations.
pub async fn conversation_logs(
    store: &dyn Store,
    now_ms: i64,
    after: Option<ChannelId>,
) -> Result<Swept<ChannelId>, SweepError> {
    let mut scan = Scan::<Conversation>::within(&()).limit(SWEEP_CHANNELS_MAX);
    if let Some(after) = after {
        scan = scan.after(&after);
    }
    let conversations = store.scan(scan).await?;
    let mut deleted = 0;
    for Conversation { channel, .. } in &conversations {
        deleted += log(store, Shard::Social, *channel, now_ms).await?.deleted;
    }
    let resume = conversations.get(SWEEP_CHANNELS_MAX - 1).map(|last| last.channel);
    Ok(Swept { deleted, resume })
}

/// Deletes a channel's oldest log entries beyond [`LOG_ENTRIES_MAX`] or [`LOG_KEPT_MS`]. `resume` is
/// the channel itself when there may be more to delete.
pub async fn log(
    store: &dyn Store,
    shard: Shard,
    channel: ChannelId,
    now_ms: i64,
) -> Result<Swept<ChannelId>, SweepError> {
    let Some(head) = store.last::<LogEntry>(&channel).await? else {
        return Ok(Swept { deleted: 0, resume: None });
    };
    let beyond = |entry: &LogEntry| {
        entry.seq < head.seq
            && (entry.seq + LOG_ENTRIES_MAX <= head.seq
                || entry.created_at_ms < now_ms - LOG_KEPT_MS)
    };
    let oldest = Scan::<LogEntry>::within(&channel).before(&head.key()).limit(SWEEP_ROWS_MAX);
    let oldest = store.scan(oldest).await?;
    let trimmed: Vec<_> = oldest.iter().take_while(|entry| beyond(entry)).collect();
    let batch = trimmed
        .iter()
        .fold(Batch::new(shard), |batch, entry| batch.delete::<LogEntry>(&entry.key()));
    if !trimmed.is_empty() {
        store.commit(batch).await?;
    }
    let resume = (trimmed.len() == SWEEP_ROWS_MAX).then_some(channel);
    Ok(Swept { deleted: trimmed.len(), resume })
}

/// Deletes a table's expired rows, as far as one page reaches.
async fn sweep<R: Record>(
    store: &dyn Store,
    from: Option<Key>,
    expired: impl Fn(&R) -> bool,
) -> Result<Swept<Key>, SweepError> {
    let query = PageQuery {
        prefix: Key::new(R::TABLE, &()),
        after: from,
        before: None,
        direction: Direction::Forward,
        limit: SWEEP_ROWS_MAX,
    };
    let page = store.page(query).await?;
    let mut batch = Batch::new(Shard::Social);
    for (key, value) in &page.rows {
        // A damaged row is left for whoever looks into the damage; the sweep goes on.
        if codec::decode::<R>(value).is_ok_and(|record| expired(&record)) {
            batch.ops.push(Op::Delete { key: *key });
        }
    }
    let deleted = batch.ops.len();
    if deleted > 0 {
        store.commit(batch).await?;
    }
    Ok(Swept { deleted, resume: page.resume })
}

#[cfg(test)]
mod tests;
