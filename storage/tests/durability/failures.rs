//! What happens at a bound, and when the disk fails or fills up.

use storage::records::Message;
use storage::{CommitError, Health, ReadError, ReadOnlyReason, SledOptions, Store, StoreExt};

use crate::gate::{Gated, Sync};
use crate::rows::{key, put, seen};

#[tokio::test]
async fn st4_a_failed_sync_ends_all_writing() {
    ends_all_writing(Sync::Fails).await;
}

#[tokio::test]
async fn st4_a_panic_of_the_committer_ends_all_writing() {
    ends_all_writing(Sync::Panics).await;
}

async fn ends_all_writing(how: Sync) {
    let mut gated = Gated::open(SledOptions::test());
    let durable = gated.store.commit(put(1, "durable"));
    gated.settle(durable).await;
    let in_hand = [gated.store.commit(put(2, "in hand"))];
    gated.sync_begins().await;
    let queued = [gated.store.commit(put(3, "queued")), gated.store.commit(put(4, "queued"))];

    gated.sync_ends(how);
    for commit in in_hand {
        assert_eq!(commit.await, Err(CommitError::CommitUnknown));
    }
    let health = gated.store.health();
    assert!(matches!(health, Health::ReadOnly(ReadOnlyReason::WriteFailed(_))), "{health:?}");
    for commit in queued {
        assert_eq!(commit.await, Err(CommitError::ReadOnly));
    }
    assert_eq!(gated.store.commit(put(5, "later")).await, Err(CommitError::ReadOnly));
    assert_eq!(seen(&gated.store).await, [(1, "durable".to_owned())]);
    assert_eq!(gated.store.close().await, Ok(()));
}

#[tokio::test]
async fn st3_a_full_queue_refuses_at_once() {
    let options = SledOptions { queue_operations_max: 10, ..SledOptions::test() };
    let mut gated = Gated::open(options);
    let in_hand = gated.store.commit(put(0, "in hand"));
    gated.sync_begins().await;
    let queued: Vec<_> = (1..=10).map(|id| gated.store.commit(put(id, "queued"))).collect();
    assert_eq!(gated.store.commit(put(11, "one too many")).await, Err(CommitError::Full));

    gated.settle_waiting(in_hand).await;
    gated.sync_begins().await;
    gated.sync_ends(Sync::Works);
    for commit in queued {
        assert_eq!(commit.await, Ok(()));
    }
    let room_again = gated.store.commit(put(11, "room again"));
    gated.settle(room_again).await;
    assert_eq!(gated.store.health(), Health::Ready);
}

#[tokio::test]
async fn st3_the_queue_is_bounded_in_bytes_too() {
    let options = SledOptions { queue_bytes_max: 100_000, ..SledOptions::test() };
    let mut gated = Gated::open(options);
    let in_hand = gated.store.commit(put(0, "in hand"));
    gated.sync_begins().await;
    let long = "x".repeat(60_000);
    let queued = gated.store.commit(put(1, &long));
    assert_eq!(gated.store.commit(put(2, &long)).await, Err(CommitError::Full));
    gated.settle_waiting(in_hand).await;
    gated.settle(queued).await;
}

#[tokio::test]
async fn st3_reads_over_the_bound_are_refused_at_once() {
    let options = SledOptions { read_queue_max: 0, ..SledOptions::test() };
    let gated = Gated::open(options);
    let read = gated.store.load::<Message>(&key(1)).await;
    assert_eq!(read, Err(ReadError::Overloaded));
}

#[tokio::test]
async fn below_the_free_space_floor_the_store_is_read_only_until_space_returns() {
    let options = SledOptions { free_space_floor_bytes: 1_000, ..SledOptions::test() };
    let mut gated = Gated::open(options);
    let durable = gated.store.commit(put(1, "durable"));
    gated.settle(durable).await;

    gated.set_free_bytes(999);
    assert_eq!(gated.store.commit(put(2, "refused")).await, Err(CommitError::ReadOnly));
    let reason = ReadOnlyReason::SpaceBelowFloor { free_bytes: 999, floor_bytes: 1_000 };
    assert_eq!(gated.store.health(), Health::ReadOnly(reason));
    assert_eq!(seen(&gated.store).await, [(1, "durable".to_owned())]);

    gated.set_free_bytes(1_000);
    let taken = gated.store.commit(put(3, "taken"));
    gated.settle(taken).await;
    assert_eq!(gated.store.health(), Health::Ready);
}
