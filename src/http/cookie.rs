//! The cookie that holds a login's refresh token. Scripts do not see it, and only the routes under
//! `/api/x/auth` get it.

use axum::http::{HeaderMap, HeaderValue, header};

const NAME: &str = "confab_refresh";
const SCOPE: &str = "Path=/api/x/auth; HttpOnly; SameSite=Strict";

/// The refresh token of a request.
pub(super) fn read(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME).then_some(value))
}

/// Sets the token; `secure` keeps it off plain HTTP.
pub(super) fn set(token: &str, ttl_ms: u64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{NAME}={token}; Max-Age={}; {SCOPE}{secure}", ttl_ms / 1_000);
    let mut value = HeaderValue::try_from(text).expect("tokens are digits, dots and base64");
    value.set_sensitive(true);
    value
}

/// Takes the token away.
pub(super) fn clear() -> HeaderValue {
    HeaderValue::try_from(format!("{NAME}=; Max-Age=0; {SCOPE}")).expect("a constant")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        assert_eq!(read(&headers), None);
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; confab_refresh_not=2"));
        headers.append(header::COOKIE, HeaderValue::from_static("b=3;confab_refresh=7.9.0.tag"));
        assert_eq!(read(&headers), Some("7.9.0.tag"));
    }

    #[test]
    fn the_cookie_is_confined() {
        let plain = set("7.9.0.tag", 5_000, false);
        assert_eq!(
            plain.to_str().expect("text"),
            "confab_refresh=7.9.0.tag; Max-Age=5; Path=/api/x/auth; HttpOnly; SameSite=Strict"
        );
        assert!(set("x", 1, true).to_str().expect("text").ends_with("; Secure"));
        assert!(clear().to_str().expect("text").contains("Max-Age=0"));
    }
}
