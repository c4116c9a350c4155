//! Bots: made by a person, brought into a guild by who manages it.

use std::sync::Arc;

use actors::Command;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::error::ErrorCode;
use protocol::permissions::Permissions;
use protocol::{GuildId, UserId};
use serde::{Deserialize, Serialize};

use super::auth::no_store;
use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Outcome, json};
use crate::http::extract::{Ids, JsonBody, Person};

#[derive(Deserialize)]
pub(in crate::http) struct NewBotBody {
    name: String,
}

#[derive(Deserialize)]
pub(in crate::http) struct GrantBody {
    permissions: Permissions,
}

#[derive(Serialize)]
struct NewBot {
    id: UserId,
    token: String,
}

#[derive(Serialize)]
struct NewToken {
    token: String,
}

/// `POST /api/x/bots`.
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<NewBotBody>,
) -> Outcome<Response> {
    let (bot, token) = app.accounts.create_bot(person.user, &body.name).await?;
    Ok(no_store(json(StatusCode::CREATED, &NewBot { id: bot.id, token })))
}

/// `POST /api/x/bots/{bot}/token`.
pub(in crate::http) async fn reset_token(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(bot): Ids<UserId>,
) -> Outcome<Response> {
    let token = app.accounts.reset_bot_token(person.user, bot).await?;
    app.engine.end_sessions(bot);
    Ok(no_store(json(StatusCode::OK, &NewToken { token })))
}

/// `PUT /api/x/guilds/{guild}/bots/{bot}`.
pub(in crate::http) async fn grant(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, bot)): Ids<(GuildId, UserId)>,
    JsonBody(body): JsonBody<GrantBody>,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let bot = app.accounts.user(bot).await?;
    if !bot.bot {
        return Err(ErrorCode::UnknownUser.into());
    }
    let grant =
        Command::GrantBot { actor: caller.user, bot: Arc::new(bot), permissions: body.permissions };
    guild.act(grant).await?;
    Ok(StatusCode::NO_CONTENT)
}
