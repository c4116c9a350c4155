use std::fs;

use futures_util::TryStreamExt as _;
use protocol::{AttachmentId, ChannelId};

use super::*;

const PLACE: FilePlace =
    FilePlace::Attachment(ChannelId::new(1), AttachmentId::new(2), Part::Whole);

async fn kept(store: &FileStore, place: FilePlace, bytes: &[u8]) {
    let mut spool = store.spool().await.unwrap();
    for part in bytes.chunks(100_000) {
        spool.write(part).await.unwrap();
    }
    assert_eq!(spool.bytes(), bytes.len() as u64);
    store.keep(spool.finish().await.unwrap(), place).await.unwrap();
}

async fn read(store: &FileStore, range: Option<Range<u64>>) -> Result<Vec<u8>, FileError> {
    let parts: Vec<_> = store.read(PLACE, range).await?.stream.try_collect().await?;
    Ok(parts.concat())
}

fn names(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[tokio::test]
async fn fi1_what_was_kept_is_read_as_a_whole_and_in_parts_also_after_opening_again() {
    let root = tempfile::tempdir().unwrap();
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| at as u8).collect();
    kept(&FileStore::local(root.path(), 0).unwrap(), PLACE, &bytes).await;

    let store = FileStore::local(root.path(), 0).unwrap();
    assert_eq!(store.bytes(PLACE).await, Ok(300_000));
    assert_eq!(read(&store, None).await.unwrap(), bytes);
    assert_eq!(read(&store, Some(99_990..200_010)).await.unwrap(), bytes[99_990..200_010]);
    assert_eq!(read(&store, Some(299_999..300_000)).await.unwrap(), bytes[299_999..]);
    assert_eq!(names(&root.path().join(SPOOL)), 0);
}

#[tokio::test]
async fn fi2_what_nobody_keeps_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let store = FileStore::local(root.path(), 0).unwrap();
    let mut spool = store.spool().await.unwrap();
    spool.write(b"half").await.unwrap();
    assert_eq!(names(&root.path().join(SPOOL)), 1);
    drop(spool);
    let mut spool = store.spool().await.unwrap();
    spool.write(b"whole").await.unwrap();
    drop(spool.finish().await.unwrap());
    assert_eq!(names(&root.path().join(SPOOL)), 0);
    assert_eq!(read(&store, None).await, Err(FileError::Missing));
}

#[tokio::test]
async fn fi2_what_is_spooled_by_a_writer_is_kept_like_the_rest_and_a_failed_one_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let store = FileStore::local(root.path(), 0).unwrap();
    let written = store.spool_blocking(|to| std::io::Write::write(to, b"made here")).unwrap();
    assert_eq!((written.0.bytes(), written.1), (9, 9));
    store.keep(written.0, PLACE).await.unwrap();
    assert_eq!(read(&store, None).await.unwrap(), b"made here");
    let failed = store.spool_blocking(|_| Err::<(), _>(io::ErrorKind::StorageFull.into()));
    assert_eq!(failed.err(), Some(FileError::Full));
    assert_eq!(names(&root.path().join(SPOOL)), 0);
}

#[tokio::test]
async fn a_removed_file_is_gone_and_removing_it_again_is_no_error() {
    let root = tempfile::tempdir().unwrap();
    let store = FileStore::local(root.path(), 0).unwrap();
    kept(&store, PLACE, b"").await;
    assert_eq!(read(&store, None).await, Ok(Vec::new()));
    store.remove(PLACE).await.unwrap();
    store.remove(PLACE).await.unwrap();
    assert_eq!(store.bytes(PLACE).await, Err(FileError::Missing));
}

#[tokio::test]
async fn everything_kept_is_listed_and_what_is_not_ours_has_no_place() {
    let root = tempfile::tempdir().unwrap();
    let store = FileStore::local(root.path(), 0).unwrap();
    kept(&store, PLACE, b"x").await;
    fs::write(root.path().join(OBJECTS).join("notes.txt"), "mine").unwrap();
    let listed: Vec<Stored> = store.list().try_collect().await.unwrap();
    let mut places: Vec<_> = listed.iter().map(|stored| stored.place).collect();
    places.sort_by_key(Option::is_some);
    assert_eq!(places, [None, Some(PLACE)]);
    assert!(listed.iter().all(|stored| stored.kept_at_ms > 0));
}

#[test]
fn the_secret_of_an_account_is_not_logged() {
    let options = S3Options {
        endpoint: "http://127.0.0.1:1".to_owned(),
        bucket: "files".to_owned(),
        region: "here".to_owned(),
        access_key_id: "me".to_owned(),
        secret_access_key: "hush".to_owned(),
    };
    assert!(!format!("{options:?}").contains("hush"));
}
