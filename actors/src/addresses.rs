//! Addresses of files: capabilities that whoever may read a message is handed with it.
//!
//! - AD1  An address is good for one file and for a day; nothing but this server's key makes one.
//! - AD2  Within an hour a file has one address, so that browsers need not load it twice.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::hmac;
use protocol::{AttachmentId, ChannelId};

use crate::clock::Clock;

/// How long an address is good.
const GOOD_S: i64 = 24 * 60 * 60;

/// From one address of a file to its next.
const STEP_S: i64 = 60 * 60;

/// Makes and checks addresses. Clones share one key.
#[derive(Clone)]
pub struct Addresses {
    inner: Arc<Inner>,
}

struct Inner {
    base: String,
    key: hmac::Key,
    clock: Clock,
}

/// Without the key: whoever logs it must not give it away.
impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Addresses").field("base", &self.inner.base).finish_non_exhaustive()
    }
}

/// What an address says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// Which file.
    pub file: (ChannelId, AttachmentId),
    /// Until when it is good, in Unix seconds.
    pub until_s: i64,
    /// Since when.
    pub since_s: i64,
    /// What only this server can have written.
    pub signature: [u8; 32],
}

impl Addresses {
    /// Addresses that begin with `base`, for example `https://chat.example`.
    pub fn new(base: String, secret: &[u8; 32], clock: Clock) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        Self { inner: Arc::new(Inner { base, key, clock }) }
    }

    /// What addresses begin with.
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// Where a file is, from now on.
    pub fn attachment(&self, channel: ChannelId, id: AttachmentId, filename: &str) -> String {
        let since_s = self.now_s().div_euclid(STEP_S) * STEP_S;
        let until_s = since_s + GOOD_S;
        let signature = hmac::sign(&self.inner.key, &text((channel, id), since_s, until_s));
        let (base, filename) = (&self.inner.base, Escaped(filename));
        let signature = Hex(signature.as_ref());
        format!(
            "{base}/attachments/{channel}/{id}/{filename}?ex={until_s:x}&is={since_s:x}&hm={signature}"
        )
    }

    /// AD1. Takes the same time for every wrong signature.
    pub fn is_good(&self, signed: &Signed) -> bool {
        let text = text(signed.file, signed.since_s, signed.until_s);
        let is_ours = hmac::verify(&self.inner.key, &text, &signed.signature).is_ok();
        is_ours && self.now_s() < signed.until_s
    }

    fn now_s(&self) -> i64 {
        self.inner.clock.now_ms().div_euclid(1_000)
    }
}

/// A key that is gone with the process: for engines whose files nobody asks for.
impl Default for Addresses {
    fn default() -> Self {
        Self::new(String::new(), &rand::random(), Clock::system())
    }
}

/// What is signed: all parts have a fixed width.
fn text(file: (ChannelId, AttachmentId), since_s: i64, until_s: i64) -> [u8; 32] {
    let mut text = [0; 32];
    let parts = [file.0.get(), file.1.get(), since_s as u64, until_s as u64];
    for (place, part) in text.chunks_exact_mut(8).zip(parts) {
        place.copy_from_slice(&part.to_be_bytes());
    }
    text
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A segment of a path: whatever RFC 3986 does not leave alone is percent-encoded.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().try_for_each(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                write!(f, "{}", char::from(byte))
            }
            _ => write!(f, "%{byte:02X}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const FILE: (ChannelId, AttachmentId) = (ChannelId::new(7), AttachmentId::new(8));
    const NOON_MS: i64 = 1_800_000_000_000;

    fn addresses(secret: u8, clock: &Clock) -> Addresses {
        Addresses::new("https://chat.example".to_owned(), &[secret; 32], clock.clone())
    }

    async fn advance(hours: u64) {
        tokio::time::advance(Duration::from_secs(hours * 60 * 60)).await;
    }

    fn parse(address: &str) -> Signed {
        let query = address.split_once('?').unwrap().1;
        let value = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap().to_owned()
        };
        let number = |name| i64::from_str_radix(&value(name), 16).unwrap();
        let digits = value("hm=");
        let byte = |at: usize| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap();
        Signed {
            file: FILE,
            until_s: number("ex="),
            since_s: number("is="),
            signature: std::array::from_fn(byte),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn ad1_an_address_is_good_for_one_file_and_a_day() {
        let clock = Clock::tokio(NOON_MS);
        let addresses = addresses(1, &clock);
        let address = addresses.attachment(FILE.0, FILE.1, "a b/ä.png");
        assert!(address.starts_with("https://chat.example/attachments/7/8/a%20b%2F%C3%A4.png?ex="));
        let signed = parse(&address);
        assert!(addresses.is_good(&signed));
        assert!(!self::addresses(2, &clock).is_good(&signed));
        let other = (FILE.0, AttachmentId::new(9));
        assert!(!addresses.is_good(&Signed { file: other, ..signed }));
        assert!(!addresses.is_good(&Signed { until_s: signed.until_s + 1, ..signed }));
        assert!(!addresses.is_good(&Signed { since_s: signed.since_s + 1, ..signed }));
        assert!(!addresses.is_good(&Signed { signature: [0; 32], ..signed }));
        advance(23).await;
        assert!(addresses.is_good(&signed));
        advance(1).await;
        assert!(!addresses.is_good(&signed));
    }

    #[tokio::test(start_paused = true)]
    async fn ad2_within_an_hour_a_file_has_one_address() {
        let clock = Clock::tokio(NOON_MS);
        let addresses = addresses(1, &clock);
        let first = addresses.attachment(FILE.0, FILE.1, "a");
        tokio::time::advance(Duration::from_secs(59 * 60)).await;
        assert_eq!(addresses.attachment(FILE.0, FILE.1, "a"), first);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_ne!(addresses.attachment(FILE.0, FILE.1, "a"), first);
    }

    #[test]
    fn ad1_the_key_is_not_logged() {
        let clock = Clock::new(|| NOON_MS);
        let shown = format!("{:?}", addresses(1, &clock));
        assert_eq!(shown, "Addresses { base: \"https://chat.example\", .. }");
    }
}
