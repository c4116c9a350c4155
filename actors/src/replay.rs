//! From log entries back to events: catch-up, the channel log of REST, and publishing after a crash.
//!
//! - RP1  A replay shows the current record: a deleted message is left out, with all that was done
//!   to it, but for its deletion if its creation lies further back.
//! - RP2  Positions rise; they may have gaps.
//! - RP3  Reactions are replayed one by one: whoever counts them along is right at the end.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use protocol::{ChannelId, MessageId};
use storage::records::{LogEntry, LogKind, Message, Pin};
use storage::{ReadError, Scan, StoreExt};

use crate::channel::{ChannelShared, Encoded, Happening, Reacted, deliver, news};
use crate::engine::Context;
use crate::shown::{self, Shown};
use crate::view::GuildView;

/// Log entries that one page of a replay reads.
pub(crate) const REPLAY_PAGE: usize = 100;

/// An event of the log at its position.
pub(crate) struct Replayed {
    pub(crate) seq: u64,
    pub(crate) happening: Happening,
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
    let events = current(context, view, channel, entries).await?;
    Ok(LogPage { events, read_to, trimmed })
}

/// RP1, RP3.
async fn current(
    context: &Context,
    view: &GuildView,
    channel: ChannelId,
    entries: Vec<LogEntry>,
) -> Result<Vec<Replayed>, ReadError> {
    let present = present(context, view, &entries).await?;
    let last_pin_ms = match entries.iter().any(|entry| entry.kind == LogKind::Pins) {
        true => last_pin_ms(context, channel).await?,
        false => None,
    };
    let mut created = HashSet::new();
    let mut updated = HashMap::new();
    for entry in &entries {
        match entry.kind {
            LogKind::Create => drop(created.insert(entry.message)),
            LogKind::Update => drop(updated.insert(entry.message, entry.seq)),
            _ => {}
        }
    }
    let shown = entries.into_iter().filter_map(|entry| {
        let (seq, message) = (entry.seq, entry.message);
        let is_last = updated.get(&message) == Some(&seq);
        let happening = match entry.kind {
            LogKind::Create => Happening::Created(present.get(&message)?.clone()),
            // What changed is in the record that its creation or its last change shows.
            LogKind::Update if created.contains(&message) || !is_last => return None,
            LogKind::Update => Happening::Updated(present.get(&message)?.clone()),
            LogKind::Delete if created.contains(&message) => return None,
            LogKind::Delete => Happening::Deleted(message),
            LogKind::BulkDelete { mut messages } => {
                messages.retain(|message| !created.contains(message));
                if messages.is_empty() {
                    return None;
                }
                Happening::BulkDeleted(messages)
            }
            LogKind::ReactionAdd { user, emoji } => Happening::Reacted(Box::new(Reacted {
                message,
                author: present.get(&message)?.message.author,
                user,
                member: view.members.get(&user).cloned(),
                emoji,
            })),
            LogKind::ReactionRemove { user, emoji } => {
                present.get(&message)?;
                Happening::Unreacted { message, user, emoji }
            }
            LogKind::ReactionsRemoved => {
                present.get(&message)?;
                Happening::ReactionsRemoved(message)
            }
            LogKind::EmojiRemoved { emoji } => {
                present.get(&message)?;
                Happening::EmojiRemoved { message, emoji }
            }
            LogKind::Pins => Happening::Pins { message, last_pin_ms },
        };
        Some(Replayed { seq, happening })
    });
    Ok(shown.collect())
}

/// The messages of some entries that are there.
async fn present(
    context: &Context,
    view: &GuildView,
    entries: &[LogEntry],
) -> Result<HashMap<MessageId, Shown>, ReadError> {
    let keys: BTreeSet<_> = entries.iter().map(|entry| (entry.channel, entry.message)).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    let messages = context.store.load_many::<Message>(&keys).await?;
    let messages = messages.into_iter().flatten().filter(|m| m.deleted_at_ms.is_none());
    let shown = shown::beside(context, view, messages.map(Arc::new).collect()).await?;
    Ok(shown.into_iter().map(|shown| (shown.message.id, shown)).collect())
}

/// When the newest pin of a channel was made.
pub(crate) async fn last_pin_ms(
    context: &Context,
    channel: ChannelId,
) -> Result<Option<i64>, ReadError> {
    let pins = context.store.scan(Scan::<Pin>::within(&channel)).await?;
    Ok(pins.iter().map(|pin| pin.pinned_at_ms).max())
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
        let encode =
            |replayed: &Replayed| Encoded::of(shared.id, &view, &replayed.happening, replayed.seq);
        let events: Vec<Encoded> = page.events.iter().map(encode).collect();
        let listeners = shared.publish_to(cursor);
        deliver(shared, &listeners, &events).await;
        news::note(context, shared, &view, page.events.iter().map(|replayed| &replayed.happening));
    }
    Ok(())
}
