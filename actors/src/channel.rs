//! One actor per text channel: it orders posts and what is done to messages, and hands both to the
//! store; its fan-out task publishes what became durable.
//!
//! - CN1  A post is durable before its sender or any session hears of it.
//! - CN2  After a crash, or a commit that did not work, everything in the log is published before
//!   the next post is taken.
//! - CN3  Events of one channel leave in the order of its log.

mod act;
mod by_rule;
mod chain;
mod delivery;
mod draft;
mod fanout;
mod happening;
mod mentions;
pub(crate) mod news;
mod overlay;
mod pending;
mod perform;
mod shared;
mod state;
#[cfg(test)]
mod tests;
mod ticket;
mod told;

use std::sync::Arc;

use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef};
use storage::records::{LogEntry, Message, ThreadCount};
use storage::{ReadError, Scan, StoreExt};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::time::Instant;

use crate::engine::Context;
use crate::patience::Patience;
use crate::replay;
use crate::shown::Shown;
use crate::slot::Slot;
use crate::supervise::Child;
use crate::supervisor::{Starting, Supervised};
use crate::trace::{Step, Trace};
pub(crate) use act::Request;
pub use act::edit::{Edit, KeptFile, SUPPRESS_EMBEDS};
pub(crate) use act::group::{GroupChange, GroupNews};
pub use act::thread::Opening;
pub use act::{Act, ActError};
use delivery::withdraw;
pub(crate) use delivery::{Encoded, deliver};
use draft::Answered;
pub use draft::{Draft, FILES_MAX, PostError, Reply, SUPPRESS_NOTIFICATIONS, SentFile};
use fanout::Fanout;
pub(crate) use happening::{Happening, Reacted};
pub use mentions::{Allowed, AllowedMentions};
pub(crate) use mentions::{mentions, named, outside_code};
use pending::{Answer, Pending, Queued};
pub(crate) use shared::ChannelShared;
pub(crate) use shared::Join;
use state::{ChannelState, Decision, NonceKey, Sequenced};
pub(crate) use ticket::Outcome;

/// Recent messages that are looked through for slow mode when a channel is loaded.
const SLOW_MODE_SCAN_MAX: usize = 1_000;

/// What a channel is told.
pub(crate) enum ChannelMsg {
    /// Order this post.
    Post(Box<Post>),
    /// Do this to messages that are there.
    Act(Box<Request>),
    /// Everything up to `head` is durable, answered and on its way, these posts among it.
    Settled { head: u64, nonces: Vec<NonceKey> },
    /// A commit did not work: start again from what is durable.
    Broken,
    /// Unload, if nothing is going on.
    Unload,
    /// Crash: simulations and tests of supervision.
    #[cfg(feature = "faults")]
    Crash,
}

/// A post in the mailbox.
pub(crate) struct Post {
    pub(crate) draft: Draft,
    pub(crate) permit: OwnedSemaphorePermit,
    pub(crate) arrived_ms: i64,
    /// For the measure of how long a delivery takes.
    pub(crate) arrived: Instant,
    pub(crate) trace: Trace,
    /// Ends at the channel's turn.
    pub(crate) waits: Step,
    pub(crate) reply: oneshot::Sender<Outcome>,
}

/// A channel's place in the tree: its slot, and what outlives the actor.
pub(crate) struct ChannelNode {
    pub(crate) shared: Arc<ChannelShared>,
    pub(crate) slot: Slot<ChannelMsg>,
    pub(crate) context: Arc<Context>,
}

impl ChannelNode {
    /// Whether an actor runs, or somebody listens.
    pub(crate) fn is_in_use(&self) -> bool {
        self.slot.get().is_some() || self.shared.has_subscribers()
    }
}

impl Supervised for ChannelNode {
    fn kind(&self) -> Child {
        Child::Channel
    }

    fn is_running(&self) -> bool {
        self.slot.get().is_some()
    }

    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting {
        Box::pin(async move {
            let actor = ChannelActor { node: Arc::clone(&self) };
            let (actor, _task) = Actor::spawn_linked(None, actor, (), supervisor).await?;
            self.slot.fill(actor.clone());
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, incarnation: ActorId) {
        self.slot.clear(incarnation);
    }
}

struct ChannelActor {
    node: Arc<ChannelNode>,
}

struct ChannelActorState {
    mind: ChannelState,
    /// Closed by dropping; the fan-out task then publishes what is in it and ends.
    pipeline: mpsc::Sender<Queued>,
}

impl Actor for ChannelActor {
    type Msg = ChannelMsg;
    type State = ChannelActorState;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<ChannelMsg>,
        (): (),
    ) -> Result<ChannelActorState, ActorProcessingErr> {
        let (pipeline, _closed) = mpsc::channel(1);
        let mind = ChannelState::new(self.node.shared.id, &self.node.context.config);
        Ok(ChannelActorState { mind, pipeline })
    }

    async fn post_start(
        &self,
        myself: ActorRef<ChannelMsg>,
        state: &mut ChannelActorState,
    ) -> Result<(), ActorProcessingErr> {
        self.begin(&myself, state).await
    }

    async fn handle(
        &self,
        myself: ActorRef<ChannelMsg>,
        message: ChannelMsg,
        state: &mut ChannelActorState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            ChannelMsg::Post(post) => self.post(*post, state).await,
            ChannelMsg::Act(request) => self.perform(*request, state).await,
            ChannelMsg::Settled { head, nonces } => {
                state.mind.settled(head, nonces, self.node.context.clock.now_ms());
            }
            ChannelMsg::Broken => return self.begin(&myself, state).await,
            ChannelMsg::Unload => self.unload(&myself),
            #[cfg(feature = "faults")]
            ChannelMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }
}

impl ChannelActor {
    async fn post(&self, post: Post, state: &mut ChannelActorState) {
        let now_ms = self.node.context.clock.now_ms();
        if self.is_late(post.arrived_ms, now_ms) {
            let _gone = post.reply.send(Err(PostError::Unavailable));
            return;
        }
        drop(post.waits);
        self.node.shared.touch(now_ms);
        let view = self.node.shared.guild.view_full();
        let answered = match self.answered(&post.draft, &state.mind, &view).await {
            Ok(answered) => answered,
            Err(refusal) => {
                let _gone = post.reply.send(Err(refusal));
                return;
            }
        };
        let ChannelActorState { mind, pipeline } = state;
        // There are as many places as permits, so only a fan-out that stopped refuses: `Broken` is
        // on its way, and what is committed before it could become durable and never be published.
        let Ok(place) = pipeline.try_reserve() else {
            let _gone = post.reply.send(Err(PostError::Unavailable));
            return;
        };
        let id_after = |last| self.node.context.id_after(last);
        match mind.post(&post.draft, answered.as_ref(), &view, now_ms, id_after) {
            Err(PostError::ByRule(refusal)) => {
                let reply = post.reply;
                self.refuse_by_rule(refusal, post.permit, |refusal| {
                    let _gone = reply.send(Err(PostError::ByRule(refusal)));
                });
            }
            Err(refusal) => {
                let _gone = post.reply.send(Err(refusal));
            }
            Ok(Decision::Join(ticket)) => ticket.join(post.reply),
            Ok(Decision::Commit(sequenced)) => {
                sequenced.ticket.join(post.reply);
                let Sequenced { seq, message, nonce, ticket, flag, batch } = *sequenced;
                let (arrived, trace) = (post.arrived, post.trace);
                let commits = trace.commits(message.id);
                let answers = Answered::shown(answered);
                let shown = Shown { answers, ..Shown::plain(&view, Arc::clone(&message)) };
                place.send(Queued::Change(Box::new(Pending {
                    seq,
                    commit: self.node.context.store.commit(batch),
                    first: Happening::Created(shown),
                    rest: Vec::new(),
                    counts: mind.counts(),
                    flag,
                    answer: Answer::Post { message, nonce, ticket, arrived, trace, commits },
                    permit: post.permit,
                })));
            }
        }
    }

    /// Whether it waited in the mailbox for longer than anybody waits for the answer.
    fn is_late(&self, arrived_ms: i64, now_ms: i64) -> bool {
        let deadline = self.node.context.config.post_deadline;
        now_ms - arrived_ms > i64::try_from(deadline.as_millis()).unwrap_or(i64::MAX)
    }

    /// CN2. Waits for the former fan-out to end, publishes the rest of the log, and takes posts.
    async fn begin(
        &self,
        myself: &ActorRef<ChannelMsg>,
        state: &mut ChannelActorState,
    ) -> Result<(), ActorProcessingErr> {
        let (shared, context) = (&self.node.shared, &self.node.context);
        let (pipeline, pending) = mpsc::channel(context.config.channel_pending_max);
        state.pipeline = pipeline;
        let publishing = Arc::clone(&shared.publishing).lock_owned().await;
        let mut patience = Patience::default();
        while let Err(error) = self.read(&mut state.mind).await {
            patience.after(error).await?;
        }
        let node = Arc::clone(&self.node);
        let actor = myself.clone();
        #[expect(
            clippy::disallowed_methods,
            reason = "it outlives a crashed actor on purpose, and ends with its sender"
        )]
        tokio::spawn(Fanout { node, actor, pending, waiting: None, publishing }.run());
        Ok(())
    }

    /// Reads where the log ends, and publishes all of it that was not.
    async fn read(&self, mind: &mut ChannelState) -> Result<(), ReadError> {
        let (shared, context) = (&self.node.shared, &self.node.context);
        let store = &*context.store;
        let head = store.last::<LogEntry>(&shared.id).await?.map_or(0, |entry| entry.seq);
        let last_id = store.last::<Message>(&shared.id).await?.map_or(0, |m| m.id.get());
        let recent = self.recent_posts().await?;
        let published = shared.begin_at(head);
        replay::publish_missed(context, shared, published, head).await?;
        mind.begin(head, last_id, &recent);
        if shared.guild.view().threads.contains_key(&shared.id) {
            let count = store.load::<ThreadCount>(&shared.id).await?;
            let count = count.map_or((0, 0), |count| (count.messages, count.total));
            mind.begin_counts(count);
            shared.guild.note_counts(shared.id, count);
        }
        Ok(())
    }

    /// What slow mode looks back at.
    async fn recent_posts(&self) -> Result<Vec<Message>, ReadError> {
        let shared = &self.node.shared;
        let view = shared.guild.view_full();
        let own_s = view.place(shared.id).map_or(0, |place| place.rate_limit_per_user_s());
        let pause_s = self.node.context.config.slow_mode.or(own_s);
        if pause_s == 0 {
            return Ok(Vec::new());
        }
        let recent = Scan::<Message>::within(&shared.id).backward().limit(SLOW_MODE_SCAN_MAX);
        self.node.context.store.scan(recent).await
    }

    fn unload(&self, myself: &ActorRef<ChannelMsg>) {
        let config = &self.node.context.config;
        if self.node.shared.permits.available_permits() == config.channel_pending_max {
            self.node.slot.unload(myself);
        }
    }
}
