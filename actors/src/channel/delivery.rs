//! Delivery of encoded events to everyone who may hear them.
//!
//! - DL1  Each listener gets the events of a batch together and in order, with one write.
//! - DL2  Nobody gets what it may not see at the moment of its own write.
//! - DL3  A panic at one session's write ends that session, and the others get the batch: it counts as
//!   published, so nobody would send it to them again.
//! - DL4  Before a deletion is told, or acknowledged, what the message said is taken out of all that
//!   could still send it: whoever is told that it is gone is right, whatever becomes of the delivery.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use protocol::event::Event;
use protocol::intents::Intents;
use protocol::{ChannelId, MessageId, UserId};

use super::happening::Happening;
use super::shared::{ChannelShared, Listener, Listeners};
use crate::outbox::{CloseReason, Outgoing};
use crate::render;
use crate::session::{Audience, SessionId, SessionShared};
use crate::trace::Trace;
use crate::view::GuildView;

/// After this many sockets the task lets others run: a turn is about 4 ms. Each turn may go on at
/// another processor, whose caches know nothing of the sockets.
const SOCKETS_PER_TURN: usize = 512;

/// Sockets whose outboxes are fetched from memory together, before the first of them is written:
/// otherwise each write would wait for its own.
const FETCHED_TOGETHER: usize = 16;

/// One event of a channel, encoded once for all.
pub(crate) struct Encoded {
    event: Event,
    /// The messages whose content it carries.
    carries: Vec<MessageId>,
    full: Outgoing,
    /// For bots without the content intent; made when the first one listens.
    blanked: OnceLock<Option<Outgoing>>,
}

impl Encoded {
    /// Encodes an event of a channel that carries no message.
    pub(crate) fn new(channel: ChannelId, event: Event) -> Self {
        let full = Outgoing::in_channel(&event, channel);
        Self { event, carries: Vec::new(), full, blanked: OnceLock::new() }
    }

    /// Encodes what happened in a channel.
    pub(crate) fn of(
        channel: ChannelId,
        view: &GuildView,
        happening: &Happening,
        x_seq: u64,
    ) -> Self {
        let event = render::event(view, channel, happening, x_seq);
        Self { carries: happening.carries(), ..Self::new(channel, event) }
    }

    /// The same of what a traced post caused. Before anybody has it.
    pub(crate) fn traced(self, trace: &Trace) -> Self {
        Self { full: self.full.traced(trace), ..self }
    }

    /// The messages that it tells the end of.
    fn deleted(&self) -> &[MessageId] {
        match &self.event {
            Event::MessageDelete(event) => std::slice::from_ref(&event.id),
            Event::MessageDeleteBulk(event) => &event.ids,
            _ => &[],
        }
    }

    /// The event as a bot with these intents gets it, if at all.
    fn for_bot(&self, channel: ChannelId, bot: UserId, intents: Intents) -> Option<&Outgoing> {
        if !intents.contains(self.event.intent()) {
            return None;
        }
        let entitled = match &self.event {
            Event::MessageCreate(event) | Event::MessageUpdate(event) => event.is_open_to(bot),
            _ => true,
        };
        if entitled || intents.contains(Intents::MESSAGE_CONTENT) {
            return Some(&self.full);
        }
        let blank = || self.event.blanked().map(|event| Outgoing::in_channel(&event, channel));
        Some(self.blanked.get_or_init(blank).as_ref().unwrap_or(&self.full))
    }
}

/// Sends a batch to the listeners and to the bots of the guild, or of the conversation.
pub(crate) async fn deliver(channel: &ChannelShared, listeners: &Listeners, batch: &[Encoded]) {
    note(channel, batch);
    let full: Vec<Outgoing> = batch.iter().map(|event| event.full.clone()).collect();
    for turn in listeners.list.chunks(SOCKETS_PER_TURN) {
        for few in turn.chunks(FETCHED_TOGETHER) {
            few.iter().for_each(|listener| listener.session.outbox.fetch());
            for listener in few {
                let hears =
                    || !listener.has_left() && still_sees(channel, listener, listeners.verified);
                send(&listener.session, &full, hears);
            }
        }
        if turn.len() == SOCKETS_PER_TURN {
            tokio::task::yield_now().await;
        }
    }
    let bots = channel.guild.bots();
    deliver_to_bots(channel, listeners, &bots, batch);
    let deliveries = (listeners.list.len() + bots.len()) * batch.len();
    metrics::counter!("confab_deliveries_total").increment(deliveries as u64);
}

/// Notes what the batch carries, and takes out of it what the batch itself deletes.
fn note(channel: &ChannelShared, batch: &[Encoded]) {
    for event in batch.iter().filter(|event| !event.carries.is_empty()) {
        channel.told.note(event.carries.iter().copied(), &event.full);
    }
    let deleted: Vec<MessageId> =
        batch.iter().flat_map(|event| event.deleted().iter().copied()).collect();
    withdraw(channel, &deleted);
}

/// DL4. For what is durable.
pub(super) fn withdraw(channel: &ChannelShared, deleted: &[MessageId]) {
    if deleted.is_empty() {
        return;
    }
    let stood = channel.told.withdraw(deleted);
    if !stood.is_empty() {
        for session in channel.guild.sessions() {
            session.outbox.stand_in(&stood);
        }
    }
}

fn deliver_to_bots(
    channel: &ChannelShared,
    listeners: &Listeners,
    bots: &[Arc<SessionShared>],
    batch: &[Encoded],
) {
    if bots.is_empty() {
        return;
    }
    let subscribed: HashSet<SessionId> =
        listeners.list.iter().map(|listener| listener.session.id).collect();
    for bot in bots.iter().filter(|bot| !subscribed.contains(&bot.id)) {
        let Audience::Bot(intents) = bot.audience else { continue };
        let events: Vec<Outgoing> = batch
            .iter()
            .filter_map(|event| event.for_bot(channel.id, bot.user, intents))
            .cloned()
            .collect();
        send(bot, &events, || channel.guild.view().can_view(bot.user, channel.id));
    }
}

/// DL3. Nothing of the session is used after a panic but its end.
fn send(session: &SessionShared, events: &[Outgoing], hears: impl FnOnce() -> bool) {
    let push = AssertUnwindSafe(|| session.outbox.push(events, hears));
    if catch_unwind(push).is_err() {
        tracing::error!(session = ?session.id, "a delivery panicked: the session ends");
        session.outbox.close(CloseReason::SessionEnded, true);
    }
}

/// DL2. Listeners were verified at some version; only when it moved is the view asked again.
fn still_sees(channel: &ChannelShared, listener: &Listener, verified: u64) -> bool {
    channel.guild.access_version() == verified
        || channel.guild.view().can_view(listener.session.user, channel.id)
}
