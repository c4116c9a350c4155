//! Channels of guilds.

use std::sync::Arc;

use actors::{
    ChannelHandle, ChannelPatch, Command, GroupAct, GuildHandle, NewChannel, Outcome as Acted,
    ThreadCommand, ThreadPatch, render,
};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::error::{ErrorCode, FieldErrorCode};
use protocol::permissions::Overwrite;
use protocol::wire::{AnyChannel, Channel, ChannelKind as WireKind};
use protocol::{ChannelId, GuildId, UserId};
use serde::Deserialize;
use storage::records::ChannelKind;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome, json};
use crate::http::extract::{Ids, JsonBody, Reason, given};
use crate::http::finish::finish;
use crate::http::{App, HttpError};

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewChannelBody {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[serde(rename = "type")]
    kind: Option<WireKind>,
    parent_id: Option<ChannelId>,
    #[schema(max_length = 1024)]
    topic: Option<String>,
    nsfw: Option<bool>,
    #[schema(max_items = 100)]
    permission_overwrites: Option<Vec<Overwrite>>,
    #[schema(maximum = 21600)]
    rate_limit_per_user: Option<u32>,
    #[schema(minimum = 8000, maximum = 384000)]
    bitrate: Option<u32>,
    #[schema(maximum = 99)]
    user_limit: Option<u32>,
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct ChannelPatchBody {
    /// Null takes the name of a group away.
    #[serde(default, deserialize_with = "given")]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<Option<String>>,
    /// 0 and 5, of a channel that is one of them.
    #[serde(rename = "type")]
    kind: Option<WireKind>,
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 1024)]
    topic: Option<Option<String>>,
    nsfw: Option<bool>,
    position: Option<u16>,
    #[serde(default, deserialize_with = "given")]
    parent_id: Option<Option<ChannelId>>,
    #[schema(minimum = 8000, maximum = 384000)]
    bitrate: Option<u32>,
    #[schema(maximum = 99)]
    user_limit: Option<u32>,
    #[schema(maximum = 21600)]
    rate_limit_per_user: Option<u32>,
    #[schema(max_items = 100)]
    permission_overwrites: Option<Vec<Overwrite>>,
    locked: Option<bool>,
    archived: Option<bool>,
    /// Of a thread, in minutes: 60, 1440, 4320 or 10080.
    auto_archive_duration: Option<u16>,
}

impl ChannelPatchBody {
    fn of_thread(self) -> ThreadPatch {
        ThreadPatch {
            name: self.name.flatten(),
            archived: self.archived,
            locked: self.locked,
            auto_archive_minutes: self.auto_archive_duration,
            rate_limit_per_user_s: self.rate_limit_per_user,
        }
    }

    fn of_channel(self) -> Result<ChannelPatch, HttpError> {
        Ok(ChannelPatch {
            name: self.name.flatten(),
            kind: self.kind.map(kind).transpose()?,
            topic: self.topic,
            nsfw: self.nsfw,
            position: self.position,
            parent: self.parent_id,
            bitrate: self.bitrate,
            user_limit: self.user_limit,
            rate_limit_per_user_s: self.rate_limit_per_user,
            overwrites: self.permission_overwrites,
            locked: self.locked,
            archived: self.archived,
        })
    }
}

/// The channels of a guild that the caller sees.
#[utoipa::path(
    get, path = "/guilds/{guild}/channels", tag = "channels",
    responses((status = 200, body = Vec<Channel>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<Answer<Vec<Channel>>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let view = guild.view();
    let shown = view
        .visible_channels(caller.user)
        .map(|channel| render::channel(channel, guild.head(channel.id)));
    Ok(Answer(shown.collect()))
}

/// Makes a channel.
#[utoipa::path(
    post, path = "/guilds/{guild}/channels", tag = "channels", request_body = NewChannelBody,
    responses((status = 201, body = Channel)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<NewChannelBody>,
) -> Outcome<Response> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let channel = NewChannel {
        name: body.name,
        kind: kind(body.kind.unwrap_or(WireKind::Text))?,
        parent: body.parent_id,
        topic: body.topic,
        nsfw: body.nsfw.unwrap_or(false),
        overwrites: body.permission_overwrites,
        rate_limit_per_user_s: body.rate_limit_per_user.unwrap_or(0),
        bitrate: body.bitrate,
        user_limit: body.user_limit,
    };
    let create = Command::CreateChannel { actor: caller.user, channel };
    let made = guild.act(create.because(reason)).await?;
    let Acted::Channel(id) = made else { return Err(HttpError::internal()) };
    Ok(json(StatusCode::CREATED, &show(&guild, id, caller.user)?))
}

/// A channel.
#[utoipa::path(
    get, path = "/channels/{channel}", tag = "channels",
    responses((status = 200, body = AnyChannel)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
) -> Outcome<Answer<AnyChannel>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    Ok(Answer(channel.shown(caller.user).ok_or(ErrorCode::UnknownChannel)?))
}

/// Changes a channel or a thread.
///
/// Of a thread change name, archived, locked, auto_archive_duration and rate_limit_per_user; of a group
/// the name, which everybody in it may change.
#[utoipa::path(
    patch, path = "/channels/{channel}", tag = "channels", request_body = ChannelPatchBody,
    responses((status = 200, body = AnyChannel)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<ChannelPatchBody>,
) -> Outcome<Answer<AnyChannel>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let (actor, id) = (caller.user, channel.id());
    if channel.guild().is_err() {
        return rename(&app, channel, actor, body.name).await;
    }
    let update = if channel.is_thread() {
        let patch = body.of_thread();
        Command::Thread(ThreadCommand::Update { actor, thread: id, patch })
    } else {
        Command::UpdateChannel { actor, channel: id, patch: body.of_channel()? }
    };
    let guild = channel.guild()?;
    guild.act(update.because(reason)).await?;
    Ok(Answer(AnyChannel::Guild(show(guild, id, caller.user)?)))
}

async fn rename(
    app: &Arc<App>,
    group: ChannelHandle,
    actor: UserId,
    name: Option<Option<String>>,
) -> Outcome<Answer<AnyChannel>> {
    finish(app, move |_| async move {
        if let Some(name) = name {
            group.change_group(actor, GroupAct::Rename(name)).await?;
        }
        Ok(Answer(group.shown(actor).ok_or(ErrorCode::UnknownChannel)?))
    })
    .await
}

/// A channel or thread as it is published now, to a reader.
pub(super) fn show(guild: &GuildHandle, id: ChannelId, reader: UserId) -> Outcome<Channel> {
    Ok(guild.place(id, reader).ok_or(ErrorCode::UnknownChannel)?)
}

fn kind(kind: WireKind) -> Result<ChannelKind, HttpError> {
    match kind {
        WireKind::Text => Ok(ChannelKind::Text),
        WireKind::Voice => Ok(ChannelKind::Voice),
        WireKind::Category => Ok(ChannelKind::Category),
        WireKind::Announcement => Ok(ChannelKind::Announcement),
        WireKind::Direct | WireKind::Group | WireKind::PublicThread | WireKind::PrivateThread => {
            let message = "Must be one of (0, 2, 4, 5).";
            Err(HttpError::field("type", FieldErrorCode::NotAChoice, message))
        }
    }
}
