//! The one supervisor actor: it starts children on demand and applies the table to their ends.
//!
//! It holds no domain state and makes no domain decision. ractor ends a parent when a child ends
//! and all descendants when a parent ends; here a child's end is only ever that child's.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef, SpawnErr, SupervisionEvent};

use crate::clock::Clock;
use crate::slot::Slot;
use crate::supervise::{Child, Policy, RestartBudget, policy};

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
    /// It ended: empties the slot, and lets go of what only a running actor may hold.
    fn ended(&self, crashed: bool);
}

/// What a supervisor is told.
pub(crate) enum SupervisorMsg {
    /// Have this child running, unless it rests after too many crashes.
    Ensure(Arc<dyn Supervised>),
    /// Crash: simulations kill supervisors too.
    #[cfg(feature = "faults")]
    Crash,
}

/// A supervisor's place under another one.
pub(crate) struct SupervisorNode {
    kind: Child,
    parent: Parent,
    slot: Slot<SupervisorMsg>,
    clock: Clock,
}

/// Who starts a supervisor.
pub(crate) enum Parent {
    /// The root of the tree.
    Root(ActorRef<SupervisorMsg>),
    /// Another supervisor.
    Node(Arc<SupervisorNode>),
}

impl SupervisorNode {
    /// A place that is filled when its first child is asked for.
    pub(crate) fn new(kind: Child, parent: Parent, clock: Clock) -> Arc<Self> {
        Arc::new(Self { kind, parent, slot: Slot::default(), clock })
    }

    /// Asks for a child to be running. When this supervisor is down, it is started first and the
    /// caller asks again.
    pub(crate) fn ensure(self: &Arc<Self>, child: Arc<dyn Supervised>) {
        if self.slot.tell(SupervisorMsg::Ensure(child)) {
            return;
        }
        let me: Arc<dyn Supervised> = Arc::clone(self) as Arc<dyn Supervised>;
        match &self.parent {
            // Without a root the engine has been shut down.
            Parent::Root(root) => drop(root.send_message(SupervisorMsg::Ensure(me))),
            Parent::Node(parent) => parent.ensure(me),
        }
    }

    /// Crashes it.
    #[cfg(feature = "faults")]
    pub(crate) fn crash(&self) {
        self.slot.tell(SupervisorMsg::Crash);
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
            let actor = Supervisor { clock: self.clock.clone() };
            let (actor, _task) = Actor::spawn_linked(None, actor, (), supervisor).await?;
            self.slot.fill(actor.clone());
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, _crashed: bool) {
        self.slot.clear();
    }
}

/// The supervisor.
pub(crate) struct Supervisor {
    /// Time, for restart budgets.
    pub clock: Clock,
}

/// Who runs under a supervisor, and how often each crashed lately.
#[derive(Default)]
pub(crate) struct SupervisorState {
    children: HashMap<ActorId, Arc<dyn Supervised>>,
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

    async fn handle(
        &self,
        myself: ActorRef<SupervisorMsg>,
        message: SupervisorMsg,
        state: &mut SupervisorState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            SupervisorMsg::Ensure(child) => self.ensure(&myself, child, state).await,
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
                if let Some(child) = state.children.remove(&cell.get_id()) {
                    state.budgets.remove(&address(&child));
                    child.ended(false);
                }
            }
            SupervisionEvent::ActorFailed(cell, error) => {
                if let Some(child) = state.children.remove(&cell.get_id()) {
                    self.repair(&myself, child, &error, state).await;
                }
            }
            SupervisionEvent::ActorStarted(_) | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        Ok(())
    }
}

impl Supervisor {
    async fn ensure(
        &self,
        myself: &ActorRef<SupervisorMsg>,
        child: Arc<dyn Supervised>,
        state: &mut SupervisorState,
    ) {
        let now_ms = self.clock.now_ms();
        let rests = state.budgets.get(&address(&child)).is_some_and(|b| b.is_resting(now_ms));
        if !child.is_running() && !rests {
            start(myself, child, state).await;
        }
    }

    async fn repair(
        &self,
        myself: &ActorRef<SupervisorMsg>,
        child: Arc<dyn Supervised>,
        error: &ActorProcessingErr,
        state: &mut SupervisorState,
    ) {
        let kind = child.kind();
        tracing::error!(?kind, %error, "an actor crashed");
        metrics::counter!("confab_actor_crashes_total", "kind" => format!("{kind:?}")).increment(1);
        child.ended(true);
        let table = policy(kind);
        if table == Policy::Stop {
            return;
        }
        let budget = state.budgets.entry(address(&child)).or_default();
        if budget.admit(table, self.clock.now_ms()) {
            start(myself, child, state).await;
        } else {
            tracing::error!(?kind, "it crashed too often and rests");
        }
    }
}

async fn start(
    myself: &ActorRef<SupervisorMsg>,
    child: Arc<dyn Supervised>,
    state: &mut SupervisorState,
) {
    match Arc::clone(&child).start(myself.get_cell()).await {
        Ok(cell) => {
            state.children.insert(cell.get_id(), child);
        }
        Err(error) => {
            tracing::error!(kind = ?child.kind(), %error, "an actor did not start");
            child.ended(true);
        }
    }
}

/// Names a child for its budget: its node outlives its incarnations and never moves.
fn address(child: &Arc<dyn Supervised>) -> usize {
    Arc::as_ptr(child).cast::<()>() as usize
}
