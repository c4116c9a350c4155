//! The one supervisor actor: it starts children on demand and applies the table to their ends.
//!
//! It holds no domain state and makes no domain decision. ractor ends a parent when a child ends
//! and all descendants when a parent ends; here a child's end is only ever that child's.
//!
//! - SU1  Who was asked for is started, whatever becomes of this supervisor meanwhile.
//! - SU2  A crashed supervisor takes its children along; the next incarnation starts them again,
//!   or takes them away, as the table says. Nobody has to ask for it.

mod brood;

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef, SpawnErr, SupervisionEvent};

use crate::clock::Clock;
use crate::slot::Slot;
use crate::supervise::{Child, Policy, RestartBudget, policy};
use brood::{Brood, address};

/// A start on its way.
pub(crate) type Starting = Pin<Box<dyn Future<Output = Result<ActorCell, SpawnErr>> + Send>>;

/// Something that a supervisor keeps running.
pub(crate) trait Supervised: Send + Sync + 'static {
    /// Its row in the table.
    fn kind(&self) -> Child;
    /// Whether its slot is filled.
    fn is_running(&self) -> bool;
    /// Spawns it linked to `supervisor` and fills its slot.
    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting;
    /// An incarnation ended: empties the slot of it, and lets go of what only it may hold.
    fn ended(&self, incarnation: ActorId);
}

/// What a supervisor is told.
pub(crate) enum SupervisorMsg {
    /// Somebody was asked for, or has rested enough: start whoever is wanted.
    Look,
    /// Crash: simulations kill supervisors too.
    #[cfg(feature = "faults")]
    Crash,
}

/// A supervisor's place in the tree.
pub(crate) struct SupervisorNode {
    kind: Child,
    /// None for the root, which is started with the engine and never again.
    parent: Option<Arc<SupervisorNode>>,
    slot: Slot<SupervisorMsg>,
    brood: Arc<Brood>,
    clock: Clock,
}

impl SupervisorNode {
    /// Starts the root of a tree.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) async fn root(
        clock: Clock,
    ) -> Result<(Arc<Self>, ActorRef<SupervisorMsg>), SpawnErr> {
        let root = Arc::new(Self {
            kind: Child::Supervisor,
            parent: None,
            slot: Slot::default(),
            brood: Arc::default(),
            clock,
        });
        let (actor, _task) = Actor::spawn(None, root.supervisor(), ()).await?;
        root.slot.fill(actor.clone());
        Ok((root, actor))
    }

    /// A place below `parent` that is filled when its first child is asked for.
    pub(crate) fn below(parent: &Arc<Self>) -> Arc<Self> {
        Arc::new(Self {
            kind: Child::Supervisor,
            parent: Some(Arc::clone(parent)),
            slot: Slot::default(),
            brood: Arc::default(),
            clock: parent.clock.clone(),
        })
    }

    /// SU1. Asks for a child to be running. When this supervisor is down, it is started first.
    pub(crate) fn ensure(self: &Arc<Self>, child: Arc<dyn Supervised>) {
        self.brood.want(child);
        if !self.slot.tell(SupervisorMsg::Look)
            && let Some(parent) = &self.parent
        {
            parent.ensure(Arc::clone(self) as Arc<dyn Supervised>);
        }
    }

    /// Ends it for good. Nobody asks it for anything any more.
    pub(crate) fn stop(&self) {
        if let Some(actor) = self.slot.get() {
            actor.stop(None);
        }
    }

    /// Crashes it.
    #[cfg(feature = "faults")]
    pub(crate) fn crash(&self) {
        self.slot.tell(SupervisorMsg::Crash);
    }

    fn supervisor(&self) -> Supervisor {
        Supervisor { clock: self.clock.clone(), brood: Arc::clone(&self.brood) }
    }
}

impl Supervised for SupervisorNode {
    fn kind(&self) -> Child {
        self.kind
    }

    fn is_running(&self) -> bool {
        self.slot.get().is_some()
    }

    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting {
        Box::pin(async move {
            let (actor, _task) =
                Actor::spawn_linked(None, self.supervisor(), (), supervisor).await?;
            self.slot.fill(actor.clone());
            // Whoever was wanted before the slot was filled told nobody.
            let _just_ended = actor.send_message(SupervisorMsg::Look);
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, incarnation: ActorId) {
        self.slot.clear(incarnation);
    }
}

/// The actor of a supervisor.
struct Supervisor {
    /// Time, for restart budgets.
    clock: Clock,
    brood: Arc<Brood>,
}

/// How often each child crashed lately.
#[derive(Default)]
struct SupervisorState {
    budgets: HashMap<usize, RestartBudget>,
}

impl Actor for Supervisor {
    type Msg = SupervisorMsg;
    type State = SupervisorState;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<SupervisorMsg>,
        (): (),
    ) -> Result<SupervisorState, ActorProcessingErr> {
        Ok(SupervisorState::default())
    }

    async fn post_start(
        &self,
        myself: ActorRef<SupervisorMsg>,
        state: &mut SupervisorState,
    ) -> Result<(), ActorProcessingErr> {
        self.take_over();
        self.look(&myself, state).await;
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<SupervisorMsg>,
        message: SupervisorMsg,
        state: &mut SupervisorState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            SupervisorMsg::Look => self.look(&myself, state).await,
            #[cfg(feature = "faults")]
            SupervisorMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<SupervisorMsg>,
        event: SupervisionEvent,
        state: &mut SupervisorState,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorTerminated(cell, _, _) => {
                if let Some(child) = self.brood.gone(cell.get_id()) {
                    state.budgets.remove(&address(&child));
                    child.ended(cell.get_id());
                }
            }
            SupervisionEvent::ActorFailed(cell, error) => {
                if let Some(child) = self.brood.gone(cell.get_id()) {
                    child.ended(cell.get_id());
                    self.repair(&myself, child, &error, state).await;
                }
            }
            SupervisionEvent::ActorStarted(_) | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        Ok(())
    }
}

impl Supervisor {
    /// SU2. The children of the former incarnation are dead, or die at their next await.
    fn take_over(&self) {
        for (incarnation, child) in self.brood.orphans() {
            child.ended(incarnation);
            match policy(child.kind()) {
                Policy::Restart { .. } => self.brood.want(child),
                Policy::Stop => {}
            }
        }
    }

    /// SU1. Only who was started is no longer wanted: this may be cut short at each await.
    async fn look(&self, myself: &ActorRef<SupervisorMsg>, state: &SupervisorState) {
        let now_ms = self.clock.now_ms();
        for child in self.brood.wanted() {
            let rests = state.budgets.get(&address(&child)).is_some_and(|b| b.is_resting(now_ms));
            if rests {
                continue;
            }
            if child.is_running() || self.start(myself, &child).await {
                self.brood.satisfied(&child);
            }
        }
    }

    async fn repair(
        &self,
        myself: &ActorRef<SupervisorMsg>,
        child: Arc<dyn Supervised>,
        error: &ActorProcessingErr,
        state: &mut SupervisorState,
    ) {
        let (kind, now_ms) = (child.kind(), self.clock.now_ms());
        tracing::error!(?kind, %error, "an actor crashed");
        metrics::counter!("confab_actor_crashes_total", "kind" => format!("{kind:?}")).increment(1);
        let table = policy(kind);
        let Policy::Restart { rest, .. } = table else { return };
        state.budgets.retain(|_, budget| budget.counts(table, now_ms));
        let budget = state.budgets.entry(address(&child)).or_default();
        self.brood.want(child);
        if !budget.admit(table, now_ms) {
            tracing::error!(?kind, "it crashed too often and rests");
            myself.send_after(rest, || SupervisorMsg::Look);
        }
        self.look(myself, state).await;
    }

    async fn start(&self, myself: &ActorRef<SupervisorMsg>, child: &Arc<dyn Supervised>) -> bool {
        match Arc::clone(child).start(myself.get_cell()).await {
            Ok(cell) => {
                self.brood.born(cell.get_id(), Arc::clone(child));
                true
            }
            Err(error) => {
                tracing::error!(kind = ?child.kind(), %error, "an actor did not start");
                false
            }
        }
    }
}
