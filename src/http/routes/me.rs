//! The caller's own account, with what the bot API does not show: role and settings.

use std::sync::Arc;

use actors::render;
use axum::extract::State;
use protocol::wire::CurrentUser;
use serde::Serialize;
use serde_json::value::RawValue;
use storage::records::InstanceRole;

use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{JsonBody, Person};

#[derive(Serialize)]
pub(in crate::http) struct Me {
    user: CurrentUser,
    instance_role: &'static str,
    settings: Box<RawValue>,
}

/// `GET /api/x/me`.
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    person: Person,
) -> Outcome<Answer<Me>> {
    let user = app.accounts.user(person.user).await?;
    let settings = app.accounts.settings(person.user).await?;
    Ok(Answer(Me {
        user: render::current_user(&user),
        instance_role: role(user.instance_role),
        settings,
    }))
}

/// `PATCH /api/x/me/settings`: the keys that are given replace those that are there, null takes
/// one away.
pub(in crate::http) async fn patch_settings(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(patch): JsonBody<serde_json::Map<String, serde_json::Value>>,
) -> Outcome<Answer<Box<RawValue>>> {
    Ok(Answer(app.accounts.change_settings(person.user, patch).await?))
}

fn role(role: InstanceRole) -> &'static str {
    match role {
        InstanceRole::Owner => "owner",
        InstanceRole::Admin => "admin",
        InstanceRole::Moderator => "moderator",
        InstanceRole::User => "user",
    }
}
