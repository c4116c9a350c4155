//! Threads: opening them, and lists of them.

use std::sync::Arc;

use actors::{ChannelHandle, Command, NewThread, Outcome as Acted, ThreadCommand};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::permissions::Permissions;
use protocol::wire::{Channel, ChannelKind, ThreadList, ThreadPage};
use protocol::{ChannelId, GuildId, MessageId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::channels::show;
use super::messages::{bits, may_read_history};
use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome, json};
use crate::http::extract::{Ids, JsonBody, Query};
use crate::http::{App, HttpError};

/// Threads in one page.
const LISTED_MAX: usize = 100;
const LISTED_DEFAULT: usize = 50;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ThreadOfMessageBody {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Minutes without a post until it is archived: 60, 1440, 4320 or 10080.
    auto_archive_duration: Option<u16>,
    #[schema(maximum = 21600)]
    rate_limit_per_user: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewThreadBody {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// 11: there are public threads only.
    #[serde(rename = "type")]
    kind: ChannelKind,
    /// Minutes without a post until it is archived: 60, 1440, 4320 or 10080.
    auto_archive_duration: Option<u16>,
    #[schema(maximum = 21600)]
    rate_limit_per_user: Option<u32>,
}

/// Opens a thread on a message.
#[utoipa::path(
    post, path = "/channels/{channel}/messages/{message}/threads", tag = "threads",
    request_body = ThreadOfMessageBody, responses((status = 201, body = Channel)),
)]
pub(in crate::http) async fn open_on_message(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    JsonBody(body): JsonBody<ThreadOfMessageBody>,
) -> Outcome<Response> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let thread = NewThread {
        name: body.name,
        from: Some(message),
        auto_archive_minutes: body.auto_archive_duration,
        rate_limit_per_user_s: body.rate_limit_per_user.unwrap_or(0),
    };
    open(&caller, &channel, thread).await
}

/// Opens a thread that stands by itself; a message of the system tells of it.
#[utoipa::path(
    post, path = "/channels/{channel}/threads", tag = "threads", request_body = NewThreadBody,
    responses((status = 201, body = Channel)),
)]
pub(in crate::http) async fn open_alone(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    JsonBody(body): JsonBody<NewThreadBody>,
) -> Outcome<Response> {
    let channel = app.engine.channel(channel, caller.user).await?;
    if body.kind != ChannelKind::PublicThread {
        let message = "Must be 11: there are public threads only.";
        return Err(HttpError::field("type", FieldErrorCode::NotAChoice, message));
    }
    let thread = NewThread {
        name: body.name,
        from: None,
        auto_archive_minutes: body.auto_archive_duration,
        rate_limit_per_user_s: body.rate_limit_per_user.unwrap_or(0),
    };
    open(&caller, &channel, thread).await
}

async fn open(caller: &Caller, channel: &ChannelHandle, thread: NewThread) -> Outcome<Response> {
    let guild = channel.guild()?;
    let open = ThreadCommand::Open { actor: caller.user, parent: channel.id(), thread };
    let opened = guild.act(Command::Thread(open)).await?;
    let Acted::Channel(id) = opened else { return Err(HttpError::internal()) };
    Ok(json(StatusCode::CREATED, &show(guild, id, caller.user)?))
}

/// The active threads of a guild that the caller sees.
#[utoipa::path(
    get, path = "/guilds/{guild}/threads/active", tag = "threads",
    responses((status = 200, body = ThreadList)),
)]
pub(in crate::http) async fn active(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<ThreadList>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    Ok(Answer(guild.active_threads(caller.user)))
}

/// Archived threads of a channel, the one archived last first.
#[utoipa::path(
    get, path = "/channels/{channel}/threads/archived/public", tag = "threads",
    params(
        ("before" = Option<protocol::Timestamp>, Query, description = "Only what was archived before."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
    ),
    responses((status = 200, body = ThreadPage)),
)]
pub(in crate::http) async fn archived_public(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    query: Query,
) -> Outcome<Answer<ThreadPage>> {
    let limit = query.number("limit", 1..=LISTED_MAX, LISTED_DEFAULT)?;
    let before = query.parsed("before", "Must be a time.")?;
    let channel = with_history(&app, &caller, channel).await?;
    Ok(Answer(channel.archived_threads(before, limit, caller.user).await?))
}

/// Archived private threads of a channel, for who manages threads: there are none.
#[utoipa::path(
    get, path = "/channels/{channel}/threads/archived/private", tag = "threads",
    responses((status = 200, body = ThreadPage)),
)]
pub(in crate::http) async fn archived_private(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<Answer<ThreadPage>> {
    let channel = with_history(&app, &caller, channel).await?;
    if !bits(&app, &caller, &channel).contains(Permissions::MANAGE_THREADS) {
        return Err(ErrorCode::MissingPermissions.into());
    }
    Ok(Answer(ThreadPage::default()))
}

/// Archived private threads of a channel that the caller is in: there are none.
#[utoipa::path(
    get, path = "/channels/{channel}/users/@me/threads/archived/private", tag = "threads",
    responses((status = 200, body = ThreadPage)),
)]
pub(in crate::http) async fn archived_own(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<Answer<ThreadPage>> {
    with_history(&app, &caller, channel).await?;
    Ok(Answer(ThreadPage::default()))
}

/// A channel whose past the caller may read.
async fn with_history(app: &App, caller: &Caller, id: ChannelId) -> Outcome<ChannelHandle> {
    let channel = app.engine.channel(id, caller.user).await?;
    if may_read_history(app, caller, &channel) {
        Ok(channel)
    } else {
        Err(ErrorCode::MissingPermissions.into())
    }
}
