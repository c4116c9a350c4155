//! A channel's exceptions for roles and members, one by one.

use std::sync::Arc;

use actors::Command;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::permissions::{Overwrite, OverwriteKind, Permissions};
use protocol::{ChannelId, OverwriteId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::Outcome;
use crate::http::extract::{Ids, JsonBody, Reason};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct OverwriteBody {
    #[serde(rename = "type")]
    kind: OverwriteKind,
    allow: Option<Permissions>,
    deny: Option<Permissions>,
}

/// Sets the exception for a role or a member.
#[utoipa::path(
    put, path = "/channels/{channel}/permissions/{about}", tag = "overwrites", request_body = OverwriteBody,
    responses((status = 204)),
)]
pub(in crate::http) async fn set(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, about)): Ids<(ChannelId, OverwriteId)>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<OverwriteBody>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let overwrite = Overwrite {
        id: about,
        kind: body.kind,
        allow: body.allow.unwrap_or_default(),
        deny: body.deny.unwrap_or_default(),
    };
    let set = Command::SetOverwrite { actor: caller.user, channel: channel.id(), overwrite };
    channel.guild()?.act(set.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the exception for a role or a member away.
#[utoipa::path(
    delete, path = "/channels/{channel}/permissions/{about}", tag = "overwrites",
    responses((status = 204)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, about)): Ids<(ChannelId, OverwriteId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let delete = Command::DeleteOverwrite { actor: caller.user, channel: channel.id(), about };
    channel.guild()?.act(delete.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}
