//! The channel's mind: what may be posted, with which id and at which position.
//!
//! - CH1  Ids and positions rise strictly, and positions without holes.
//! - CH2  One nonce of one author is one message.
//! - CH3  What the current view forbids is refused at sequencing, whatever was allowed on arrival.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use protocol::{ChannelId, MessageId, Permissions, UserId};
use storage::records::{Channel, ChannelKind, LogEntry, LogKind, Message, Nonce};
use storage::{Batch, Shard};

use super::ticket::Ticket;
use super::{Answered, Draft, PostError};
use crate::config::EngineConfig;
use crate::view::{AccessError, GuildView};

/// Settled nonces that are remembered, so that a repeat that overtook the store's answer joins.
const SETTLED_MAX: usize = 65_536;

/// Names a nonce of an author: the first 16 bytes of its hash.
pub(crate) type NonceKey = (UserId, [u8; 16]);

/// See the module.
pub(crate) struct ChannelState {
    channel: ChannelId,
    content_chars_max: usize,
    /// How long a settled nonce is remembered: longer than any post can wait in the mailbox.
    settled_ms: i64,
    last_id: u64,
    head: u64,
    tickets: HashMap<NonceKey, Arc<Ticket>>,
    settled: VecDeque<(i64, NonceKey)>,
    last_post_ms: HashMap<UserId, i64>,
}

/// What to do with an admitted post.
pub(crate) enum Decision {
    /// It is a repeat of one in flight or just settled.
    Join(Arc<Ticket>),
    /// Commit it, then publish it.
    Commit(Box<Sequenced>),
}

/// A post that has its place.
pub(crate) struct Sequenced {
    pub(crate) seq: u64,
    pub(crate) message: Arc<Message>,
    pub(crate) nonce: Option<NonceKey>,
    pub(crate) ticket: Arc<Ticket>,
    pub(crate) batch: Batch,
}

impl ChannelState {
    /// A channel that has to [`Self::begin`] before it takes a post.
    pub(crate) fn new(channel: ChannelId, config: &EngineConfig) -> Self {
        let deadline_ms = i64::try_from(config.post_deadline.as_millis()).unwrap_or(i64::MAX);
        Self {
            channel,
            content_chars_max: config.content_chars_max,
            settled_ms: deadline_ms.saturating_mul(2),
            last_id: 0,
            head: 0,
            tickets: HashMap::new(),
            settled: VecDeque::new(),
            last_post_ms: HashMap::new(),
        }
    }

    /// Starts again from what is durable: nothing is in flight, and who was refused may post at once.
    pub(crate) fn begin(&mut self, head: u64, last_id: u64, recent: &[Message]) {
        debug_assert!(self.last_id == 0 || head <= self.head, "CH1: the log only has what we sent");
        self.head = head;
        self.last_id = last_id;
        self.tickets.clear();
        self.settled.clear();
        self.last_post_ms.clear();
        for message in recent {
            let last = self.last_post_ms.entry(message.author).or_insert(message.created_at_ms);
            *last = message.created_at_ms.max(*last);
        }
    }

    /// Admits a post and gives it its place, or refuses it. `id_after` makes an id above a given one
    /// that nothing else has: libraries look messages up by id across channels.
    pub(crate) fn post(
        &mut self,
        draft: &Draft,
        answered: Option<Answered>,
        view: &GuildView,
        now_ms: i64,
        id_after: impl FnOnce(u64) -> u64,
    ) -> Result<Decision, PostError> {
        let channel = self.admit(draft, view, now_ms)?;
        if let Some(ticket) = draft.nonce_key().and_then(|key| self.tickets.get(&key)) {
            return Ok(Decision::Join(Arc::clone(ticket)));
        }
        self.slow_mode(draft, channel, view, now_ms)?;
        let id = id_after(self.last_id);
        debug_assert!(self.last_id < id, "CH1");
        self.last_id = id;
        self.head += 1;
        let message = draft.message(self.channel, MessageId::new(self.last_id), answered, now_ms);
        let sequenced = Sequenced {
            seq: self.head,
            batch: self.batch(view, draft, &message, now_ms),
            message: Arc::new(message),
            nonce: draft.nonce_key(),
            ticket: Arc::default(),
        };
        if let Some(key) = sequenced.nonce {
            self.tickets.insert(key, Arc::clone(&sequenced.ticket));
        }
        Ok(Decision::Commit(Box::new(sequenced)))
    }

    /// These posts are durable and answered.
    pub(crate) fn settled(&mut self, nonces: impl IntoIterator<Item = NonceKey>, now_ms: i64) {
        self.settled.extend(nonces.into_iter().map(|key| (now_ms, key)));
        let floor_ms = now_ms - self.settled_ms;
        while self.settled.len() > SETTLED_MAX
            || self.settled.front().is_some_and(|(at_ms, _)| *at_ms < floor_ms)
        {
            if let Some((_, key)) = self.settled.pop_front() {
                self.tickets.remove(&key);
            }
        }
    }

    /// CH3.
    fn admit<'v>(
        &self,
        draft: &Draft,
        view: &'v GuildView,
        now_ms: i64,
    ) -> Result<&'v Channel, PostError> {
        let bits = view.access(draft.author, self.channel, now_ms)?;
        let channel = view.channels.get(&self.channel).ok_or(AccessError::UnknownChannel)?;
        if channel.kind != ChannelKind::Text {
            return Err(PostError::NotText);
        }
        if channel.archived {
            return Err(PostError::Archived);
        }
        if !bits.contains(Permissions::SEND_MESSAGES) {
            return Err(PostError::MissingPermission);
        }
        if channel.locked && !bits.contains(Permissions::MANAGE_CHANNELS) {
            return Err(PostError::Locked);
        }
        match draft.content.chars().count() {
            0 => Err(PostError::Empty),
            chars if chars > self.content_chars_max => {
                Err(PostError::TooLong { chars_max: self.content_chars_max })
            }
            _ => Ok(channel),
        }
    }

    /// Who manages messages or the channel is exempt, as in v10.
    fn slow_mode(
        &mut self,
        draft: &Draft,
        channel: &Channel,
        view: &GuildView,
        now_ms: i64,
    ) -> Result<(), PostError> {
        let pause_ms = i64::from(channel.rate_limit_per_user_s) * 1_000;
        let bits = view.channel_permissions(draft.author, self.channel, now_ms);
        let exempt = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_CHANNELS;
        if pause_ms == 0 || bits.intersects(exempt) {
            return Ok(());
        }
        self.last_post_ms.retain(|_, at_ms| *at_ms + pause_ms > now_ms);
        if let Some(at_ms) = self.last_post_ms.get(&draft.author) {
            return Err(PostError::SlowMode { retry_after_ms: at_ms + pause_ms - now_ms });
        }
        self.last_post_ms.insert(draft.author, now_ms);
        Ok(())
    }

    /// The rows of a post. That its predecessor must be there keeps the log without holes,
    /// whatever becomes of the batches before it.
    fn batch(&self, view: &GuildView, draft: &Draft, message: &Message, now_ms: i64) -> Batch {
        let entry = LogEntry {
            channel: self.channel,
            seq: self.head,
            kind: LogKind::Create,
            message: message.id,
            created_at_ms: now_ms,
        };
        let mut batch = Batch::new(Shard::Guild(view.id()))
            .expect_absent::<LogEntry>(&(self.channel, self.head))
            .put(message)
            .put(&entry);
        if self.head > 1 {
            batch = batch.expect_present::<LogEntry>(&(self.channel, self.head - 1));
        }
        if let Some((author, hash)) = draft.nonce_key() {
            let nonce = Nonce {
                author,
                channel: self.channel,
                hash,
                message: message.id,
                created_at_ms: now_ms,
            };
            batch = batch.expect_absent::<Nonce>(&(author, self.channel, hash)).put(&nonce);
        }
        batch
    }
}
