//! The channel's mind: what may be posted, with which id and at which position.
//!
//! - CH2  One nonce of one author is one message.
//! - CH3  What the current view forbids is refused at sequencing, whatever was allowed on arrival.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use protocol::{ChannelId, MessageId, Permissions, ReportId, UserId};
use storage::Batch;
use storage::records::{LogKind, Mentioning, Message, Nonce, ThreadCount, Upload};

use super::act::Change;
use super::by_rule::Flagged;
use super::chain::Chain;
use super::draft::nonce_key;
use super::happening::Happening;
use super::mentions::mentions_somebody;
use super::overlay::{Overlaid, Overlay};
use super::ticket::Ticket;
use super::{Answered, Draft, PostError};
use crate::config::EngineConfig;
use crate::slow_mode::SlowMode;
use crate::view::{AccessError, GuildView, Place};

/// Settled nonces that are remembered, so that a repeat that overtook the store's answer joins.
const SETTLED_MAX: usize = 65_536;

/// Names a nonce of an author: the first 16 bytes of its hash.
pub(crate) type NonceKey = (UserId, [u8; 16]);

/// See the module.
pub(crate) struct ChannelState {
    chain: Chain,
    overlay: Overlay,
    content_chars_max: usize,
    slow_mode: SlowMode,
    /// How long a settled nonce is remembered: longer than any post can wait in the mailbox.
    settled_ms: i64,
    tickets: HashMap<NonceKey, Arc<Ticket>>,
    settled: VecDeque<(i64, NonceKey)>,
    last_post_ms: HashMap<UserId, i64>,
    /// Of a thread: messages that are there, and that ever were, those in flight included.
    counts: Option<(u32, u32)>,
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
    /// What a rule reports of it.
    pub(crate) flag: Option<Flagged>,
    pub(crate) batch: Batch,
}

impl ChannelState {
    /// A channel that has to [`Self::begin`] before it takes a post.
    pub(crate) fn new(channel: ChannelId, config: &EngineConfig) -> Self {
        let deadline_ms = i64::try_from(config.post_deadline.as_millis()).unwrap_or(i64::MAX);
        Self {
            chain: Chain::new(channel),
            overlay: Overlay::default(),
            content_chars_max: config.content_chars_max,
            slow_mode: config.slow_mode.clone(),
            settled_ms: deadline_ms.saturating_mul(2),
            tickets: HashMap::new(),
            settled: VecDeque::new(),
            last_post_ms: HashMap::new(),
            counts: None,
        }
    }

    /// Starts again from what is durable: nothing is in flight, and who was refused may post at once.
    pub(crate) fn begin(&mut self, head: u64, last_id: u64, recent: &[Message]) {
        self.chain.begin(head, last_id);
        self.overlay = Overlay::default();
        self.tickets.clear();
        self.settled.clear();
        self.last_post_ms.clear();
        self.counts = None;
        for message in recent {
            let last = self.last_post_ms.entry(message.author).or_insert(message.created_at_ms);
            *last = message.created_at_ms.max(*last);
        }
    }

    /// It is a thread, which counts its messages: so many are durable.
    pub(super) fn begin_counts(&mut self, counts: (u32, u32)) {
        self.counts = Some(counts);
    }

    /// What a thread counts, with what is in flight.
    pub(super) fn counts(&self) -> Option<(u32, u32)> {
        self.counts
    }

    /// Counts what happens, if anybody does: in the same batch.
    fn counted(&mut self, batch: Batch, written: usize, deleted: usize) -> Batch {
        let Some((messages, total)) = &mut self.counts else { return batch };
        if written == 0 && deleted == 0 {
            return batch;
        }
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        *messages = messages.saturating_add(count(written)).saturating_sub(count(deleted));
        *total = total.saturating_add(count(written));
        let thread = self.chain.channel();
        batch.put(&ThreadCount { thread, messages: *messages, total: *total })
    }

    /// Admits a post and gives it its place, or refuses it. `id_after` makes an id above a given one
    /// that nothing else has: libraries look messages up by id across channels.
    pub(crate) fn post(
        &mut self,
        draft: &Draft,
        answered: Option<&Answered>,
        view: &GuildView,
        now_ms: i64,
        id_after: impl FnOnce(u64) -> u64,
    ) -> Result<Decision, PostError> {
        let (bits, pause_s) = self.admit(draft, view, now_ms)?;
        if let Some(ticket) = draft.nonce_key().and_then(|key| self.tickets.get(&key)) {
            return Ok(Decision::Join(Arc::clone(ticket)));
        }
        // Before slow mode: whoever is refused may say it otherwise at once.
        let channel = self.chain.channel();
        let flag = view.judged_by_rules(draft.author, channel, || draft.texts());
        let flag = flag.map_err(PostError::ByRule)?;
        self.keep_pace(draft, pause_s, bits, now_ms)?;
        let id = self.chain.next_id(id_after);
        let place = (self.chain.channel(), id);
        let message = draft.message(view, bits, place, answered, now_ms);
        // No other report has the id of a message that is new.
        let flag = flag.map(|flag| Flagged::new(view, ReportId::new(id.get()), &message, &flag));
        let batch = flag.iter().fold(rows(view, draft, &message, now_ms), Flagged::put);
        let batch = self.counted(batch, 1, 0);
        let entry = (LogKind::Create, id);
        let (seq, batch) = self.chain.append(batch, [entry], now_ms);
        let sequenced = Sequenced {
            seq,
            batch,
            message: Arc::new(message),
            flag,
            nonce: draft.nonce_key(),
            ticket: Arc::default(),
        };
        if let Some(key) = sequenced.nonce {
            self.tickets.insert(key, Arc::clone(&sequenced.ticket));
        }
        Ok(Decision::Commit(Box::new(sequenced)))
    }

    /// Gives an act its place in the log: the position of its first entry, and all its rows.
    pub(super) fn sequence(&mut self, change: &mut Change, now_ms: i64) -> (u64, Batch) {
        let empty = Batch::new(change.batch.shard);
        let batch = std::mem::replace(&mut change.batch, empty);
        let (mut written, mut deleted) = (0, 0);
        for happening in change.happenings() {
            match happening {
                Happening::Created(_) => written += 1,
                Happening::Deleted(_) => deleted += 1,
                Happening::BulkDeleted(messages) => deleted += messages.len(),
                _ => {}
            }
        }
        let batch = self.counted(batch, written, deleted);
        let entries: Vec<_> = change.happenings().map(Happening::entry).collect();
        let (first, batch) = self.chain.append(batch, entries, now_ms);
        let last = self.chain.next_seq() - 1;
        for row in &change.overlaid {
            self.forget_nonce_of(row);
        }
        self.overlay.note(last, std::mem::take(&mut change.overlaid));
        (first, batch)
    }

    /// Whoever repeats the post of a deleted message is not told what it said.
    fn forget_nonce_of(&mut self, row: &Overlaid) {
        if let Overlaid::Message(message) = row
            && message.deleted_at_ms.is_some()
            && let Some(ticket) = nonce_key(message).and_then(|key| self.tickets.get_mut(&key))
        {
            *ticket = Arc::new(Ticket::settled(Err(PostError::Deleted)));
        }
    }

    /// The position of the next entry.
    pub(super) fn next_seq(&self) -> u64 {
        self.chain.next_seq()
    }

    /// An id for a message that an act makes.
    pub(super) fn next_id(&mut self, id_after: impl FnOnce(u64) -> u64) -> MessageId {
        self.chain.next_id(id_after)
    }

    /// What acts in flight leave.
    pub(super) fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// The pins, once they were read.
    pub(super) fn pins(&self) -> &BTreeMap<MessageId, i64> {
        static NONE: BTreeMap<MessageId, i64> = BTreeMap::new();
        self.overlay.pins().unwrap_or(&NONE)
    }

    /// The pins as the store has them.
    pub(super) fn pins_read(&mut self, pins: BTreeMap<MessageId, i64>) {
        self.overlay.pins_read(pins);
    }

    /// The longest content.
    pub(super) fn content_chars_max(&self) -> usize {
        self.content_chars_max
    }

    /// Everything up to `head` is durable and answered, these posts among it.
    pub(crate) fn settled(
        &mut self,
        head: u64,
        nonces: impl IntoIterator<Item = NonceKey>,
        now_ms: i64,
    ) {
        self.overlay.settled(head);
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

    /// CH3. What the author may do, and how long it has to wait between two posts.
    fn admit(
        &self,
        draft: &Draft,
        view: &GuildView,
        now_ms: i64,
    ) -> Result<(Permissions, u32), PostError> {
        let channel = self.chain.channel();
        let bits = view.access(draft.author, channel, now_ms)?;
        let place = view.place(channel).ok_or(AccessError::UnknownChannel)?;
        let channel = place.channel();
        if !channel.kind.holds_messages() {
            return Err(PostError::NotText);
        }
        if channel.archived {
            return Err(PostError::Archived);
        }
        if !bits.contains(Permissions::SEND_MESSAGES) {
            return Err(PostError::forbidden(view));
        }
        if draft.embeds.is_some() && !bits.contains(Permissions::EMBED_LINKS) {
            return Err(PostError::MissingPermission);
        }
        if channel.locked && !bits.contains(Permissions::MANAGE_CHANNELS) {
            return Err(PostError::Locked);
        }
        if !draft.files.is_empty() && !bits.contains(Permissions::ATTACH_FILES) {
            return Err(PostError::MissingPermission);
        }
        draft.check(self.content_chars_max)?;
        if let Place::Thread(thread, _) = place {
            // Last: whoever may post in it unarchives it first, and tries again.
            if thread.thread.archived {
                return Err(PostError::ThreadArchived);
            }
            if thread.thread.locked && !bits.contains(Permissions::MANAGE_THREADS) {
                return Err(PostError::ThreadLocked);
            }
        }
        let own_s = place.rate_limit_per_user_s();
        Ok((bits, if view.is_private() { own_s } else { self.slow_mode.or(own_s) }))
    }

    fn keep_pace(
        &mut self,
        draft: &Draft,
        pause_s: u32,
        bits: Permissions,
        now_ms: i64,
    ) -> Result<(), PostError> {
        let pause_ms = i64::from(pause_s) * 1_000;
        if pause_ms == 0 || bits.intersects(Place::SLOW_MODE_EXEMPT) {
            return Ok(());
        }
        self.last_post_ms.retain(|_, at_ms| *at_ms + pause_ms > now_ms);
        if let Some(at_ms) = self.last_post_ms.get(&draft.author) {
            return Err(PostError::SlowMode { retry_after_ms: at_ms + pause_ms - now_ms });
        }
        self.last_post_ms.insert(draft.author, now_ms);
        Ok(())
    }
}

/// The rows of a post, but for its entry in the log.
fn rows(view: &GuildView, draft: &Draft, message: &Message, now_ms: i64) -> Batch {
    let batch = Batch::new(view.shard()).put(message);
    // What is said in a conversation is said to everybody there.
    let batch = match mentions_somebody(message) && !view.is_private() {
        true => batch.put(&Mentioning { channel: message.channel, message: message.id }),
        false => batch,
    };
    let batch = draft
        .files
        .iter()
        .fold(batch, |batch, file| batch.put(&Upload { message: Some(message.id), ..file.upload }));
    let Some((author, hash)) = draft.nonce_key() else { return batch };
    let (channel, id) = (message.channel, message.id);
    let nonce = Nonce { author, channel, hash, message: id, created_at_ms: now_ms };
    batch.expect_absent::<Nonce>(&(author, channel, hash)).put(&nonce)
}
