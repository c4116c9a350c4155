//! The claim: `POST /api/x/setup`.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use protocol::wire::{CurrentUser, Guild};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::auth::{no_store, refresh_cookie};
use crate::accounts::ClaimRequest;
use crate::http::App;
use crate::http::answer::{Outcome, json};
use crate::http::extract::{ClientInfo, JsonBody};
use crate::http::finish::finish;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct SetupBody {
    token: String,
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Za-z0-9_.]+$")]
    username: String,
    #[schema(min_length = 8, max_length = 128)]
    password: String,
    #[schema(min_length = 2, max_length = 100, pattern = "^[^ ].*[^ ]$")]
    guild_name: String,
}

#[derive(Serialize, ToSchema)]
struct Claimed {
    user: CurrentUser,
    guild: Guild,
    access_token: String,
    expires_in: u64,
}

/// Makes the instance's owner and the first guild.
#[utoipa::path(
    post, path = "/setup", tag = "setup", request_body = SetupBody, security(()),
    responses(
        (status = 201, body = Claimed, headers(("Set-Cookie" = String, description = "The refresh token."))),
        (status = 403), (status = 404),
    ),
)]
pub(in crate::http) async fn claim(
    State(app): State<Arc<App>>,
    ClientInfo(client): ClientInfo,
    JsonBody(body): JsonBody<SetupBody>,
) -> Outcome<Response> {
    let SetupBody { token, username, password, guild_name } = body;
    finish(&app, move |app| async move {
        let claim = app.accounts.begin_claim(ClaimRequest { token, username, password }).await?;
        let guild = app.accounts.found_first_guild(claim.owner(), &guild_name).await?;
        let grant = app.accounts.finish_claim(claim, client).await?;
        let guild = app.engine.guild(guild, grant.user.id).await?;
        let cookie = refresh_cookie(&app, &grant);
        let claimed = Claimed {
            user: render::current_user(&grant.user),
            guild: render::guild(&guild.view()),
            access_token: grant.access_token,
            expires_in: grant.expires_in_s,
        };
        let mut response = json(StatusCode::CREATED, &claimed);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        Ok(no_store(response))
    })
    .await
}
