//! How far the caller read.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use protocol::{ChannelId, MessageId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::answer::Outcome;
use crate::http::extract::{Ids, JsonBody, Person};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct AckBody {
    message_id: MessageId,
    /// Whether it may go back: what comes after it is unread again.
    manual: Option<bool>,
}

/// Notes how far the caller read a channel, for all their sessions.
#[utoipa::path(
    post, path = "/channels/{channel}/ack", tag = "channels", request_body = AckBody,
    security(("user" = [])), responses((status = 204)),
)]
pub(in crate::http) async fn ack(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(channel): Ids<ChannelId>,
    JsonBody(body): JsonBody<AckBody>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, person.user).await?;
    channel.read_to(person.user, body.message_id, body.manual.unwrap_or(false)).await?;
    Ok(StatusCode::NO_CONTENT)
}
