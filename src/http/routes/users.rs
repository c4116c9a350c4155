//! Users, as the bot API shows them.

use std::sync::Arc;

use actors::{Command, GuildError, render};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::wire::{CurrentUser, PartialGuild, User};
use protocol::{GuildId, UserId};

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Query};

/// Guilds in one page, and by default, as in v10.
const GUILDS_LISTED_MAX: usize = 200;

/// A user.
#[utoipa::path(
    get, path = "/users/{user}", tag = "users",
    responses((status = 200, body = User)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    _caller: Caller,
    Ids(user): Ids<UserId>,
) -> Outcome<Answer<User>> {
    Ok(Answer(render::user(&app.accounts.user(user).await?)))
}

/// The caller, who sees more of itself than others do.
#[utoipa::path(
    get, path = "/users/@me", tag = "users",
    responses((status = 200, body = CurrentUser)),
)]
pub(in crate::http) async fn me(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Outcome<Answer<CurrentUser>> {
    Ok(Answer(render::current_user(&app.accounts.user(caller.user).await?)))
}

/// The caller's guilds, by id.
#[utoipa::path(
    get, path = "/users/@me/guilds", tag = "users",
    params(
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 200),
        ("before" = Option<GuildId>, Query),
        ("after" = Option<GuildId>, Query),
    ),
    responses((status = 200, body = Vec<PartialGuild>)),
)]
pub(in crate::http) async fn guilds(
    State(app): State<Arc<App>>,
    caller: Caller,
    query: Query,
) -> Outcome<Answer<Vec<PartialGuild>>> {
    let limit = query.number("limit", 1..=GUILDS_LISTED_MAX, GUILDS_LISTED_MAX)?;
    let after = query.id::<GuildId>("after")?;
    let before = query.id::<GuildId>("before")?;
    let now_ms = app.clock.now_ms();
    let mut ids = app.engine.guilds_of(caller.user).await?;
    ids.retain(|id| {
        after.is_none_or(|after| *id > after) && before.is_none_or(|before| *id < before)
    });
    // Of many, those nearest to `before` are wanted.
    let skipped = if before.is_some() { ids.len().saturating_sub(limit) } else { 0 };
    let mut guilds = Vec::new();
    for id in ids.into_iter().skip(skipped).take(limit) {
        match app.engine.guild(id, caller.user).await {
            Ok(guild) => guilds.push(render::partial_guild(&guild.view(), caller.user, now_ms)),
            // It was left or deleted since the list was read.
            Err(GuildError::UnknownGuild) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Answer(guilds))
}

/// Leaves a guild.
#[utoipa::path(
    delete, path = "/users/@me/guilds/{guild}", tag = "users",
    responses((status = 204)),
)]
pub(in crate::http) async fn leave(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    guild.act(Command::Leave { user: caller.user }).await?;
    Ok(StatusCode::NO_CONTENT)
}
