//! Marks that are not in the store yet.

use std::collections::HashMap;

use parking_lot::Mutex;
use protocol::{ChannelId, MessageId, UserId};
use storage::records::ReadMark;
use storage::{Batch, Shard, Store};

/// Marks of one batch.
const BATCH_MAX: usize = 1_000;

type Kept = HashMap<(UserId, ChannelId), MessageId>;

/// See the module. There is at most one for each channel that somebody reads within a second.
#[derive(Default)]
pub(super) struct Marks {
    fresh: Mutex<Fresh>,
    /// One flush at a time, so that of two values of a mark the later one is stored last.
    flushing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Fresh {
    noted: Kept,
    /// On their way to the store.
    leaving: Kept,
    /// Whether somebody flushes.
    is_awaited: bool,
}

impl Marks {
    /// Notes one; true when somebody has to flush it.
    pub(super) fn put(&self, mark: ReadMark) -> bool {
        let mut fresh = self.fresh.lock();
        fresh.noted.insert((mark.user, mark.channel), mark.message);
        !std::mem::replace(&mut fresh.is_awaited, true)
    }

    pub(super) fn get(&self, user: UserId, channel: ChannelId) -> Option<MessageId> {
        let fresh = self.fresh.lock();
        let key = (user, channel);
        fresh.noted.get(&key).or_else(|| fresh.leaving.get(&key)).copied()
    }

    /// Those of a user, each once.
    pub(super) fn of(&self, user: UserId) -> HashMap<ChannelId, MessageId> {
        let fresh = self.fresh.lock();
        let all = fresh.leaving.iter().chain(&fresh.noted);
        all.filter(|((of, _), _)| *of == user).map(|((_, id), message)| (*id, *message)).collect()
    }

    /// Writes them; what could not be written stays. True when nothing is left, and nobody is awaited.
    pub(super) async fn flush(&self, store: &dyn Store) -> bool {
        let _alone = self.flushing.lock().await;
        let leaving = {
            let mut fresh = self.fresh.lock();
            fresh.leaving = std::mem::take(&mut fresh.noted);
            fresh.leaving.clone()
        };
        let marks: Vec<ReadMark> = leaving
            .into_iter()
            .map(|((user, channel), message)| ReadMark { user, channel, message })
            .collect();
        let mut failed = Vec::new();
        for marks in marks.chunks(BATCH_MAX) {
            let batch = marks.iter().fold(Batch::new(Shard::Social), Batch::put);
            if let Err(error) = store.commit(batch).await {
                tracing::warn!(%error, "what was read could not be stored");
                failed.extend_from_slice(marks);
            }
        }
        let mut fresh = self.fresh.lock();
        fresh.leaving.clear();
        for ReadMark { user, channel, message } in failed {
            fresh.noted.entry((user, channel)).or_insert(message);
        }
        fresh.is_awaited = !fresh.noted.is_empty();
        !fresh.is_awaited
    }
}

#[cfg(test)]
mod tests {
    use storage::{MemoryStore, StoreExt};

    use super::*;

    const USER: UserId = UserId::new(1);
    const CHANNEL: ChannelId = ChannelId::new(2);

    fn mark(message: u64) -> ReadMark {
        ReadMark { user: USER, channel: CHANNEL, message: MessageId::new(message) }
    }

    #[tokio::test]
    async fn rd2_what_was_noted_last_is_found_before_and_after_it_is_stored() {
        let (marks, store) = (Marks::default(), MemoryStore::new());
        assert!(marks.put(mark(5)), "somebody is to flush");
        assert!(!marks.put(mark(6)), "somebody will");
        assert_eq!(marks.get(USER, CHANNEL), Some(MessageId::new(6)));
        assert_eq!(marks.of(USER).len(), 1);
        assert!(marks.of(UserId::new(9)).is_empty());
        assert!(marks.flush(&store).await);
        assert_eq!(marks.get(USER, CHANNEL), None);
        let stored = store.load::<ReadMark>(&(USER, CHANNEL)).await.unwrap();
        assert_eq!(stored, Some(mark(6)));
        assert!(marks.put(mark(7)), "the next one is to be flushed again");
    }
}
