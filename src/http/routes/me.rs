//! The caller's own account, with what the bot API does not show: role and settings.

use std::sync::Arc;

use actors::{GuildError, Settings, render};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use protocol::UserId;
use protocol::error::ErrorCode;
use protocol::wire::CurrentUser;
use serde::{Deserialize, Serialize};
use storage::records::InstanceRole;
use utoipa::ToSchema;

use super::auth::forgotten;
use crate::accounts::{AccountError, Identity};
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::departure;
use crate::http::extract::{JsonBody, Person};
use crate::http::finish::finish;

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Me {
    user: CurrentUser,
    instance_role: ShownRole,
    #[schema(value_type = Object)]
    settings: Settings,
}

/// Rank on the instance.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = InstanceRole)]
#[serde(rename_all = "lowercase")]
pub(super) enum ShownRole {
    Owner,
    Admin,
    Moderator,
    User,
}

/// The caller's account.
#[utoipa::path(
    get, path = "/me", tag = "me", security(("user" = [])),
    responses((status = 200, body = Me)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<Me>> {
    let user = app.accounts.user(person.user).await?;
    let settings = app.engine.settings(person.user).await?;
    Ok(Answer(Me {
        user: render::current_user(&user),
        instance_role: user.instance_role.into(),
        settings,
    }))
}

/// Changes settings.
///
/// The keys that are given replace those that are there, null takes one away. The server knows `status`
/// (`online`, `idle`, `dnd`, `invisible`) and `custom_status` (`{text, expires_at}`), which hold for all
/// sessions, `receipts`, `bot_messages`, whether bots of the caller's guilds may write to them, and `hide_address`,
/// whether voice always goes through the media server, so that nobody there learns the caller's network address
/// (all true or false); every other key is for clients alone.
#[utoipa::path(
    patch, path = "/me/settings", tag = "me", security(("user" = [])),
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object, content_type = "application/json")),
)]
pub(in crate::http) async fn patch_settings(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(patch): JsonBody<Settings>,
) -> Outcome<Answer<Settings>> {
    let changing = finish(&app, move |app| async move {
        Ok(app.engine.change_settings(person.user, patch).await?)
    });
    Ok(Answer(changing.await?))
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct EndBody {
    /// The caller's own.
    password: String,
}

/// Ends the caller's account, for good.
///
/// What it wrote stays and is shown as of "Deleted user"; its bots end with it. Whoever owns guilds or the
/// instance stays.
#[utoipa::path(
    delete, path = "/me", tag = "me", operation_id = "end_account", request_body = EndBody,
    security(("user" = [])),
    responses(
        (status = 204, headers(("Set-Cookie" = String, description = "Takes the token away."))),
        (status = 403),
    ),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<EndBody>,
) -> Outcome<Response> {
    finish(&app, move |app| async move {
        let identity = Identity::Login(person.login);
        let confirmed = app.accounts.confirm_end(person.user, identity, body.password).await?;
        owns_nothing(&app, person.user).await?;
        let ended = app.accounts.end_account(confirmed).await;
        if ended.as_ref().err().is_some_and(AccountError::is_doubtful) {
            app.engine.end_sessions(person.user);
        }
        ended?;
        departure::finish_now(&app, person.user).await;
        Ok(())
    })
    .await?;
    Ok(forgotten(StatusCode::NO_CONTENT.into_response()))
}

/// Refuses whoever owns a guild.
pub(super) async fn owns_nothing(app: &App, user: UserId) -> Outcome<()> {
    for guild in app.engine.guilds_of(user).await? {
        match app.engine.guild(guild, user).await {
            Ok(guild) if guild.view().guild.owner == user => {
                return Err(ErrorCode::OwnsGuilds.into());
            }
            // It was left or deleted meanwhile.
            Ok(_) | Err(GuildError::UnknownGuild) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

impl From<InstanceRole> for ShownRole {
    fn from(role: InstanceRole) -> Self {
        match role {
            InstanceRole::Owner => Self::Owner,
            InstanceRole::Admin => Self::Admin,
            InstanceRole::Moderator => Self::Moderator,
            InstanceRole::User => Self::User,
        }
    }
}

impl From<ShownRole> for InstanceRole {
    fn from(role: ShownRole) -> Self {
        match role {
            ShownRole::Owner => Self::Owner,
            ShownRole::Admin => Self::Admin,
            ShownRole::Moderator => Self::Moderator,
            ShownRole::User => Self::User,
        }
    }
}
