use protocol::{GuildId, MessageId, UserId};

use super::*;
use crate::MemoryStore;
use crate::records::LogKind;

const NOW_MS: i64 = 1_800_000_000_000;
const CHANNEL: ChannelId = ChannelId::new(5);

#[tokio::test]
async fn sw1_nonces_go_after_seven_days_and_not_before() {
    let store = MemoryStore::new();
    let nonce = |number: u8, age_ms| Nonce {
        author: UserId::new(1),
        channel: CHANNEL,
        hash: [number; 16],
        message: MessageId::new(1),
        created_at_ms: NOW_MS - age_ms,
    };
    let rows = [nonce(1, NONCE_KEPT_MS + 1), nonce(2, NONCE_KEPT_MS), nonce(3, 0)];
    put(&store, &rows).await;

    let swept = nonces(&store, NOW_MS, None).await.unwrap();
    assert_eq!(swept, Swept { deleted: 1, resume: None });
    let left: Vec<Nonce> = store.scan(Scan::within(&UserId::new(1))).await.unwrap();
    assert_eq!(left, rows[1..]);
}

#[tokio::test]
async fn sw1_a_time_out_of_somebody_who_left_goes_when_it_has_ended() {
    let store = MemoryStore::new();
    let guild = GuildId::new(1);
    let row = |user, until_ms| TimeOut { guild, user: UserId::new(user), until_ms };
    let rows = [row(1, NOW_MS), row(2, NOW_MS + 1)];
    put(&store, &rows).await;

    assert_eq!(time_outs(&store, NOW_MS, None).await.unwrap().deleted, 1);
    let left: Vec<TimeOut> = store.scan(Scan::within(&guild)).await.unwrap();
    assert_eq!(left, rows[1..]);
}

#[tokio::test]
async fn sw1_a_sweep_goes_on_where_it_ended() {
    let store = MemoryStore::new();
    let rows: Vec<_> = (0..1_200_u128)
        .map(|number| Idempotency {
            key: number.to_be_bytes(),
            created_at_ms: NOW_MS - IDEMPOTENCY_KEPT_MS - (number % 2) as i64,
        })
        .collect();
    put(&store, &rows).await;

    let (mut deleted, mut calls, mut from) = (0, 0, None);
    loop {
        let swept = idempotency_keys(&store, NOW_MS, from).await.unwrap();
        assert!(swept.deleted <= SWEEP_ROWS_MAX);
        (deleted, calls, from) = (deleted + swept.deleted, calls + 1, swept.resume);
        if from.is_none() {
            break;
        }
    }
    assert_eq!((deleted, calls), (600, 3));
}

#[tokio::test]
async fn sw1_a_damaged_row_stays_and_the_sweep_goes_on() {
    let store = MemoryStore::new();
    let key = Idempotency::row_key(&[0; 16]);
    let mut batch = Batch::new(Shard::Social);
    batch.ops.push(Op::Put { key, value: vec![1, 2, 3] });
    store.commit(batch).await.unwrap();
    put(&store, &[Idempotency { key: [1; 16], created_at_ms: 0 }]).await;

    assert_eq!(idempotency_keys(&store, NOW_MS, None).await.unwrap().deleted, 1);
    assert!(store.get(key).await.unwrap().is_some());
}

#[tokio::test]
async fn sw1_a_log_keeps_ten_thousand_entries() {
    let store = MemoryStore::new();
    let entries: Vec<_> = (1..=LOG_ENTRIES_MAX + 700).map(|seq| entry(seq, NOW_MS)).collect();
    put(&store, &entries).await;

    let first = log(&store, Shard::Social, CHANNEL, NOW_MS).await.unwrap();
    assert_eq!(first, Swept { deleted: SWEEP_ROWS_MAX, resume: Some(CHANNEL) });
    let second = log(&store, Shard::Social, CHANNEL, NOW_MS).await.unwrap();
    assert_eq!(second, Swept { deleted: 700 - SWEEP_ROWS_MAX, resume: None });
    assert_eq!(first_seq(&store).await, 701);
}

#[tokio::test]
async fn sw2_a_log_that_is_all_too_old_keeps_its_last_entry() {
    let store = MemoryStore::new();
    put(&store, &[entry(1, 0), entry(2, 0), entry(3, 0)]).await;
    let home = ChannelHome { channel: CHANNEL, guild: GuildId::new(1) };
    put(&store, &[home]).await;

    let swept = logs(&store, NOW_MS, None).await.unwrap();
    assert_eq!(swept, Swept { deleted: 2, resume: None });
    assert_eq!(first_seq(&store).await, 3);
}

#[tokio::test]
async fn sw2_a_log_of_a_conversation_is_trimmed_too() {
    let store = MemoryStore::new();
    put(&store, &[entry(1, 0), entry(2, 0)]).await;
    put(&store, &[Conversation { channel: CHANNEL, recipients: Vec::new(), group: None }]).await;

    let swept = conversation_logs(&store, NOW_MS, None).await.unwrap();
    assert_eq!(swept, Swept { deleted: 1, resume: None });
    assert_eq!(first_seq(&store).await, 2);
}

async fn put<R: Record>(store: &MemoryStore, rows: &[R]) {
    for rows in rows.chunks(1_000) {
        let batch = rows.iter().fold(Batch::new(Shard::Social), Batch::put);
        store.commit(batch).await.unwrap();
    }
}

async fn first_seq(store: &MemoryStore) -> u64 {
    store.first::<LogEntry>(&CHANNEL).await.unwrap().unwrap().seq
}

fn entry(seq: u64, created_at_ms: i64) -> LogEntry {
    let message = MessageId::new(seq);
    LogEntry { channel: CHANNEL, seq, kind: LogKind::Create, message, created_at_ms }
}
