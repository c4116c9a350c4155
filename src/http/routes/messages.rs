//! Messages: post, read, and the sign that somebody is typing.

use std::sync::Arc;

use actors::{Anchor, ChannelHandle, Draft, Reply};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::permissions::Permissions;
use protocol::wire::{Message, Nonce};
use protocol::{ChannelId, MessageId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Query};
use crate::http::{App, HttpError};

/// Messages in one page.
const LISTED_MAX: usize = 100;
const LISTED_DEFAULT: usize = 50;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewMessageBody {
    #[schema(max_length = 2000)]
    content: Option<String>,
    nonce: Option<Nonce>,
    message_reference: Option<ReferenceBody>,
    allowed_mentions: Option<AllowedMentions>,
}

#[derive(Deserialize, ToSchema)]
struct ReferenceBody {
    message_id: MessageId,
    fail_if_not_exists: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
struct AllowedMentions {
    replied_user: Option<bool>,
}

impl NewMessageBody {
    /// Without `allowed_mentions` a reply mentions whom it answers; with it, only if it says so.
    fn into_draft(self, author: UserId) -> Draft {
        let mention =
            self.allowed_mentions.is_none_or(|allowed| allowed.replied_user == Some(true));
        let reply = self.message_reference.map(|reference| Reply {
            to: reference.message_id,
            must_exist: reference.fail_if_not_exists.unwrap_or(true),
            mention,
        });
        Draft { author, content: self.content.unwrap_or_default(), nonce: self.nonce, reply }
    }
}

/// Posts a message: answered once it is durable.
#[utoipa::path(
    post, path = "/channels/{channel}/messages", tag = "messages", request_body = NewMessageBody,
    responses((status = 200, body = Message)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    JsonBody(body): JsonBody<NewMessageBody>,
) -> Outcome<Answer<Message>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    Ok(Answer(channel.post(body.into_draft(caller.user)).await?))
}

/// Messages of a channel, newest first.
///
/// Who may not read the history sees none of it.
#[utoipa::path(
    get, path = "/channels/{channel}/messages", tag = "messages",
    params(
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
        ("around" = Option<MessageId>, Query),
        ("before" = Option<MessageId>, Query),
        ("after" = Option<MessageId>, Query),
    ),
    responses((status = 200, body = Vec<Message>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    query: Query,
) -> Outcome<Answer<Vec<Message>>> {
    let limit = query.number("limit", 1..=LISTED_MAX, LISTED_DEFAULT)?;
    let anchor = anchor(&query)?;
    let channel = app.engine.channel(channel, caller.user).await?;
    if !may_read_history(&app, &caller, &channel) {
        return Ok(Answer(Vec::new()));
    }
    Ok(Answer(channel.messages(anchor, limit).await?))
}

/// A message.
#[utoipa::path(
    get, path = "/channels/{channel}/messages/{message}", tag = "messages",
    responses((status = 200, body = Message)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
) -> Outcome<Answer<Message>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    if !may_read_history(&app, &caller, &channel) {
        return Err(ErrorCode::MissingPermissions.into());
    }
    Ok(Answer(channel.message(message).await?.ok_or(ErrorCode::UnknownMessage)?))
}

/// Tells that the caller is typing.
#[utoipa::path(
    post, path = "/channels/{channel}/typing", tag = "messages",
    responses((status = 204)),
)]
pub(in crate::http) async fn typing(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<StatusCode> {
    app.engine.channel(channel, caller.user).await?.typing(caller.user)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the caller may read what was said before.
pub(super) fn may_read_history(app: &App, caller: &Caller, channel: &ChannelHandle) -> bool {
    let view = channel.guild().view();
    let bits = view.channel_permissions(caller.user, channel.id(), app.clock.now_ms());
    bits.contains(Permissions::READ_MESSAGE_HISTORY)
}

fn anchor(query: &Query) -> Result<Anchor, HttpError> {
    let anchors = [
        query.id("around")?.map(Anchor::Around),
        query.id("before")?.map(Anchor::Before),
        query.id("after")?.map(Anchor::After),
    ];
    let mut given = anchors.into_iter().flatten();
    let first = given.next().unwrap_or(Anchor::Latest);
    if given.next().is_some() {
        let message = "Only one of around, before and after can be given.";
        return Err(HttpError::field("before", FieldErrorCode::NotAChoice, message));
    }
    Ok(first)
}
