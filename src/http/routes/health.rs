//! Health, readiness and metrics.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::error::ErrorCode;
use serde::Serialize;
use storage::{Health, ReadOnlyReason};
use utoipa::ToSchema;

use crate::http::answer::{Answer, Outcome, json};
use crate::http::{App, Connection};

/// The text format of Prometheus.
const EXPOSITION: &str = "text/plain; version=0.0.4";

/// Headers that a proxy adds: what it passes on is not from this machine.
const PROXY_HEADERS: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Alive {
    status: &'static str,
}

#[derive(Serialize, ToSchema)]
struct Readiness {
    ready: bool,
    claimed: bool,
    store: String,
}

/// The process answers.
#[utoipa::path(
    get, path = "/healthz", tag = "process", security(()),
    responses((status = 200, body = Alive)),
)]
pub(in crate::http) async fn healthz() -> Answer<Alive> {
    Answer(Alive { status: "ok" })
}

/// Whether requests can be served.
///
/// They cannot while the store takes no writes or the process is about to end.
#[utoipa::path(
    get, path = "/readyz", tag = "process", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness)),
)]
pub(in crate::http) async fn readyz(State(app): State<Arc<App>>) -> Response {
    let health = app.store.health();
    let ready = health.is_ready() && !app.stopping.is_cancelled();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let claimed = app.accounts.is_claimed();
    json(status, &Readiness { ready, claimed, store: describe(&health) })
}

fn describe(health: &Health) -> String {
    match health {
        Health::Ready => "ready".to_owned(),
        Health::ReadOnly(ReadOnlyReason::WriteFailed(_)) => "read-only: a write failed".to_owned(),
        Health::ReadOnly(ReadOnlyReason::SpaceBelowFloor { .. }) => {
            "read-only: the disk is almost full".to_owned()
        }
        Health::Closed => "closed".to_owned(),
    }
}

/// Metrics in the format of Prometheus, for this machine only.
#[utoipa::path(
    get, path = "/metrics", tag = "process", security(()),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404)),
)]
pub(in crate::http) async fn local_metrics(
    State(app): State<Arc<App>>,
    Extension(connection): Extension<Connection>,
    headers: HeaderMap,
) -> Outcome<Response> {
    if !is_local(connection.peer, &headers) {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(metrics(State(app)).await)
}

/// Metrics, on the port that is configured for them.
#[utoipa::path(
    get, path = "/metrics", tag = "process", security(()),
    responses((status = 200, body = String, content_type = "text/plain")),
)]
pub(in crate::http) async fn metrics(State(app): State<Arc<App>>) -> Response {
    app.engine.publish_media();
    app.process.collect();
    ([(header::CONTENT_TYPE, EXPOSITION)], app.metrics.render()).into_response()
}

fn is_local(peer: SocketAddr, headers: &HeaderMap) -> bool {
    peer.ip().to_canonical().is_loopback()
        && PROXY_HEADERS.iter().all(|name| !headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn metrics_are_for_this_machine_and_not_for_what_a_proxy_passes_on() {
        let mut headers = HeaderMap::new();
        let peer = |text: &str| text.parse::<SocketAddr>().expect("an address");
        assert!(is_local(peer("127.0.0.1:1"), &headers));
        assert!(is_local(peer("[::1]:1"), &headers));
        assert!(is_local(peer("[::ffff:127.0.0.1]:1"), &headers));
        assert!(!is_local(peer("192.0.2.1:1"), &headers));
        headers.insert("x-forwarded-for", HeaderValue::from_static("192.0.2.1"));
        assert!(!is_local(peer("127.0.0.1:1"), &headers));
    }
}
