//! An app that computes codes (RFC 6238), on its own: nothing of the server's is used.

use std::time::SystemTime;

use aws_lc_rs::hmac;

/// See the module.
pub(super) struct App {
    /// As the server told it.
    pub(super) secret: String,
    key: Vec<u8>,
    /// The step at which the test began, so that its codes are the same until its end.
    begun: u64,
}

impl App {
    pub(super) fn new(secret: &str) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the server goes by this clock")]
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Self { secret: secret.to_owned(), key: base32(secret), begun: now.as_secs() / 30 }
    }

    /// The code of the step at the beginning, or of some steps after it.
    pub(super) fn code(&self, steps: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.key);
        let mac = hmac::sign(&key, &(self.begun + steps).to_be_bytes());
        let mac = mac.as_ref();
        let at = usize::from(mac[19] & 15);
        let number = u32::from_be_bytes(mac[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

/// RFC 4648, without padding.
fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            other => panic!("no base32 but {other}"),
        };
        held = (held << 5 | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

#[test]
fn codes_are_those_of_the_rfc() {
    let key = b"12345678901234567890".to_vec();
    let app = |begun| App { secret: String::new(), key: key.clone(), begun };
    assert_eq!(app(59 / 30).code(0), "287082");
    assert_eq!(app(1_111_111_109 / 30).code(1), "050471");
    assert_eq!(base32("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), key);
}
