//! Who is kept out of a guild.

use std::sync::Arc;

use actors::{BANS_LISTED_MAX, BanQuery, BannedMany, Command};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::wire::Ban;
use protocol::{GuildId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Query, Reason};
use crate::http::finish::finish;
use crate::http::{App, HttpError};

/// Users that are banned at once, as in v10.
const BANNED_AT_ONCE_MAX: usize = 200;

/// How messages are named that go with a ban, and of how long a time at most.
const SECONDS: (&str, u32) = ("delete_message_seconds", 604_800);
const DAYS: (&str, u32) = ("delete_message_days", 7);
const SECONDS_A_DAY: u32 = 24 * 3_600;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct BanBody {
    /// Messages of so many seconds go, too.
    #[schema(maximum = 604800)]
    delete_message_seconds: Option<u32>,
    /// The same in days, where no seconds are given.
    #[schema(maximum = 7, deprecated)]
    delete_message_days: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct BulkBanBody {
    #[schema(min_items = 1, max_items = 200)]
    user_ids: Vec<UserId>,
    /// Messages of so many seconds go, too.
    #[schema(maximum = 604800)]
    delete_message_seconds: Option<u32>,
}

/// What became of each.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct BulkBanned {
    /// Who is banned, now or already before.
    banned_users: Vec<UserId>,
    /// Who is not.
    failed_users: Vec<UserId>,
}

/// Bans of a guild, by user id.
#[utoipa::path(
    get, path = "/guilds/{guild}/bans", tag = "bans",
    params(
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 1000),
        ("before" = Option<UserId>, Query),
        ("after" = Option<UserId>, Query),
    ),
    responses((status = 200, body = Vec<Ban>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    query: Query,
) -> Outcome<Answer<Vec<Ban>>> {
    let query = BanQuery {
        after: query.id("after")?,
        before: query.id("before")?,
        limit: query.number("limit", 1..=BANS_LISTED_MAX, BANS_LISTED_MAX)?,
    };
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(guild.bans(caller.user, query).await?))
}

/// The ban of a user.
#[utoipa::path(
    get, path = "/guilds/{guild}/bans/{user}", tag = "bans",
    responses((status = 200, body = Ban)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, user)): Ids<(GuildId, UserId)>,
) -> Outcome<Answer<Ban>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(guild.ban_of(caller.user, user).await?))
}

/// Keeps a user out, who goes when they are a member.
#[utoipa::path(
    put, path = "/guilds/{guild}/bans/{user}", tag = "bans", request_body = BanBody,
    params(
        ("delete_message_seconds" = Option<u32>, Query, maximum = 604800),
        ("delete_message_days" = Option<u32>, Query, maximum = 7),
    ),
    responses((status = 204)),
)]
pub(in crate::http) async fn put(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, user)): Ids<(GuildId, UserId)>,
    Reason(reason): Reason,
    query: Query,
    JsonBody(body): JsonBody<BanBody>,
) -> Outcome<StatusCode> {
    let delete_message_s = body.delete_message_s(&query)?;
    let guild = app.engine.guild(guild, caller.user).await?;
    let user = Arc::new(app.accounts.user(user).await?);
    let (actor, kept) = (caller.user, reason.clone());
    let ban = Command::Ban { actor, user, reason: kept, delete_message_s };
    guild.act(ban.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a user in again.
#[utoipa::path(
    delete, path = "/guilds/{guild}/bans/{user}", tag = "bans",
    responses((status = 204)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, user)): Ids<(GuildId, UserId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    guild.unban(caller.user, user, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps many users out, each by itself.
#[utoipa::path(
    post, path = "/guilds/{guild}/bulk-ban", tag = "bans", request_body = BulkBanBody,
    responses((status = 200, body = BulkBanned)),
)]
pub(in crate::http) async fn put_many(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<BulkBanBody>,
) -> Outcome<Answer<BulkBanned>> {
    if !(1..=BANNED_AT_ONCE_MAX).contains(&body.user_ids.len()) {
        let message = format!("Must be between 1 and {BANNED_AT_ONCE_MAX} in length.");
        return Err(HttpError::field("user_ids", FieldErrorCode::BadLength, message));
    }
    let delete_message_s = within(SECONDS, body.delete_message_seconds)?.unwrap_or(0);
    let guild = app.engine.guild(guild, caller.user).await?;
    finish(&app, move |_| async move {
        let (actor, users) = (caller.user, body.user_ids.into_iter().collect());
        let BannedMany { banned, failed } =
            guild.ban_many(actor, &users, reason, delete_message_s).await?;
        if banned.is_empty() {
            return Err(ErrorCode::NobodyBanned.into());
        }
        Ok(Answer(BulkBanned { banned_users: banned, failed_users: failed }))
    })
    .await
}

impl BanBody {
    /// Libraries say it in the body or in the query.
    fn delete_message_s(&self, query: &Query) -> Outcome<u32> {
        let asked = |name| query.parsed(name, "Must be a number.");
        let seconds =
            [within(SECONDS, self.delete_message_seconds)?, within(SECONDS, asked(SECONDS.0)?)?];
        let days = [within(DAYS, self.delete_message_days)?, within(DAYS, asked(DAYS.0)?)?];
        let days = days.map(|days| days.map(|days| days * SECONDS_A_DAY));
        Ok(seconds.into_iter().chain(days).flatten().next().unwrap_or(0))
    }
}

/// A number of a field with this name and bound.
fn within((name, max): (&str, u32), number: Option<u32>) -> Outcome<Option<u32>> {
    if number.is_some_and(|number| number > max) {
        let message = format!("Must be between 0 and {max}.");
        return Err(HttpError::field(name, FieldErrorCode::OutOfRange, message));
    }
    Ok(number)
}
