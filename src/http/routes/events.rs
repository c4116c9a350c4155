//! A channel's log: `GET /api/x/channels/{channel}/events`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use protocol::ChannelId;
use protocol::error::ErrorCode;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::messages::may_read_history;
use crate::accounts::Caller;
use crate::http::answer::{Outcome, json};
use crate::http::extract::{Ids, Query};
use crate::http::{App, HttpError};

/// Events in one page.
const LISTED_MAX: usize = 500;
const LISTED_DEFAULT: usize = 100;

#[derive(Serialize, ToSchema)]
#[schema(as = ChannelLog)]
struct Log {
    events: Vec<Entry>,
    head: u64,
    reset: bool,
}

/// The event as on the gateway: its name and payload are taken over as they are encoded.
#[derive(Serialize, ToSchema)]
#[schema(as = ChannelLogEntry)]
struct Entry {
    x_seq: u64,
    t: String,
    #[schema(value_type = Object)]
    d: Box<RawValue>,
}

#[derive(serde::Deserialize)]
struct Frame {
    t: String,
    d: Box<RawValue>,
}

/// The log of a channel behind a position.
#[utoipa::path(
    get, path = "/channels/{channel}/events", tag = "channels",
    params(
        ("after" = Option<u64>, Query, description = "The position behind which to begin."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 500),
    ),
    responses((status = 200, body = Log)),
)]
pub(in crate::http) async fn log(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    query: Query,
) -> Outcome<Response> {
    let after = query.number("after", 0..=u64::MAX, 0)?;
    let limit = query.number("limit", 1..=LISTED_MAX, LISTED_DEFAULT)?;
    let channel = app.engine.channel(channel, caller.user).await?;
    if !may_read_history(&app, &caller, &channel) {
        return Err(ErrorCode::MissingPermissions.into());
    }
    let log = channel.events(after, limit, caller.user).await?;
    let events = log.events.iter().map(|event| entry(event.x_seq, &event.tail));
    let events = events.collect::<Result<_, _>>()?;
    Ok(json(axum::http::StatusCode::OK, &Log { events, head: log.head, reset: log.reset }))
}

/// A tail is a frame without its beginning.
fn entry(x_seq: u64, tail: &[u8]) -> Result<Entry, HttpError> {
    let frame = [b"{", tail].concat();
    let Frame { t, d } = serde_json::from_slice(&frame).map_err(|error| {
        tracing::error!(%error, "an event's tail is not JSON");
        HttpError::internal()
    })?;
    Ok(Entry { x_seq, t, d })
}
