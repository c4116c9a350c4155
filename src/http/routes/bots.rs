//! Bots: made by a person, brought into a guild by who manages it.

use std::sync::Arc;

use actors::{Command, render};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::error::ErrorCode;
use protocol::permissions::Permissions;
use protocol::{GuildId, UserId, wire};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::no_store;
use super::guilds::needs_room;
use crate::accounts::{AccountError, Caller};
use crate::http::App;
use crate::http::answer::{Outcome, json};
use crate::http::extract::{Ids, JsonBody, Person, Reason};
use crate::http::finish::finish;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewBotBody {
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Za-z0-9_.]+$")]
    name: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct GrantBody {
    permissions: Permissions,
}

#[derive(Serialize, ToSchema)]
struct NewBot {
    id: UserId,
    token: String,
}

#[derive(Serialize, ToSchema)]
struct NewToken {
    token: String,
}

/// Makes a bot.
#[utoipa::path(
    post, path = "/bots", tag = "bots", request_body = NewBotBody, security(("user" = [])),
    responses((status = 201, body = NewBot)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<NewBotBody>,
) -> Outcome<Response> {
    let (bot, token) = app.accounts.create_bot(person.user, &body.name).await?;
    Ok(no_store(json(StatusCode::CREATED, &NewBot { id: bot.id, token })))
}

/// The bots that the caller made, oldest first.
#[utoipa::path(
    get, path = "/bots", tag = "bots", security(("user" = [])),
    responses((status = 200, body = Vec<wire::User>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Response> {
    let bots = app.accounts.bots_of(person.user).await?;
    let shown: Vec<wire::User> = bots.iter().map(render::user).collect();
    Ok(json(StatusCode::OK, &shown))
}

/// Gives a bot a new token; the old one ends.
#[utoipa::path(
    post, path = "/bots/{bot}/token", tag = "bots", security(("user" = [])),
    responses((status = 200, body = NewToken)),
)]
pub(in crate::http) async fn reset_token(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(bot): Ids<UserId>,
) -> Outcome<Response> {
    finish(&app, move |app| async move {
        let replaced = app.accounts.reset_bot_token(person.user, bot).await;
        if replaced.as_ref().err().is_none_or(AccountError::is_doubtful) {
            app.engine.end_sessions(bot);
        }
        Ok(no_store(json(StatusCode::OK, &NewToken { token: replaced? })))
    })
    .await
}

/// Brings a bot into a guild, or changes what it may do there.
#[utoipa::path(
    put, path = "/guilds/{guild}/bots/{bot}", tag = "bots", request_body = GrantBody,
    responses((status = 204)),
)]
pub(in crate::http) async fn grant(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, bot)): Ids<(GuildId, UserId)>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<GrantBody>,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let bot = app.accounts.user(bot).await?;
    if !bot.bot {
        return Err(ErrorCode::UnknownUser.into());
    }
    if !guild.view().members.contains_key(&bot.id) {
        needs_room(&app, bot.id, true).await?;
    }
    finish(&app, move |_| async move {
        let (actor, newcomer) = (caller.user, bot.id);
        let permissions = body.permissions;
        let grant = Command::GrantBot { actor, bot: Arc::new(bot), permissions };
        guild.take_in(newcomer, grant.because(reason)).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
