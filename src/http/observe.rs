//! What is counted and logged of every request. Paths are known by their pattern: no tokens, no ids.

use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
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

fn note(method: &str, route: &str, status: u16, took: Duration) {
    tracing::debug!(method, route, status, took_us = took.as_micros(), "request");
    let route = route.to_owned();
    counter!("confab_http_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    histogram!("confab_http_request_seconds", "route" => route).record(took);
}
