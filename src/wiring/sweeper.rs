//! Deletes what is kept only for a time: nonces, idempotency keys, the old end of channel logs,
//! invites and time-outs that ended, and what is left of deleted messages, guilds and channels.

use std::sync::Arc;
use std::time::Duration;

use actors::Clock;
use storage::Store;
use storage::sweep::{self, SweepError, Swept};
use tokio::time::sleep;

use crate::config::Settings;

/// From the end of one round to the beginning of the next, and from the start to the first.
const REST: Duration = Duration::from_secs(3_600);
/// Between two pages, so that a sweep never holds up posts.
const PAUSE: Duration = Duration::from_millis(20);

/// How long is kept what a setting says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// What is left of deleted messages.
    pub(super) deleted_messages_ms: i64,
}

impl Kept {
    pub(super) fn of(settings: &Settings) -> Self {
        let deleted_messages_ms = i64::try_from(settings.message.deleted_kept_ms);
        Self { deleted_messages_ms: deleted_messages_ms.unwrap_or(i64::MAX) }
    }
}

/// Sweeps once an hour for as long as the process runs.
pub(super) async fn run(store: Arc<dyn Store>, clock: Clock, kept: Kept) {
    loop {
        sleep(REST).await;
        match round(&*store, clock.now_ms(), kept).await {
            Ok(deleted) => tracing::info!(deleted, "old rows were swept"),
            Err(error) => tracing::warn!(%error, "a sweep was broken off; the next one goes on"),
        }
    }
}

async fn round(store: &dyn Store, now_ms: i64, kept: Kept) -> Result<usize, SweepError> {
    let nonces = whole(|from| sweep::nonces(store, now_ms, from)).await?;
    let keys = whole(|from| sweep::idempotency_keys(store, now_ms, from)).await?;
    let invites = whole(|from| sweep::invites(store, now_ms, from)).await?;
    let time_outs = whole(|from| sweep::time_outs(store, now_ms, from)).await?;
    let audit = whole(|from| sweep::audit_entries(store, now_ms, from)).await?;
    let acts = whole(|from| sweep::instance_audit_entries(store, now_ms, from)).await?;
    let reports = whole(|from| sweep::reports(store, now_ms, from)).await?;
    let reporters = whole(|from| sweep::reporters(store, now_ms, from)).await?;
    let audit = audit + acts + reports + reporters;
    let removals = whole(|_| sweep::removals(store, now_ms)).await?;
    let logs = whole(|after| sweep::logs(store, now_ms, after)).await?;
    let conversations = whole(|after| sweep::conversation_logs(store, now_ms, after)).await?;
    let logs = logs + conversations;
    let kept_ms = kept.deleted_messages_ms;
    let messages = whole(|_| sweep::deletions(store, now_ms, kept_ms)).await?;
    let reactions = whole(|_| sweep::removed_runs(store)).await?;
    Ok(nonces + keys + invites + time_outs + audit + removals + logs + messages + reactions)
}

/// Goes on from page to page until a sweep has seen everything.
async fn whole<C, F>(page: impl Fn(Option<C>) -> F) -> Result<usize, SweepError>
where
    F: Future<Output = Result<Swept<C>, SweepError>>,
{
    let (mut deleted, mut cursor) = (0, None);
    loop {
        let swept = page(cursor).await?;
        deleted += swept.deleted;
        cursor = swept.resume;
        if cursor.is_none() {
            return Ok(deleted);
        }
        sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use protocol::{ChannelId, MessageId, UserId};
    use storage::records::{DeletedMessage, Message, Nonce};
    use storage::sweep::NONCE_KEPT_MS;
    use storage::{Batch, MemoryStore, Shard, StoreExt as _};

    use super::*;

    #[tokio::test]
    async fn a_round_takes_what_expired_and_leaves_the_rest() {
        let store = MemoryStore::new();
        let now_ms = 2 * NONCE_KEPT_MS;
        let nonce = |n: u8, created_at_ms| Nonce {
            author: UserId::new(1),
            channel: ChannelId::new(2),
            hash: [n; 16],
            message: MessageId::new(u64::from(n)),
            created_at_ms,
        };
        let (old, young) = (nonce(1, 5), nonce(2, now_ms - 5));
        store.commit(Batch::new(Shard::Social).put(&old).put(&young)).await.unwrap();
        let kept = Kept { deleted_messages_ms: 10 };
        assert_eq!(round(&store, now_ms, kept).await.unwrap(), 1);
        let key = |nonce: &Nonce| (nonce.author, nonce.channel, nonce.hash);
        assert_eq!(store.load::<Nonce>(&key(&old)).await.unwrap(), None);
        assert_eq!(store.load::<Nonce>(&key(&young)).await.unwrap(), Some(young));
    }

    #[tokio::test]
    async fn what_is_left_of_a_deleted_message_stays_as_long_as_the_setting_says() {
        let store = MemoryStore::new();
        let (channel, message) = (ChannelId::new(2), MessageId::new(3));
        let row = Message {
            deleted_at_ms: Some(5),
            ..Message::new(channel, message, UserId::new(1), String::new(), 0)
        };
        let mark = DeletedMessage { deleted_at_ms: 5, channel, message };
        store.commit(Batch::new(Shard::Social).put(&row).put(&mark)).await.unwrap();
        let kept = Kept { deleted_messages_ms: 10 };
        round(&store, 14, kept).await.unwrap();
        assert_eq!(store.load::<Message>(&(channel, message)).await.unwrap(), Some(row));
        round(&store, 15, kept).await.unwrap();
        assert_eq!(store.load::<Message>(&(channel, message)).await.unwrap(), None);
    }
}
