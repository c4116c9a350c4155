//! A session's place in the tree, and how every trace of it is removed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ractor::{Actor, ActorCell, ActorId};

use super::{SessionActor, SessionMsg, SessionShared, voice};
use crate::engine::Context;
use crate::outbox::CloseReason;
use crate::slot::Slot;
use crate::supervise::Child;
use crate::supervisor::{Starting, Supervised};

/// See the module.
pub(crate) struct SessionNode {
    pub(crate) shared: Arc<SessionShared>,
    pub(crate) slot: Slot<SessionMsg>,
    pub(crate) context: Arc<Context>,
    gone: AtomicBool,
}

impl SessionNode {
    pub(crate) fn new(shared: SessionShared, context: Arc<Context>) -> Arc<Self> {
        Arc::new(Self {
            shared: Arc::new(shared),
            slot: Slot::default(),
            context,
            gone: AtomicBool::new(false),
        })
    }

    /// Takes the session out of every place that knows it. The first call does it.
    pub(crate) fn let_go(&self) {
        if self.gone.swap(true, Ordering::AcqRel) {
            return;
        }
        self.shared.outbox.close(CloseReason::SessionEnded, true);
        self.shared.unsubscribe_all();
        for guild in self.shared.guilds() {
            if let Some(node) = self.context.known_guild(guild) {
                node.shared.remove_session(&self.shared);
            }
        }
        self.context.forget_session(self);
        voice::look(&self.context, &self.shared);
    }
}

impl Supervised for SessionNode {
    fn kind(&self) -> Child {
        Child::Session
    }

    fn is_running(&self) -> bool {
        self.slot.get().is_some()
    }

    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting {
        Box::pin(async move {
            let actor = SessionActor { node: Arc::clone(&self) };
            let (actor, _task) = Actor::spawn_linked(None, actor, (), supervisor).await?;
            self.slot.fill(actor.clone());
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, incarnation: ActorId) {
        self.slot.clear(incarnation);
        self.let_go();
    }
}
