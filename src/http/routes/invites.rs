//! Invites.

use std::sync::Arc;

use actors::{Command, GuildHandle, Outcome as Acted, render};
use axum::extract::State;
use protocol::wire::{self, ChannelKind as WireKind, InviteChannel, InviteGuild, InviteMetadata};
use protocol::{ChannelId, Timestamp};
use serde::Deserialize;
use storage::records::{ChannelKind, Invite, User};
use utoipa::ToSchema;

use super::guilds::needs_room;
use crate::accounts::Caller;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Person, Reason};
use crate::http::finish::finish;
use crate::http::{App, HttpError};

/// How long an invite is good unless it is said: a day, as in v10.
const MAX_AGE_DEFAULT_S: u32 = 86_400;

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct NewInviteBody {
    #[schema(maximum = 604800)]
    max_age: Option<u32>,
    #[schema(maximum = 100)]
    max_uses: Option<u32>,
}

/// Makes an invite.
#[utoipa::path(
    post, path = "/channels/{channel}/invites", tag = "invites", request_body = NewInviteBody,
    responses((status = 200, body = wire::Invite)),
)]
pub(in crate::http) async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<NewInviteBody>,
) -> Outcome<Answer<wire::Invite>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let create = Command::CreateInvite {
        actor: caller.user,
        channel: channel.id(),
        max_age_s: body.max_age.unwrap_or(MAX_AGE_DEFAULT_S),
        max_uses: body.max_uses.unwrap_or(0),
    };
    let made = channel.guild()?.act(create.because(reason)).await?;
    let Acted::Invite(invite) = made else { return Err(HttpError::internal()) };
    Ok(Answer(with_metadata(channel.guild()?, &invite)))
}

/// An invite, for everyone who has the link.
#[utoipa::path(
    get, path = "/invites/{code}", tag = "invites", security(()),
    responses((status = 200, body = wire::Invite)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    Ids(code): Ids<String>,
) -> Outcome<Answer<wire::Invite>> {
    let (invite, guild) = app.engine.invite(&code).await?;
    Ok(Answer(show(&guild, &invite)))
}

/// Joins by an invite.
#[utoipa::path(
    post, path = "/invites/{code}", tag = "invites", security(("user" = [])),
    responses((status = 200, body = wire::Invite)),
)]
pub(in crate::http) async fn accept(
    State(app): State<Arc<App>>,
    person: Person,
    Ids(code): Ids<String>,
) -> Outcome<Answer<wire::Invite>> {
    let user = app.accounts.user(person.user).await?;
    Ok(Answer(join(&app, &user, &code).await?))
}

/// Ends an invite.
#[utoipa::path(
    delete, path = "/invites/{code}", tag = "invites",
    responses((status = 200, body = wire::Invite)),
)]
pub(in crate::http) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(code): Ids<String>,
    Reason(reason): Reason,
) -> Outcome<Answer<wire::Invite>> {
    let (invite, guild) = app.engine.invite(&code).await?;
    let shown = show(&guild, &invite);
    let delete = Command::DeleteInvite { actor: caller.user, invite };
    guild.act(delete.because(reason)).await?;
    Ok(Answer(shown))
}

/// Has a user join by an invite, which is used once by it.
pub(super) async fn join(app: &Arc<App>, user: &User, code: &str) -> Outcome<wire::Invite> {
    let (invite, guild) = app.engine.invite(code).await?;
    if !guild.view().members.contains_key(&user.id) {
        needs_room(app, user.id, false).await?;
    }
    let (newcomer, user) = (user.id, Arc::new(user.clone()));
    finish(app, move |_| async move {
        guild.take_in(newcomer, Command::Join { user, invite }).await?;
        Ok(show(&guild, &invite))
    })
    .await
}

fn show(guild: &GuildHandle, invite: &Invite) -> wire::Invite {
    let view = guild.view();
    let invited_to = InviteGuild::new(view.id(), view.guild.name.clone());
    let channel = view.channels.get(&invite.channel);
    let channel = InviteChannel {
        id: invite.channel,
        name: channel.map(|channel| channel.name.clone()).unwrap_or_default(),
        kind: channel.map_or(WireKind::Text, |channel| kind(channel.kind)),
    };
    let mut shown = wire::Invite::new(invite.code.as_str(), invited_to, channel);
    shown.inviter = view.members.get(&invite.inviter).map(|member| render::user(&member.user));
    shown.approximate_member_count = u32::try_from(view.members.len()).unwrap_or(u32::MAX);
    shown.expires_at = invite.expires_at_ms.map(Timestamp::from_ms);
    shown
}

/// With what only those learn who may manage it.
pub(super) fn with_metadata(guild: &GuildHandle, invite: &Invite) -> wire::Invite {
    let age_ms = invite.expires_at_ms.map_or(0, |end_ms| end_ms - invite.created_at_ms);
    let age_s = u32::try_from(age_ms / 1_000).unwrap_or(0);
    let created_at = Timestamp::from_ms(invite.created_at_ms);
    let metadata = InviteMetadata::new(invite.uses, invite.max_uses, age_s, created_at);
    wire::Invite { metadata: Some(metadata), ..show(guild, invite) }
}

fn kind(kind: ChannelKind) -> WireKind {
    match kind {
        ChannelKind::Text => WireKind::Text,
        ChannelKind::Voice => WireKind::Voice,
        ChannelKind::Category => WireKind::Category,
        ChannelKind::Announcement => WireKind::Announcement,
    }
}
