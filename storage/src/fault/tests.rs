//! The fault store does what it is told, in order, and the same each time.

use std::time::Duration;

use tokio::time::Instant;

use super::*;
use crate::{Key, MemoryStore, Op, Shard, Table};

#[tokio::test(start_paused = true)]
async fn st2_a_batch_is_neither_read_nor_acknowledged_before_its_time() {
    let plan = FaultPlan { sync_ms: 10..=10, ack_ms: 5..=5, read_ms: 0..=0, ..quiet() };
    let store = FaultStore::new(MemoryStore::new(), plan);
    let began_at = Instant::now();
    let commit = store.commit(put(1));
    sleep(Duration::from_millis(9)).await;
    assert_eq!(store.get(key(1)).await, Ok(None));
    sleep(Duration::from_millis(2)).await;
    assert_eq!(store.get(key(1)).await, Ok(Some(vec![1])));
    commit.await.unwrap();
    assert_eq!(began_at.elapsed(), Duration::from_millis(15));
}

#[tokio::test(start_paused = true)]
async fn st1_acknowledgements_keep_the_order_of_the_calls() {
    let store = FaultStore::new(MemoryStore::new(), FaultPlan::latencies_only(3));
    let acked = Arc::new(Mutex::new(Vec::new()));
    let mut waiters = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (commit, acked) = (store.commit(put(number)), Arc::clone(&acked));
        waiters.spawn(async move {
            commit.await.unwrap();
            acked.lock().push(number);
        });
        if number % 7 == 0 {
            sleep(Duration::from_millis(3)).await;
        }
    }
    waiters.join_all().await;
    assert!(acked.lock().iter().copied().eq(0..50));
}

#[tokio::test(start_paused = true)]
async fn each_fault_strikes_once_where_it_was_injected() {
    let store = FaultStore::new(MemoryStore::new(), quiet());
    for (fault, error) in [
        (Fault::Full, CommitError::Full),
        (Fault::ReadOnly, CommitError::ReadOnly),
        (Fault::Conflict, CommitError::Conflict),
    ] {
        store.inject(fault);
        assert_eq!(store.commit(put(1)).await, Err(error));
        assert_eq!(store.get(key(1)).await, Ok(None));
    }
    store.inject(Fault::Overloaded);
    assert_eq!(store.get(key(1)).await, Err(ReadError::Overloaded));
    store.inject(Fault::ReadFailed);
    assert!(matches!(store.get(key(1)).await, Err(ReadError::Failed(_))));

    assert_eq!(store.commit(put(1)).await, Ok(()));
    assert_eq!(store.get(key(1)).await, Ok(Some(vec![1])));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_group_is_kept_or_lost_in_whole() {
    for (fault, found) in [(Fault::UnknownKept, true), (Fault::UnknownLost, false)] {
        let store = FaultStore::new(MemoryStore::new(), quiet());
        store.inject(fault);
        let group = [store.commit(put(1)), store.commit(put(2))];
        for commit in group {
            assert_eq!(commit.await, Err(CommitError::CommitUnknown));
        }
        for number in [1, 2] {
            assert_eq!(store.get(key(number)).await.unwrap().is_some(), found);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn st4_after_an_unknown_group_nothing_is_taken_until_the_outage_is_over() {
    let plan = FaultPlan { outage_ms: Some(30..=30), sync_ms: 10..=10, ..quiet() };
    let store = FaultStore::new(MemoryStore::new(), plan);
    store.inject(Fault::UnknownLost);
    let in_hand = store.commit(put(1));
    sleep(Duration::from_millis(5)).await;
    let behind = store.commit(put(2));
    assert_eq!(in_hand.await, Err(CommitError::CommitUnknown));
    assert_eq!(behind.await, Err(CommitError::ReadOnly));
    assert_eq!(store.commit(put(3)).await, Err(CommitError::ReadOnly));
    assert!(!store.health().is_ready());

    sleep(Duration::from_millis(31)).await;
    assert!(store.health().is_ready());
    assert_eq!(store.commit(put(3)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn an_outage_without_end_is_ended_by_hand() {
    let store = FaultStore::new(MemoryStore::new(), FaultPlan { outage_ms: None, ..quiet() });
    store.inject(Fault::UnknownLost);
    store.commit(put(1)).await.unwrap_err();
    sleep(Duration::from_secs(3600)).await;
    assert_eq!(store.commit(put(1)).await, Err(CommitError::ReadOnly));
    store.set_read_only(false);
    assert_eq!(store.commit(put(1)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn st3_the_queue_is_bounded() {
    let plan = FaultPlan { queue_operations_max: 2, sync_ms: 10..=10, ..quiet() };
    let store = FaultStore::new(MemoryStore::new(), plan);
    let queued = [store.commit(put(1)), store.commit(put(2))];
    assert_eq!(store.commit(put(3)).await, Err(CommitError::Full));
    for commit in queued {
        commit.await.unwrap();
    }
    assert_eq!(store.commit(put(3)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_crash_leaves_what_was_applied_and_nothing_else() {
    let memory = Arc::new(MemoryStore::new());
    let plan = FaultPlan { sync_ms: 10..=10, ack_ms: 10..=10, ..quiet() };
    let store = FaultStore::new(Arc::clone(&memory), plan.clone());
    let applied = store.commit(put(1));
    sleep(Duration::from_millis(15)).await;
    let waiting = store.commit(put(2));
    store.crash();
    assert_eq!(applied.await, Err(CommitError::CommitUnknown));
    assert_eq!(waiting.await, Err(CommitError::CommitUnknown));
    assert_eq!(store.commit(put(3)).await, Err(CommitError::Closed));

    let restarted = FaultStore::new(memory, plan);
    assert_eq!(restarted.get(key(1)).await, Ok(Some(vec![1])));
    assert_eq!(restarted.get(key(2)).await, Ok(None));
    assert_eq!(restarted.commit(put(2)).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_gives_the_same_run() {
    let first = run(11).await;
    assert_eq!(first, run(11).await);
    assert_ne!(first, run(12).await);
    let told = first.concat();
    for word in ["Ok", "Full", "ReadOnly", "Conflict", "CommitUnknown", "Overloaded", "Failed"] {
        assert!(told.contains(word), "{word} never happened: {told}");
    }
}

/// What a small crowd hears from a store where everything goes wrong now and then, and when.
async fn run(seed: u64) -> Vec<String> {
    let store = Arc::new(FaultStore::new(MemoryStore::new(), FaultPlan::everything(seed)));
    let began_at = Instant::now();
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut crowd = tokio::task::JoinSet::new();
    for number in 0..4 {
        let (store, log) = (Arc::clone(&store), Arc::clone(&log));
        crowd.spawn(async move {
            for _ in 0..400 {
                let written = store.commit(put(number)).await;
                let read = store.get(key(number)).await.map(|_| ());
                let at_ms = began_at.elapsed().as_millis();
                log.lock().push(format!("{number} {at_ms} {written:?} {read:?}\n"));
                sleep(Duration::from_millis(1)).await;
            }
        });
    }
    crowd.join_all().await;
    std::mem::take(&mut *log.lock())
}

fn quiet() -> FaultPlan {
    FaultPlan { sync_ms: 1..=1, ack_ms: 0..=0, ..FaultPlan::latencies_only(1) }
}

fn key(number: u8) -> Key {
    Key::new(Table::Scratch, &u64::from(number))
}

fn put(number: u8) -> Batch {
    let mut batch = Batch::new(Shard::Social);
    batch.ops.push(Op::Put { key: key(number), value: vec![number] });
    batch
}
