//! Nothing is acknowledged before its sync, and one sync serves many.

use storage::contract::BATCH_OPERATIONS_MAX;
use storage::records::Message;
use storage::{CommitError, SledOptions, Store};

use crate::gate::{Gated, Sync, is_pending};
use crate::rows::{batch, key, put};

#[tokio::test]
async fn st1_no_acknowledgement_precedes_its_sync() {
    let mut gated = Gated::open(SledOptions::test());
    for id in 0..20 {
        let mut commit = gated.store.commit(put(id, "hi"));
        gated.sync_begins().await;
        assert!(is_pending(&mut commit));
        gated.sync_ends(Sync::Works);
        assert_eq!(commit.await, Ok(()));
    }
}

#[tokio::test]
async fn st1_what_is_queued_during_a_sync_waits_for_the_next_one() {
    let mut gated = Gated::open(SledOptions::test());
    let first = gated.store.commit(put(0, "first"));
    gated.sync_begins().await;
    let mut queued: Vec<_> = (1..=100).map(|id| gated.store.commit(put(id, "x"))).collect();

    gated.sync_ends(Sync::Works);
    assert_eq!(first.await, Ok(()));
    gated.sync_begins().await;
    assert!(queued.iter_mut().all(is_pending));

    // One sync for all hundred: a second one would never end, since nobody lets it.
    gated.sync_ends(Sync::Works);
    for commit in queued {
        assert_eq!(commit.await, Ok(()));
    }
}

#[tokio::test]
async fn a_group_has_an_upper_bound_of_operations() {
    let mut gated = Gated::open(SledOptions::test());
    let first = gated.store.commit(put(0, "first"));
    gated.sync_begins().await;
    let over = BATCH_OPERATIONS_MAX as u64 + 1;
    let mut queued: Vec<_> = (1..=over).map(|id| gated.store.commit(put(id, "x"))).collect();
    gated.settle_waiting(first).await;

    let last = queued.pop().unwrap();
    gated.sync_begins().await;
    gated.sync_ends(Sync::Works);
    for commit in queued {
        assert_eq!(commit.await, Ok(()));
    }
    gated.settle(last).await;
}

#[tokio::test]
async fn st1_even_a_conflict_is_told_only_after_the_sync() {
    let mut gated = Gated::open(SledOptions::test());
    let first = gated.store.commit(put(0, "first"));
    gated.sync_begins().await;
    let taken = gated.store.commit(put(1, "taken"));
    let mut refused = gated.store.commit(put(1, "again").expect_absent::<Message>(&key(1)));
    gated.settle_waiting(first).await;

    gated.sync_begins().await;
    assert!(is_pending(&mut refused));
    gated.sync_ends(Sync::Works);
    assert_eq!(taken.await, Ok(()));
    assert_eq!(refused.await, Err(CommitError::Conflict));
}

#[tokio::test]
async fn a_group_that_changes_nothing_needs_no_sync() {
    let gated = Gated::open(SledOptions::test());
    assert_eq!(gated.store.commit(batch()).await, Ok(()));
    let conflict = batch().expect_present::<Message>(&key(1));
    assert_eq!(gated.store.commit(conflict).await, Err(CommitError::Conflict));
}

#[tokio::test]
async fn closing_waits_for_what_was_queued_before() {
    let mut gated = Gated::open(SledOptions::test());
    let first = gated.store.commit(put(1, "first"));
    gated.sync_begins().await;
    let second = gated.store.commit(put(2, "second"));
    let mut closed = gated.store.close();
    assert_eq!(gated.store.commit(put(3, "late")).await, Err(CommitError::Closed));
    assert!(is_pending(&mut closed));

    gated.settle_waiting(first).await;
    gated.settle(second).await;
    assert_eq!(closed.await, Ok(()));
}
