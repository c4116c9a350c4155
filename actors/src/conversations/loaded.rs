//! The conversations in memory, and the supervisor of their channels and rooms.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use protocol::ChannelId;

use super::ConversationNode;
use crate::channel::ChannelNode;
use crate::room::RoomNode;
use crate::supervisor::{Supervised, SupervisorNode};

/// See the module.
pub(crate) struct Conversations {
    supervisor: Arc<SupervisorNode>,
    nodes: Mutex<HashMap<ChannelId, Arc<ConversationNode>>>,
}

impl Conversations {
    pub(crate) fn new(supervisor: Arc<SupervisorNode>) -> Self {
        Self { supervisor, nodes: Mutex::default() }
    }

    /// One that is loaded.
    pub(crate) fn known(&self, id: ChannelId) -> Option<Arc<ConversationNode>> {
        self.nodes.lock().get(&id).cloned()
    }

    /// Notes one that was loaded; one that was so meanwhile stays.
    pub(super) fn add(&self, node: ConversationNode) -> Arc<ConversationNode> {
        let node = Arc::new(node);
        let id = node.channel().shared.id;
        let kept = Arc::clone(self.nodes.lock().entry(id).or_insert_with(|| Arc::clone(&node)));
        if Arc::ptr_eq(&kept, &node) {
            let channel = node.channel();
            channel.context.make_room_for(channel);
        }
        kept
    }

    /// Has the actor of a channel or a room running.
    pub(crate) fn ensure(&self, child: Arc<dyn Supervised>) {
        self.supervisor.ensure(child);
    }

    /// The channels of those that are loaded.
    pub(crate) fn channels(&self) -> Vec<Arc<ChannelNode>> {
        self.nodes.lock().values().map(|node| Arc::clone(node.channel())).collect()
    }

    /// The rooms of those in which somebody talked.
    pub(crate) fn rooms(&self) -> Vec<Arc<RoomNode>> {
        self.nodes.lock().values().filter_map(|node| node.known_room().cloned()).collect()
    }

    /// All that are loaded.
    pub(crate) fn all(&self) -> Vec<Arc<ConversationNode>> {
        self.nodes.lock().values().cloned().collect()
    }

    /// Lets go of those that nobody uses.
    pub(crate) fn forget_unused(&self) {
        self.nodes.lock().retain(|_, node| !is_free(node, 1));
    }

    /// Lets go of one whose channel only the caller holds. False when somebody uses it.
    pub(crate) fn forget(&self, channel: &Arc<ChannelNode>) -> bool {
        let mut nodes = self.nodes.lock();
        let free = nodes.get(&channel.shared.id).is_some_and(|node| is_free(node, 2));
        free && nodes.remove(&channel.shared.id).is_some()
    }
}

/// Nodes are taken under the lock of all, so the counts are certain.
fn is_free(node: &Arc<ConversationNode>, held: usize) -> bool {
    let channel = node.channel();
    Arc::strong_count(node) == 1
        && Arc::strong_count(channel) == held
        && !channel.is_in_use()
        && node.lets_room_go()
}
