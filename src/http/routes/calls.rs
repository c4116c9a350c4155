//! Calls in conversations: whom they ring. Coming in and going out is the gateway's (op 4).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::FieldErrorCode;
use protocol::wire::CallEligibility;
use protocol::{ChannelId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Person};
use crate::http::{App, HttpError};

/// People that are named at a time: more than a conversation has.
const NAMED_MAX: usize = 64;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct RingBody {
    /// Whom to ring; all who are not there where it is null or absent.
    #[schema(max_items = 64)]
    recipients: Option<Vec<UserId>>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct StopRingingBody {
    /// Whom it rings no more, of those whom the caller rings; the caller, who declines, where it is null or
    /// absent.
    #[schema(max_items = 64)]
    recipients: Option<Vec<UserId>>,
}

/// Whether the caller may call in a conversation.
#[utoipa::path(
    get, path = "/channels/{channel}/call", tag = "calls", security(("user" = [])),
    operation_id = "call", responses((status = 200, body = CallEligibility)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<Answer<CallEligibility>> {
    let ringable = app.engine.channel(channel, person.user).await?.may_call(person.user)?;
    Ok(Answer(CallEligibility { ringable }))
}

/// Has the call that the caller is in ring others of the conversation.
///
/// It rings for half a minute at most, and whoever answers on one device is rung on none.
#[utoipa::path(
    post, path = "/channels/{channel}/call/ring", tag = "calls", request_body = RingBody,
    operation_id = "ring", security(("user" = [])), responses((status = 204)),
)]
pub(in crate::http) async fn ring(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(channel): Ids<ChannelId>,
    JsonBody(body): JsonBody<RingBody>,
) -> Outcome<StatusCode> {
    let whom = bounded(body.recipients)?;
    app.engine.channel(channel, person.user).await?.ring(person.user, whom).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Declines a call, or takes back that it rings others.
#[utoipa::path(
    post, path = "/channels/{channel}/call/stop-ringing", tag = "calls",
    request_body = StopRingingBody, operation_id = "stop_ringing", security(("user" = [])),
    responses((status = 204)),
)]
pub(in crate::http) async fn stop_ringing(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(channel): Ids<ChannelId>,
    JsonBody(body): JsonBody<StopRingingBody>,
) -> Outcome<StatusCode> {
    let whom = bounded(body.recipients)?;
    app.engine.channel(channel, person.user).await?.stop_ringing(person.user, whom).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn bounded(named: Option<Vec<UserId>>) -> Result<Option<Vec<UserId>>, HttpError> {
    match named {
        Some(named) if named.len() > NAMED_MAX => {
            let message = "Must name at most 64 people.";
            Err(HttpError::field("recipients", FieldErrorCode::BadLength, message))
        }
        named => Ok(named),
    }
}
