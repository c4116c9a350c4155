//! Roles, and who has them.

use std::sync::Arc;

use actors::{Command, GuildHandle, Outcome as Acted, RolePatch, render};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::ErrorCode;
use protocol::permissions::Permissions;
use protocol::wire::Role;
use protocol::{GuildId, RoleId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Reason, UserSelector};
use crate::http::{App, HttpError};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct RoleBody {
    #[schema(max_length = 100)]
    name: Option<String>,
    permissions: Option<Permissions>,
    /// The former form of `colors`.
    #[schema(maximum = 16777215)]
    color: Option<u32>,
    colors: Option<ColorsBody>,
    hoist: Option<bool>,
    mentionable: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
struct ColorsBody {
    #[schema(maximum = 16777215)]
    primary_color: Option<u32>,
}

impl RoleBody {
    fn into_patch(self) -> RolePatch {
        let primary = self.colors.and_then(|colors| colors.primary_color);
        RolePatch {
            name: self.name,
            permissions: self.permissions,
            color: primary.or(self.color),
            hoist: self.hoist,
            mentionable: self.mentionable,
        }
    }
}

/// Makes a role.
#[utoipa::path(
    post, path = "/guilds/{guild}/roles", tag = "roles", request_body = RoleBody,
    responses((status = 200, body = Role)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<RoleBody>,
) -> Outcome<Answer<Role>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let create = Command::CreateRole { actor: caller.user, role: body.into_patch() };
    let Acted::Role(role) = guild.act(create.because(reason)).await? else {
        return Err(HttpError::internal());
    };
    Ok(Answer(show(&guild, role)?))
}

/// A role.
#[utoipa::path(
    get, path = "/guilds/{guild}/roles/{role}", tag = "roles",
    responses((status = 200, body = Role)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, role)): Ids<(GuildId, RoleId)>,
) -> Outcome<Answer<Role>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(show(&guild, role)?))
}

/// Changes a role.
#[utoipa::path(
    patch, path = "/guilds/{guild}/roles/{role}", tag = "roles", request_body = RoleBody,
    responses((status = 200, body = Role)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, role)): Ids<(GuildId, RoleId)>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<RoleBody>,
) -> Outcome<Answer<Role>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let update = Command::UpdateRole { actor: caller.user, role, patch: body.into_patch() };
    guild.act(update.because(reason)).await?;
    Ok(Answer(show(&guild, role)?))
}

/// Deletes a role.
#[utoipa::path(
    delete, path = "/guilds/{guild}/roles/{role}", tag = "roles",
    responses((status = 204)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, role)): Ids<(GuildId, RoleId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    guild.act(Command::DeleteRole { actor: caller.user, role }.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a member a role.
#[utoipa::path(
    put, path = "/guilds/{guild}/members/{user}/roles/{role}", tag = "members",
    responses((status = 204)),
)]
pub(in crate::http) async fn give(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, selector, role)): Ids<(GuildId, UserSelector, RoleId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let target = selector.resolve(caller.user);
    let give = Command::GiveRole { actor: caller.user, target, role };
    guild.act(give.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a role from a member.
#[utoipa::path(
    delete, path = "/guilds/{guild}/members/{user}/roles/{role}", tag = "members",
    responses((status = 204)),
)]
pub(in crate::http) async fn take(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, selector, role)): Ids<(GuildId, UserSelector, RoleId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let target = selector.resolve(caller.user);
    let take = Command::TakeRole { actor: caller.user, target, role };
    guild.act(take.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A role as it is published now.
fn show(guild: &GuildHandle, id: RoleId) -> Outcome<Role> {
    Ok(render::role(guild.view().roles.get(&id).ok_or(ErrorCode::UnknownRole)?))
}
