//! A guild's place in the tree: its slot, its channels' nodes, and what outlives its actor.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use protocol::ChannelId;
use ractor::{Actor, ActorCell, ActorId};
use tokio::sync::OwnedMutexGuard;

use super::{GuildActor, GuildMsg, GuildShared};
use crate::channel::{ChannelNode, ChannelShared};
use crate::engine::Context;
use crate::room::RoomNode;
use crate::slot::Slot;
use crate::supervise::Child;
use crate::supervisor::{Starting, Supervised, SupervisorNode};

/// See the module.
pub(crate) struct GuildNode {
    pub(crate) shared: Arc<GuildShared>,
    pub(crate) slot: Slot<GuildMsg>,
    pub(crate) supervisor: Arc<SupervisorNode>,
    pub(crate) context: Arc<Context>,
    channels: Mutex<HashMap<ChannelId, Arc<ChannelNode>>>,
    rooms: Mutex<HashMap<ChannelId, Arc<RoomNode>>>,
    started: AtomicBool,
    /// Held by whoever decides, until what it committed is published or known to have failed.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl GuildNode {
    pub(crate) fn new(
        context: Arc<Context>,
        shared: GuildShared,
        supervisor: Arc<SupervisorNode>,
    ) -> Arc<Self> {
        Arc::new(Self {
            shared: Arc::new(shared),
            slot: Slot::default(),
            supervisor,
            context,
            channels: Mutex::default(),
            rooms: Mutex::default(),
            started: AtomicBool::new(false),
            turn: Arc::default(),
        })
    }

    /// True once: the view was read just now by whoever made the node.
    pub(super) fn is_first_start(&self) -> bool {
        !self.started.swap(true, Ordering::AcqRel)
    }

    /// The right to read the guild and change it.
    pub(super) async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.turn).lock_owned().await
    }

    /// The node of a channel of this guild, made on first use.
    pub(crate) fn channel(&self, id: ChannelId) -> Arc<ChannelNode> {
        let known = self.known_channel(id);
        known.unwrap_or_else(|| {
            let (node, new) = self.make_channel(id);
            if new {
                self.context.make_room_for(&node);
            }
            node
        })
    }

    fn make_channel(&self, id: ChannelId) -> (Arc<ChannelNode>, bool) {
        let mut channels = self.channels.lock();
        let known = channels.len();
        let node = channels.entry(id).or_insert_with(|| {
            let pending_max = self.context.config.channel_pending_max;
            let shared = ChannelShared::new(id, Arc::clone(&self.shared), pending_max);
            Arc::new(ChannelNode {
                shared: Arc::new(shared),
                slot: Slot::default(),
                context: Arc::clone(&self.context),
            })
        });
        (Arc::clone(node), channels.len() > known)
    }

    /// The node of a channel, if it is in use.
    pub(crate) fn known_channel(&self, id: ChannelId) -> Option<Arc<ChannelNode>> {
        self.channels.lock().get(&id).cloned()
    }

    /// Channels whose nodes exist.
    pub(crate) fn known_channels(&self) -> Vec<Arc<ChannelNode>> {
        self.channels.lock().values().cloned().collect()
    }

    /// Lets go of the nodes that nobody uses.
    pub(crate) fn forget_unused_channels(&self) {
        self.channels.lock().retain(|_, node| Arc::strong_count(node) > 1 || node.is_in_use());
    }

    /// Lets go of a node that only the caller holds. False when somebody uses it.
    pub(crate) fn forget_channel(&self, node: &Arc<ChannelNode>) -> bool {
        let mut channels = self.channels.lock();
        // Nodes are taken under this lock, so the count is certain.
        let free = Arc::strong_count(node) == 2 && !node.is_in_use();
        free && channels.remove(&node.shared.id).is_some()
    }

    /// The room of a voice channel, made on first use. Whether there is such a channel it asks itself.
    pub(crate) fn room(&self, id: ChannelId) -> Arc<RoomNode> {
        let mut rooms = self.rooms.lock();
        let room = rooms.entry(id).or_insert_with(|| {
            let (guild, context) = (Arc::clone(&self.shared), Arc::clone(&self.context));
            Arc::new(RoomNode::new(id, guild, context))
        });
        Arc::clone(room)
    }

    /// Has each room ask who may stay in it.
    pub(super) fn look_at_rooms(&self) {
        let rooms: Vec<_> = self.rooms.lock().values().cloned().collect();
        rooms.iter().for_each(RoomNode::look_soon);
    }

    /// Lets go of the rooms that nobody is in.
    pub(crate) fn forget_unused_rooms(&self) {
        self.rooms.lock().retain(|_, room| {
            room.unload();
            Arc::strong_count(room) > 1 || room.is_in_use()
        });
    }

    /// A room, if it is in use.
    #[cfg(feature = "faults")]
    pub(crate) fn known_room(&self, id: ChannelId) -> Option<Arc<RoomNode>> {
        self.rooms.lock().get(&id).cloned()
    }

    /// Whether anybody listens to it or to one of its channels, or talks there.
    pub(crate) fn is_in_use(&self) -> bool {
        self.shared.has_sessions()
            || !self.channels.lock().is_empty()
            || !self.rooms.lock().is_empty()
    }

    /// Has the guild's actor running.
    pub(crate) fn ensure(self: &Arc<Self>) {
        self.supervisor.ensure(Arc::clone(self) as Arc<dyn Supervised>);
    }
}

impl Supervised for GuildNode {
    fn kind(&self) -> Child {
        Child::Guild
    }

    fn is_running(&self) -> bool {
        self.slot.get().is_some()
    }

    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting {
        Box::pin(async move {
            let actor = GuildActor { node: Arc::clone(&self) };
            let (actor, _task) = Actor::spawn_linked(None, actor, (), supervisor).await?;
            self.slot.fill(actor.clone());
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, incarnation: ActorId) {
        self.slot.clear(incarnation);
    }
}
