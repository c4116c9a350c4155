//! Members of a guild.

use std::ops::Bound;
use std::sync::Arc;

use actors::render;
use axum::extract::State;
use protocol::error::ErrorCode;
use protocol::wire::Member;
use protocol::{GuildId, UserId};

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Query, UserSelector};

/// Members in one page.
const LISTED_MAX: usize = 1_000;

/// `GET /guilds/{guild}/members`, by user id.
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

/// `GET /guilds/{guild}/members/{user}`.
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
