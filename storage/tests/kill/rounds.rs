//! What the child writes in each round, and how the parent knows it again.

use std::path::Path;

use protocol::{ChannelId, MessageId, UserId};
use storage::records::{LogEntry, LogKind, Message};
use storage::{Batch, Scan, Shard, SledOptions, SledStore, Store, StoreExt};

const CHANNEL: ChannelId = ChannelId::new(10);

/// Contents from small to far beyond one row.
const SIZES: [usize; 7] = [100, 900, 3_000, 4_096, 8_192, 20_000, 60_000];

/// Ids of one round's messages start at this multiple.
const IDS_PER_ROUND: u64 = 8;

/// Every so many rounds, a batch also deletes a message of a former one.
const DELETES_EVERY: u64 = 5;

/// A log entry, some messages of mixed sizes, and at times a deletion: all of it or nothing.
pub(crate) fn batch(round: u64) -> Batch {
    let mut batch = Batch::new(Shard::Social);
    if round > 1 {
        batch = batch.expect_present::<LogEntry>(&(CHANNEL, round - 1));
    }
    batch = batch.expect_absent::<LogEntry>(&(CHANNEL, round)).put(&log_entry(round));
    for place in 0..count(round) {
        batch = batch.put(&message(round, place));
    }
    if round.is_multiple_of(DELETES_EVERY) && round > DELETES_EVERY {
        batch = batch.delete::<Message>(&(CHANNEL, id(round - DELETES_EVERY, 0)));
    }
    batch
}

/// The last round found.
pub(crate) async fn last(store: &dyn Store) -> u64 {
    store.last::<LogEntry>(&CHANNEL).await.unwrap().map_or(0, |entry| entry.seq)
}

/// Checks that the store holds whole rounds, the first to the last, and nothing else. Answers the
/// last one.
pub(crate) async fn verify(folder: &Path) -> u64 {
    let store = SledStore::open(folder, SledOptions::test()).unwrap();
    let last = last(&store).await;
    let everything = usize::MAX;
    let log: Vec<LogEntry> = store.scan(Scan::within(&CHANNEL).limit(everything)).await.unwrap();
    assert!(log.into_iter().eq((1..=last).map(log_entry)));

    let found: Vec<Message> = store.scan(Scan::within(&CHANNEL).limit(everything)).await.unwrap();
    let deleted = |round: u64, place: u64| {
        place == 0 && round.is_multiple_of(DELETES_EVERY) && round + DELETES_EVERY <= last
    };
    let expected = (1..=last).flat_map(|round| {
        (0..count(round))
            .filter(move |place| !deleted(round, *place))
            .map(move |place| message(round, place))
    });
    assert!(found.into_iter().eq(expected));

    store.close().await.unwrap();
    let blobs = std::fs::read_dir(folder.join("blobs")).unwrap().count();
    assert_eq!(blobs, 0, "ST5: something was written where nothing is synced");
    last
}

fn count(round: u64) -> u64 {
    1 + round % 4
}

fn id(round: u64, place: u64) -> MessageId {
    MessageId::new(round * IDS_PER_ROUND + place)
}

fn log_entry(round: u64) -> LogEntry {
    LogEntry {
        channel: CHANNEL,
        seq: round,
        kind: LogKind::Create,
        message: id(round, 0),
        created_at_ms: 0,
    }
}

fn message(round: u64, place: u64) -> Message {
    let size = SIZES[((round * 3 + place * 5) % SIZES.len() as u64) as usize];
    let mut content = format!("{round}.{place} ").repeat(size / 4 + 1);
    content.truncate(size);
    Message::new(CHANNEL, id(round, place), UserId::new(1), content, 0)
}
