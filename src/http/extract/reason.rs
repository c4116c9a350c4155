//! Why something is done, for the audit log.

use std::convert::Infallible;

use actors::REASON_CHARS_MAX;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use percent_encoding::percent_decode;

/// As in v10, percent-encoded UTF-8.
const HEADER: &str = "x-audit-log-reason";

/// What the header says. It is a note and no part of what is asked for, so that nothing in it refuses a
/// request: what is no text is as good as it can be read, and what is too long is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct Reason(pub(in crate::http) Option<String>);

impl<S: Sync> FromRequestParts<S> for Reason {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(HEADER);
        Ok(Self(header.and_then(|value| read(value.as_bytes()))))
    }
}

fn read(value: &[u8]) -> Option<String> {
    let decoded = percent_decode(value).decode_utf8_lossy();
    let plain = decoded.chars().map(|char| if char.is_control() { ' ' } else { char });
    let text: String = plain.collect();
    let text: String = text.trim().chars().take(REASON_CHARS_MAX).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_percent_encoded_text() {
        let check = |value: &[u8], wanted: Option<&str>| {
            assert_eq!(read(value).as_deref(), wanted, "{value:?}");
        };
        check(b"spam", Some("spam"));
        check(b"caf%C3%A9 %E2%98%95", Some("café ☕"));
        check("café".as_bytes(), Some("café"));
        check(b" 100% sure ", Some("100% sure"));
        check(b"two%0Alines%00", Some("two lines"));
        check(b"%FF", Some("\u{FFFD}"));
        check(b"", None);
        check(b"%20%0A", None);
        let long = "é".repeat(REASON_CHARS_MAX + 1);
        assert_eq!(read(long.as_bytes()).unwrap().chars().count(), REASON_CHARS_MAX);
    }
}
