//! One actor per user with a session: it sums up the presence of all of them.
//!
//! - US1  Others see the strongest status of the sessions that have a socket: dnd, online, idle.
//! - US2  Whoever lost its last socket is offline to others only after a while; whoever hides, at once.

mod state;

use std::collections::BTreeSet;
use std::sync::Arc;

use parking_lot::Mutex;
use protocol::wire::Status;
use protocol::{GuildId, UserId};
use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef};

use crate::engine::Context;
use crate::guild::GuildMsg;
use crate::session::SessionNode;
use crate::slot::Slot;
use crate::supervise::Child;
use crate::supervisor::{Starting, Supervised};
use state::{Seen, UserState};

/// What a user is told.
pub(crate) enum UserMsg {
    /// A session came, went, moved to another socket, chose a status or joined a guild.
    Changed,
    /// The wait for another socket is over.
    Recheck,
    /// Crash: simulations and tests of supervision.
    #[cfg(feature = "faults")]
    Crash,
}

/// A user's place in the tree.
pub(crate) struct UserNode {
    pub(crate) id: UserId,
    pub(crate) slot: Slot<UserMsg>,
    pub(crate) context: Arc<Context>,
    sessions: Mutex<Vec<Arc<SessionNode>>>,
    /// Guilds that take the user for present, whatever becomes of the actor that told them.
    told: Mutex<BTreeSet<GuildId>>,
}

impl UserNode {
    pub(crate) fn new(id: UserId, context: Arc<Context>) -> Arc<Self> {
        Arc::new(Self {
            id,
            slot: Slot::default(),
            context,
            sessions: Mutex::default(),
            told: Mutex::default(),
        })
    }

    pub(crate) fn sessions(&self) -> Vec<Arc<SessionNode>> {
        self.sessions.lock().clone()
    }

    pub(crate) fn add(&self, session: Arc<SessionNode>) {
        self.sessions.lock().push(session);
    }

    /// Takes a session out; true when none is left.
    pub(crate) fn remove(&self, session: &SessionNode) -> bool {
        let mut sessions = self.sessions.lock();
        sessions.retain(|held| held.shared.id != session.shared.id);
        sessions.is_empty()
    }
}

impl Supervised for UserNode {
    fn kind(&self) -> Child {
        Child::User
    }

    fn is_running(&self) -> bool {
        self.slot.get().is_some()
    }

    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting {
        Box::pin(async move {
            let actor = UserActor { node: Arc::clone(&self) };
            let (actor, _task) = Actor::spawn_linked(None, actor, (), supervisor).await?;
            self.slot.fill(actor.clone());
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, incarnation: ActorId) {
        self.slot.clear(incarnation);
    }
}

struct UserActor {
    node: Arc<UserNode>,
}

impl Actor for UserActor {
    type Msg = UserMsg;
    type State = UserState;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<UserMsg>,
        (): (),
    ) -> Result<UserState, ActorProcessingErr> {
        Ok(UserState::default())
    }

    async fn post_start(
        &self,
        myself: ActorRef<UserMsg>,
        state: &mut UserState,
    ) -> Result<(), ActorProcessingErr> {
        self.look(&myself, state);
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<UserMsg>,
        message: UserMsg,
        state: &mut UserState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            UserMsg::Changed => self.look(&myself, state),
            UserMsg::Recheck => {
                state.waited();
                self.look(&myself, state);
            }
            #[cfg(feature = "faults")]
            UserMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }
}

impl UserActor {
    fn look(&self, myself: &ActorRef<UserMsg>, state: &mut UserState) {
        let config = &self.node.context.config;
        let sessions = self.node.sessions();
        let seen: Vec<Seen> = sessions
            .iter()
            .map(|node| Seen {
                attached: node.shared.outbox.is_attached(),
                status: node.shared.status(),
            })
            .collect();
        let look = state.look(&seen);
        if look.wait {
            myself.send_after(config.offline_after, || UserMsg::Recheck);
        }
        self.tell_guilds(&sessions, look.status);
        if look.unload {
            self.node.slot.unload(myself);
        }
    }

    fn tell_guilds(&self, sessions: &[Arc<SessionNode>], status: Status) {
        let now: BTreeSet<GuildId> =
            sessions.iter().flat_map(|node| node.shared.guilds()).collect();
        let guilds = state::guilds_to_tell(&mut self.node.told.lock(), &now, status);
        for guild in guilds {
            self.node.context.tell_guild(guild, GuildMsg::Presence(self.node.id, status));
        }
    }
}
