//! A server that speaks S3.

use std::fmt;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{ClientOptions, RetryConfig};

use super::FileError;

/// How long one request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a request is tried again.
const RETRY_TIMEOUT: Duration = Duration::from_secs(20);
const RETRIES_MAX: usize = 3;

/// Where files are kept, and by whom.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Options {
    /// The address of the server, for example `https://s3.example`.
    pub endpoint: String,
    /// The bucket, which must be there.
    pub bucket: String,
    /// The region; servers of one's own take any.
    pub region: String,
    /// The account.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: String,
}

/// Without the secret: whoever logs it must not give it away.
impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, bucket, region, access_key_id, secret_access_key: _ } = self;
        f.debug_struct("S3Options")
            .field("endpoint", endpoint)
            .field("bucket", bucket)
            .field("region", region)
            .field("access_key_id", access_key_id)
            .finish_non_exhaustive()
    }
}

impl S3Options {
    pub(super) fn open(&self) -> Result<AmazonS3, FileError> {
        let retry = RetryConfig {
            max_retries: RETRIES_MAX,
            retry_timeout: RETRY_TIMEOUT,
            ..RetryConfig::default()
        };
        let built = AmazonS3Builder::new()
            // First: it takes back what is said of HTTP before it.
            .with_client_options(ClientOptions::new().with_timeout(REQUEST_TIMEOUT))
            // Not every server can delete many at once, and we do not.
            .with_disable_bulk_delete(true)
            .with_endpoint(&self.endpoint)
            .with_allow_http(self.endpoint.starts_with("http://"))
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.access_key_id)
            .with_secret_access_key(&self.secret_access_key)
            .with_retry(retry)
            .build();
        Ok(built?)
    }
}
