//! Health, readiness, metrics, and the rooms of voice one by one.

use std::net::SocketAddr;
use std::sync::Arc;

use actors::RoomFigures;
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
    ([(header::CONTENT_TYPE, EXPOSITION)], app.tell_metrics()).into_response()
}

impl App {
    /// What is measured now, in the format of Prometheus.
    pub(crate) fn tell_metrics(&self) -> String {
        self.engine.publish_media();
        self.process.collect();
        self.metrics.render()
    }
}

/// What there is in voice now.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RoomList {
    /// How many rooms have somebody in them.
    count: usize,
    /// The fullest ones.
    rooms: Vec<RoomReport>,
}

/// A room with somebody in it. Counters begin with the room.
#[derive(Serialize, ToSchema)]
struct RoomReport {
    channel_id: String,
    /// Null for the call of a conversation.
    guild_id: Option<String>,
    participants: usize,
    /// `mesh`: from each to each; `sfu`: through the media server.
    mode: &'static str,
    /// What the media server has of it, a second old at most.
    media: Option<MediaReport>,
}

#[derive(Serialize, ToSchema)]
struct MediaReport {
    connected: u64,
    packets_received: u64,
    packets_forwarded: u64,
    /// Lost on the way in, and brought along by the next one.
    packets_recovered: u64,
    /// Handed on with the one before along.
    packets_redundant: u64,
    /// What listeners say they miss, 0 to 1, the mean of their last reports; the next two likewise.
    loss: f64,
    jitter_ms: f64,
    round_trip_ms: f64,
    /// How long a media thread worked for it.
    busy_ms: f64,
}

/// The rooms of voice, for this machine only.
#[utoipa::path(
    get, path = "/metrics/rooms", tag = "process", security(()),
    responses((status = 200, body = RoomList), (status = 404)),
)]
pub(in crate::http) async fn local_rooms(
    State(app): State<Arc<App>>,
    Extension(connection): Extension<Connection>,
    headers: HeaderMap,
) -> Outcome<Answer<RoomList>> {
    if !is_local(connection.peer, &headers) {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(rooms(State(app)).await)
}

/// The rooms of voice, on the port that is configured for metrics.
#[utoipa::path(
    get, path = "/metrics/rooms", tag = "process", security(()),
    responses((status = 200, body = RoomList)),
)]
pub(in crate::http) async fn rooms(State(app): State<Arc<App>>) -> Answer<RoomList> {
    let told = app.engine.rooms();
    Answer(RoomList { count: told.count, rooms: told.rooms.into_iter().map(report).collect() })
}

fn report(room: RoomFigures) -> RoomReport {
    let media = room.media.map(|media| MediaReport {
        connected: media.connected,
        packets_received: media.received,
        packets_forwarded: media.forwarded,
        packets_recovered: media.recovered,
        packets_redundant: media.redundant,
        loss: media.loss,
        jitter_ms: media.jitter_ms,
        round_trip_ms: media.round_trip_ms,
        busy_ms: media.busy_us as f64 / 1e3,
    });
    RoomReport {
        channel_id: room.channel.to_string(),
        guild_id: room.guild.map(|guild| guild.to_string()),
        participants: room.participants,
        mode: if room.is_forwarded { "sfu" } else { "mesh" },
        media,
    }
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
