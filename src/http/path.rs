//! From a raw path to the one that is matched (HT2).
//!
//! Libraries encode more than they must (`/members/%40me`), and some mount the API at `/api`.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

const API: &str = "/api/v10";

/// The URI with its path decoded and its alias resolved; an unchanged one as it is.
pub(super) fn normalise(uri: Uri) -> Uri {
    let path = uri.path();
    let Some(normal) = normal(path) else { return uri };
    let text = match uri.query() {
        Some(query) => format!("{normal}?{query}"),
        None => normal,
    };
    let Ok(path_and_query) = PathAndQuery::try_from(text) else { return uri };
    let mut parts = uri.into_parts();
    parts.path_and_query = Some(path_and_query);
    Uri::from_parts(parts).unwrap_or_default()
}

/// `None` when there is nothing to change.
fn normal(path: &str) -> Option<String> {
    let decoded = path.contains('%').then(|| decode(path));
    let path = decoded.as_deref().unwrap_or(path);
    match resolve(path) {
        Some(resolved) => Some(resolved),
        None => decoded,
    }
}

/// Decodes what may stand in a path as it is. A slash stays encoded: it would make two segments.
fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = String::with_capacity(path.len());
    let mut at = 0;
    while at < bytes.len() {
        match escape(&bytes[at..]).filter(|byte| stands_for_itself(*byte)) {
            Some(byte) => {
                decoded.push(char::from(byte));
                at += 3;
            }
            None => {
                // A URI's path is ASCII.
                decoded.push(char::from(bytes[at]));
                at += 1;
            }
        }
    }
    decoded
}

fn escape(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = *bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

/// RFC 3986: unreserved characters, and those of the reserved that mean nothing here.
fn stands_for_itself(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~@:!$&'()*+,;=".contains(&byte)
}

/// `/api/v9/…` and `/api/…` are `/api/v10/…`; `/api/x/…` is its own. Libraries ask for `/gateway/`.
fn resolve(path: &str) -> Option<String> {
    if path == "/gateway/" {
        return Some("/gateway".to_owned());
    }
    let rest = path.strip_prefix("/api")?;
    if is_below(rest, "/v10") || is_below(rest, "/x") {
        return None;
    }
    if is_below(rest, "/v9") {
        return Some(format!("{API}{}", &rest["/v9".len()..]));
    }
    (rest.starts_with('/')).then(|| format!("{API}{rest}"))
}

fn is_below(rest: &str, mount: &str) -> bool {
    rest.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let uri = raw.parse::<Uri>().expect("a valid URI");
        assert_eq!(normalise(uri).to_string(), expected);
    }

    #[test]
    fn ht2_escapes_are_decoded_before_matching() {
        check("/api/v10/guilds/1/members/%40me?x=%40", "/api/v10/guilds/1/members/@me?x=%40");
        check("/api/v10/users/@me", "/api/v10/users/@me");
        check("/a/%2Fb/%2e%2E/%zz/%", "/a/%2Fb/../%zz/%");
        check("/r/%F0%9F%8E%89", "/r/%F0%9F%8E%89");
        check("/r/%3F%23%25", "/r/%3F%23%25");
    }

    #[test]
    fn ht2_aliases_are_resolved() {
        check("/api/gateway", "/api/v10/gateway");
        check("/api/v9/gateway/bot", "/api/v10/gateway/bot");
        check("/api/v10/gateway", "/api/v10/gateway");
        check("/api/x/me", "/api/x/me");
        check("/api/xyz", "/api/v10/xyz");
        check("/api/v%39/gateway", "/api/v10/gateway");
        check("/gateway/?v=10", "/gateway?v=10");
        check("/apiary", "/apiary");
        check("/api", "/api");
        check("/", "/");
    }
}
