//! A slot holds the current incarnation of one actor; its supervisor swaps it on a restart.
//!
//! - SL1  Whoever holds a slot never holds a dead actor: an empty slot is waited for, briefly.
//! - SL2  The end of an incarnation empties the slot only of that incarnation.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use ractor::{ActorId, ActorRef, ActorStatus, Message, MessagingErr};
use tokio::sync::{Notify, oneshot};

/// A supervisor that was down itself when it was asked is asked again this often.
const POKE_INTERVAL: Duration = Duration::from_millis(50);

/// The actor is not there and did not come back in time. Answered with 503.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this part of the server is being restarted")]
pub struct Unavailable;

/// The place of one actor.
pub(crate) struct Slot<M> {
    current: ArcSwapOption<ActorRef<M>>,
    filled: Notify,
}

impl<M: Message> Default for Slot<M> {
    fn default() -> Self {
        Self { current: ArcSwapOption::empty(), filled: Notify::new() }
    }
}

impl<M: Message> Slot<M> {
    /// Puts a new incarnation in place.
    pub(crate) fn fill(&self, actor: ActorRef<M>) {
        self.current.store(Some(Arc::new(actor)));
        self.filled.notify_waiters();
    }

    /// Takes this incarnation out, and leaves any other one.
    pub(crate) fn clear(&self, incarnation: ActorId) {
        let ended = self.current.load_full().filter(|actor| actor.get_id() == incarnation);
        if ended.is_some() {
            self.current.compare_and_swap(&ended, None);
        }
    }

    /// Lets an actor take what is in its mailbox and end. Whoever sends later finds the next one.
    pub(crate) fn unload(&self, actor: &ActorRef<M>) {
        self.clear(actor.get_id());
        // It can only fail for an actor that is ending already.
        let _ending = actor.drain();
    }

    /// The current incarnation, if it lives. A supervisor's end takes its children without a word,
    /// so the slot looks for itself.
    pub(crate) fn get(&self) -> Option<Arc<ActorRef<M>>> {
        self.current.load_full().filter(|actor| match actor.get_status() {
            ActorStatus::Unstarted
            | ActorStatus::Starting
            | ActorStatus::Running
            | ActorStatus::Upgrading => true,
            ActorStatus::Draining | ActorStatus::Stopping | ActorStatus::Stopped => false,
        })
    }

    /// Sends without waiting; a message to an empty slot is dropped.
    pub(crate) fn tell(&self, message: M) -> bool {
        self.get().is_some_and(|actor| actor.send_message(message).is_ok())
    }

    /// The current incarnation, or the next one if it comes within `wait`; `poke` asks for it.
    ///
    /// # Errors
    /// `Unavailable` when none came in time.
    pub(crate) async fn ready(
        &self,
        wait: Duration,
        poke: impl Fn(),
    ) -> Result<Arc<ActorRef<M>>, Unavailable> {
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let filled = self.filled.notified();
            tokio::pin!(filled);
            filled.as_mut().enable();
            if let Some(actor) = self.get() {
                return Ok(actor);
            }
            if tokio::time::Instant::now() >= deadline {
                return Err(Unavailable);
            }
            poke();
            let next_poke = (tokio::time::Instant::now() + POKE_INTERVAL).min(deadline);
            let _poke_again = tokio::time::timeout_at(next_poke, filled).await;
        }
    }

    /// Asks and waits for the answer. `poke` asks the supervisor to fill an empty slot.
    ///
    /// # Errors
    /// `Unavailable` when no actor came in time, or it died with the question.
    pub(crate) async fn ask<T: Send>(
        &self,
        wait: Duration,
        poke: impl Fn(),
        message: impl FnOnce(oneshot::Sender<T>) -> M,
    ) -> Result<T, Unavailable> {
        let (reply, answer) = oneshot::channel();
        let mut message = message(reply);
        loop {
            let actor = self.ready(wait, &poke).await?;
            match actor.send_message(message) {
                Ok(()) => return answer.await.map_err(|_| Unavailable),
                // It began to unload just now and takes nothing more: the next one will.
                Err(MessagingErr::SendErr(unsent)) => message = unsent,
                Err(MessagingErr::ChannelClosed | MessagingErr::InvalidActorType) => {
                    return Err(Unavailable);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ractor::{Actor, ActorProcessingErr};

    use super::{ActorRef, Duration, Slot, Unavailable};

    struct Idle;

    impl Actor for Idle {
        type Msg = ();
        type State = ();
        type Arguments = ();

        async fn pre_start(&self, _myself: ActorRef<()>, (): ()) -> Result<(), ActorProcessingErr> {
            Ok(())
        }
    }

    async fn spawn() -> ActorRef<()> {
        Actor::spawn(None, Idle, ()).await.unwrap().0
    }

    #[tokio::test]
    async fn sl2_the_end_of_a_former_incarnation_leaves_the_present_one() {
        let slot = Slot::default();
        let (former, present) = (spawn().await, spawn().await);
        slot.fill(former.clone());
        slot.fill(present.clone());
        slot.clear(former.get_id());
        assert!(slot.get().is_some());
        slot.clear(present.get_id());
        assert!(slot.get().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn sl1_a_dead_actor_is_not_found_and_an_empty_slot_is_waited_for_in_vain() {
        let slot = Slot::default();
        let actor = spawn().await;
        slot.fill(actor.clone());
        assert!(slot.tell(()));
        actor.stop_and_wait(None, None).await.unwrap();
        assert!(!slot.tell(()));
        let pokes = std::cell::Cell::new(0);
        let asked = tokio::time::Instant::now();
        let ready = slot.ready(Duration::from_secs(1), || pokes.set(pokes.get() + 1)).await;
        assert_eq!(ready.err(), Some(Unavailable));
        assert_eq!((asked.elapsed(), pokes.get()), (Duration::from_secs(1), 20));
    }

    #[tokio::test]
    async fn sl1_an_unloading_actor_takes_what_it_has_and_is_not_found_again() {
        let slot = Slot::default();
        let actor = spawn().await;
        slot.fill(actor.clone());
        slot.unload(&actor);
        assert!(slot.get().is_none());
        assert!(actor.send_message(()).is_err());
    }
}
