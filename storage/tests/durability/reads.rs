//! Nothing is read before its sync, and a read is of one moment.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use storage::records::Message;
use storage::sled_store::Disk;
use storage::{Scan, SledOptions, SledStore, Store, StoreExt};

use crate::gate::{Gated, Sync};
use crate::rows::{CHANNEL, batch, key, message, put, seen};

#[tokio::test]
async fn st2_no_read_shows_a_row_before_its_sync() {
    let mut gated = Gated::open(SledOptions::test());
    let long = "long ".repeat(2_000);
    let before = [(1, "one"), (2, "two"), (3, "three"), (5, long.as_str())];
    let base = before.iter().fold(batch(), |base, (id, text)| base.put(&message(*id, text)));
    let base = gated.store.commit(base);
    gated.settle(base).await;

    let changes = batch()
        .put(&message(0, "inserted before all"))
        .put(&message(2, "overwritten"))
        .delete::<Message>(&key(3))
        .put(&message(4, &long))
        .put(&message(5, "overwritten by less"))
        .put(&message(9, "inserted after all"));
    let commit = gated.store.commit(changes);
    gated.sync_begins().await;
    assert_eq!(seen(&gated.store).await, before.map(|(id, text)| (id, text.to_owned())));

    gated.sync_ends(Sync::Works);
    commit.await.unwrap();
    let after = [
        (0, "inserted before all"),
        (1, "one"),
        (2, "overwritten"),
        (4, long.as_str()),
        (5, "overwritten by less"),
        (9, "inserted after all"),
    ];
    assert_eq!(seen(&gated.store).await, after.map(|(id, text)| (id, text.to_owned())));
}

#[tokio::test]
async fn st2_a_page_is_filled_up_behind_rows_that_are_hidden() {
    let mut gated = Gated::open(SledOptions::test());
    let base = (1000..1010).fold(batch(), |base, id| base.put(&message(id, "old")));
    let base = gated.store.commit(base);
    gated.settle(base).await;
    let new = (0..900).fold(batch(), |new, id| new.put(&message(id, "new")));
    let new = gated.store.commit(new);
    gated.sync_begins().await;

    let page = gated.store.scan::<Message>(Scan::within(&CHANNEL).limit(5)).await.unwrap();
    assert!(page.iter().map(|message| message.id.get()).eq(1000..1005));
    gated.sync_ends(Sync::Works);
    new.await.unwrap();
}

#[tokio::test]
async fn st2_what_never_got_synced_is_never_read() {
    let mut gated = Gated::open(SledOptions::test());
    let base = gated.store.commit(put(1, "durable"));
    gated.settle(base).await;
    let lost = gated.store.commit(put(1, "lost").put(&message(2, "lost")));
    gated.sync_begins().await;
    gated.sync_ends(Sync::Fails);
    lost.await.unwrap_err();
    assert_eq!(seen(&gated.store).await, [(1, "durable".to_owned())]);
}

/// Counts finished syncs.
struct CountingDisk(Arc<AtomicU64>);

impl Disk for CountingDisk {
    fn sync(&mut self) -> io::Result<()> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn free_bytes(&self) -> io::Result<u64> {
        Ok(u64::MAX)
    }
}

/// Round `n` rewrites rows 0 to 9 with `n`, and moves row `20 + n % 3` on. Every read must find one
/// round, whole, no older than what was durable before the read and no newer than after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn st2_a_read_is_of_one_durable_moment() {
    const ROUNDS: u64 = 400;
    let folder = tempfile::tempdir().unwrap();
    let synced = Arc::new(AtomicU64::new(0));
    let disk = CountingDisk(Arc::clone(&synced));
    let open = |_: &Path, _: &SledOptions| Ok(Box::new(disk) as Box<dyn Disk>);
    let store = Arc::new(SledStore::open_on(folder.path(), SledOptions::test(), open).unwrap());
    store.commit(round(0)).await.unwrap();

    let writer = tokio::spawn({
        let store = Arc::clone(&store);
        async move {
            for n in 1..=ROUNDS {
                store.commit(round(n)).await.unwrap();
            }
        }
    });
    while !writer.is_finished() {
        let before = synced.load(Ordering::SeqCst) - 1;
        let page = store.scan::<Message>(Scan::within(&CHANNEL)).await.unwrap();
        let many: Vec<_> = (0..10).map(key).collect();
        let many = store.load_many::<Message>(&many).await.unwrap();
        let after = synced.load(Ordering::SeqCst) - 1;
        let of_page = one_round(&page);
        let of_many = one_round(&many.into_iter().flatten().collect::<Vec<_>>());
        assert!(before <= of_page + 1 && of_page <= of_many && of_many <= after);
        assert_eq!(page.last().unwrap().id.get(), 20 + of_page % 3);
        assert_eq!(page.len(), 11);
    }
    writer.await.unwrap();
}

fn round(n: u64) -> storage::Batch {
    (0..10)
        .fold(batch(), |rows, id| rows.put(&message(id, &n.to_string())))
        .delete::<Message>(&key(20 + (n + 2) % 3))
        .put(&message(20 + n % 3, &n.to_string()))
}

fn one_round(rows: &[Message]) -> u64 {
    assert!(rows.iter().all(|row| row.content == rows[0].content), "{rows:?}");
    rows[0].content.parse().unwrap()
}
