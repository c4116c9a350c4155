//! The caller's conversations outside of guilds: of two, and groups.

use std::sync::Arc;

use actors::GroupAct;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::wire::PrivateChannel;
use protocol::{ChannelId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome, json};
use crate::http::extract::{Ids, JsonBody, Person};
use crate::http::finish::finish;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct OpenBody {
    recipient_id: UserId,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewGroupBody {
    /// Friends of the caller, who is in it too: ten people in all.
    #[schema(min_items = 1)]
    recipient_ids: Vec<UserId>,
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
///
/// A bot and a person have one if they share a guild, and the person takes messages of bots and does not
/// block this one.
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

/// Makes a group of the caller, who owns it, and some of their friends.
#[utoipa::path(
    post, path = "/dms", tag = "conversations", operation_id = "group",
    request_body = NewGroupBody, security(("user" = [])),
    responses((status = 201, body = PrivateChannel), (status = 404)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<NewGroupBody>,
) -> Outcome<Response> {
    finish(&app, move |app| async move {
        let made = app.engine.create_group(person.user, &body.recipient_ids).await?;
        Ok(json(StatusCode::CREATED, &made))
    })
    .await
}

/// Takes a friend into a group that the caller is in.
#[utoipa::path(
    put, path = "/dms/{channel}/recipients/{user}", tag = "conversations",
    operation_id = "add", security(("user" = [])), responses((status = 204)),
)]
pub(in crate::http) async fn add(
    State(app): State<Arc<App>>,
    person: Person,
    Ids((channel, user)): Ids<(ChannelId, UserId)>,
) -> Outcome<StatusCode> {
    change(&app, person, channel, GroupAct::Add(user)).await
}

/// Takes somebody out of a group that the caller owns, or the caller out of any.
#[utoipa::path(
    delete, path = "/dms/{channel}/recipients/{user}", tag = "conversations",
    operation_id = "remove", security(("user" = [])), responses((status = 204)),
)]
pub(in crate::http) async fn remove(
    State(app): State<Arc<App>>,
    person: Person,
    Ids((channel, user)): Ids<(ChannelId, UserId)>,
) -> Outcome<StatusCode> {
    change(&app, person, channel, GroupAct::Remove(user)).await
}

async fn change(
    app: &Arc<App>,
    person: Person,
    channel: ChannelId,
    act: GroupAct,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, person.user).await?;
    finish(app, move |_| async move {
        channel.change_group(person.user, act).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
