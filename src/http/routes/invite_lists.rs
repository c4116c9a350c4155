//! The invites of a guild and of a channel.

use std::sync::Arc;

use axum::extract::State;
use protocol::wire::Invite;
use protocol::{ChannelId, GuildId};

use super::invites::with_metadata;
use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::Ids;

/// The invites of a guild.
#[utoipa::path(
    get, path = "/guilds/{guild}/invites", tag = "invites",
    responses((status = 200, body = Vec<Invite>)),
)]
pub(in crate::http) async fn of_guild(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<Vec<Invite>>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let invites = guild.invites(caller.user).await?;
    Ok(Answer(invites.iter().map(|invite| with_metadata(&guild, invite)).collect()))
}

/// The invites to a channel.
#[utoipa::path(
    get, path = "/channels/{channel}/invites", tag = "invites",
    responses((status = 200, body = Vec<Invite>)),
)]
pub(in crate::http) async fn of_channel(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<Answer<Vec<Invite>>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let invites = channel.invites(caller.user).await?;
    let guild = channel.guild()?;
    Ok(Answer(invites.iter().map(|invite| with_metadata(guild, invite)).collect()))
}
