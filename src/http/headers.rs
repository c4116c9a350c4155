//! Headers that confine what a browser does with an answer (HT5).

use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// For whatever is no page: it loads nothing and stands in no frame. Pages bring their own.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'none'";

/// On every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// Voice needs the microphone, and people share what they copy; nothing else is asked of a device.
const PERMISSIONS: &str = "microphone=(self), clipboard-write=(self), fullscreen=(self), \
    autoplay=(self), camera=(), display-capture=(), geolocation=(), payment=(), usb=(), midi=(), \
    serial=(), hid=(), accelerometer=(), gyroscope=(), magnetometer=()";

/// A year, for this name and none below it: those are somebody else's to decide about.
const HTTPS_ONLY: &str = "max-age=31536000";

/// What one server adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Confinement {
    https: bool,
}

impl Confinement {
    /// Only a server that is reached by HTTPS may forbid plain HTTP.
    pub(crate) fn of(public_url: Option<&str>) -> Self {
        Self { https: public_url.is_some_and(|url| url.starts_with("https://")) }
    }

    pub(super) fn add_to(self, headers: &mut HeaderMap) {
        for (name, value) in ALWAYS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let policy = headers.entry(CONTENT_SECURITY_POLICY);
        policy.or_insert(HeaderValue::from_static(DATA_POLICY));
        if self.https {
            headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HTTPS_ONLY));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(public_url: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        Confinement::of(public_url).add_to(&mut headers);
        headers
    }

    #[test]
    fn ht5_plain_http_is_forbidden_only_where_https_is_served() {
        assert!(added(Some("https://chat.example")).contains_key(STRICT_TRANSPORT_SECURITY));
        assert!(!added(Some("http://lan:8080")).contains_key(STRICT_TRANSPORT_SECURITY));
        assert!(!added(None).contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn ht5_a_page_keeps_its_own_policy() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
        Confinement::of(None).add_to(&mut headers);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "default-src 'self'");
    }
}
