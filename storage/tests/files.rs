//! The files of the sled engine: what opens, what is refused and in which words, what a backup
//! holds, and that nothing is put where nothing is synced.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::Path;

use protocol::{ChannelId, MessageId};
use storage::contract::BackupError;
use storage::records::{LogEntry, LogKind, Schema};
use storage::sled_store::compact;
use storage::{
    Batch, CommitError, Key, Op, OpenError, Scan, Shard, SledOptions, SledStore, Store, StoreExt,
    Table, migrate,
};

const CHANNEL: ChannelId = ChannelId::new(10);

#[tokio::test]
async fn st1_what_was_acknowledged_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), 100).await;
    let store = open(folder.path());
    assert_eq!(store.last::<LogEntry>(&CHANNEL).await.unwrap(), Some(entry(100)));
}

#[tokio::test]
async fn a_store_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let second = SledStore::open(folder.path(), SledOptions::test());
    assert!(matches!(second.err().unwrap(), OpenError::Locked(path) if path == folder.path()));

    store.close().await.unwrap();
    open(folder.path());
}

#[tokio::test]
async fn st5_long_values_never_reach_the_folder_that_nothing_syncs() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for round in 0..6_u64 {
        let commits: Vec<_> = (0..40_u64)
            .map(|row| {
                let bytes = 8_000 + usize::try_from((row * 1_300 + round * 700) % 52_000).unwrap();
                store.commit(value(row, bytes))
            })
            .collect();
        for commit in commits {
            commit.await.unwrap();
        }
    }
    store.close().await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("blobs")).unwrap().count(), 0);
    open(folder.path());
}

/// sled answers some damage with an error, some with a panic, some by dropping the end of its log,
/// and some only shows when a page is read. Wherever the bit is: the process lives, and neither
/// reads a wrong row nor takes a lost one for one that never was.
#[tokio::test]
async fn a_flipped_bit_is_an_error_and_never_a_wrong_or_a_lost_row() {
    flip_bits(1).await;
}

/// Opening writes a snapshot of what the log held. Damage before it is met in another way.
#[tokio::test]
async fn a_flipped_bit_in_a_store_opened_before_is_an_error_too() {
    flip_bits(3).await;
}

async fn flip_bits(times_opened: u32) {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good");
    for _ in 0..times_opened {
        let store = open(&good);
        fill(&store, 2_000).await;
        store.close().await.unwrap();
    }

    let bytes = std::fs::read(good.join("db")).unwrap();
    let written = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    let mut noticed = 0;
    for place in (0..24).map(|part| written / 24 * part + 17) {
        let bad = folder.path().join(format!("bad{place}"));
        copy(&good, &bad);
        let mut damaged = bytes.clone();
        damaged[place] ^= 0b100;
        std::fs::write(bad.join("db"), damaged).unwrap();
        noticed += u32::from(!opens_and_reads_truly(&bad).await);
    }
    assert!(noticed > 0, "no damage was noticed: is the place of the bits right?");
}

/// Whether the store opens and answers every row. A wrong row panics.
async fn opens_and_reads_truly(path: &Path) -> bool {
    let store = match SledStore::open(path, SledOptions::test()) {
        Ok(store) => store,
        Err(error @ OpenError::Corrupt { .. }) => {
            assert!(error.to_string().contains("Restore the latest backup"), "{error}");
            return false;
        }
        Err(error) => panic!("{error}"),
    };
    let mut whole = true;
    for seq in 1..=2_000 {
        match store.load::<LogEntry>(&(CHANNEL, seq)).await {
            Ok(found) => assert_eq!(found, Some(entry(seq))),
            Err(_) => whole = false,
        }
    }
    whole
}

#[tokio::test]
async fn mi1_a_newer_store_is_refused_even_to_a_migration() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let newer = Schema { version: migrate::current() + 1 };
    store.commit(Batch::new(Shard::Social).put(&newer)).await.unwrap();
    drop(store);

    let refused = SledStore::open(folder.path(), SledOptions::local()).err().unwrap();
    assert!(matches!(refused, OpenError::Newer { stored, .. } if stored == newer.version));
    assert!(matches!(migrate::plan(folder.path()), Err(OpenError::Newer { .. })));
    let status = migrate::status(folder.path()).unwrap();
    assert_eq!((status.stored, status.current), (newer.version, migrate::current()));
}

#[tokio::test]
async fn a_store_without_its_schema_row_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    fill(&store, 1).await;
    store.commit(Batch::new(Shard::Social).delete::<Schema>(&())).await.unwrap();
    drop(store);
    let refused = SledStore::open(folder.path(), SledOptions::test()).err().unwrap();
    assert!(matches!(refused, OpenError::Corrupt { .. }), "{refused}");
}

#[test]
fn migration_tools_make_no_store_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere");
    assert!(matches!(migrate::status(&nowhere), Err(OpenError::Io(_))));
    assert!(matches!(migrate::up(&nowhere, SledOptions::test()), Err(OpenError::Io(_))));
    assert!(!nowhere.exists());
}

#[tokio::test]
async fn migrating_a_store_that_is_up_to_date_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), 3).await;
    assert_eq!(migrate::plan(folder.path()).unwrap(), []);
    let status = migrate::up(folder.path(), SledOptions::production()).unwrap();
    assert_eq!(status.stored, migrate::current());
    assert_eq!(open(folder.path()).last::<LogEntry>(&CHANNEL).await.unwrap(), Some(entry(3)));
}

#[tokio::test]
async fn a_backup_made_under_load_opens_and_holds_what_was_acknowledged_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("store"));
    fill(&store, 500).await;
    store.commit(value(1, 60_000)).await.unwrap();

    let to = folder.path().join("backup");
    let backup = store.backup(to.clone());
    let during: Vec<_> = (501..=1_000).map(|seq| store.commit(put(seq))).collect();
    let report = backup.await.unwrap();
    for commit in during {
        commit.await.unwrap();
    }
    assert!(report.rows >= 502 && report.bytes > 0, "{report:?}");

    let copy = open(&to);
    let log: Vec<LogEntry> = copy.scan(Scan::within(&CHANNEL).limit(1_000)).await.unwrap();
    assert!(log.len() >= 500);
    assert!(log.into_iter().zip(1..).all(|(found, seq)| found == entry(seq)));
    let long = copy.get(Key::new(Table::Scratch, &1_u64)).await.unwrap().unwrap();
    assert_eq!(long.len(), encoded(60_000).len());
}

#[tokio::test]
async fn a_backup_that_cannot_be_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let floor = SledOptions { free_space_floor_bytes: 0, ..SledOptions::test() };
    let store = SledStore::open(&folder.path().join("store"), floor).unwrap();
    fill(&store, 10).await;

    let taken = folder.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("precious"), "x").unwrap();
    assert_eq!(store.backup(taken.clone()).await, Err(BackupError::NotEmpty));
    assert!(taken.join("precious").exists());

    let damaged = Op::Put { key: Key::new(Table::Scratch, &1_u64), value: vec![1; 9] };
    let mut batch = Batch::new(Shard::Social);
    batch.ops.push(damaged);
    store.commit(batch).await.unwrap();
    let to = folder.path().join("backup");
    assert!(matches!(store.backup(to.clone()).await, Err(BackupError::Damaged(_))));
    assert!(!to.exists());

    store.close().await.unwrap();
    assert_eq!(store.backup(to).await, Err(BackupError::Unavailable));
}

#[tokio::test]
async fn a_backup_leaves_the_free_space_floor_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    drop(open(&path));
    let floor = SledOptions { free_space_floor_bytes: u64::MAX / 2, ..SledOptions::test() };
    let store = SledStore::open(&path, floor).unwrap();
    assert_eq!(store.commit(put(1)).await, Err(CommitError::ReadOnly));

    let to = folder.path().join("backup");
    assert!(matches!(store.backup(to.clone()).await, Err(BackupError::NoSpace { .. })));
    assert!(!to.exists());
}

#[tokio::test]
async fn compaction_keeps_every_row_and_gives_space_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let store = open(&path);
    fill(&store, 300).await;
    for row in 0..100 {
        store.commit(value(row, 60_000)).await.unwrap();
    }
    let mut delete = Batch::new(Shard::Social);
    let keys = (3..100_u64).map(|row| Key::new(Table::Scratch, &row));
    delete.ops = keys.map(|key| Op::Delete { key }).collect();
    store.commit(delete).await.unwrap();
    assert!(matches!(compact(&path), Err(OpenError::Locked(_))));
    drop(store);

    // What an interrupted compaction leaves behind is no obstacle.
    std::fs::create_dir(folder.path().join("store.compacting")).unwrap();
    let compacted = compact(&path).unwrap();
    assert!(compacted.after_bytes < compacted.before_bytes / 2, "{compacted:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let store = open(&path);
    let log: Vec<LogEntry> = store.scan(Scan::within(&CHANNEL)).await.unwrap();
    assert!(log.into_iter().eq((1..=300).map(entry)));
    for row in 0..3_u64 {
        let long = store.get(Key::new(Table::Scratch, &row)).await.unwrap();
        assert_eq!(long, Some(encoded(60_000)));
    }
    store.commit(put(301)).await.unwrap();
}

fn open(path: &Path) -> SledStore {
    SledStore::open(path, SledOptions::test()).unwrap()
}

async fn fill(store: &dyn Store, entries: u64) {
    let commits: Vec<_> = (1..=entries).map(|seq| store.commit(put(seq))).collect();
    for commit in commits {
        commit.await.unwrap();
    }
}

fn put(seq: u64) -> Batch {
    Batch::new(Shard::Social).put(&entry(seq))
}

fn entry(seq: u64) -> LogEntry {
    let message = MessageId::new(seq * 7);
    LogEntry { channel: CHANNEL, seq, kind: LogKind::Create, message, created_at_ms: 0 }
}

fn value(row: u64, bytes: usize) -> Batch {
    let mut batch = Batch::new(Shard::Social);
    batch.ops.push(Op::Put { key: Key::new(Table::Scratch, &row), value: encoded(bytes) });
    batch
}

/// A sealed value of some length, as a backup wants to see them.
fn encoded(bytes: usize) -> Vec<u8> {
    storage::codec::seal(1, &vec![7; bytes])
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
