//! From a form to files that a message can carry.
//!
//! - FU1  Nothing is named before all of it is there: an upload that is cut off leaves nothing.
//! - FU2  A file has its row before it has its name, and its name until it has no row: a process that
//!   is killed in between leaves what the sweep finds.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use protocol::{AttachmentId, ChannelId, UserId};
use storage::records::{Attachment, Upload, UserUpload};
use storage::{Batch, CommitError, FileError, FilePlace, Part, ReadError, Shard};
use tokio::sync::OwnedSemaphorePermit;

use super::Files;
use super::form::{Form, FormError, FormFile, FormPart};
use super::inspect::Inspected;
use super::quota::{QuotaError, Share};

/// Why files were not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    /// The form did not arrive, or is none.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The user's share.
    #[error(transparent)]
    Quota(#[from] QuotaError),
    /// A file is larger than one may be.
    #[error("a file is too large")]
    TooLarge,
    /// Too many uploads are on their way.
    #[error("too many uploads at once")]
    Busy,
    /// The disk, or whatever keeps files.
    #[error(transparent)]
    File(#[from] FileError),
    /// The store.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A form that arrived as a whole. Dropping it removes its files.
pub(crate) struct Received {
    /// The message as JSON, if the form had one.
    pub(crate) payload: Option<Bytes>,
    pub(crate) files: Vec<ReceivedFile>,
    share: Share,
    _turn: OwnedSemaphorePermit,
}

/// A file that arrived.
pub(crate) struct ReceivedFile {
    /// The `n` of `files[n]`.
    pub(crate) number: u64,
    /// As its sender called it.
    pub(crate) filename: String,
    inspected: Inspected,
}

/// What its sender says of a file besides its bytes.
#[derive(Debug, Default)]
pub(crate) struct Label {
    /// Made harmless before.
    pub(crate) filename: String,
    pub(crate) description: Option<String>,
    pub(crate) spoiler: bool,
}

/// Files that have their rows and their names, and no message yet.
pub(crate) struct Kept {
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) uploads: Vec<Upload>,
    share: Share,
}

impl Files {
    /// Takes in a form. The files are on the local disk, and nobody knows of them.
    pub(crate) async fn receive(
        &self,
        mut form: Form,
        user: UserId,
    ) -> Result<Received, UploadError> {
        let turns = Arc::clone(&self.turns);
        let turn = turns.try_acquire_owned().map_err(|_| UploadError::Busy)?;
        let mut share = self.quotas.begin(user).await?;
        let (mut payload, mut files) = (None, Vec::new());
        while let Some(part) = form.next().await? {
            match part {
                FormPart::Payload(json) => payload = Some(json),
                FormPart::Other => {}
                FormPart::File(file) => files.push(self.receive_file(file, &mut share).await?),
            }
        }
        Ok(Received { payload, files, share, _turn: turn })
    }

    async fn receive_file(
        &self,
        mut file: Box<FormFile>,
        share: &mut Share,
    ) -> Result<ReceivedFile, UploadError> {
        let mut spool = self.store.spool().await?;
        while let Some(chunk) = file.chunk().await? {
            let bytes = chunk.len() as u64;
            if spool.bytes() + bytes > self.upload_bytes_max.load(Ordering::Relaxed) {
                return Err(UploadError::TooLarge);
            }
            share.take(bytes)?;
            self.lane.turn(spool.write(&chunk)).await?;
        }
        let spooled = self.lane.turn(spool.finish()).await?;
        let inspected = self.inspect(spooled).await?;
        let thumbnail_bytes = inspected.thumbnail.as_ref().map_or(0, |small| small.bytes());
        share.take(thumbnail_bytes)?;
        Ok(ReceivedFile { number: file.number, filename: file.filename, inspected })
    }

    /// Gives files their rows and their names. Resolves when both are durable.
    pub(crate) async fn keep(
        &self,
        received: Received,
        shard: Shard,
        channel: ChannelId,
        user: UserId,
        labels: Vec<Label>,
        next_id: impl Fn() -> u64,
    ) -> Result<Kept, UploadError> {
        let Received { files, share, .. } = received;
        let mut kept = Kept { attachments: Vec::new(), uploads: Vec::new(), share };
        for (file, label) in files.iter().zip(labels) {
            let id = AttachmentId::new(next_id());
            let attachment = attachment(id, &file.inspected, label);
            let thumbnail_bytes =
                file.inspected.thumbnail.as_ref().map_or(0, |small| small.bytes());
            kept.uploads.push(Upload {
                id,
                channel,
                user,
                bytes: attachment.size + thumbnail_bytes,
                message: None,
                created_at_ms: self.clock.now_ms(),
            });
            kept.attachments.push(attachment);
        }
        let named = self.name(&kept.uploads, files, shard).await;
        match named {
            Ok(()) => Ok(kept),
            Err(error) => {
                self.discard(&kept.uploads).await;
                Err(error)
            }
        }
    }

    /// FU2.
    async fn name(
        &self,
        uploads: &[Upload],
        files: Vec<ReceivedFile>,
        shard: Shard,
    ) -> Result<(), UploadError> {
        let mut shares = Batch::new(Shard::Social);
        let mut rows = Batch::new(shard);
        for upload in uploads {
            let Upload { id, user, bytes, .. } = *upload;
            shares = shares.put(&UserUpload { user, id, bytes });
            rows = rows.put(upload);
        }
        self.rows.commit(shares).await?;
        self.rows.commit(rows).await?;
        for (upload, file) in uploads.iter().zip(files) {
            let place = |part| FilePlace::Attachment(upload.channel, upload.id, part);
            let Inspected { whole, thumbnail, .. } = file.inspected;
            self.store.keep(whole, place(Part::Whole)).await?;
            if let Some(thumbnail) = thumbnail {
                self.store.keep(thumbnail, place(Part::Thumbnail)).await?;
            }
        }
        Ok(())
    }

    /// Removes files that belong to no message. What cannot be removed now, the sweep finds.
    pub(crate) async fn discard(&self, uploads: &[Upload]) {
        for upload in uploads {
            if let Err(error) = self.remove(upload).await {
                tracing::warn!(%error, "a file is left to the sweep");
            }
        }
    }

    /// FU2: bytes, then rows.
    pub(super) async fn remove(&self, upload: &Upload) -> Result<(), UploadError> {
        let Upload { id, channel, user, .. } = *upload;
        for part in [Part::Whole, Part::Thumbnail] {
            self.store.remove(FilePlace::Attachment(channel, id, part)).await?;
        }
        // Each row is a batch's only one, so that it does not matter whose shard it is.
        self.rows.commit(Batch::new(Shard::Social).delete::<Upload>(&id)).await?;
        self.rows.commit(Batch::new(Shard::Social).delete::<UserUpload>(&(user, id))).await?;
        Ok(())
    }
}

impl Kept {
    /// The files belong to a message now.
    pub(crate) fn settle(self) {
        self.share.keep();
    }
}

fn attachment(id: AttachmentId, inspected: &Inspected, label: Label) -> Attachment {
    Attachment {
        id,
        filename: label.filename,
        content_type: inspected.content_type.to_owned(),
        size: inspected.whole.bytes(),
        width: inspected.size.map(|(width, _)| width),
        height: inspected.size.map(|(_, height)| height),
        thumbnail: inspected.thumbnail.is_some(),
        description: label.description,
        spoiler: label.spoiler,
    }
}
