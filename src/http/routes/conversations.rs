//! The caller's conversations outside of guilds.

use std::sync::Arc;

use axum::extract::State;
use protocol::UserId;
use protocol::wire::PrivateChannel;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::JsonBody;
use crate::http::finish::finish;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct OpenBody {
    recipient_id: UserId,
}

/// The conversations in the caller's list, the newest first.
#[utoipa::path(
    get, path = "/users/@me/channels", tag = "conversations",
    responses((status = 200, body = Vec<PrivateChannel>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Outcome<Answer<Vec<PrivateChannel>>> {
    Ok(Answer(app.engine.conversations(caller.user).await?))
}

/// Opens the conversation with a friend, the same one each time.
#[utoipa::path(
    post, path = "/users/@me/channels", tag = "conversations", request_body = OpenBody,
    responses((status = 200, body = PrivateChannel), (status = 404)),
)]
pub(in crate::http) async fn open(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonBody(body): JsonBody<OpenBody>,
) -> Outcome<Answer<PrivateChannel>> {
    finish(&app, move |app| async move {
        Ok(Answer(app.engine.open_conversation(caller.user, body.recipient_id).await?))
    })
    .await
}
