//! What RFC 9112 forbids and hyper takes (HT6): whatever stands in front of this server could read
//! such a request in another way.

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Request, Version, header};

/// Whether a request may be answered by anything but a refusal and the end of its connection.
pub(super) fn is_plain<T>(request: &Request<T>) -> bool {
    has_one_host(request) && has_plain_coding(request.headers())
}

/// Section 3.2: a request of HTTP/1.1 has one `Host`, and none has two.
fn has_one_host<T>(request: &Request<T>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => is_authority(host.as_bytes()),
        (Some(_), Some(_)) => false,
    }
}

fn is_authority(host: &[u8]) -> bool {
    Authority::try_from(host).is_ok_and(|authority| !authority.as_str().contains('@'))
}

/// Section 7: chunked is applied once, and we know no other coding.
fn has_plain_coding(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => true,
        (Some(coding), None) => coding.as_bytes().eq_ignore_ascii_case(b"chunked"),
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(version: Version, headers: &[(&str, &str)], expected: bool) {
        let mut request = Request::builder().version(version);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        assert_eq!(is_plain(&request.body(()).expect("a request")), expected, "{headers:?}");
    }

    #[test]
    fn ht6_a_request_has_one_host_that_is_one() {
        for host in ["chat.example", "127.0.0.1:8080", "[::1]:8080", "localhost"] {
            check(Version::HTTP_11, &[("host", host)], true);
        }
        for host in ["", "a b", "a/b", "user@chat.example", "chat.example?x"] {
            check(Version::HTTP_11, &[("host", host)], false);
        }
        check(Version::HTTP_11, &[], false);
        check(Version::HTTP_11, &[("host", "a"), ("host", "a")], false);
        check(Version::HTTP_10, &[], true);
        check(Version::HTTP_10, &[("host", "a"), ("host", "b")], false);
    }

    #[test]
    fn ht6_the_only_transfer_coding_is_chunked_once() {
        const CODING: &str = "transfer-encoding";
        let host = ("host", "x");
        check(Version::HTTP_11, &[host, (CODING, "Chunked")], true);
        for coding in ["chunked, chunked", "gzip, chunked", "gzip", ""] {
            check(Version::HTTP_11, &[host, (CODING, coding)], false);
        }
        check(Version::HTTP_11, &[host, (CODING, "chunked"), (CODING, "chunked")], false);
    }
}
