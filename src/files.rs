//! Files that come in with messages: what they are, what of them is kept, and for how long.
//!
//! A form is spooled as it arrives ([`arrival`], [`form`]), what came is looked at ([`inspect`]: by
//! its bytes in [`kind`], without its metadata by [`strip`], its pixels in [`picture`]), gets its
//! rows and its name ([`upload`]), and then the message is posted. [`sweep`] finds what was left.

mod arrival;
mod form;
#[cfg(test)]
mod fuzz;
mod inspect;
mod kind;
mod lane;
mod name;
mod picture;
mod portrait;
mod quota;
mod strip;
mod sweep;
#[cfg(test)]
mod tests;
mod upload;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actors::Clock;
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt as _;
use storage::{FileError, FilePlace, FileStore, Spooled, Store};
use tokio::sync::{Mutex, Semaphore};

use crate::config::FileSettings;
pub(crate) use arrival::{ArrivalError, Pace};
pub(crate) use form::{Form, FormError, boundary};
use inspect::{Inspected, inspect};
pub(crate) use kind::{HEAD_BYTES, Kind, UNKNOWN, is_shown, sniff};
use lane::Lane;
pub(crate) use name::sanitise;
pub(crate) use portrait::{PortraitError, name_of};
pub(crate) use quota::QuotaError;
use quota::Quotas;
pub(crate) use upload::{Kept, Label, Received, UploadError};

/// More than any picture of [`picture::THUMBNAIL_SIDE_MAX`] takes.
const SMALL_BYTES_MAX: usize = 2 << 20;

/// Files, their rows, and what bounds them.
pub(crate) struct Files {
    pub(crate) store: FileStore,
    rows: Arc<dyn Store>,
    quotas: Quotas,
    /// Uploads on their way.
    turns: Arc<Semaphore>,
    /// Files that are being looked at.
    looks: Arc<Semaphore>,
    lane: Lane,
    /// A file is removed by one task at a time, or its user got its bytes back twice.
    removing: Mutex<()>,
    settings: FileSettings,
    /// Bytes of one file, of which the settings say the most.
    upload_bytes_max: AtomicU64,
    clock: Clock,
}

impl Files {
    pub(crate) fn new(
        store: FileStore,
        rows: Arc<dyn Store>,
        settings: FileSettings,
        clock: Clock,
    ) -> Self {
        let bytes_max = settings.upload_quota_bytes;
        Self {
            store,
            quotas: Quotas::new(Arc::clone(&rows), bytes_max, settings.uploads_per_user_max),
            rows,
            turns: Arc::new(Semaphore::new(settings.uploads_max)),
            looks: Arc::new(Semaphore::new(settings.image_parallel_max)),
            lane: Lane::default(),
            removing: Mutex::default(),
            upload_bytes_max: AtomicU64::new(settings.upload_bytes_max),
            settings,
            clock,
        }
    }

    /// From now on a file has at most so many bytes; never more than the configuration says.
    pub(crate) fn limit_uploads(&self, bytes_max: Option<u64>) {
        let configured = self.settings.upload_bytes_max;
        let bytes_max = bytes_max.map_or(configured, |wanted| wanted.min(configured));
        self.upload_bytes_max.store(bytes_max, Ordering::Relaxed);
    }

    /// What an upload may take of time and room.
    pub(crate) fn pace(&self) -> Pace {
        Pace {
            whole: Duration::from_millis(self.settings.upload_timeout_ms),
            stall: Duration::from_millis(self.settings.stall_timeout_ms),
            bytes_max: self.settings.message_bytes_max,
        }
    }

    /// A picture that was made here, and is small.
    pub(crate) async fn read_small(&self, place: FilePlace) -> Result<Bytes, FileError> {
        let mut parts = self.store.read(place, None).await?.stream;
        let mut whole = BytesMut::new();
        while let Some(part) = parts.try_next().await? {
            if whole.len() + part.len() > SMALL_BYTES_MAX {
                return Err(FileError::Failed("a small picture is large".into()));
            }
            whole.extend_from_slice(&part);
        }
        Ok(whole.freeze())
    }

    /// Looks at a file off the async workers, a few at once, since decoding takes memory.
    async fn inspect(&self, sent: Spooled) -> Result<Inspected, FileError> {
        let turn = Arc::clone(&self.looks).acquire_owned().await.expect("it is never closed");
        let (store, pixels_max) = (self.store.clone(), self.settings.image_pixels_max);
        let looking = tokio::task::spawn_blocking(move || {
            // The turn lasts as long as the work, also when nobody waits for it any more.
            let _turn = turn;
            inspect(&store, sent, pixels_max)
        });
        looking.await.map_err(|error| FileError::Failed(error.to_string().into()))?
    }
}
