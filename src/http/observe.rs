//! What is counted and logged of every request. Paths are known by their pattern: no tokens, no ids.

use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use protocol::error::ErrorCode;
use tokio::time::Instant;

/// Measures one request.
pub(super) async fn request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    note(method.as_str(), route, response.status().as_u16(), began.elapsed());
    response
}

/// Counts an answer that refuses something, by the name of its code: many codes are 0.
pub(super) fn refusal(response: &Response) {
    if let Some(code) = response.extensions().get::<ErrorCode>() {
        counter!("confab_http_refused_total", "error" => format!("{code:?}")).increment(1);
    }
}

/// Counts a connection that ended before an answer, by what its peer did.
pub(super) fn connection_end(error: &hyper::Error) {
    let kind = if error.is_parse_too_large() {
        "head_too_large"
    } else if error.is_parse() {
        "malformed"
    } else if error.is_timeout() {
        "head_timeout"
    } else if error.is_incomplete_message() {
        "incomplete"
    } else {
        "broken"
    };
    tracing::debug!(kind, %error, "a connection has ended");
    counter!("confab_http_connections_refused_total", "kind" => kind).increment(1);
}

fn note(method: &str, route: &str, status: u16, took: Duration) {
    tracing::debug!(method, route, status, took_us = took.as_micros(), "request");
    let route = route.to_owned();
    counter!("confab_http_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    histogram!("confab_http_request_seconds", "route" => route).record(took);
}
