//! What takes a guild or a channel away as a whole.

use std::sync::Arc;

use actors::{Command, ThreadCommand};
use axum::extract::State;
use axum::http::StatusCode;
use protocol::error::ErrorCode;
use protocol::wire::AnyChannel;
use protocol::{ChannelId, GuildId};

use crate::accounts::Caller;
use crate::http::App;
use crate::http::answer::{Answer, Outcome};
use crate::http::extract::{Ids, Reason};
use crate::http::finish::finish;

/// Deletes a guild, for its owner.
#[utoipa::path(
    delete, path = "/guilds/{guild}", tag = "guilds", operation_id = "delete",
    responses((status = 204)),
)]
pub(in crate::http) async fn guild(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(guild): Ids<GuildId>,
) -> Outcome<StatusCode> {
    let guild = app.engine.guild(guild, caller.user).await?;
    guild.act(Command::Delete { actor: caller.user }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a channel or a thread, and answers with what it was. A conversation of two leaves the
/// caller's list, and stays for the other one; the caller leaves a group.
#[utoipa::path(
    delete, path = "/channels/{channel}", tag = "channels", operation_id = "delete",
    responses((status = 200, body = AnyChannel)),
)]
pub(in crate::http) async fn channel(
    State(app): State<Arc<App>>,
    caller: Caller,
    Ids(channel): Ids<ChannelId>,
    Reason(reason): Reason,
) -> Outcome<Answer<AnyChannel>> {
    let channel = app.engine.channel(channel, caller.user).await?;
    let (actor, id) = (caller.user, channel.id());
    let shown = channel.shown(actor).ok_or(ErrorCode::UnknownChannel)?;
    let Ok(guild) = channel.guild() else {
        return finish(&app, move |_| async move {
            channel.close(actor).await?;
            Ok(Answer(shown))
        })
        .await;
    };
    let delete = if channel.is_thread() {
        Command::Thread(ThreadCommand::Delete { actor, thread: id })
    } else {
        Command::DeleteChannel { actor, channel: id }
    };
    guild.act(delete.because(reason)).await?;
    Ok(Answer(shown))
}
