//! Changing one's own account.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use protocol::wire::CurrentUser;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::{Caller, ProfilePatch};
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{JsonBody, given};
use crate::http::finish::finish;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ProfilePatchBody {
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Za-z0-9_.]+$")]
    username: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 32)]
    global_name: Option<Option<String>>,
    password: Option<String>,
}

/// Changes the caller. What was stored is also said, whether or not the client waits for the answer.
#[utoipa::path(
    patch, path = "/users/@me", tag = "users", request_body = ProfilePatchBody,
    responses((status = 200, body = CurrentUser)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    JsonBody(body): JsonBody<ProfilePatchBody>,
) -> Outcome<Answer<CurrentUser>> {
    let ProfilePatchBody { username, global_name, password } = body;
    let patch = ProfilePatch { username, global_name, password };
    let changing = finish(&app, move |app| async move {
        let user = app.accounts.change_profile(caller, patch).await?;
        if let Err(error) = app.engine.refresh_user(user.id).await {
            tracing::warn!(%error, user = %user.id, "a changed account could not be shown");
        }
        Ok(user)
    });
    Ok(Answer(render::current_user(&changing.await?)))
}
