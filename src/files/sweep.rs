//! Removes what belongs to no message: of deleted ones, of uploads that nothing came of, and of
//! processes that were killed in between.
//!
//! - FW1  A file is removed only when it is old enough that nothing can still be on its way, or when
//!   its message is gone.
//! - FW2  Bytes go before their rows, so that a sweep that is broken off is done again.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use protocol::AttachmentId;
use storage::records::{Guild, Message, Upload, User, UserUpload};
use storage::{Batch, FilePlace, Record as _, Scan, Shard, StoreExt as _};

use super::Files;
use super::portrait::name_text;
use super::upload::UploadError;

/// Rows that are looked at together.
const PAGE_ROWS: usize = 200;
/// Between two pages, so that a sweep never holds up posts.
const PAUSE: Duration = Duration::from_millis(20);

impl Files {
    /// Sweeps for as long as the process runs.
    pub(crate) async fn keep_sweeping(&self) {
        loop {
            tokio::time::sleep(Duration::from_millis(self.settings.sweep_interval_ms)).await;
            match self.sweep_at(self.clock.now_ms()).await {
                Ok(0) => {}
                Ok(removed) => tracing::info!(removed, "files of no message were removed"),
                Err(error) => {
                    tracing::warn!(%error, "a sweep of files was broken off; the next one goes on");
                }
            }
        }
    }

    /// One round. Tells how many files were removed.
    pub(crate) async fn sweep_at(&self, now_ms: i64) -> Result<usize, UploadError> {
        let age_ms = i64::try_from(self.settings.orphan_age_ms).unwrap_or(i64::MAX);
        let old_ms = now_ms.saturating_sub(age_ms);
        let rows = self.sweep_rows(old_ms).await?;
        self.sweep_shares(old_ms).await?;
        Ok(rows + self.sweep_bytes(old_ms).await?)
    }

    /// Removes those of these files that no message carries any more.
    pub(crate) async fn release(&self, files: &[AttachmentId]) {
        if let Err(error) = self.release_all(files).await {
            tracing::warn!(%error, "files are left to the sweep");
        }
    }

    async fn release_all(&self, files: &[AttachmentId]) -> Result<(), UploadError> {
        let uploads = self.rows.load_many::<Upload>(files).await?;
        let uploads: Vec<_> = uploads.into_iter().flatten().collect();
        // Whatever has no message yet is on its way.
        for upload in self.orphans(&uploads, i64::MIN).await? {
            self.remove_kept(&upload).await?;
        }
        Ok(())
    }

    /// Removes a file that its user was charged for, once: others may be at it too.
    async fn remove_kept(&self, upload: &Upload) -> Result<(), UploadError> {
        let _one_at_a_time = self.removing.lock().await;
        if self.rows.load::<Upload>(&upload.id).await?.is_none() {
            return Ok(());
        }
        self.remove(upload).await?;
        self.quotas.removed(upload.user, upload.bytes);
        Ok(())
    }

    /// Files whose message is gone or never came.
    async fn sweep_rows(&self, old_ms: i64) -> Result<usize, UploadError> {
        let (mut removed, mut after) = (0, None);
        loop {
            let mut scan = Scan::<Upload>::within(&()).limit(PAGE_ROWS);
            if let Some(after) = &after {
                scan = scan.after(after);
            }
            let page = self.rows.scan(scan).await?;
            for upload in self.orphans(&page, old_ms).await? {
                match self.remove_kept(&upload).await {
                    Ok(()) => removed += 1,
                    // The others need not wait for it.
                    Err(error) => tracing::warn!(%error, file = %upload.id, "a file stays for now"),
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE_ROWS => after = Some(last.id),
                _ => return Ok(removed),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// FW1.
    async fn orphans(&self, uploads: &[Upload], old_ms: i64) -> Result<Vec<Upload>, UploadError> {
        let key = |upload: &Upload| Some((upload.channel, upload.message?));
        let keys: Vec<_> = uploads.iter().filter_map(key).collect();
        let messages = self.rows.load_many::<Message>(&keys).await?;
        let living = messages.into_iter().flatten().filter(|found| found.deleted_at_ms.is_none());
        let carried: HashSet<AttachmentId> =
            living.flat_map(|message| message.attachments).map(|file| file.id).collect();
        let is_orphan = |upload: &&Upload| match upload.message {
            Some(_) => !carried.contains(&upload.id),
            None => upload.created_at_ms <= old_ms,
        };
        Ok(uploads.iter().filter(is_orphan).copied().collect())
    }

    /// What a user is charged for files that are not there.
    async fn sweep_shares(&self, old_ms: i64) -> Result<(), UploadError> {
        let mut after = None;
        loop {
            let mut scan = Scan::<UserUpload>::all().limit(PAGE_ROWS);
            if let Some(after) = &after {
                scan = scan.after(after);
            }
            let page = self.rows.scan(scan).await?;
            let ids: Vec<_> = page.iter().map(|share| share.id).collect();
            let uploads = self.rows.load_many::<Upload>(&ids).await?;
            for (share, _) in page.iter().zip(&uploads).filter(|(_, upload)| upload.is_none()) {
                if share.id.created_at_ms() <= old_ms {
                    let batch = Batch::new(Shard::Social);
                    self.rows.commit(batch.delete::<UserUpload>(&share.key())).await?;
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE_ROWS => after = Some(last.key()),
                _ => return Ok(()),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Bytes that no row knows: of pictures that were replaced, and of a store that was put back from
    /// a backup.
    async fn sweep_bytes(&self, old_ms: i64) -> Result<usize, UploadError> {
        let mut removed = 0;
        let mut listed = self.store.list();
        while let Some(stored) = listed.try_next().await? {
            let Some(place) = stored.place else { continue };
            if stored.kept_at_ms <= old_ms && !self.is_named(place).await? {
                self.store.remove(place).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Whether a row says that the file is there.
    async fn is_named(&self, place: FilePlace) -> Result<bool, UploadError> {
        let (named, name) = match place {
            FilePlace::Attachment(_, id, _) => {
                return Ok(self.rows.load::<Upload>(&id).await?.is_some());
            }
            FilePlace::Avatar(user, name) => {
                (self.rows.load::<User>(&user).await?.and_then(|user| user.avatar), name)
            }
            FilePlace::Icon(guild, name) => {
                (self.rows.load::<Guild>(&guild).await?.and_then(|guild| guild.icon), name)
            }
        };
        Ok(named == Some(name_text(name)))
    }
}
