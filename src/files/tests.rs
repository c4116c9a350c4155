//! What becomes of files that no message carries, within a whole server.

use axum::http::StatusCode;
use futures_util::TryStreamExt as _;
use protocol::{AttachmentId, ChannelId, UserId};
use serde_json::Value;
use storage::records::{Message, Upload, UserUpload};
use storage::{Batch, FilePlace, Part, Shard, StoreExt as _};

use crate::files::{Files, UploadError};
use crate::harness::{Actor, World, body_of};

const OLD_MS: i64 = 3_600_000;

struct Room {
    world: World,
    ada: Actor,
    channel: String,
}

impl Room {
    async fn open() -> Self {
        let (world, ada, guild) = World::claimed().await;
        let channel = world.general(&ada, &guild).await;
        Self { world, ada, channel }
    }

    fn files(&self) -> &Files {
        &self.world.app.files
    }

    fn channel(&self) -> ChannelId {
        self.channel.parse().expect("an id")
    }

    /// Posts a file, and returns its message.
    async fn post(&self) -> Value {
        let form = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nhello\
            \r\n--x--\r\n";
        let path = format!("/api/v10/channels/{}/messages", self.channel);
        let request = self.world.request(reqwest::Method::POST, &path, Some(&self.ada));
        let request = request.header("content-type", "multipart/form-data; boundary=x").body(form);
        body_of(request.send().await.expect("an answer"), StatusCode::OK).await
    }

    /// Marks a message as deleted, of which only the sweep learns.
    async fn delete(&self, message: &Value) {
        let id = message["id"].as_str().expect("an id").parse().expect("an id");
        let message = self.world.app.store.load::<Message>(&(self.channel(), id)).await;
        let mut message = message.expect("the store answers").expect("the message");
        message.deleted_at_ms = Some(1);
        self.commit(Batch::new(Shard::Social).put(&message)).await;
    }

    async fn status(&self, message: &Value) -> u16 {
        let url = message["attachments"][0]["url"].as_str().expect("an address");
        let path = url.strip_prefix(&self.world.base).expect("an address of this server");
        self.world.get(path, None).await.status().as_u16()
    }

    /// Keeps bytes at the place of an attachment, as a process does that is killed after it.
    async fn keep(&self, id: AttachmentId) {
        let mut spool = self.files().store.spool().await.expect("room");
        spool.write(b"left").await.expect("room");
        let place = FilePlace::Attachment(self.channel(), id, Part::Whole);
        let spooled = spool.finish().await.expect("room");
        self.files().store.keep(spooled, place).await.expect("room");
    }

    async fn commit(&self, batch: Batch) {
        self.world.app.store.commit(batch).await.expect("the store takes it");
    }

    async fn places(&self) -> usize {
        let listed = self.files().store.list();
        listed.try_fold(0, |count, _| async move { Ok(count + 1) }).await.expect("a list")
    }

    /// A round of the sweep, some time from now.
    async fn sweep(&self, later_ms: i64) -> Result<usize, UploadError> {
        self.files().sweep_at(self.world.app.clock.now_ms() + later_ms).await
    }
}

#[tokio::test]
async fn fq2_a_file_that_two_remove_at_once_gives_its_bytes_back_once() {
    let room = Room::open().await;
    let user: UserId = room.ada.id.parse().expect("an id");
    let deleted = room.post().await;
    room.post().await;
    assert_eq!(room.files().quotas.bytes_of(user), Some(10));
    room.delete(&deleted).await;
    let (one, other) = tokio::join!(room.sweep(0), room.sweep(0));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(room.files().quotas.bytes_of(user), Some(5));
}

#[tokio::test]
async fn fw1_the_file_of_a_deleted_message_is_gone_at_once_and_its_bytes_with_the_sweep() {
    let room = Room::open().await;
    let (kept, deleted) = (room.post().await, room.post().await);
    assert_eq!(room.sweep(10 * OLD_MS).await.ok(), Some(0));
    assert_eq!((room.status(&kept).await, room.status(&deleted).await), (200, 200));

    room.delete(&deleted).await;
    assert_eq!((room.status(&kept).await, room.status(&deleted).await), (200, 404));
    assert_eq!(room.places().await, 2);
    assert_eq!(room.sweep(0).await.ok(), Some(1));
    assert_eq!(room.places().await, 1);
    assert_eq!(room.status(&kept).await, 200);
}

#[tokio::test]
async fn fw1_what_a_killed_process_left_is_removed_once_it_is_old() {
    let room = Room::open().await;
    let now_ms = room.world.app.clock.now_ms();
    let user: UserId = room.ada.id.parse().expect("an id");
    // Killed before the message came; killed before the bytes came; restored from a backup.
    let [named, promised, unknown] = [(); 3].map(|()| room.world.app.engine.next_id().into());
    for id in [named, promised] {
        let upload = Upload {
            id,
            channel: room.channel(),
            user,
            bytes: 4,
            message: None,
            created_at_ms: now_ms,
        };
        room.commit(Batch::new(Shard::Social).put(&upload)).await;
    }
    room.commit(Batch::new(Shard::Social).put(&UserUpload { user, id: named, bytes: 4 })).await;
    room.commit(Batch::new(Shard::Social).put(&UserUpload { user, id: unknown, bytes: 4 })).await;
    room.keep(named).await;
    room.keep(unknown).await;

    assert_eq!(room.sweep(OLD_MS / 2).await.ok(), Some(0));
    assert_eq!(room.places().await, 2);
    assert_eq!(room.sweep(2 * OLD_MS).await.ok(), Some(3));
    assert_eq!(room.places().await, 0);
    let store = &room.world.app.store;
    for id in [named, promised] {
        assert_eq!(store.load::<Upload>(&id).await.expect("an answer"), None);
    }
    for id in [named, unknown] {
        assert_eq!(store.load::<UserUpload>(&(user, id)).await.expect("an answer"), None);
    }
}
