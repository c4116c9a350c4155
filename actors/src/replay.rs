//! From log entries back to events: catch-up, the channel log of REST, and publishing after a crash.
//!
//! - RP1  A replay shows the current record: a deleted message is left out.
//! - RP2  Positions rise; they may have gaps.

use std::collections::HashMap;
use std::sync::Arc;

use protocol::event::Event;
use protocol::{ChannelId, UserId};
use storage::records::{LogEntry, LogKind, Message, User};
use storage::{ReadError, Scan, StoreExt};

use crate::channel::{ChannelShared, Encoded, deliver};
use crate::engine::Context;
use crate::render;
use crate::view::GuildView;

/// Log entries that one page of a replay reads.
pub(crate) const REPLAY_PAGE: usize = 100;

/// An event of the log at its position.
pub(crate) struct Replayed {
    pub(crate) seq: u64,
    pub(crate) event: Event,
}

/// A stretch of a channel's log.
pub(crate) struct LogPage {
    /// What is left to show of it.
    pub(crate) events: Vec<Replayed>,
    /// The last position read.
    pub(crate) read_to: u64,
    /// The entry behind the cursor is gone: what was missed is no longer known.
    pub(crate) trimmed: bool,
}

/// Reads at most `limit` entries behind `after`, up to `head`.
pub(crate) async fn page(
    context: &Context,
    view: &GuildView,
    channel: ChannelId,
    after: u64,
    head: u64,
    limit: usize,
) -> Result<LogPage, ReadError> {
    let scan = Scan::<LogEntry>::within(&channel)
        .after(&(channel, after))
        .before(&(channel, head.saturating_add(1)))
        .limit(limit);
    let entries = context.store.scan(scan).await?;
    let trimmed = after < head && entries.first().is_none_or(|first| first.seq != after + 1);
    let read_to = entries.last().map_or(head, |last| last.seq);
    let events = current(context, view, &entries).await?;
    Ok(LogPage { events, read_to, trimmed })
}

/// RP1.
async fn current(
    context: &Context,
    view: &GuildView,
    entries: &[LogEntry],
) -> Result<Vec<Replayed>, ReadError> {
    let keys: Vec<_> = entries.iter().map(|entry| (entry.channel, entry.message)).collect();
    let messages = context.store.load_many::<Message>(&keys).await?;
    let authors = authors(context, view, messages.iter().flatten()).await?;
    let shown = entries.iter().zip(messages).filter_map(|(entry, message)| {
        let message = message.filter(|message| message.deleted_at_ms.is_none())?;
        match entry.kind {
            LogKind::Create => Some(replayed(view, &authors, entry.seq, &message)),
            // What changed is in the record that its creation shows.
            LogKind::Update
            | LogKind::Delete
            | LogKind::BulkDelete { .. }
            | LogKind::ReactionAdd { .. }
            | LogKind::ReactionRemove { .. }
            | LogKind::ReactionsRemoved
            | LogKind::EmojiRemoved { .. }
            | LogKind::Pins => None,
        }
    });
    Ok(shown.collect())
}

fn replayed(
    view: &GuildView,
    authors: &HashMap<UserId, Arc<User>>,
    seq: u64,
    message: &Message,
) -> Replayed {
    let member = view.members.get(&message.author).map(|member| &**member);
    let mut event = render::message_create(view, message, member, seq);
    if let (Event::MessageCreate(event), None) = (&mut event, member)
        && let Some(author) = authors.get(&message.author)
    {
        event.message.author = render::user(author);
    }
    Replayed { seq, event }
}

/// The accounts of authors who are no members.
pub(crate) async fn authors(
    context: &Context,
    view: &GuildView,
    messages: impl Iterator<Item = &Message>,
) -> Result<HashMap<UserId, Arc<User>>, ReadError> {
    let strangers: Vec<UserId> = messages
        .map(|message| message.author)
        .filter(|author| !view.members.contains_key(author))
        .collect();
    context.profiles.load(&*context.store, &strangers).await
}

/// Publishes what is in the log and was not published. The caller holds the right to publish.
pub(crate) async fn publish_missed(
    context: &Context,
    shared: &ChannelShared,
    published: u64,
    head: u64,
) -> Result<(), ReadError> {
    let mut cursor = published;
    while cursor < head {
        let view = shared.guild.view_full();
        let page = page(context, &view, shared.id, cursor, head, REPLAY_PAGE).await?;
        cursor = page.read_to;
        let events: Vec<Encoded> = page
            .events
            .into_iter()
            .map(|replayed| Encoded::new(shared.id, replayed.event))
            .collect();
        let listeners = shared.publish_to(cursor);
        deliver(shared, &listeners, &events).await;
    }
    Ok(())
}
