//! What every engine must do.

use protocol::{ChannelId, MessageId, UserId};
use storage::contract::{BATCH_OPERATIONS_MAX, GET_MANY_MAX, PAGE_BYTES_MAX, VALUE_BYTES_MAX};
use storage::records::{LogEntry, LogKind, Message, Username};
use storage::{
    Batch, CommitError, Direction, Health, Key, Op, PageQuery, ReadError, Record, Scan, Shard,
    ShortText, Store, StoreExt, Table,
};

const CHANNEL: ChannelId = ChannelId::new(10);

pub(crate) async fn st1_a_committed_record_is_read_back(store: &dyn Store) {
    let message = message(CHANNEL, 1, "hi");
    store.commit(batch().put(&message)).await.unwrap();
    assert_eq!(load(store, 1).await, Some(message));
    assert_eq!(load(store, 2).await, None);
    assert_eq!(store.health(), Health::Ready);
}

pub(crate) async fn st1_batches_apply_in_call_order(store: &dyn Store) {
    let commits: Vec<_> =
        (0..100).map(|n| store.commit(batch().put(&message(CHANNEL, 1, &n.to_string())))).collect();
    for commit in commits {
        commit.await.unwrap();
    }
    assert_eq!(load(store, 1).await.unwrap().content, "99");
}

pub(crate) async fn st1_a_dropped_commit_is_kept(store: &dyn Store) {
    drop(store.commit(batch().put(&message(CHANNEL, 1, "dropped"))));
    store.commit(batch().put(&message(CHANNEL, 2, "awaited"))).await.unwrap();
    assert!(load(store, 1).await.is_some());
}

pub(crate) async fn st1_a_conflict_leaves_no_trace(store: &dyn Store) {
    let name = ShortText::new("ada").unwrap();
    let taken = Username { name, user: UserId::new(1) };
    let claim = |user| batch().expect_absent::<Username>(&name).put(&Username { user, ..taken });
    store.commit(claim(UserId::new(1))).await.unwrap();

    let second = claim(UserId::new(2)).put(&message(CHANNEL, 1, "x"));
    assert_eq!(store.commit(second).await, Err(CommitError::Conflict));
    let absent = batch().expect_present::<Message>(&(CHANNEL, MessageId::new(9)));
    assert_eq!(store.commit(absent).await, Err(CommitError::Conflict));

    assert_eq!(store.load::<Username>(&name).await.unwrap(), Some(taken));
    assert_eq!(load(store, 1).await, None);
}

pub(crate) async fn st1_conditions_see_earlier_batches_in_flight(store: &dyn Store) {
    let key = (CHANNEL, MessageId::new(1));
    let first = message(CHANNEL, 1, "first");
    let put = store.commit(batch().expect_absent::<Message>(&key).put(&first));
    let again = store.commit(batch().expect_absent::<Message>(&key).put(&first));
    let delete = store.commit(batch().expect_present::<Message>(&key).delete::<Message>(&key));
    let gone = store.commit(batch().expect_present::<Message>(&key));
    let last = store.commit(batch().expect_absent::<Message>(&key));

    assert_eq!(put.await, Ok(()));
    assert_eq!(again.await, Err(CommitError::Conflict));
    assert_eq!(delete.await, Ok(()));
    assert_eq!(gone.await, Err(CommitError::Conflict));
    assert_eq!(last.await, Ok(()));
}

pub(crate) async fn st1_within_a_batch_the_later_operation_wins(store: &dyn Store) {
    let key = (CHANNEL, MessageId::new(1));
    let (old, new) = (message(CHANNEL, 1, "old"), message(CHANNEL, 1, "new"));
    store.commit(batch().put(&old).delete::<Message>(&key).put(&new)).await.unwrap();
    assert_eq!(load(store, 1).await, Some(new));
    store.commit(batch().put(&old).delete::<Message>(&key)).await.unwrap();
    assert_eq!(load(store, 1).await, None);
}

pub(crate) async fn st1_a_repeat_with_the_same_key_changes_nothing(store: &dyn Store) {
    let once = |content| batch().once([7; 16], 1_000).put(&message(CHANNEL, 1, content));
    let first = store.commit(once("first"));
    let in_flight = store.commit(once("second"));
    assert_eq!((first.await, in_flight.await), (Ok(()), Ok(())));
    assert_eq!(store.commit(once("third")).await, Ok(()));
    assert_eq!(load(store, 1).await.unwrap().content, "first");
}

pub(crate) async fn st1_a_refused_batch_does_not_use_up_its_key(store: &dyn Store) {
    let key = (CHANNEL, MessageId::new(1));
    let once = || batch().once([7; 16], 1_000).expect_present::<Message>(&key);
    assert_eq!(store.commit(once()).await, Err(CommitError::Conflict));
    store.commit(batch().put(&message(CHANNEL, 1, "hi"))).await.unwrap();
    assert_eq!(store.commit(once().delete::<Message>(&key)).await, Ok(()));
    assert_eq!(load(store, 1).await, None);
}

pub(crate) async fn st2_what_was_deleted_is_gone(store: &dyn Store) {
    fill(store, 3).await;
    store.commit(batch().delete::<Message>(&(CHANNEL, MessageId::new(2)))).await.unwrap();
    store.commit(batch().delete::<Message>(&(CHANNEL, MessageId::new(2)))).await.unwrap();
    assert_eq!(load(store, 2).await, None);
    assert_eq!(scan(store, Scan::within(&CHANNEL)).await, [1, 3]);
}

pub(crate) async fn a_batch_over_a_bound_is_refused(store: &dyn Store) {
    let key = Key::new(Table::Scratch, &1_u64);
    let mut many = batch();
    many.ops = vec![Op::Delete { key }; BATCH_OPERATIONS_MAX + 1];
    assert_eq!(store.commit(many).await, Err(CommitError::TooLarge));

    let put = |bytes| {
        let mut long = batch();
        long.ops.push(Op::Put { key, value: vec![1; bytes] });
        long
    };
    assert_eq!(store.commit(put(VALUE_BYTES_MAX + 1)).await, Err(CommitError::TooLarge));
    assert_eq!(store.commit(put(VALUE_BYTES_MAX)).await, Ok(()));

    let mut wide = batch();
    wide.ops = (0..17).flat_map(|_| put(VALUE_BYTES_MAX).ops).collect();
    assert_eq!(store.commit(wide).await, Err(CommitError::TooLarge));
    let keys = vec![key; GET_MANY_MAX + 1];
    assert_eq!(store.get_many(keys).await, Err(ReadError::TooMany));
}

pub(crate) async fn pages_run_both_ways_between_exclusive_bounds(store: &dyn Store) {
    fill(store, 9).await;
    let key = |id| (CHANNEL, MessageId::new(id));
    let all = || Scan::within(&CHANNEL);
    assert_eq!(scan(store, all().after(&key(3)).before(&key(7))).await, [4, 5, 6]);
    assert_eq!(scan(store, all().after(&key(3)).limit(2)).await, [4, 5]);
    assert_eq!(scan(store, all().before(&key(7)).backward().limit(2)).await, [6, 5]);
    assert_eq!(scan(store, all().after(&key(3)).backward().limit(2)).await, [9, 8]);
    assert_eq!(scan(store, all().after(&key(7)).backward()).await, [9, 8]);
    assert_eq!(scan(store, all().limit(0)).await, [0; 0]);
}

pub(crate) async fn pages_stay_within_their_prefix(store: &dyn Store) {
    let neighbours = [CHANNEL.get() - 1, CHANNEL.get(), CHANNEL.get() + 1, u64::MAX];
    for channel in neighbours.map(ChannelId::new) {
        store.commit(batch().put(&message(channel, 5, "x"))).await.unwrap();
        let entry = LogEntry {
            channel,
            seq: 1,
            kind: LogKind::Create,
            message: MessageId::new(5),
            created_at_ms: 0,
        };
        store.commit(batch().put(&entry)).await.unwrap();
    }
    for channel in neighbours.map(ChannelId::new) {
        for scan in [Scan::within(&channel), Scan::within(&channel).backward()] {
            let found: Vec<Message> = store.scan(scan).await.unwrap();
            assert_eq!(found, [message(channel, 5, "x")]);
        }
    }
}

pub(crate) async fn pages_resume_where_they_ended(store: &dyn Store) {
    fill(store, 600).await;
    for (direction, first) in [(Direction::Forward, 1), (Direction::Backward, 600)] {
        let mut query = query(direction, 200);
        let mut seen = Vec::new();
        loop {
            let page = store.page(query.clone()).await.unwrap();
            assert_eq!(page.rows.len(), 200);
            seen.extend(page.rows.iter().map(|(key, _)| *key));
            let Some(resume) = page.resume else { break };
            query = query.resumed(resume);
        }
        let last = 601 - first;
        assert_eq!(seen.len(), 600);
        assert_eq!(seen.first(), Some(&row_key(first)));
        assert_eq!(seen.last(), Some(&row_key(last)));
    }
    assert_eq!(scan(store, Scan::within(&CHANNEL).limit(600)).await.len(), 600);
}

pub(crate) async fn pages_end_at_their_bound_of_bytes(store: &dyn Store) {
    let long = "x".repeat(60_000);
    for id in 1..=40 {
        store.commit(batch().put(&message(CHANNEL, id, &long))).await.unwrap();
    }
    let page = store.page(query(Direction::Forward, 40)).await.unwrap();
    let bytes: usize = page.rows.iter().map(|(_, value)| value.len()).sum();
    assert!((PAGE_BYTES_MAX..PAGE_BYTES_MAX + VALUE_BYTES_MAX).contains(&bytes));
    assert_eq!(page.resume, page.rows.last().map(|(key, _)| *key));
    assert_eq!(scan(store, Scan::within(&CHANNEL).limit(40)).await.len(), 40);
}

pub(crate) async fn empty_ranges_are_empty_pages(store: &dyn Store) {
    fill(store, 3).await;
    let key = |id| (CHANNEL, MessageId::new(id));
    let all = || Scan::within(&CHANNEL);
    for empty in [
        all().after(&key(3)),
        all().before(&key(1)),
        all().after(&key(2)).before(&key(2)),
        all().after(&key(2)).before(&key(3)),
        all().after(&key(3)).before(&key(1)),
        all().after(&(ChannelId::new(11), MessageId::new(0))),
        all().before(&(ChannelId::new(9), MessageId::new(0))),
    ] {
        assert_eq!(scan(store, empty.clone()).await, [0; 0]);
        assert_eq!(scan(store, empty.backward()).await, [0; 0]);
    }
}

pub(crate) async fn many_records_are_loaded_in_the_order_asked(store: &dyn Store) {
    fill(store, 3).await;
    let keys = [3, 9, 1].map(|id| (CHANNEL, MessageId::new(id)));
    let found = store.load_many::<Message>(&keys).await.unwrap();
    let ids: Vec<_> = found.iter().map(|found| found.as_ref().map(|it| it.id.get())).collect();
    assert_eq!(ids, [Some(3), None, Some(1)]);
}

pub(crate) async fn first_and_last_find_the_ends_of_a_prefix(store: &dyn Store) {
    assert_eq!(store.last::<Message>(&CHANNEL).await.unwrap(), None);
    fill(store, 300).await;
    store.commit(batch().put(&message(ChannelId::new(11), 1, "other"))).await.unwrap();
    assert_eq!(store.first::<Message>(&CHANNEL).await.unwrap().unwrap().id.get(), 1);
    assert_eq!(store.last::<Message>(&CHANNEL).await.unwrap().unwrap().id.get(), 300);
}

pub(crate) async fn st5_long_values_come_back_whole(store: &dyn Store) {
    let sizes = [3_900, 4_000, 4_095, 4_096, 8_000, 8_191, 8_192, 60_000];
    for (id, size) in (1..).zip(sizes) {
        store.commit(batch().put(&message(CHANNEL, id, &varied(size)))).await.unwrap();
    }
    for (id, size) in (1..).zip(sizes) {
        assert_eq!(load(store, id).await.unwrap().content, varied(size));
    }
    let page: Vec<Message> = store.scan(Scan::within(&CHANNEL)).await.unwrap();
    assert!(page.iter().map(|message| message.content.len()).eq(sizes));
}

pub(crate) async fn st5_long_values_shrink_and_grow_without_leftovers(store: &dyn Store) {
    for size in [60_000, 100, 30_000, 8_000, 60_000, 0] {
        store.commit(batch().put(&message(CHANNEL, 1, &varied(size)))).await.unwrap();
        assert_eq!(load(store, 1).await.unwrap().content, varied(size));
    }
    let grow_and_shrink = [20_000, 60_000, 5_000]
        .into_iter()
        .fold(batch(), |batch, size| batch.put(&message(CHANNEL, 1, &varied(size))));
    store.commit(grow_and_shrink).await.unwrap();
    assert_eq!(load(store, 1).await.unwrap().content, varied(5_000));
    assert_eq!(scan(store, Scan::within(&CHANNEL)).await, [1]);
}

pub(crate) async fn a_closed_store_answers_closed(store: &dyn Store) {
    let before = store.commit(batch().put(&message(CHANNEL, 1, "before")));
    let closed = store.close();
    let after = store.commit(batch().put(&message(CHANNEL, 2, "after")));
    assert_eq!(before.await, Ok(()));
    assert_eq!(closed.await, Ok(()));
    assert_eq!(after.await, Err(CommitError::Closed));
    assert_eq!(store.close().await, Ok(()));
    assert_eq!(store.get(row_key(1)).await, Err(ReadError::Closed));
    assert_eq!(store.health(), Health::Closed);
}

fn batch() -> Batch {
    Batch::new(Shard::Social)
}

fn message(channel: ChannelId, id: u64, content: &str) -> Message {
    Message::new(channel, MessageId::new(id), UserId::new(1), content.to_owned(), 0)
}

/// A text in which every stretch is different, so that a swapped chunk shows.
fn varied(bytes: usize) -> String {
    let mut text: String = (0..bytes).step_by(8).map(|at| format!("{at:07} ")).collect();
    text.truncate(bytes);
    text
}

fn row_key(id: u64) -> Key {
    Message::row_key(&(CHANNEL, MessageId::new(id)))
}

fn query(direction: Direction, limit: usize) -> PageQuery {
    let prefix = Key::new(Table::Message, &CHANNEL);
    PageQuery { prefix, after: None, before: None, direction, limit }
}

async fn fill(store: &dyn Store, messages: u64) {
    for id in 1..=messages {
        drop(store.commit(batch().put(&message(CHANNEL, id, "x"))));
    }
    store.commit(batch()).await.unwrap();
}

async fn load(store: &dyn Store, id: u64) -> Option<Message> {
    store.load::<Message>(&(CHANNEL, MessageId::new(id))).await.unwrap()
}

async fn scan(store: &dyn Store, scan: Scan<Message>) -> Vec<u64> {
    store.scan(scan).await.unwrap().iter().map(|message| message.id.get()).collect()
}
