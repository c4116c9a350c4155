//! The task that turns durable posts into events: it answers senders and writes to sockets.
//!
//! - FO1  What was committed together goes out together.
//! - FO2  After the first commit that is not durable it publishes nothing more; it still answers
//!   everyone, and then has the actor start again from the log.

use std::sync::Arc;

use futures_util::FutureExt;
use protocol::UserId;
use ractor::ActorRef;
use storage::Commit;
use storage::records::Message;
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, mpsc};

use super::state::NonceKey;
use super::ticket::Ticket;
use super::{ChannelMsg, ChannelNode, Encoded, PostError, deliver};
use crate::guild::GuildMsg;
use crate::render;
use crate::view::MemberView;

/// Posts that go out as one batch at most.
const BATCH_MAX: usize = 128;

/// A post on its way to the disk.
pub(super) struct Pending {
    pub(super) seq: u64,
    pub(super) commit: Commit,
    pub(super) message: Arc<Message>,
    /// The author as a member at sequencing.
    pub(super) author: Option<Arc<MemberView>>,
    pub(super) nonce: Option<NonceKey>,
    pub(super) ticket: Arc<Ticket>,
    /// Given back when the post is answered.
    pub(super) permit: OwnedSemaphorePermit,
}

pub(super) struct Fanout {
    pub(super) node: Arc<ChannelNode>,
    pub(super) actor: ActorRef<ChannelMsg>,
    pub(super) pending: mpsc::Receiver<Pending>,
    /// Nobody else publishes while this task lives.
    pub(super) publishing: OwnedMutexGuard<()>,
}

/// Posts that became durable together, in the order of the log.
type Durable = Vec<Pending>;

impl Fanout {
    pub(super) async fn run(mut self) {
        // A panic in here must not leave the channel silent: the guard tells the actor.
        let mut alarm =
            Alarm { actor: self.actor.clone(), node: Arc::clone(&self.node), armed: true };
        alarm.armed = self.publish_all().await;
        drop(self.publishing);
    }

    /// True when it ended because a commit did not work.
    async fn publish_all(&mut self) -> bool {
        let mut waiting = None;
        loop {
            let next = match waiting.take() {
                Some(next) => Some(next),
                None => self.pending.recv().await,
            };
            let Some(mut first) = next else { return false };
            if (&mut first.commit).await.is_err() {
                self.refuse_all(first).await;
                return true;
            }
            let mut durable = vec![first];
            let broken = self.collect(&mut durable, &mut waiting);
            self.publish(durable).await;
            if let Some(failed) = broken {
                self.refuse_all(failed).await;
                return true;
            }
        }
    }

    /// Takes what is durable by now as well. Leaves the first that is not in `waiting`.
    fn collect(&mut self, durable: &mut Durable, waiting: &mut Option<Pending>) -> Option<Pending> {
        while durable.len() < BATCH_MAX {
            let mut next = self.pending.try_recv().ok()?;
            match (&mut next.commit).now_or_never() {
                Some(Ok(())) => durable.push(next),
                Some(Err(_)) => return Some(next),
                None => {
                    *waiting = Some(next);
                    return None;
                }
            }
        }
        None
    }

    async fn publish(&self, durable: Durable) {
        let shared = &self.node.shared;
        let Some(last) = durable.last() else { return };
        let head = last.seq;
        for post in &durable {
            post.ticket.settle(&Ok(Arc::clone(&post.message)));
        }
        let view = shared.guild.view_full();
        let events: Vec<Encoded> = durable
            .iter()
            .map(|post| {
                let author = post.author.as_deref();
                let event = render::message_create(&view, &post.message, author, post.seq);
                Encoded::new(shared.id, event)
            })
            .collect();
        let listeners = shared.publish_to(head);
        deliver(shared, &listeners, &events).await;
        self.note(&durable);
        let nonces = durable.iter().filter_map(|post| post.nonce).collect();
        // An actor that is gone starts again without this.
        let _gone = self.actor.send_message(ChannelMsg::Settled(nonces));
    }

    /// Marks the channel unread for those who are not looking at it.
    fn note(&self, durable: &Durable) {
        let shared = &self.node.shared;
        let Some(last) = durable.last() else { return };
        let mentions: Vec<UserId> =
            durable.iter().flat_map(|post| post.message.mentions.iter().copied()).collect();
        if shared.guild.note_message(shared.id, last.message.id, &mentions) {
            self.node.context.tell_guild(shared.guild.id, GuildMsg::UnreadNoted);
        }
        for post in durable {
            debug_assert!(post.permit.num_permits() == 1, "one permit a post");
        }
    }

    /// FO2. Awaits every commit, so that whoever reads the log next finds it settled.
    async fn refuse_all(&mut self, failed: Pending) {
        failed.ticket.settle(&Err(PostError::Unavailable));
        self.pending.close();
        while let Some(mut post) = self.pending.recv().await {
            let outcome = match (&mut post.commit).await {
                Ok(()) => Ok(Arc::clone(&post.message)),
                Err(_) => Err(PostError::Unavailable),
            };
            post.ticket.settle(&outcome);
        }
    }
}

/// Tells the actor, or whoever starts the next one, that the log has to be read again.
struct Alarm {
    actor: ActorRef<ChannelMsg>,
    node: Arc<ChannelNode>,
    armed: bool,
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if self.armed && self.actor.send_message(ChannelMsg::Broken).is_err() {
            self.node.context.ensure_channel(&self.node);
        }
    }
}
