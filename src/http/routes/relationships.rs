//! Friends, requests, and whom the caller blocks.

use std::sync::Arc;

use actors::RelationAct;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::UserId;
use protocol::error::FieldErrorCode;
use protocol::wire::{Relationship, RelationshipKind};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Person};
use crate::http::finish::finish;
use crate::http::{App, HttpError};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct AskBody {
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Za-z0-9_.]+$")]
    username: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct RelationshipBody {
    /// 1 asks, or takes what was asked; 2 blocks. Absent is 1.
    #[serde(rename = "type")]
    kind: Option<RelationshipKind>,
}

/// Everybody whom the caller knows so.
#[utoipa::path(
    get, path = "/relationships", tag = "friends", security(("user" = [])),
    responses((status = 200, body = Vec<Relationship>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<Vec<Relationship>>> {
    Ok(Answer(app.engine.relationships(person.user).await?))
}

/// Asks somebody by name, or takes what they asked.
#[utoipa::path(
    post, path = "/relationships", tag = "friends", request_body = AskBody,
    security(("user" = [])), responses((status = 204), (status = 404)),
)]
pub(in crate::http) async fn ask(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<AskBody>,
) -> Outcome<StatusCode> {
    let other = app.accounts.named(&body.username).await?;
    relate(&app, person.user, other.id, RelationAct::Ask).await
}

/// Asks somebody, takes what they asked, or blocks them.
#[utoipa::path(
    put, path = "/relationships/{user}", tag = "friends", request_body = RelationshipBody,
    security(("user" = [])), responses((status = 204)),
)]
pub(in crate::http) async fn put(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(other): Ids<UserId>,
    JsonBody(body): JsonBody<RelationshipBody>,
) -> Outcome<StatusCode> {
    let act = match body.kind {
        None | Some(RelationshipKind::Friend) => RelationAct::Ask,
        Some(RelationshipKind::Blocked) => RelationAct::Block,
        Some(RelationshipKind::Incoming | RelationshipKind::Outgoing) => {
            let message = "Must be 1 or 2.";
            return Err(HttpError::field("type", FieldErrorCode::OutOfRange, message));
        }
    };
    relate(&app, person.user, other, act).await
}

/// Declines, withdraws, parts or unblocks.
#[utoipa::path(
    delete, path = "/relationships/{user}", tag = "friends", security(("user" = [])),
    responses((status = 204)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(other): Ids<UserId>,
) -> Outcome<StatusCode> {
    relate(&app, person.user, other, RelationAct::Remove).await
}

async fn relate(
    app: &Arc<App>,
    actor: UserId,
    other: UserId,
    act: RelationAct,
) -> Outcome<StatusCode> {
    finish(app, move |app| async move {
        app.engine.relate(actor, other, act).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
