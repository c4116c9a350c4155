//! The task that turns durable posts into events: it answers senders and writes to sockets.
//!
//! - FO1  What was committed together goes out together.
//! - FO2  After the first commit that is not durable, or a panic, it publishes nothing more; it still
//!   answers everyone, and then has the actor start again from the log.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
#[cfg(feature = "faults")]
use std::sync::atomic::Ordering;

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
    /// Taken from `pending`, and not known to be durable yet.
    pub(super) waiting: Option<Pending>,
    /// Nobody else publishes while this task lives.
    pub(super) publishing: OwnedMutexGuard<()>,
}

/// Posts that became durable together, in the order of the log.
type Durable = Vec<Pending>;

impl Fanout {
    pub(super) async fn run(mut self) {
        let broken = AssertUnwindSafe(self.publish_all()).catch_unwind().await;
        if broken.is_err() {
            tracing::error!(channel = %self.node.shared.id, "publishing panicked");
            self.refuse_rest().await;
        }
        drop(self.publishing);
        if broken.unwrap_or(true) && self.actor.send_message(ChannelMsg::Broken).is_err() {
            self.node.context.ensure_channel(&self.node);
        }
    }

    /// True when it ended because a commit did not work.
    async fn publish_all(&mut self) -> bool {
        loop {
            let next = match self.waiting.take() {
                Some(next) => Some(next),
                None => self.pending.recv().await,
            };
            let Some(mut first) = next else { return false };
            if (&mut first.commit).await.is_err() {
                self.refuse_all(first).await;
                return true;
            }
            let mut durable = vec![first];
            let broken = self.collect(&mut durable);
            self.publish(durable).await;
            if let Some(failed) = broken {
                self.refuse_all(failed).await;
                return true;
            }
        }
    }

    /// Takes what is durable by now as well, up to the first that is not. Returns one that failed.
    fn collect(&mut self, durable: &mut Durable) -> Option<Pending> {
        while durable.len() < BATCH_MAX {
            let mut next = self.pending.try_recv().ok()?;
            match (&mut next.commit).now_or_never() {
                Some(Ok(())) => durable.push(next),
                Some(Err(_)) => return Some(next),
                None => {
                    self.waiting = Some(next);
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
        #[cfg(feature = "faults")]
        assert!(!shared.panics.swap(false, Ordering::Relaxed), "a simulated crash");
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

    async fn refuse_all(&mut self, failed: Pending) {
        failed.ticket.settle(&Err(PostError::Unavailable));
        self.refuse_rest().await;
    }

    /// FO2. Awaits every commit, so that whoever reads the log next finds it settled.
    async fn refuse_rest(&mut self) {
        self.pending.close();
        let mut next = self.waiting.take();
        if next.is_none() {
            next = self.pending.recv().await;
        }
        while let Some(mut post) = next {
            let outcome = match (&mut post.commit).await {
                Ok(()) => Ok(Arc::clone(&post.message)),
                Err(_) => Err(PostError::Unavailable),
            };
            post.ticket.settle(&outcome);
            next = self.pending.recv().await;
        }
    }
}
