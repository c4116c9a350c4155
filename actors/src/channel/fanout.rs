//! The task that turns what is durable into events: it answers senders and writes to sockets.
//!
//! - FO1  What was committed together goes out together.
//! - FO2  After the first commit that is not durable, or a panic, it publishes nothing more; it still
//!   answers everyone, and then has the actor start again from the log.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
#[cfg(feature = "faults")]
use std::sync::atomic::Ordering;

use futures_util::FutureExt;
use ractor::ActorRef;
use storage::CommitError;
use tokio::sync::{OwnedMutexGuard, mpsc};

use super::pending::{Pending, Queued};
use super::shared::ChannelShared;
use super::{ChannelMsg, ChannelNode, Encoded, deliver, news, withdraw};
use crate::notices;

/// Posts and acts that go out as one batch at most.
const BATCH_MAX: usize = 128;

pub(super) struct Fanout {
    pub(super) node: Arc<ChannelNode>,
    pub(super) actor: ActorRef<ChannelMsg>,
    pub(super) pending: mpsc::Receiver<Queued>,
    /// Taken from `pending`, and not known to be durable yet.
    pub(super) waiting: Option<Queued>,
    /// Nobody else publishes while this task lives.
    pub(super) publishing: OwnedMutexGuard<()>,
}

/// Posts and acts that became durable together, in the order of the log.
type Durable = Vec<Box<Pending>>;

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
            let mut first = match next {
                Some(Queued::Change(first)) => first,
                Some(Queued::Answer(deferred)) => {
                    deferred.holds();
                    continue;
                }
                None => return false,
            };
            if let Err(error) = (&mut first.commit).await {
                self.refuse_all(first, error).await;
                return true;
            }
            let mut durable = vec![first];
            let broken = self.collect(&mut durable);
            self.publish(durable).await;
            if let Some((failed, error)) = broken {
                self.refuse_all(failed, error).await;
                return true;
            }
        }
    }

    /// Takes what is durable by now as well, up to the first that is not. Returns one that failed.
    fn collect(&mut self, durable: &mut Durable) -> Option<(Box<Pending>, CommitError)> {
        while durable.len() < BATCH_MAX {
            let mut next = match self.pending.try_recv().ok()? {
                Queued::Change(next) => next,
                Queued::Answer(deferred) => {
                    deferred.holds();
                    continue;
                }
            };
            match (&mut next.commit).now_or_never() {
                Some(Ok(())) => durable.push(next),
                Some(Err(error)) => return Some((next, error)),
                None => {
                    self.waiting = Some(Queued::Change(next));
                    return None;
                }
            }
        }
        None
    }

    async fn publish(&self, mut durable: Durable) {
        let shared = &self.node.shared;
        let Some(last) = durable.last() else { return };
        let head = last.head();
        // Of all of them, before any is answered.
        durable.iter().for_each(|pending| withdraw_deleted(shared, pending));
        for pending in &mut durable {
            debug_assert!(pending.permit.num_permits() == 1, "one permit each");
            pending.answer.settle(Ok(()));
        }
        #[cfg(feature = "faults")]
        assert!(!shared.panics.swap(false, Ordering::Relaxed), "a simulated crash");
        let view = shared.guild.view_full();
        let encoded = |pending: &Pending| -> Vec<Encoded> {
            let trace = pending.answer.trace();
            let all = pending.happenings();
            all.map(|(seq, what)| Encoded::of(shared.id, &view, what, seq).traced(&trace)).collect()
        };
        let events: Vec<Encoded> = durable.iter().flat_map(|pending| encoded(pending)).collect();
        // First: whoever hears of a message finds it counted.
        if let Some(counts) = durable.last().and_then(|pending| pending.counts) {
            shared.guild.note_counts(shared.id, counts);
        }
        let listeners = shared.publish_to(head);
        let count = listeners.list.len();
        let traced: Vec<_> =
            durable.iter().map(|pending| pending.answer.trace().fans_out(count)).collect();
        deliver(shared, &listeners, &events).await;
        drop(traced);
        durable.iter().for_each(|pending| pending.answer.note_delivery());
        let all = durable.iter().flat_map(|pending| pending.happenings());
        news::note(&self.node.context, shared, &view, all.map(|(_, happening)| happening));
        let now_ms = self.node.context.clock.now_ms();
        for flag in durable.iter().filter_map(|pending| pending.flag.as_ref()) {
            notices::of_report(&shared.guild, &flag.0, now_ms);
        }
        let nonces = durable.iter().filter_map(|pending| pending.answer.nonce()).collect();
        // An actor that is gone starts again without this.
        let _gone = self.actor.send_message(ChannelMsg::Settled { head, nonces });
    }

    async fn refuse_all(&mut self, mut failed: Box<Pending>, error: CommitError) {
        failed.answer.settle(Err(error));
        self.refuse_rest().await;
    }

    /// FO2. Awaits every commit, so that whoever reads the log next finds it settled.
    async fn refuse_rest(&mut self) {
        self.pending.close();
        let mut next = self.waiting.take();
        if next.is_none() {
            next = self.pending.recv().await;
        }
        while let Some(queued) = next {
            match queued {
                Queued::Change(mut pending) => {
                    let outcome = (&mut pending.commit).await;
                    if outcome.is_ok() {
                        withdraw_deleted(&self.node.shared, &pending);
                    }
                    pending.answer.settle(outcome);
                }
                Queued::Answer(deferred) => deferred.fails(),
            }
            next = self.pending.recv().await;
        }
    }
}

/// Publishing may still fail, and the answer tells already that they are gone.
fn withdraw_deleted(shared: &ChannelShared, pending: &Pending) {
    for (_, happening) in pending.happenings() {
        withdraw(shared, happening.deleted());
    }
}
