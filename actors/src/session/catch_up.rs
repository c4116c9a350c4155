//! SUBSCRIBE: from a cursor to live, without a hole and without a repeat.
//!
//! Pages of the log go out as fast as the socket takes them. When the cursor is where publishing
//! is, the session goes live under the registry's lock, and X_SUBSCRIBED is its last event before.

use std::sync::Arc;

use protocol::ChannelId;
use protocol::error::ErrorCode;
use protocol::event::Event;
use protocol::wire::extension::Subscribed;
use storage::ReadError;
use storage::StoreExt;
use storage::records::LogEntry;

use super::SessionNode;
use crate::channel::{ChannelShared, Join};
use crate::engine::ChannelError;
use crate::outbox::Outgoing;
use crate::render;
use crate::replay::{self, REPLAY_PAGE, Replayed};
use crate::view::AccessError;

/// How a catch-up ended.
enum End {
    Live,
    Refused(ErrorCode),
}

pub(super) async fn subscribe(node: &Arc<SessionNode>, channel: ChannelId, after: Option<u64>) {
    node.shared.unsubscribe(channel);
    let end = match go_live(node, channel, after).await {
        Ok(end) => end,
        Err(error) => {
            tracing::warn!(%error, "a catch-up could not read the log");
            End::Refused(ErrorCode::StoreUnavailable)
        }
    };
    if let End::Refused(code) = end {
        node.shared.unsubscribe(channel);
        let event = Outgoing::of(&Event::Subscribed(Subscribed::refused(channel, code)));
        node.shared.outbox.push(&[event], || true);
    }
}

async fn go_live(
    node: &Arc<SessionNode>,
    channel: ChannelId,
    after: Option<u64>,
) -> Result<End, ReadError> {
    let context = &node.context;
    // Held until the session is live: a channel that nobody holds or hears may be unloaded.
    let handle = match context.channel(channel, node.shared.user).await {
        Ok(handle) => handle,
        Err(ChannelError::Access(AccessError::NoAccess)) => {
            return Ok(End::Refused(ErrorCode::MissingAccess));
        }
        Err(ChannelError::Access(AccessError::UnknownChannel)) => {
            return Ok(End::Refused(ErrorCode::UnknownChannel));
        }
        Err(ChannelError::Unavailable) => return Ok(End::Refused(ErrorCode::StoreUnavailable)),
    };
    let shared = &handle.node().shared;
    if !node.shared.note_subscribed(shared, context.config.subscriptions_max) {
        return Ok(End::Refused(ErrorCode::TooManySubscriptions));
    }
    if shared.published().is_none() {
        let head = context.store.last::<LogEntry>(&channel).await?;
        shared.begin_at(head.map_or(0, |entry| entry.seq));
    }
    match after {
        None => Ok(join_now(node, shared, Subscribed::live)),
        Some(cursor) => catch_up(node, shared, cursor).await,
    }
}

/// Live from here, whatever was missed.
fn join_now(
    node: &Arc<SessionNode>,
    shared: &ChannelShared,
    answer: impl FnOnce(ChannelId, u64, u32) -> Subscribed,
) -> End {
    match shared.join(&node.shared, None, |head| node.push(shared, answer(shared.id, head, 0))) {
        Join::Live(_) | Join::Elsewhere(_) => End::Live,
        Join::Hidden => End::Refused(ErrorCode::MissingAccess),
    }
}

fn reset(node: &Arc<SessionNode>, shared: &ChannelShared) -> End {
    join_now(node, shared, |channel, head, _| Subscribed::reset(channel, head))
}

async fn catch_up(
    node: &Arc<SessionNode>,
    shared: &ChannelShared,
    after: u64,
) -> Result<End, ReadError> {
    let context = &node.context;
    let (mut cursor, mut replayed) = (after, 0u32);
    loop {
        let joined = shared.join(&node.shared, Some(cursor), |head| {
            node.push(shared, Subscribed::live(shared.id, head, replayed));
        });
        let head = match joined {
            Join::Live(_) => return Ok(End::Live),
            Join::Elsewhere(head) => head,
            Join::Hidden => return Ok(End::Refused(ErrorCode::MissingAccess)),
        };
        if cursor > head || head - after > context.config.replay_max {
            return Ok(reset(node, shared));
        }
        let view = shared.guild.view_full();
        let deletions = shared.told.deletions();
        let page = replay::page(context, &view, shared.id, cursor, head, REPLAY_PAGE).await?;
        if page.trimmed {
            return Ok(reset(node, shared));
        }
        let encode = |replayed: &Replayed| {
            let event = render::event(&view, shared.id, &replayed.happening, replayed.seq);
            Outgoing::in_channel(&event, shared.id)
        };
        let events: Vec<Outgoing> = page.events.iter().map(encode).collect();
        let carried = page.events.iter().map(|replayed| replayed.happening.carries()).zip(&events);
        if !shared.told.note_read(deletions, carried) {
            continue;
        }
        node.shared.outbox.room().await;
        let mut whole = true;
        node.shared.outbox.push(&events, || {
            // What was deleted meanwhile is read again, without its content.
            whole = events.iter().all(Outgoing::is_whole);
            // Who lost sight meanwhile and has it again was told to forget the channel.
            whole
                && node.shared.is_subscribed(shared.id)
                && shared.guild.view().can_view(node.shared.user, shared.id)
        });
        if whole {
            cursor = page.read_to;
            replayed += u32::try_from(page.events.len()).unwrap_or(u32::MAX);
        }
    }
}

impl SessionNode {
    fn push(&self, shared: &ChannelShared, answer: Subscribed) {
        let event = Outgoing::in_channel(&Event::Subscribed(answer), shared.id);
        self.shared.outbox.push(&[event], || true);
    }
}
