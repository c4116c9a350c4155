//! Changing one's own account, and who somebody is to those who know them.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use protocol::error::ErrorCode;
use protocol::wire::CurrentUser;
use protocol::wire::extension::Profile;
use serde::Deserialize;
use storage::FilePlace;
use utoipa::ToSchema;

use super::portraits;
use crate::accounts::{Caller, ProfilePatch};
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, PictureBody, UserSelector, given};
use crate::http::finish::finish;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ProfilePatchBody {
    #[schema(min_length = 2, max_length = 32, pattern = "^[A-Za-z0-9_.]+$")]
    username: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 32)]
    global_name: Option<Option<String>>,
    /// `data:image/png;base64,…`, or of `jpeg`, `gif` or `webp`; null takes the picture away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    avatar: Option<Option<String>>,
    /// What one says of oneself; null or an empty text has it say nothing.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 190)]
    bio: Option<Option<String>>,
    password: Option<String>,
}

/// Who somebody is, to friends, and to those who are in a guild or a conversation with them.
///
/// `bio` is what they say of themselves, which is null where one of the two blocks the other.
#[utoipa::path(
    get, path = "/users/{user}/profile", tag = "users", operation_id = "profile",
    responses((status = 200, body = Profile)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(user): Ids<UserSelector>,
) -> Outcome<Answer<Profile>> {
    let profile = app.engine.profile(caller.user, user.resolve(caller.user)).await?;
    Ok(Answer(profile.ok_or(ErrorCode::UnknownUser)?))
}

/// Changes the caller. What was stored is also said, whether or not the client waits for the answer.
#[utoipa::path(
    patch, path = "/users/@me", tag = "users", request_body = ProfilePatchBody,
    responses((status = 200, body = CurrentUser)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    PictureBody(body): PictureBody<ProfilePatchBody>,
) -> Outcome<Answer<CurrentUser>> {
    let ProfilePatchBody { username, global_name, avatar, bio, password } = body;
    let changing = finish(&app, move |app| async move {
        let id = caller.user;
        let place = |name| FilePlace::Avatar(id, name);
        let former = app.accounts.user(id).await?.avatar;
        let avatar = portraits::keep(&app, "avatar", avatar, place).await?;
        let kept = avatar.clone().flatten();
        let is_seen = username.is_some() || global_name.is_some() || avatar.is_some();
        let patch = ProfilePatch { username, global_name, about: bio, avatar, password };
        let changed = app.accounts.change_profile(caller, patch).await;
        let present = match &changed {
            Ok(user) => user.avatar.clone(),
            // It may be there or not.
            Err(_) => app.accounts.user(id).await?.avatar,
        };
        portraits::let_go(&app, former.as_ref(), present.as_ref(), place).await;
        portraits::let_go(&app, kept.as_ref(), present.as_ref(), place).await;
        let user = changed?;
        // What somebody says of themselves is asked for by whoever looks.
        if is_seen && let Err(error) = app.engine.refresh_user(user.id).await {
            tracing::warn!(%error, user = %user.id, "a changed account could not be shown");
        }
        Ok(user)
    });
    Ok(Answer(render::current_user(&changing.await?)))
}
