//! What is left of deleted messages, and of reactions that were removed as a whole.
//!
//! - SW4  The mark of a deleted message is deleted last, so that a sweep that was broken off goes on.

use super::{SWEEP_ROWS_MAX, SweepError, Swept};
use crate::contract::{Batch, Shard, Store};
use crate::record::{Record, Scan, StoreExt};
use crate::records::{
    DeletedMessage, Message, MessageVersion, Reaction, ReactionSummary, RemovedRun,
};

/// Takes what is left of messages that were deleted `kept_ms` ago or before: their former versions,
/// their reactions, and their rows.
pub async fn deletions(
    store: &dyn Store,
    now_ms: i64,
    kept_ms: i64,
) -> Result<Swept<()>, SweepError> {
    let oldest = store.scan(Scan::<DeletedMessage>::within(&()).limit(SWEEP_ROWS_MAX)).await?;
    let mut batch = Batch::new(Shard::Social);
    for mark in oldest.iter().take_while(|mark| mark.deleted_at_ms <= now_ms - kept_ms) {
        batch = message_rows(store, batch, mark).await?;
        if batch.ops.len() >= SWEEP_ROWS_MAX {
            break;
        }
    }
    commit(store, batch).await
}

/// Takes the rows of reactions that were removed as a whole.
pub async fn removed_runs(store: &dyn Store) -> Result<Swept<()>, SweepError> {
    let removed = store.scan(Scan::<RemovedRun>::within(&()).limit(SWEEP_ROWS_MAX)).await?;
    let mut batch = Batch::new(Shard::Social);
    for run in &removed {
        let (rows, whole) = without_run(store, batch, (run.channel, run.message, run.run)).await?;
        batch = if whole { rows.delete::<RemovedRun>(&run.key()) } else { rows };
        if batch.ops.len() >= SWEEP_ROWS_MAX {
            break;
        }
    }
    commit(store, batch).await
}

async fn commit(store: &dyn Store, batch: Batch) -> Result<Swept<()>, SweepError> {
    let deleted = batch.ops.len();
    if deleted == 0 {
        return Ok(Swept { deleted, resume: None });
    }
    store.commit(batch).await?;
    Ok(Swept { deleted, resume: Some(()) })
}

/// SW4. The next rows of a message; all of them when the batch has room.
async fn message_rows(
    store: &dyn Store,
    mut batch: Batch,
    mark: &DeletedMessage,
) -> Result<Batch, SweepError> {
    let key = (mark.channel, mark.message);
    let versions = store.scan(Scan::<MessageVersion>::within(&key).limit(room(&batch))).await?;
    batch = versions.iter().fold(batch, |batch, row| batch.delete::<MessageVersion>(&row.key()));
    let summary = store.load::<ReactionSummary>(&key).await?;
    for emoji in summary.iter().flat_map(|summary| &summary.emojis) {
        let (rows, whole) = without_run(store, batch, (key.0, key.1, emoji.run)).await?;
        batch = rows;
        if !whole {
            return Ok(batch);
        }
    }
    if room(&batch) == 0 {
        return Ok(batch);
    }
    Ok(batch
        .delete::<ReactionSummary>(&key)
        .delete::<Message>(&key)
        .delete::<DeletedMessage>(&mark.key()))
}

/// Takes rows of a run as far as there is room, and says whether those were all.
async fn without_run(
    store: &dyn Store,
    batch: Batch,
    run: <Reaction as Record>::Prefix,
) -> Result<(Batch, bool), SweepError> {
    let room = room(&batch);
    let rows = store.scan(Scan::<Reaction>::within(&run).limit(room)).await?;
    let whole = rows.len() < room;
    Ok((rows.iter().fold(batch, |batch, row| batch.delete::<Reaction>(&row.key())), whole))
}

fn room(batch: &Batch) -> usize {
    SWEEP_ROWS_MAX.saturating_sub(batch.ops.len())
}

#[cfg(test)]
mod tests {
    use protocol::{ChannelId, MessageId, UserId};

    use super::*;
    use crate::MemoryStore;
    use crate::records::EmojiCount;

    const CHANNEL: ChannelId = ChannelId::new(5);
    const NOW_MS: i64 = 1_800_000_000_000;
    const KEPT_MS: i64 = 1_000;

    fn reactions(message: u64, run: u8, count: u64) -> impl Iterator<Item = Reaction> {
        (0..count).map(move |user| Reaction {
            channel: CHANNEL,
            message: MessageId::new(message),
            run: [run; 16],
            user: UserId::new(user),
            created_at_ms: 0,
        })
    }

    async fn put<R: Record>(store: &MemoryStore, rows: impl IntoIterator<Item = R>) {
        let rows: Vec<R> = rows.into_iter().collect();
        for rows in rows.chunks(1_000) {
            let batch = rows.iter().fold(Batch::new(Shard::Social), Batch::put);
            store.commit(batch).await.unwrap();
        }
    }

    async fn deleted(store: &MemoryStore, message: u64, deleted_at_ms: i64) {
        let id = MessageId::new(message);
        let row = Message::new(CHANNEL, id, UserId::new(1), String::new(), 0);
        put(store, [Message { deleted_at_ms: Some(deleted_at_ms), ..row }]).await;
        put(store, [DeletedMessage { deleted_at_ms, channel: CHANNEL, message: id }]).await;
        let version = |number| MessageVersion {
            channel: CHANNEL,
            message: id,
            number,
            content: "secret".to_owned(),
            embeds: None,
            written_at_ms: 0,
        };
        put(store, (0..100).map(version)).await;
        let emoji = |run: u8| EmojiCount { emoji: run.to_string(), run: [run; 16], count: 400 };
        let emojis = (1..=3).map(emoji).collect();
        put(store, [ReactionSummary { channel: CHANNEL, message: id, emojis }]).await;
        put(store, (1..=3).flat_map(|run| reactions(message, run, 400))).await;
    }

    async fn count<R: Record>(store: &MemoryStore, prefix: &R::Prefix) -> usize {
        store.scan(Scan::<R>::within(prefix).limit(usize::MAX)).await.unwrap().len()
    }

    async fn reactions_of(store: &MemoryStore, message: u64) -> usize {
        let mut total = 0;
        for run in 1..=3 {
            let prefix = (CHANNEL, MessageId::new(message), [run; 16]);
            total += count::<Reaction>(store, &prefix).await;
        }
        total
    }

    #[tokio::test]
    async fn sw4_a_deleted_message_goes_with_all_that_hung_on_it_when_its_time_is_over() {
        let store = MemoryStore::new();
        deleted(&store, 1, NOW_MS - KEPT_MS).await;
        deleted(&store, 2, NOW_MS - KEPT_MS + 1).await;
        let mut calls = 0;
        while deletions(&store, NOW_MS, KEPT_MS).await.unwrap().resume.is_some() {
            calls += 1;
            assert!(calls < 20, "a sweep that does not end");
            let left = store.load::<Message>(&(CHANNEL, MessageId::new(1))).await.unwrap();
            assert!(left.is_none() || count::<DeletedMessage>(&store, &()).await == 2);
        }
        let key = |message| (CHANNEL, MessageId::new(message));
        assert_eq!(store.load::<Message>(&key(1)).await.unwrap(), None);
        assert_eq!(count::<MessageVersion>(&store, &key(1)).await, 0);
        assert_eq!(reactions_of(&store, 1).await, 0);
        assert_eq!(count::<ReactionSummary>(&store, &CHANNEL).await, 1);
        assert!(store.load::<Message>(&key(2)).await.unwrap().is_some());
        assert_eq!(count::<MessageVersion>(&store, &key(2)).await, 100);
        assert_eq!(reactions_of(&store, 2).await, 1_200);
        assert_eq!(count::<DeletedMessage>(&store, &()).await, 1);
    }

    #[tokio::test]
    async fn removed_reactions_go_and_those_of_a_later_run_stay() {
        let store = MemoryStore::new();
        put(&store, (1..=3).flat_map(|run| reactions(1, run, 400))).await;
        let removed = |run| RemovedRun { channel: CHANNEL, message: MessageId::new(1), run };
        put(&store, [removed([1; 16]), removed([2; 16])]).await;
        for _ in 0..20 {
            if removed_runs(&store).await.unwrap().resume.is_none() {
                break;
            }
        }
        assert_eq!(reactions_of(&store, 1).await, 400);
        assert_eq!(count::<RemovedRun>(&store, &()).await, 0);
    }
}
