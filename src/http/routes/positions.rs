//! The order of channels and roles.

use std::sync::Arc;

use actors::{ChannelPlace, Command, RolePlace, render};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::wire::Role;
use protocol::{ChannelId, GuildId, RoleId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonList, Reason, given};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ChannelPlaceBody {
    id: ChannelId,
    position: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    parent_id: Option<Option<ChannelId>>,
    lock_permissions: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct RolePlaceBody {
    id: RoleId,
    position: Option<u16>,
}

/// Moves channels.
#[utoipa::path(
    patch, path = "/guilds/{guild}/channels", tag = "channels", request_body = Vec<ChannelPlaceBody>,
    responses((status = 204)),
)]
pub(in crate::http) async fn channels(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonList(places): JsonList<ChannelPlaceBody>,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let places = places.into_iter().map(|place| ChannelPlace {
        id: place.id,
        position: place.position,
        parent: place.parent_id,
        lock_permissions: place.lock_permissions.unwrap_or(false),
    });
    let places = places.collect();
    guild.act(Command::PlaceChannels { actor: caller.user, places }.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Moves roles, and answers with all of them.
#[utoipa::path(
    patch, path = "/guilds/{guild}/roles", tag = "roles", request_body = Vec<RolePlaceBody>,
    responses((status = 200, body = Vec<Role>)),
)]
pub(in crate::http) async fn roles(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonList(places): JsonList<RolePlaceBody>,
) -> Outcome<Answer<Vec<Role>>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let places =
        places.into_iter().map(|place| RolePlace { id: place.id, position: place.position });
    let places = places.collect();
    guild.act(Command::PlaceRoles { actor: caller.user, places }.because(reason)).await?;
    Ok(Answer(guild.view().roles.values().map(render::role).collect()))
}
