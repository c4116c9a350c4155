//! One actor per user with a session: it sums up the presence of all of them.
//!
//! - US1  Others see the strongest status of the sessions that have a socket: dnd, online, idle.
//! - US2  Whoever lost its last socket is offline to others only after a while; whoever hides, at once.
//! - US3  What the user chose holds for all sessions, and nobody is seen before it is known.
//! - US4  An actor that waits for nothing goes to rest and leaves what it knows in the node; whoever has
//!   something to tell starts the next one, which finds it there and misses nothing.

mod friends;
mod rest;
mod state;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use protocol::wire::{ChosenStatus, KnownSettings};
use protocol::{GuildId, UserId};
use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef};

use storage::ReadError;

use crate::appearance::Appearance;
use crate::engine::Context;
use crate::guild::GuildMsg;
use crate::session::{SessionNode, SessionShared};
use crate::settings;
use crate::slot::Slot;
use crate::supervise::Child;
use crate::supervisor::{Starting, Supervised};
use friends::Friends;
pub(crate) use friends::greet;
use rest::Next;
use state::{Look, Seen, UserState};

/// When a store that did not answer is asked again.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The end of a text is waited for no longer at a time: a wait outlives the actor that began it.
const WAIT_MAX: Duration = Duration::from_hours(1);

/// How long nothing happens before the actor goes to rest. A session that begins tells its user several times at once.
const RESTS_AFTER: Duration = Duration::from_millis(100);

/// What a user is told. The first one is [`UserMsg::Begin`]: whatever was told before the slot was filled is
/// looked for in the node.
pub(crate) enum UserMsg {
    /// Take up what a former incarnation left, and what came meanwhile.
    Begin,
    /// Nothing may have happened for a while.
    Rest,
    /// A session came, went, moved to another socket, chose a status or joined a guild.
    Changed,
    /// The user's settings changed.
    Settings,
    /// The wait for another socket is over.
    Recheck,
    /// What is shown may have ended by itself.
    Ended,
    /// Friends have not heard of the status that others see now.
    TellFriends,
    /// The status of a friend changed, the first one since the last list.
    FriendsChanged,
    /// It is time for the next list.
    ListFriends,
    /// Sessions were resumed, which may have missed how friends are.
    Resumed,
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
    friends: Friends,
    /// Whether receipts are given and wanted; not before it was read.
    receipts: AtomicBool,
    /// Whether the user chose to hide, which holds before anybody is told.
    hides: AtomicBool,
    /// Whether the user keeps its network address from others in voice rooms; none before it was read.
    hides_address: Mutex<Option<bool>>,
    /// Whether its sessions are there, and none of them wants to be seen.
    sessions_hide: AtomicBool,
    /// What others see.
    shown: Mutex<Appearance>,
    /// What friends were told last.
    told_friends: Mutex<Appearance>,
    /// Guilds that take the user for present, whatever becomes of the actor that told them.
    told: Mutex<BTreeSet<GuildId>>,
    /// What an actor that went to rest knew.
    rested: Mutex<Option<UserState>>,
    /// Whether that is not what is stored any more, as far as the user's settings go.
    has_new_settings: AtomicBool,
}

impl UserNode {
    pub(crate) fn new(id: UserId, context: Arc<Context>) -> Arc<Self> {
        Arc::new(Self {
            id,
            slot: Slot::default(),
            context,
            sessions: Mutex::default(),
            friends: Friends::default(),
            receipts: AtomicBool::new(false),
            hides: AtomicBool::new(true),
            hides_address: Mutex::default(),
            sessions_hide: AtomicBool::new(false),
            shown: Mutex::new(Appearance::offline()),
            told_friends: Mutex::new(Appearance::offline()),
            told: Mutex::default(),
            rested: Mutex::default(),
            has_new_settings: AtomicBool::new(true),
        })
    }

    /// Has its actor read what the user chose.
    pub(crate) fn settings_changed(self: &Arc<Self>) {
        self.has_new_settings.store(true, Ordering::Release);
        self.tell(UserMsg::Settings);
    }

    /// Tells its actor, or starts one.
    pub(crate) fn tell(self: &Arc<Self>, message: UserMsg) {
        if !self.slot.tell(message) {
            self.context.supervisor_of(self.id).ensure(Arc::clone(self) as _);
        }
    }

    pub(crate) fn sessions(&self) -> Vec<Arc<SessionNode>> {
        self.sessions.lock().clone()
    }

    pub(crate) fn add(&self, session: Arc<SessionNode>) {
        self.sessions.lock().push(session);
    }

    /// What others see.
    pub(crate) fn shown(&self) -> Appearance {
        self.shown.lock().clone()
    }

    /// Takes over what holds at once.
    pub(crate) fn know(&self, settings: &KnownSettings) {
        self.receipts.store(settings.receipts, Ordering::Relaxed);
        let hides = settings.status == ChosenStatus::Invisible;
        self.note(&self.hides, hides);
        let before = self.hides_address.lock().replace(settings.hide_address);
        if before != Some(settings.hide_address) {
            self.room_looks();
        }
    }

    /// Whether what it chose was read.
    pub(crate) fn is_known(&self) -> bool {
        self.hides_address.lock().is_some()
    }

    /// Whether it keeps its network address from others in voice rooms; true as long as that is not known.
    pub(crate) fn hides_address(&self) -> bool {
        self.hides_address.lock().unwrap_or(true)
    }

    /// Whether it chose to hide, for good or with all of its sessions; true as long as that is not known.
    pub(crate) fn hides(&self) -> bool {
        self.hides.load(Ordering::Relaxed) || self.sessions_hide.load(Ordering::Relaxed)
    }

    /// The voice channel where it is shows it or not.
    fn note(&self, hiding: &AtomicBool, hides: bool) {
        let before = self.hides();
        hiding.store(hides, Ordering::Relaxed);
        if self.hides() != before {
            self.room_looks();
        }
    }

    fn room_looks(&self) {
        if let Some(seat) = self.context.seats.of(self.id) {
            seat.room.look_soon();
        }
    }

    /// Whether others take it for not there, or will in a moment.
    pub(crate) fn is_hidden(&self) -> bool {
        self.hides() || self.shown.lock().is_offline()
    }

    /// Whether it gives and wants receipts.
    pub(crate) fn has_receipts(&self) -> bool {
        self.receipts.load(Ordering::Relaxed)
    }

    /// Its friends are not who they were.
    pub(crate) fn forget_friends(&self) {
        self.friends.forget();
    }

    /// Notes that a friend's status changed; true when its actor is to be told.
    pub(crate) fn note_friend(&self, friend: UserId) -> bool {
        self.friends.note(friend)
    }

    /// Notes that a session was resumed.
    pub(crate) fn note_resumed(&self, session: Arc<SessionShared>) {
        self.friends.note_resumed(session);
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
            let _just_ended = actor.send_message(UserMsg::Begin);
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
    /// None once it rests.
    type State = Option<UserState>;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<UserMsg>,
        (): (),
    ) -> Result<Option<UserState>, ActorProcessingErr> {
        Ok(Some(self.node.rested.lock().take().unwrap_or_default()))
    }

    async fn handle(
        &self,
        myself: ActorRef<UserMsg>,
        message: UserMsg,
        resting: &mut Option<UserState>,
    ) -> Result<(), ActorProcessingErr> {
        let Some(state) = resting else {
            // It came while this one lay down.
            self.node.tell(message);
            return Ok(());
        };
        let next = match message {
            UserMsg::Rest => state.rest.ask(),
            _ => state.rest.disturb(),
        };
        if next == Next::AskLater {
            myself.send_after(RESTS_AFTER, || UserMsg::Rest);
        }
        match message {
            UserMsg::Begin => {
                if self.node.friends.has_news() {
                    myself.send_message(UserMsg::FriendsChanged)?;
                }
                if self.node.friends.has_resumed() {
                    myself.send_message(UserMsg::Resumed)?;
                }
                self.read_new_settings(&myself, state).await;
                self.look(&myself, state, true);
            }
            UserMsg::Rest if next == Next::LieDown => self.rest(&myself, resting),
            UserMsg::Rest => {}
            UserMsg::Changed => self.look(&myself, state, false),
            UserMsg::Settings => {
                self.read_new_settings(&myself, state).await;
                self.look(&myself, state, false);
            }
            UserMsg::Recheck => {
                state.waited();
                self.look(&myself, state, false);
            }
            UserMsg::Ended => {
                state.ended();
                self.look(&myself, state, false);
            }
            UserMsg::TellFriends => {
                let shown = self.node.shown();
                let told = friends::tell(&self.node).await;
                if told.is_ok() {
                    *self.node.told_friends.lock() = shown;
                }
                self.again_if(told, &myself, || UserMsg::TellFriends);
            }
            UserMsg::FriendsChanged => {
                let interval = self.node.context.config.presence_interval;
                myself.send_after(interval, || UserMsg::ListFriends);
            }
            UserMsg::ListFriends => {
                let listed = friends::flush(&self.node).await;
                self.again_if(listed, &myself, || UserMsg::ListFriends);
            }
            UserMsg::Resumed => {
                let told = friends::tell_resumed(&self.node).await;
                self.again_if(told, &myself, || UserMsg::Resumed);
            }
            #[cfg(feature = "faults")]
            UserMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }
}

impl UserActor {
    fn look(&self, myself: &ActorRef<UserMsg>, state: &mut UserState, is_first: bool) {
        let config = &self.node.context.config;
        let sessions = self.node.sessions();
        let seen: Vec<Seen> = sessions
            .iter()
            .map(|node| Seen {
                attached: node.shared.outbox.is_attached(),
                presence: node.shared.presence(),
            })
            .collect();
        // US3
        let Some(look) = state.look(&seen, self.node.context.clock.now_ms()) else { return };
        let Look { shown, wait, ends_after } = look;
        let is_there = seen.iter().any(|seen| seen.attached);
        self.node.note(&self.node.sessions_hide, is_there && shown.is_offline());
        if wait {
            myself.send_after(config.offline_after, || UserMsg::Recheck);
        }
        if let Some(rest) = ends_after {
            myself.send_after(rest.min(WAIT_MAX), || UserMsg::Ended);
        }
        self.tell_guilds(&sessions, &shown);
        let before = std::mem::replace(&mut *self.node.shown.lock(), shown.clone());
        let is_told = *self.node.told_friends.lock() == shown;
        // A former incarnation may have gone before it told them.
        if !is_told && (before != shown || is_first) {
            let _ending = myself.send_message(UserMsg::TellFriends);
        }
    }

    /// US4.
    fn rest(&self, myself: &ActorRef<UserMsg>, state: &mut Option<UserState>) {
        let UserNode { friends, shown, told_friends, .. } = &*self.node;
        let is_done = *told_friends.lock() == *shown.lock() && !friends.waits();
        if let Some(known) = state.take_if(|state| is_done && state.may_rest()) {
            *self.node.rested.lock() = Some(known);
            self.node.slot.unload(myself);
        }
    }

    /// US3.
    async fn read_new_settings(&self, myself: &ActorRef<UserMsg>, state: &mut UserState) {
        let has_new = self.node.has_new_settings.swap(false, Ordering::Acquire);
        if !has_new && state.is_known() {
            return;
        }
        let user = self.node.id;
        match settings::learn(&self.node).await {
            Ok(known) => state.know(known),
            Err(error) => {
                tracing::warn!(%error, %user, "settings could not be read");
                self.node.has_new_settings.store(true, Ordering::Release);
                myself.send_after(READ_AGAIN_AFTER, || UserMsg::Settings);
            }
        }
    }

    /// Asks a store that did not answer again.
    fn again_if(
        &self,
        outcome: Result<(), ReadError>,
        myself: &ActorRef<UserMsg>,
        again: impl FnOnce() -> UserMsg + Send + 'static,
    ) {
        if let Err(error) = outcome {
            tracing::warn!(%error, user = %self.node.id, "friends could not be read");
            myself.send_after(READ_AGAIN_AFTER, again);
        }
    }

    fn tell_guilds(&self, sessions: &[Arc<SessionNode>], shown: &Appearance) {
        let now: BTreeSet<GuildId> =
            sessions.iter().flat_map(|node| node.shared.guilds()).collect();
        let guilds = state::guilds_to_tell(&mut self.node.told.lock(), &now, shown.status);
        for guild in guilds {
            self.node.context.tell_guild(guild, GuildMsg::Presence(self.node.id, shown.clone()));
        }
    }
}
