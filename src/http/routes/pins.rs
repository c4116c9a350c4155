//! Pins, at the newer addresses of v10 and at the older ones.

use std::sync::Arc;

use actors::{Act, Pinned};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::wire::Message;
use protocol::{ChannelId, MessageId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::messages::may_read_history;
use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Query, Reason};

/// Pins in one page.
const LISTED_MAX: usize = 50;

/// Pins in the answer of the older address, which has no pages: all there can be.
const LISTED_AT_ONCE: usize = 250;

#[derive(Serialize, ToSchema)]
#[schema(as = Pins)]
pub(in crate::http) struct Page {
    items: Vec<Item>,
    has_more: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Pin)]
struct Item {
    pinned_at: Timestamp,
    message: Message,
}

/// Pinned messages, the one pinned last first.
///
/// Who may not read the history sees none.
#[utoipa::path(
    get, path = "/channels/{channel}/messages/pins", tag = "pins",
    params(
        ("before" = Option<Timestamp>, Query, description = "Only what was pinned before."),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 50),
    ),
    responses((status = 200, body = Page)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    query: Query,
) -> Outcome<Answer<Page>> {
    let limit = query.number("limit", 1..=LISTED_MAX, LISTED_MAX)?;
    let before = query.parsed("before", "Must be a time.")?;
    let channel = app.engine.channel(channel, caller.user).await?;
    if !may_read_history(&app, &caller, &channel) {
        return Ok(Answer(Page { items: Vec::new(), has_more: false }));
    }
    let (pinned, has_more) = channel.pins(before, limit, caller.user).await?;
    let item = |Pinned { pinned_at, message }| Item { pinned_at, message };
    Ok(Answer(Page { items: pinned.into_iter().map(item).collect(), has_more }))
}

/// All pinned messages, the one pinned last first.
///
/// Who may not read the history sees none.
#[utoipa::path(
    get, path = "/channels/{channel}/pins", tag = "pins", operation_id = "list_all",
    responses((status = 200, body = Vec<Message>)),
)]
pub(in crate::http) async fn list_all(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<Answer<Vec<Message>>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    if !may_read_history(&app, &caller, &channel) {
        return Ok(Answer(Vec::new()));
    }
    let (pinned, _) = channel.pins(None, LISTED_AT_ONCE, caller.user).await?;
    Ok(Answer(pinned.into_iter().map(|pinned| pinned.message).collect()))
}

/// Pins a message.
#[utoipa::path(
    put, path = "/channels/{channel}/messages/pins/{message}", tag = "pins",
    responses((status = 204)),
)]
pub(in crate::http) async fn pin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    act(&app, (&caller, reason), channel, Act::Pin(message)).await
}

/// Pins a message no more.
#[utoipa::path(
    delete, path = "/channels/{channel}/messages/pins/{message}", tag = "pins",
    responses((status = 204)),
)]
pub(in crate::http) async fn unpin(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    act(&app, (&caller, reason), channel, Act::Unpin(message)).await
}

/// Pins a message, at its older address.
#[utoipa::path(
    put, path = "/channels/{channel}/pins/{message}", tag = "pins", operation_id = "pin_former",
    responses((status = 204)),
)]
pub(in crate::http) async fn pin_former(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    act(&app, (&caller, reason), channel, Act::Pin(message)).await
}

/// Pins a message no more, at its older address.
#[utoipa::path(
    delete, path = "/channels/{channel}/pins/{message}", tag = "pins",
    operation_id = "unpin_former", responses((status = 204)),
)]
pub(in crate::http) async fn unpin_former(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    act(&app, (&caller, reason), channel, Act::Unpin(message)).await
}

async fn act(
    app: &App,
    (caller, reason): (&Caller, Option<String>),
    channel: ChannelId,
    act: Act,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    channel.act_because(caller.user, act, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
