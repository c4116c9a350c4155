//! The settings of files.

use serde::{Deserialize, Serialize};

use super::Profile;
use super::settings::{KIB, MIB, MINUTE_MS, SECOND_MS};

/// What keeps files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FileKeeper {
    /// A folder of the data directory.
    Local,
    /// A server that speaks S3.
    S3,
}

/// Files: how large, how many, how long, and where they are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileSettings {
    pub(crate) keeper: FileKeeper,
    /// The largest file.
    pub(crate) upload_bytes_max: u64,
    /// The largest message with all its files.
    pub(crate) message_bytes_max: u64,
    /// What all files of one user may take.
    pub(crate) upload_quota_bytes: u64,
    /// Uploads on their way at once; more are refused.
    pub(crate) uploads_max: usize,
    /// Of one user.
    pub(crate) uploads_per_user_max: usize,
    /// How long an upload may take in all.
    pub(crate) upload_timeout_ms: u64,
    /// How long an upload may take for 32 KiB.
    pub(crate) stall_timeout_ms: u64,
    /// Pictures with more pixels are kept, and not shown. Decoding one takes four bytes a pixel.
    pub(crate) image_pixels_max: u64,
    /// Pictures decoded at once.
    pub(crate) image_parallel_max: usize,
    /// The largest picture of a user or a guild, as it is sent.
    pub(crate) picture_bytes_max: usize,
    /// Below this much free space nothing is taken.
    pub(crate) free_space_floor_bytes: u64,
    /// From the end of one round of removing what belongs to no message to the beginning of the next.
    pub(crate) sweep_interval_ms: u64,
    /// How old a file without a message has to be before it is removed.
    pub(crate) orphan_age_ms: u64,
    /// The address of the server, for example `https://s3.example`.
    pub(crate) s3_endpoint: String,
    pub(crate) s3_bucket: String,
    pub(crate) s3_region: String,
    pub(crate) s3_access_key_id: String,
    pub(crate) s3_secret_access_key: String,
}

/// Without the secret: whoever logs it must not give it away.
impl std::fmt::Debug for FileSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileSettings")
            .field("keeper", &self.keeper)
            .field("s3_endpoint", &self.s3_endpoint)
            .field("s3_bucket", &self.s3_bucket)
            .finish_non_exhaustive()
    }
}

impl FileSettings {
    pub(super) fn of(profile: Profile) -> Self {
        let bytes = |mebibytes: usize| (mebibytes * MIB) as u64;
        let floor = if profile == Profile::Test { bytes(16) } else { bytes(512) };
        Self {
            keeper: FileKeeper::Local,
            upload_bytes_max: bytes(100),
            message_bytes_max: bytes(256),
            upload_quota_bytes: bytes(10 * KIB),
            uploads_max: 256,
            uploads_per_user_max: 8,
            upload_timeout_ms: 60 * MINUTE_MS,
            stall_timeout_ms: 30 * SECOND_MS,
            image_pixels_max: 50_000_000,
            image_parallel_max: 2,
            picture_bytes_max: 2 * MIB,
            free_space_floor_bytes: floor,
            sweep_interval_ms: 60 * MINUTE_MS,
            orphan_age_ms: 60 * MINUTE_MS,
            s3_endpoint: String::new(),
            s3_bucket: String::new(),
            s3_region: "us-east-1".to_owned(),
            s3_access_key_id: String::new(),
            s3_secret_access_key: String::new(),
        }
    }

    /// Whether everything is there that the keeper needs.
    pub(super) fn is_complete(&self) -> bool {
        let s3 = [
            &self.s3_endpoint,
            &self.s3_bucket,
            &self.s3_access_key_id,
            &self.s3_secret_access_key,
        ];
        self.keeper == FileKeeper::Local || s3.iter().all(|value| !value.is_empty())
    }
}
