//! Random secrets, and how they are stored and compared.

use aws_lc_rs::{constant_time, digest, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The hash of a secret. A secret here is random, so a fast hash hides it well.
pub(crate) type SecretHash = [u8; 32];

/// Unpredictable bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system has a random source");
    bytes
}

/// A secret of 256 bits as text that is safe in URLs, headers and cookies.
pub(crate) fn random_text() -> String {
    encode(&random::<32>())
}

/// Base64 for URLs, without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The reverse of [`encode`].
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// SHA-256 of a secret.
pub(crate) fn hash(secret: &str) -> SecretHash {
    let mut hash = SecretHash::default();
    hash.copy_from_slice(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref());
    hash
}

/// Whether `secret` is the one that was hashed, in a time that does not depend on the answer.
pub(crate) fn matches(secret: &str, stored: &SecretHash) -> bool {
    constant_time::verify_slices_are_equal(&hash(secret), stored).is_ok()
}
