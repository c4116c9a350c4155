//! The brakes of a guild: what it holds back of those who want in.

use std::sync::Arc;

use actors::{BrakesPatch, Command};
use axum::extract::State;
use protocol::GuildId;
use protocol::wire::Brakes;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Reason};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct BrakesBody {
    /// Nobody joins by an invite while it is true.
    invites_paused: Option<bool>,
    /// Seconds that an account has to be old; 0 for any age.
    #[schema(maximum = 7776000)]
    min_account_age_s: Option<u32>,
    /// People who join by invites within a minute at most; 0 is without limit.
    #[schema(maximum = 1000)]
    joins_per_minute: Option<u16>,
}

/// The brakes of a guild.
#[utoipa::path(
    get, path = "/guilds/{guild}/brakes", tag = "brakes",
    responses((status = 200, body = Brakes)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<Brakes>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(guild.brakes(caller.user)?))
}

/// Sets the brakes of a guild. What is left out stays.
#[utoipa::path(
    patch, path = "/guilds/{guild}/brakes", tag = "brakes", request_body = BrakesBody,
    responses((status = 200, body = Brakes)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<BrakesBody>,
) -> Outcome<Answer<Brakes>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let patch = BrakesPatch {
        invites_paused: body.invites_paused,
        min_account_age_s: body.min_account_age_s,
        joins_per_minute: body.joins_per_minute,
    };
    guild.act(Command::SetBrakes { actor: caller.user, patch }.because(reason)).await?;
    Ok(Answer(guild.brakes(caller.user)?))
}
