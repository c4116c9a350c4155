//! Reactions: who reacts with what, and what is removed.

use std::sync::Arc;

use actors::{Act, Emoji};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::ErrorCode;
use protocol::wire::User;
use protocol::{ChannelId, MessageId, UserId};

use super::messages::may_read_history;
use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Query, UserSelector};

/// Users in one page.
const LISTED_MAX: usize = 100;
const LISTED_DEFAULT: usize = 25;

/// Who reacted with an emoji, by their ids.
#[utoipa::path(
    get, path = "/channels/{channel}/messages/{message}/reactions/{emoji}", tag = "reactions",
    params(
        ("after" = Option<UserId>, Query, description = "Only users behind this one."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
    ),
    responses((status = 200, body = Vec<User>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message, emoji)): Ids<(ChannelId, MessageId, String)>,
    query: Query,
) -> Outcome<Answer<Vec<User>>> {
    let limit = query.number("limit", 1..=LISTED_MAX, LISTED_DEFAULT)?;
    let after = query.id("after")?;
    let channel = app.engine.channel(channel, caller.user).await?;
    if !may_read_history(&app, &caller, &channel) {
        return Err(ErrorCode::MissingPermissions.into());
    }
    let users = channel.reactors(message, &known(&emoji)?, after, limit).await?;
    Ok(Answer(users.ok_or(ErrorCode::UnknownMessage)?))
}

/// Reacts to a message, as oneself.
#[utoipa::path(
    put, path = "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}",
    tag = "reactions", responses((status = 204)),
)]
pub(in crate::http) async fn add(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message, emoji, user)): Ids<(ChannelId, MessageId, String, UserSelector)>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    if user.resolve(caller.user) != caller.user {
        return Err(ErrorCode::MissingPermissions.into());
    }
    let act = Act::React { message, emoji: known(&emoji)? };
    channel.act(caller.user, act).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a reaction back, or removes somebody else's.
#[utoipa::path(
    delete, path = "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}",
    tag = "reactions", responses((status = 204)),
)]
pub(in crate::http) async fn remove(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message, emoji, user)): Ids<(ChannelId, MessageId, String, UserSelector)>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let user = user.resolve(caller.user);
    channel.act(caller.user, Act::Unreact { message, emoji: known(&emoji)?, user }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes all reactions with one emoji.
#[utoipa::path(
    delete, path = "/channels/{channel}/messages/{message}/reactions/{emoji}",
    tag = "reactions", responses((status = 204)),
)]
pub(in crate::http) async fn remove_emoji(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message, emoji)): Ids<(ChannelId, MessageId, String)>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    channel.act(caller.user, Act::RemoveEmoji { message, emoji: known(&emoji)? }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes all reactions of a message.
#[utoipa::path(
    delete, path = "/channels/{channel}/messages/{message}/reactions", tag = "reactions",
    responses((status = 204)),
)]
pub(in crate::http) async fn remove_all(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    channel.act(caller.user, Act::RemoveReactions(message)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn known(emoji: &str) -> Outcome<String> {
    Ok(Emoji::parse(emoji).ok_or(ErrorCode::UnknownEmoji)?.to_string())
}
