//! The caller's own account, with what the bot API does not show: role and settings.

use std::sync::Arc;

use actors::{Settings, render};
use axum::extract::State;
use protocol::wire::CurrentUser;
use serde::Serialize;
use storage::records::InstanceRole;
use utoipa::ToSchema;

use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{JsonBody, Person};
use crate::http::finish::finish;

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Me {
    user: CurrentUser,
    instance_role: ShownRole,
    #[schema(value_type = Object)]
    settings: Settings,
}

#[derive(Serialize, ToSchema)]
#[schema(as = InstanceRole)]
#[serde(rename_all = "lowercase")]
enum ShownRole {
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
/// sessions, and `receipts` (true or false); every other key is for clients alone.
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
