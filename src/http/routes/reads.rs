//! How far the caller read, and how far others got with what the caller wrote.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use protocol::wire::extension::Receipts;
use protocol::{ChannelId, MessageId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::answer::{Answer, Outcome};
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

/// Who read the newest messages of the caller, as far as they let it be known.
///
/// Empty where more than a hundred people see the channel, and for whoever wants no receipts.
#[utoipa::path(
    get, path = "/channels/{channel}/receipts", tag = "channels",
    security(("user" = [])), responses((status = 200, body = Receipts)),
)]
pub(in crate::http) async fn receipts(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(channel_id): Ids<ChannelId>,
) -> Outcome<Answer<Receipts>> {
    let channel = app.engine.channel(channel_id, person.user).await?;
    let receipts = channel.receipts(person.user).await?;
    Ok(Answer(Receipts { channel_id, receipts }))
}
