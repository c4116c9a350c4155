//! Guilds.

use std::sync::Arc;

use actors::{Command, GuildPatch, render};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::permissions::Permissions;
use protocol::wire::{Guild, Role};
use protocol::{ChannelId, GuildId, UserId};
use serde::Deserialize;
use storage::FilePlace;
use utoipa::ToSchema;

use super::portraits;
use crate::accounts::{Caller, guild_name};
use crate::http::answer::{Answer, Outcome, json};
use crate::http::extract::{Ids, JsonBody, Person, PictureBody, Reason, given};
use crate::http::finish::finish;
use crate::http::{App, HttpError};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewGuildBody {
    #[schema(min_length = 2, max_length = 100, pattern = "^[^ ].*[^ ]$")]
    name: String,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct GuildPatchBody {
    #[schema(min_length = 2, max_length = 100, pattern = "^[^ ].*[^ ]$")]
    name: Option<String>,
    owner_id: Option<UserId>,
    /// Where newcomers are told of; null for nowhere.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<ChannelId>)]
    system_channel_id: Option<Option<ChannelId>>,
    /// `data:image/png;base64,…`, or of `jpeg`, `gif` or `webp`; null takes the picture away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    icon: Option<Option<String>>,
}

/// Makes a guild, for people.
#[utoipa::path(
    post, path = "/guilds", tag = "guilds", request_body = NewGuildBody, security(("user" = [])),
    responses((status = 201, body = Guild), (status = 403)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    person: Person,
    JsonBody(body): JsonBody<NewGuildBody>,
) -> Outcome<Response> {
    let name = guild_name(&body.name)
        .map_err(|error| HttpError::field("name", FieldErrorCode::BadLength, error.to_string()))?;
    let name = name.to_owned();
    finish(&app, move |app| async move {
        app.accounts.may_make_guilds(person.user).await?;
        needs_room(&app, person.user, false).await?;
        let guild = app.engine.create_guild(person.user, &name).await?;
        Ok(json(StatusCode::CREATED, &render::guild(&guild.view())))
    })
    .await
}

/// Refuses who is in as many guilds as there may be.
pub(super) async fn needs_room(app: &App, user: UserId, is_bot: bool) -> Outcome<()> {
    if app.engine.has_room_for_guild(user, is_bot).await? {
        return Ok(());
    }
    Err(ErrorCode::TooManyGuilds.into())
}

/// A guild.
#[utoipa::path(
    get, path = "/guilds/{guild}", tag = "guilds",
    responses((status = 200, body = Guild)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<Guild>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(render::guild(&guild.view())))
}

/// Changes a guild.
#[utoipa::path(
    patch, path = "/guilds/{guild}", tag = "guilds", request_body = GuildPatchBody,
    responses((status = 200, body = Guild)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    PictureBody(body): PictureBody<GuildPatchBody>,
) -> Outcome<Answer<Guild>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let view = guild.view();
    // What is refused anyway is not decoded.
    if !view.guild_permissions(caller.user, app.clock.now_ms()).contains(Permissions::MANAGE_GUILD)
    {
        return Err(ErrorCode::MissingPermissions.into());
    }
    finish(&app, move |app| async move {
        let place = |name| FilePlace::Icon(view.id(), name);
        let former = view.guild.icon.clone();
        let icon = portraits::keep(&app, "icon", body.icon, place).await?;
        let kept = icon.clone().flatten();
        let name = body.name.map(|name| name.trim().to_owned());
        let system_channel = body.system_channel_id;
        let patch = GuildPatch { name, owner: body.owner_id, system_channel, icon };
        let update = Command::Update { actor: caller.user, patch };
        let changed = guild.act(update.because(reason)).await;
        let after = guild.view();
        let present = after.guild.icon.as_ref();
        portraits::let_go(&app, former.as_ref(), present, place).await;
        portraits::let_go(&app, kept.as_ref(), present, place).await;
        changed?;
        Ok(Answer(render::guild(&after)))
    })
    .await
}

/// The roles of a guild.
#[utoipa::path(
    get, path = "/guilds/{guild}/roles", tag = "guilds",
    responses((status = 200, body = Vec<Role>)),
)]
pub(in crate::http) async fn roles(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<Vec<Role>>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(guild.view().roles.values().map(render::role).collect()))
}
