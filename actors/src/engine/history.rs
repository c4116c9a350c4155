//! Reading a channel: pages of messages, and its log.

use std::sync::Arc;

use bytes::Bytes;
use protocol::{MessageId, UserId, wire};
use storage::records::{LogEntry, Message};
use storage::{Scan, StoreExt};

use super::{ChannelError, ChannelHandle};
use crate::render;
use crate::replay::{self, Replayed};
use crate::shown::{self, Shown};
use crate::view::AccessError;

/// Where a page of messages lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The newest ones.
    Latest,
    /// Those just before a message.
    Before(MessageId),
    /// Those just after a message.
    After(MessageId),
    /// Half before and half after a message, itself included.
    Around(MessageId),
}

/// A stretch of a channel's log.
#[derive(Debug)]
pub struct Events {
    /// Events behind the cursor, in order.
    pub events: Vec<LogEvent>,
    /// How far the log is published.
    pub head: u64,
    /// What was missed is no longer known: start from a page of messages.
    pub reset: bool,
}

/// One event of a log.
#[derive(Debug)]
pub struct LogEvent {
    /// Its position.
    pub x_seq: u64,
    /// `"t":…,"d":…}`, as on the gateway.
    pub tail: Bytes,
}

impl ChannelHandle {
    /// A message that is not deleted.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn message(
        &self,
        id: MessageId,
        reader: UserId,
    ) -> Result<Option<wire::Message>, ChannelError> {
        let message = self.context().store.load::<Message>(&(self.id(), id)).await?;
        Ok(self.show_all(message.into_iter().collect(), reader).await?.pop())
    }

    /// At most `limit` messages nearest to the anchor, newest first. Deleted ones are left out.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn messages(
        &self,
        anchor: Anchor,
        limit: usize,
        reader: UserId,
    ) -> Result<Vec<wire::Message>, ChannelError> {
        let messages = match anchor {
            Anchor::Latest => self.back_from(None, limit).await?,
            Anchor::Before(id) => self.back_from(Some(id), limit).await?,
            Anchor::After(id) => self.on_from(id, limit).await?,
            Anchor::Around(id) => {
                let newer = self.on_from(id, limit / 2).await?;
                let next = MessageId::new(id.get().saturating_add(1));
                let older = self.back_from(Some(next), limit - newer.len().min(limit)).await?;
                newer.into_iter().chain(older).collect()
            }
        };
        self.show_all(messages, reader).await
    }

    /// Newest first.
    async fn back_from(
        &self,
        before: Option<MessageId>,
        limit: usize,
    ) -> Result<Vec<Message>, ChannelError> {
        let mut found = Vec::new();
        let mut cursor = before;
        // Deleted messages leave holes; each round fills them up from further back.
        while found.len() < limit {
            let missing = limit - found.len();
            let mut scan = Scan::<Message>::within(&self.id()).backward().limit(missing);
            if let Some(cursor) = cursor {
                scan = scan.before(&(self.id(), cursor));
            }
            let page = self.context().store.scan(scan).await?;
            cursor = page.last().map(|message| message.id);
            let full = page.len() == missing;
            found.extend(page.into_iter().filter(|message| message.deleted_at_ms.is_none()));
            if !full {
                break;
            }
        }
        Ok(found)
    }

    /// The oldest ones after `after`, newest first.
    async fn on_from(&self, after: MessageId, limit: usize) -> Result<Vec<Message>, ChannelError> {
        let mut found = Vec::new();
        let mut cursor = after;
        while found.len() < limit {
            let missing = limit - found.len();
            let scan =
                Scan::<Message>::within(&self.id()).after(&(self.id(), cursor)).limit(missing);
            let page = self.context().store.scan(scan).await?;
            let full = page.len() == missing;
            cursor = page.last().map_or(cursor, |message| message.id);
            found.extend(page.into_iter().filter(|message| message.deleted_at_ms.is_none()));
            if !full {
                break;
            }
        }
        found.reverse();
        Ok(found)
    }

    /// Messages as a reader sees them, with what they answer and their reactions.
    pub(super) async fn show_all(
        &self,
        messages: Vec<Message>,
        reader: UserId,
    ) -> Result<Vec<wire::Message>, ChannelError> {
        let view = self.view();
        let messages = messages.into_iter().filter(|message| message.deleted_at_ms.is_none());
        let shown = shown::beside(self.context(), &view, messages.map(Arc::new).collect()).await?;
        let ids: Vec<MessageId> = shown.iter().map(|shown| shown.message.id).collect();
        let reactions = self.reactions(&ids, reader).await?;
        let with = |(shown, reactions): (&Shown, _)| wire::Message {
            reactions: Some(reactions),
            ..render::message(&view, shown)
        };
        let shown = shown.iter().zip(reactions).map(with).collect();
        self.still_seen(reader)?;
        Ok(shown)
    }

    /// Whoever lost sight while something was read for them does not get it.
    fn still_seen(&self, reader: UserId) -> Result<(), AccessError> {
        let now_ms = self.context().clock.now_ms();
        self.view().access(reader, self.id(), now_ms).map(|_| ())
    }

    /// The log behind `after`, at most `limit` events.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn events(
        &self,
        after: u64,
        limit: usize,
        reader: UserId,
    ) -> Result<Events, ChannelError> {
        let shared = &self.node().shared;
        let head = match shared.published() {
            Some(head) => head,
            None => {
                let last = self.context().store.last::<LogEntry>(&self.id()).await?;
                last.map_or(0, |entry| entry.seq)
            }
        };
        if after > head {
            return Ok(Events { events: Vec::new(), head, reset: true });
        }
        let view = self.view();
        let page = replay::page(self.context(), &view, self.id(), after, head, limit).await?;
        let events = page.events.iter().map(|Replayed { seq, happening }| LogEvent {
            x_seq: *seq,
            tail: render::event(&view, self.id(), happening, *seq).encode_tail(),
        });
        let events = if page.trimmed { Vec::new() } else { events.collect() };
        self.still_seen(reader)?;
        Ok(Events { events, head, reset: page.trimmed })
    }
}
