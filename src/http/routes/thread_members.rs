//! Who is in a thread.

use std::ops::Bound;
use std::sync::Arc;

use actors::{ChannelHandle, Command, ThreadCommand, ThreadView, render};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::ErrorCode;
use protocol::wire::ThreadMember;
use protocol::{ChannelId, UserId};

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Query, UserSelector};

/// Members in one page.
const LISTED_MAX: usize = 100;

/// Members of a thread, by user id: as in v10 all of them, and in pages `with_member`.
#[utoipa::path(
    get, path = "/channels/{channel}/thread-members", tag = "threads",
    params(
        ("with_member" = Option<bool>, Query, description = "With what they are in the guild."),
        ("after" = Option<UserId>, Query),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 100),
    ),
    responses((status = 200, body = Vec<ThreadMember>)),
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    query: Query,
) -> Outcome<Answer<Vec<ThreadMember>>> {
    let limit = query.number("limit", 1..=LISTED_MAX, LISTED_MAX)?;
    let after = query.id::<UserId>("after")?.map_or(Bound::Unbounded, Bound::Excluded);
    let with_member = query.flag("with_member");
    // A thread has a bounded number of members.
    let (after, limit) = if with_member { (after, limit) } else { (Bound::Unbounded, usize::MAX) };
    let channel = app.engine.channel(channel, caller.user).await?;
    let view = channel.view();
    let thread = thread(&channel)?;
    let page = thread.members.range((after, Bound::Unbounded)).take(limit);
    let shown = |(user, _): (&UserId, _)| render::thread_member(&view, &thread, *user, with_member);
    Ok(Answer(page.filter_map(shown).collect()))
}

/// A member of a thread.
#[utoipa::path(
    get, path = "/channels/{channel}/thread-members/{user}", tag = "threads",
    operation_id = "get_member",
    params(
        ("with_member" = Option<bool>, Query, description = "With what it is in the guild."),
    ),
    responses((status = 200, body = ThreadMember)),
)]
pub(in crate::http) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, user)): Ids<(ChannelId, UserSelector)>,
    query: Query,
) -> Outcome<Answer<ThreadMember>> {
    let with_member = query.flag("with_member");
    let channel = app.engine.channel(channel, caller.user).await?;
    let (view, user) = (channel.view(), user.resolve(caller.user));
    let member = render::thread_member(&view, &*thread(&channel)?, user, with_member);
    Ok(Answer(member.ok_or(ErrorCode::UnknownMember)?))
}

/// Brings the caller or somebody else into a thread.
#[utoipa::path(
    put, path = "/channels/{channel}/thread-members/{user}", tag = "threads",
    responses((status = 204)),
)]
pub(in crate::http) async fn join(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, user)): Ids<(ChannelId, UserSelector)>,
) -> Outcome<StatusCode> {
    let (actor, user) = (caller.user, user.resolve(caller.user));
    act(&app, channel, actor, ThreadCommand::Join { actor, thread: channel, user }).await
}

/// Takes the caller or somebody else out of a thread.
#[utoipa::path(
    delete, path = "/channels/{channel}/thread-members/{user}", tag = "threads",
    responses((status = 204)),
)]
pub(in crate::http) async fn leave(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids((channel, user)): Ids<(ChannelId, UserSelector)>,
) -> Outcome<StatusCode> {
    let (actor, user) = (caller.user, user.resolve(caller.user));
    act(&app, channel, actor, ThreadCommand::Leave { actor, thread: channel, user }).await
}

async fn act(
    app: &App,
    thread: ChannelId,
    actor: UserId,
    command: ThreadCommand,
) -> Outcome<StatusCode> {
    let channel = app.engine.channel(thread, actor).await?;
    channel.guild()?.act(Command::Thread(command)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn thread(channel: &ChannelHandle) -> Outcome<Arc<ThreadView>> {
    let view = channel.view();
    let thread = view.threads.get(&channel.id()).cloned();
    thread.ok_or_else(|| ErrorCode::WrongChannelType.into())
}
