//! Members of a guild.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use actors::{Command, render};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::ErrorCode;
use protocol::wire::Member;
use protocol::{ChannelId, GuildId, RoleId, Timestamp, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, JsonBody, Query, Reason, UserSelector, given};

/// Members in one page.
const LISTED_MAX: usize = 1_000;

/// Members of a guild, by user id.
#[utoipa::path(
    get, path = "/guilds/{guild}/members", tag = "members",
    params(
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 1000),
        ("after" = Option<UserId>, Query),
    ),
    responses((status = 200, body = Vec<Member>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
    query: Query,
) -> Outcome<Answer<Vec<Member>>> {
    let limit = query.number("limit", 1..=LISTED_MAX, 1)?;
    let after = query.id::<UserId>("after")?.map_or(Bound::Unbounded, Bound::Excluded);
    let guild = app.engine.guild(guild, caller.user).await?;
    let view = guild.view();
    let page = view.members.range((after, Bound::Unbounded)).take(limit);
    Ok(Answer(page.map(|(_, member)| render::member(member)).collect()))
}

#[derive(Deserialize, ToSchema)]
pub(in crate::http) struct MemberPatchBody {
    /// What the member is called in this guild, null for the name of the account.
    #[serde(default, deserialize_with = "given")]
    nick: Option<Option<String>>,
    /// All roles that the member has then; managed ones stay.
    #[serde(default, deserialize_with = "given")]
    roles: Option<Option<BTreeSet<RoleId>>>,
    #[serde(default, deserialize_with = "given")]
    communication_disabled_until: Option<Option<Timestamp>>,
    /// Whether a member who is in voice may not speak, there and elsewhere.
    mute: Option<bool>,
    /// Whether a member who is in voice may not hear.
    deaf: Option<bool>,
    /// Another voice channel for a member who is in one, null for none.
    #[serde(default, deserialize_with = "given")]
    channel_id: Option<Option<ChannelId>>,
}

/// Changes a member, or oneself: names, roles, time-outs, and what is done in voice. Each field holds by itself:
/// of several those before a refused one are changed.
#[utoipa::path(
    patch, path = "/guilds/{guild}/members/{user}", tag = "members", request_body = MemberPatchBody,
    responses((status = 200, body = Member)),
)]
pub(in crate::http) async fn patch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, selector)): Ids<(GuildId, UserSelector)>,
    Reason(reason): Reason,
    JsonBody(body): JsonBody<MemberPatchBody>,
) -> Outcome<Answer<Member>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let target = selector.resolve(caller.user);
    let actor = caller.user;
    if let Some(nick) = body.nick {
        guild.act(Command::Rename { actor, target, nick }.because(reason.clone())).await?;
    }
    if let Some(roles) = body.roles {
        let roles = roles.unwrap_or_default();
        guild.act(Command::SetRoles { actor, target, roles }.because(reason.clone())).await?;
    }
    if let Some(until) = body.communication_disabled_until {
        let until_ms = until.map(Timestamp::as_ms);
        let time_out = Command::TimeOut { actor, target, until_ms };
        guild.act(time_out.because(reason.clone())).await?;
    }
    if body.mute.is_some() || body.deaf.is_some() {
        guild.silence(caller.user, target, (body.mute, body.deaf), reason).await?;
    }
    if let Some(channel) = body.channel_id {
        guild.move_member(caller.user, target, channel).await?;
    }
    let view = guild.view();
    Ok(Answer(render::member(view.members.get(&target).ok_or(ErrorCode::UnknownMember)?)))
}

/// Puts a member out, who may come back.
#[utoipa::path(
    delete, path = "/guilds/{guild}/members/{user}", tag = "members",
    responses((status = 204)),
)]
pub(in crate::http) async fn kick(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, selector)): Ids<(GuildId, UserSelector)>,
    Reason(reason): Reason,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let target = selector.resolve(caller.user);
    guild.act(Command::Kick { actor: caller.user, target }.because(reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A member.
#[utoipa::path(
    get, path = "/guilds/{guild}/members/{user}", tag = "members",
    responses((status = 200, body = Member)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((guild, selector)): Ids<(GuildId, UserSelector)>,
) -> Outcome<Answer<Member>> {
    let guild = app.engine.guild(guild, caller.user).await?;
    let view = guild.view();
    let member = view.members.get(&selector.resolve(caller.user));
    Ok(Answer(render::member(member.ok_or(ErrorCode::UnknownMember)?)))
}
