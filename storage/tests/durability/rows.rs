//! Rows that the tests write.

use protocol::{ChannelId, MessageId, UserId};
use storage::records::Message;
use storage::{Batch, Scan, Shard, Store, StoreExt};

pub(crate) const CHANNEL: ChannelId = ChannelId::new(10);

pub(crate) fn batch() -> Batch {
    Batch::new(Shard::Social)
}

pub(crate) fn put(id: u64, content: &str) -> Batch {
    batch().put(&message(id, content))
}

pub(crate) fn message(id: u64, content: &str) -> Message {
    Message::new(CHANNEL, MessageId::new(id), UserId::new(1), content.to_owned(), 0)
}

pub(crate) fn key(id: u64) -> (ChannelId, MessageId) {
    (CHANNEL, MessageId::new(id))
}

/// What a reader finds, by every way to read: all must agree.
pub(crate) async fn seen(store: &dyn Store) -> Vec<(u64, String)> {
    let show = |message: Message| (message.id.get(), message.content);
    let forward = store.scan::<Message>(Scan::within(&CHANNEL)).await.unwrap();
    let mut backward = store.scan::<Message>(Scan::within(&CHANNEL).backward()).await.unwrap();
    backward.reverse();
    assert_eq!(forward, backward);

    let keys: Vec<_> = (0..20).map(key).collect();
    let many = store.load_many::<Message>(&keys).await.unwrap();
    assert!(many.iter().flatten().eq(&forward));
    for (key, found) in keys.iter().zip(many) {
        assert_eq!(store.load::<Message>(key).await.unwrap(), found);
    }
    forward.into_iter().map(show).collect()
}
