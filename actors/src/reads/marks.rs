//! Marks that are not in the store yet, and whether others may know of them.

use std::collections::HashMap;

use parking_lot::Mutex;
use protocol::{ChannelId, MessageId, UserId};
use storage::records::{ReadMark, ReadReceipt};
use storage::{Batch, Shard, Store};

/// Marks of one batch.
const BATCH_MAX: usize = 1_000;

type Kept = HashMap<(UserId, ChannelId), Noted>;

/// How far somebody read a channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noted {
    pub(super) message: MessageId,
    /// As far as others may know it ([`crate::receipts`]).
    pub(super) shown: Option<MessageId>,
}

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
    pub(super) fn put(&self, user: UserId, channel: ChannelId, noted: Noted) -> bool {
        let mut fresh = self.fresh.lock();
        let before = fresh.noted.insert((user, channel), noted);
        if let Some(now) = fresh.noted.get_mut(&(user, channel)) {
            now.shown = now.shown.max(before.and_then(|before| before.shown));
        }
        !std::mem::replace(&mut fresh.is_awaited, true)
    }

    pub(super) fn get(&self, user: UserId, channel: ChannelId) -> Option<MessageId> {
        let fresh = self.fresh.lock();
        let key = (user, channel);
        fresh.noted.get(&key).or_else(|| fresh.leaving.get(&key)).map(|noted| noted.message)
    }

    /// Those of a user, each once.
    pub(super) fn of(&self, user: UserId) -> HashMap<ChannelId, MessageId> {
        let fresh = self.fresh.lock();
        let all = fresh.leaving.iter().chain(&fresh.noted).filter(|((of, _), _)| *of == user);
        all.map(|((_, channel), noted)| (*channel, noted.message)).collect()
    }

    /// Writes them; what could not be written stays. True when nothing is left, and nobody is awaited.
    pub(super) async fn flush(&self, store: &dyn Store) -> bool {
        let _alone = self.flushing.lock().await;
        let leaving = {
            let mut fresh = self.fresh.lock();
            fresh.leaving = std::mem::take(&mut fresh.noted);
            fresh.leaving.clone()
        };
        let marks: Vec<_> = leaving.into_iter().collect();
        let mut failed = Vec::new();
        for marks in marks.chunks(BATCH_MAX) {
            if let Err(error) = store.commit(rows(marks)).await {
                tracing::warn!(%error, "what was read could not be stored");
                failed.extend_from_slice(marks);
            }
        }
        let mut fresh = self.fresh.lock();
        fresh.leaving.clear();
        for (key, noted) in failed {
            let now = fresh.noted.entry(key).or_insert(noted);
            now.shown = now.shown.max(noted.shown);
        }
        fresh.is_awaited = !fresh.noted.is_empty();
        !fresh.is_awaited
    }
}

fn rows(marks: &[((UserId, ChannelId), Noted)]) -> Batch {
    let batch = Batch::new(Shard::Social);
    marks.iter().fold(batch, |batch, ((user, channel), Noted { message, shown })| {
        let (user, channel, message) = (*user, *channel, *message);
        let batch = batch.put(&ReadMark { user, channel, message });
        match *shown {
            Some(message) => batch.put(&ReadReceipt { channel, user, message }),
            None => batch,
        }
    })
}

#[cfg(test)]
mod tests {
    use storage::{MemoryStore, StoreExt};

    use super::*;

    const USER: UserId = UserId::new(1);
    const CHANNEL: ChannelId = ChannelId::new(2);

    fn put(marks: &Marks, message: u64, is_shown: bool) -> bool {
        let message = MessageId::new(message);
        marks.put(USER, CHANNEL, Noted { message, shown: is_shown.then_some(message) })
    }

    #[tokio::test]
    async fn rd2_what_was_noted_last_is_found_before_and_after_it_is_stored() {
        let (marks, store) = (Marks::default(), MemoryStore::new());
        assert!(put(&marks, 5, true), "somebody is to flush");
        assert!(!put(&marks, 6, true), "somebody will");
        assert_eq!(marks.get(USER, CHANNEL), Some(MessageId::new(6)));
        assert_eq!(marks.of(USER).len(), 1);
        assert!(marks.of(UserId::new(9)).is_empty());
        assert!(marks.flush(&store).await);
        assert_eq!(marks.get(USER, CHANNEL), None);
        let stored = store.load::<ReadMark>(&(USER, CHANNEL)).await.unwrap();
        assert_eq!(stored.map(|mark| mark.message.get()), Some(6));
        assert!(put(&marks, 7, true), "the next one is to be flushed again");
    }

    #[tokio::test]
    async fn rc2_what_others_may_not_know_is_not_stored_for_them() {
        let (marks, store) = (Marks::default(), MemoryStore::new());
        put(&marks, 4, true);
        marks.flush(&store).await;
        // What was told stays, though what comes after it in the same moment is not.
        put(&marks, 5, true);
        put(&marks, 6, false);
        marks.flush(&store).await;
        let mark = store.load::<ReadMark>(&(USER, CHANNEL)).await.unwrap();
        let shown = store.load::<ReadReceipt>(&(CHANNEL, USER)).await.unwrap();
        assert_eq!(mark.map(|mark| mark.message.get()), Some(6));
        assert_eq!(shown.map(|shown| shown.message.get()), Some(5));
    }
}
