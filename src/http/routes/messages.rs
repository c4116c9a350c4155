//! Messages: post, read, edit, delete, and the sign that somebody is typing.

use std::sync::Arc;

use actors::{
    Act, Anchor, ChannelHandle, Draft, Edit, Reply, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS,
};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::permissions::Permissions;
use protocol::wire::extension::MessageVersion;
use protocol::wire::{Message, Nonce};
use protocol::{ChannelId, MessageId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::allowed_mentions::{AllowedMentionsBody, allowed};
use super::embeds::{self, EmbedBody};
use crate::accounts::{Caller, Identity};
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Query, Reason, given};
use crate::http::uploads::{self, AttachmentBody, MessageForm, Sent};
use crate::http::{App, HttpError};

/// Messages in one page.
const LISTED_MAX: usize = 100;
const LISTED_DEFAULT: usize = 50;

/// Flags that a sender may choose.
const FLAGS_CHOSEN: u64 = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewMessageBody {
    #[schema(max_length = 2000)]
    content: Option<String>,
    /// Of bots only.
    #[schema(max_items = 10)]
    embeds: Option<Vec<EmbedBody>>,
    nonce: Option<Nonce>,
    message_reference: Option<ReferenceBody>,
    allowed_mentions: Option<AllowedMentionsBody>,
    flags: Option<u64>,
    /// Of a message with files.
    attachments: Option<Vec<AttachmentBody>>,
}

#[derive(Deserialize, ToSchema)]
struct ReferenceBody {
    message_id: MessageId,
    fail_if_not_exists: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct EditBody {
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 2000)]
    content: Option<Option<String>>,
    /// Of bots only.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<EmbedBody>>, max_items = 10)]
    embeds: Option<Option<Vec<EmbedBody>>>,
    allowed_mentions: Option<AllowedMentionsBody>,
    flags: Option<u64>,
    /// The files that the message is to have, of those it has and those that come; all when it is
    /// not given.
    attachments: Option<Vec<AttachmentBody>>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct BulkDeleteBody {
    #[schema(min_items = 2, max_items = 100)]
    messages: Vec<MessageId>,
}

impl NewMessageBody {
    fn into_draft(self, caller: Caller) -> Outcome<Draft> {
        let (allowed_mentions, mention) = allowed(self.allowed_mentions)?;
        let reply = self.message_reference.map(|reference| Reply {
            to: reference.message_id,
            must_exist: reference.fail_if_not_exists.unwrap_or(true),
            mention,
        });
        Ok(Draft {
            nonce: self.nonce,
            reply,
            allowed_mentions,
            embeds: embeds_of(caller, &self.embeds.unwrap_or_default())?,
            flags: self.flags.unwrap_or(0) & FLAGS_CHOSEN,
            ..Draft::text(caller.user, self.content.unwrap_or_default())
        })
    }
}

impl EditBody {
    fn into_edit(self, caller: Caller, message: MessageId) -> Outcome<Edit> {
        let embeds = self.embeds.map(Option::unwrap_or_default);
        let embeds = embeds.map(|embeds| embeds_of(caller, &embeds)).transpose()?;
        Ok(Edit {
            content: self.content.map(Option::unwrap_or_default),
            embeds,
            suppress_embeds: self.flags.map(|flags| flags & SUPPRESS_EMBEDS != 0),
            allowed_mentions: allowed(self.allowed_mentions)?.0,
            ..Edit::of(message)
        })
    }
}

/// The embeds as they are kept. People write text.
fn embeds_of(caller: Caller, embeds: &[EmbedBody]) -> Outcome<Option<String>> {
    if !embeds.is_empty() && caller.identity != Identity::Bot {
        return Err(ErrorCode::OnlyBots.into());
    }
    Ok(embeds::admitted(embeds)?)
}

/// Posts a message: answered once it is durable.
#[utoipa::path(
    post, path = "/channels/{channel}/messages", tag = "messages",
    request_body(content(
        (NewMessageBody = "application/json"),
        (MessageForm = "multipart/form-data"),
    )),
    responses((status = 200, body = Message)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    request: Request,
) -> Outcome<Answer<Message>> {
    let trace = app.traces.trace(channel);
    let channel = app.engine.channel(channel, caller.user).await?.traced(trace);
    let sent = uploads::read::<NewMessageBody>(&app, &channel, caller.user, request).await?;
    let Sent { mut body, files } = sent;
    let bodies = body.attachments.take().unwrap_or_default();
    let draft = body.into_draft(caller)?;
    match files {
        None => Ok(Answer(channel.post(draft).await?)),
        Some(files) => {
            let labels = uploads::labels(&files, bodies)?;
            Ok(Answer(uploads::post(&app, channel, draft, files, labels).await?))
        }
    }
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
    Ok(Answer(channel.messages(anchor, limit, caller.user).await?))
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
    shown(&channel, message, caller.user).await
}

/// Changes a message: its text, its files, or whether its embeds are shown.
#[utoipa::path(
    patch, path = "/channels/{channel}/messages/{message}", tag = "messages",
    request_body(content((EditBody = "application/json"), (MessageForm = "multipart/form-data"))),
    responses((status = 200, body = Message)),
)]
pub(in crate::http) async fn edit(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    request: Request,
) -> Outcome<Answer<Message>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let sent = uploads::read::<EditBody>(&app, &channel, caller.user, request).await?;
    let Sent { mut body, files } = sent;
    let bodies = body.attachments.take();
    let mut edit = body.into_edit(caller, message)?;
    let is_given = bodies.is_some();
    let (labels, kept) = uploads::changed(files.as_ref(), bodies.unwrap_or_default())?;
    edit.kept = is_given.then_some(kept);
    let added = files.map(|files| (files, labels));
    uploads::edit(&app, channel.clone(), caller.user, edit, added).await?;
    shown(&channel, message, caller.user).await
}

/// Deletes a message.
#[utoipa::path(
    delete, path = "/channels/{channel}/messages/{message}", tag = "messages",
    responses((status = 204)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    channel.act_because(caller.user, Act::Delete(message), reason).await?;
    uploads::deleted(&app, channel.id(), &[message]).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes messages together; those that are not there are passed over.
#[utoipa::path(
    post, path = "/channels/{channel}/messages/bulk-delete", tag = "messages",
    request_body = BulkDeleteBody, responses((status = 204)),
)]
pub(in crate::http) async fn bulk_delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<BulkDeleteBody>,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let delete = Act::BulkDelete(body.messages.clone());
    channel.act_because(caller.user, delete, reason).await?;
    uploads::deleted(&app, channel.id(), &body.messages).await;
    Ok(StatusCode::NO_CONTENT)
}

/// What a message said before it was edited, for who manages messages.
#[utoipa::path(
    get, path = "/channels/{channel}/messages/{message}/versions", tag = "messages",
    responses((status = 200, body = Vec<MessageVersion>)),
)]
pub(in crate::http) async fn versions(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, message)): Ids<(ChannelId, MessageId)>,
) -> Outcome<Answer<Vec<MessageVersion>>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let needed = Permissions::MANAGE_MESSAGES | Permissions::READ_MESSAGE_HISTORY;
    if !bits(&app, &caller, &channel).contains(needed) {
        return Err(ErrorCode::MissingPermissions.into());
    }
    Ok(Answer(channel.versions(message).await?.ok_or(ErrorCode::UnknownMessage)?))
}

async fn shown(
    channel: &ChannelHandle,
    message: MessageId,
    reader: UserId,
) -> Outcome<Answer<Message>> {
    Ok(Answer(channel.message(message, reader).await?.ok_or(ErrorCode::UnknownMessage)?))
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
    bits(app, caller, channel).contains(Permissions::READ_MESSAGE_HISTORY)
}

pub(super) fn bits(app: &App, caller: &Caller, channel: &ChannelHandle) -> Permissions {
    let view = channel.view();
    view.channel_permissions(caller.user, channel.id(), app.clock.now_ms())
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
