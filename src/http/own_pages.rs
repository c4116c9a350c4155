//! What sets or spends the cookie is only for our own pages (HT7).
//!
//! The cookie is SameSite=Strict, which a page of another name below the same site passes, and which
//! says nothing of a form elsewhere that logs its visitor in as somebody else. So a browser's own
//! word counts too: `Sec-Fetch-Site`, and `Origin` of those that do not send it. Who says neither is
//! no browser, and has no cookie that was not handed to it.
//!
//! All other routes act by the `Authorization` header, which no foreign page can send: no answer
//! allows cross-origin reading, and no preflight succeeds.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorCode;

use super::{App, HttpError};

const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Where the cookie is set or spent.
const GUARDED: [&str; 2] = ["/api/x/auth/", "/api/x/setup"];

/// HT7.
pub(super) async fn only(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let guarded = GUARDED.iter().any(|path| request.uri().path().starts_with(path));
    if guarded && !is_own(request.headers(), app.settings.public_url.as_deref()) {
        return HttpError::from(ErrorCode::CrossSite).into_response();
    }
    next.run(request).await
}

fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = headers.get(header::ORIGIN).map(HeaderValue::as_bytes) else { return true };
    let host = |url: &[u8]| {
        let at = url.windows(3).position(|part| part == b"://")?;
        Some(url[at + 3..].to_vec())
    };
    let Some(origin_host) = host(origin) else { return false };
    let served_host = headers.get(header::HOST).map(HeaderValue::as_bytes);
    let is_public = public_url.is_some_and(|url| url.as_bytes() == origin);
    is_public || served_host == Some(&origin_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: Option<&str> = Some("https://chat.example");

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], public_url: Option<&str>, expected: bool) {
        let headers = headers.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), HeaderValue::from_static(value))
        });
        assert_eq!(is_own(&headers.collect(), public_url), expected);
    }

    #[test]
    fn ht7_a_browsers_word_about_the_site_decides() {
        for (site, expected) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            check(&[("sec-fetch-site", site), ("host", "x")], None, expected);
        }
        check(
            &[("sec-fetch-site", "cross-site"), ("origin", "http://x"), ("host", "x")],
            None,
            false,
        );
    }

    #[test]
    fn ht7_without_it_the_origin_does() {
        check(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")], None, true);
        check(&[("origin", "http://127.0.0.1:9090"), ("host", "127.0.0.1:8080")], None, false);
        check(&[("origin", "https://chat.example"), ("host", "inner:80")], PUBLIC, true);
        check(&[("origin", "https://chat.example.evil"), ("host", "inner:80")], PUBLIC, false);
        check(&[("origin", "null"), ("host", "x")], None, false);
        check(&[("origin", "https://x")], None, false);
    }

    #[test]
    fn ht7_who_says_neither_is_no_browser() {
        check(&[("host", "x")], None, true);
    }
}
