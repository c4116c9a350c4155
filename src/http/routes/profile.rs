//! Changing one's own account.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use protocol::error::ErrorCode;
use protocol::wire::CurrentUser;
use serde::Deserialize;

use crate::accounts::{Caller, ProfilePatch};
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, UserSelector, given};
use crate::http::{App, HttpError};

#[derive(Deserialize)]
pub(in crate::http) struct ProfilePatchBody {
    username: Option<String>,
    #[serde(default, deserialize_with = "given")]
    global_name: Option<Option<String>>,
    password: Option<String>,
}

/// `PATCH /users/@me`. What was stored is also said, whether or not the client waits for the answer.
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(selector): Ids<UserSelector>,
    JsonBody(body): JsonBody<ProfilePatchBody>,
) -> Outcome<Answer<CurrentUser>> {
    match selector {
        UserSelector::Me => {}
        UserSelector::Id(_) => return Err(ErrorCode::MethodNotAllowed.into()),
    }
    let ProfilePatchBody { username, global_name, password } = body;
    let patch = ProfilePatch { username, global_name, password };
    #[expect(
        clippy::disallowed_methods,
        reason = "what is stored is said when the client goes away at it"
    )]
    let changing = tokio::spawn(async move {
        let user = app.accounts.change_profile(caller, patch).await?;
        if let Err(error) = app.engine.refresh_user(user.id).await {
            tracing::warn!(%error, user = %user.id, "a changed account could not be shown");
        }
        Ok::<_, HttpError>(user)
    });
    let user = changing.await.map_err(|_| HttpError::internal())??;
    Ok(Answer(render::current_user(&user)))
}
