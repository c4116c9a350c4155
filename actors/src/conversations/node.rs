//! A conversation in memory: its channel and its room, and in whose list it does not stand.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use protocol::event::Event;
use protocol::{ChannelId, Permissions, UserId, wire};
use storage::records::{Conversation, Participation, User};
use storage::{Batch, CommitError, Shard};

use super::{ConversationError, tell};
use crate::channel::{ChannelNode, ChannelShared, PostError};
use crate::engine::Context;
use crate::guild::{ChannelHead, GuildShared};
use crate::render;
use crate::room::RoomNode;
use crate::session::SessionShared;
use crate::slot::Slot;
use crate::stripes::Both;
use crate::view::{GuildView, recipient};

/// See the module.
pub(crate) struct ConversationNode {
    channel: Arc<ChannelNode>,
    /// Whose list it is not in: all of them, and perhaps somebody who has it, of whom it is not sure.
    /// Whoever changes it also holds the locks of those users ([`Context::relations`]), and takes them
    /// first.
    closed: tokio::sync::Mutex<BTreeSet<UserId>>,
    /// What `view` is made from is read and written by one at a time.
    changing: Mutex<()>,
    /// Made when somebody wants to talk.
    room: OnceLock<Arc<RoomNode>>,
}

impl ConversationNode {
    pub(super) fn new(
        context: &Arc<Context>,
        view: GuildView,
        head: ChannelHead,
        closed: BTreeSet<UserId>,
    ) -> Self {
        let id = ChannelId::new(view.id().get());
        let engine = Arc::downgrade(context);
        let sessions = move |view: &GuildView| -> Vec<Arc<SessionShared>> {
            let Some(context) = engine.upgrade() else { return Vec::new() };
            view.members.keys().flat_map(|user| context.sessions_of(*user)).collect()
        };
        let shared = GuildShared::private(view, HashMap::from([(id, head)]), Box::new(sessions));
        let pending_max = context.config.channel_pending_max;
        let channel = ChannelNode {
            shared: Arc::new(ChannelShared::new(id, Arc::new(shared), pending_max)),
            slot: Slot::default(),
            context: Arc::clone(context),
        };
        Self {
            channel: Arc::new(channel),
            closed: tokio::sync::Mutex::new(closed),
            changing: Mutex::default(),
            room: OnceLock::new(),
        }
    }

    /// Where its recipients talk, made on first use.
    pub(crate) fn room(&self) -> &Arc<RoomNode> {
        self.room.get_or_init(|| {
            let ChannelNode { shared, context, .. } = &*self.channel;
            Arc::new(RoomNode::new(shared.id, Arc::clone(&shared.guild), Arc::clone(context)))
        })
    }

    /// The same, if somebody talked there.
    pub(crate) fn known_room(&self) -> Option<&Arc<RoomNode>> {
        self.room.get()
    }

    /// Whether nobody needs its room. The actor of an empty one goes first.
    pub(super) fn lets_room_go(&self) -> bool {
        self.known_room().is_none_or(|room| {
            room.unload();
            Arc::strong_count(room) == 1 && !room.is_in_use()
        })
    }

    pub(crate) fn channel(&self) -> &Arc<ChannelNode> {
        &self.channel
    }

    pub(crate) fn view(&self) -> Arc<GuildView> {
        self.channel.shared.guild.view_full()
    }

    /// What was published last in it.
    pub(super) fn head(&self) -> ChannelHead {
        self.channel.shared.guild.head(self.id())
    }

    /// Who is in it, and what it is as a group.
    pub(super) fn conversation(&self) -> Arc<Conversation> {
        let view = self.view();
        Arc::clone(view.conversation().expect("it is made of the view of a conversation"))
    }

    pub(crate) fn is_group(&self) -> bool {
        self.conversation().group.is_some()
    }

    /// It as one of its recipients sees it.
    pub(crate) fn shown(&self, reader: UserId) -> wire::PrivateChannel {
        let view = self.view();
        let user = |user| view.members.get(&user).map(|member| &member.user);
        let conversation = view.conversation().expect("it is made of the view of a conversation");
        render::private_channel(conversation, user, self.head(), reader)
    }

    /// Has it stand in a recipient's list. The caller holds the lock of the recipient.
    pub(super) async fn open(&self, user: UserId) -> Result<(), CommitError> {
        let mut closed = self.closed.lock().await;
        self.open_now(&mut closed, &[user]).await
    }

    /// CV3. Has it stand in everybody's list, for a message of a recipient who may write.
    pub(crate) async fn open_for_all(&self, author: UserId) -> Result<(), PostError> {
        if self.closed.lock().await.is_empty() {
            return Ok(());
        }
        let view = self.view();
        let bits = view.access(author, self.id(), self.channel.context.clock.now_ms())?;
        if !bits.contains(Permissions::SEND_MESSAGES) {
            return Err(PostError::forbidden(&view));
        }
        let users: Vec<UserId> = view.members.keys().copied().collect();
        let _alone = self.lock(&users).await;
        let mut closed = self.closed.lock().await;
        self.open_now(&mut closed, &users).await.map_err(|error| {
            tracing::warn!(%error, "a conversation could not be opened for a message");
            PostError::Unavailable
        })
    }

    async fn open_now(
        &self,
        closed: &mut BTreeSet<UserId>,
        users: &[UserId],
    ) -> Result<(), CommitError> {
        let users: Vec<UserId> =
            users.iter().filter(|user| closed.contains(user)).copied().collect();
        if users.is_empty() {
            return Ok(());
        }
        self.note(&users, true).await?;
        for user in users {
            closed.remove(&user);
            let event = Event::ConversationCreate(Box::new(self.shown(user)));
            tell(&self.channel.context, user, &event);
        }
        Ok(())
    }

    /// Takes it out of a recipient's list.
    pub(crate) async fn close(&self, user: UserId) -> Result<(), ConversationError> {
        let _alone = self.lock(&[user]).await;
        let mut closed = self.closed.lock().await;
        if !self.view().members.contains_key(&user) {
            return Ok(());
        }
        // First, and also when it fails: the next message opens it if it is closed.
        closed.insert(user);
        self.note(&[user], false).await?;
        let event = Event::ConversationDelete(Box::new(self.shown(user)));
        tell(&self.channel.context, user, &event);
        Ok(())
    }

    /// No session of these users begins meanwhile: it would miss what it is told, or hear it twice.
    async fn lock(&self, users: &[UserId]) -> Option<Both<'_>> {
        let locks = &self.channel.context.relations;
        match *users {
            [] => None,
            [one] => Some(locks.lock_both(one.get(), one.get()).await),
            [one, other, ..] => Some(locks.lock_both(one.get(), other.get()).await),
        }
    }

    async fn note(&self, users: &[UserId], open: bool) -> Result<(), CommitError> {
        let channel = self.id();
        let rows = users.iter().map(|user| Participation { user: *user, channel, open });
        let batch = rows.fold(Batch::new(Shard::Social), |batch, row| batch.put(&row));
        self.channel.context.store.commit(batch).await
    }

    /// The two whose conversation it is, where one of them is a bot.
    pub(super) fn bot_and_person(&self) -> Option<[Arc<User>; 2]> {
        let view = self.view();
        let users: Vec<_> = view.members.values().map(|member| Arc::clone(&member.user)).collect();
        let users: [Arc<User>; 2] = users.try_into().ok()?;
        let is_group = view.conversation().is_some_and(|conversation| conversation.group.is_some());
        (!is_group && users.iter().any(|user| user.bot)).then_some(users)
    }

    /// Whether its recipients may add to it.
    pub(super) fn is_writable(&self) -> bool {
        self.view().private.as_ref().is_some_and(|private| private.writable)
    }

    /// Whether its recipients may add to it from now on.
    pub(crate) fn set_writable(&self, writable: bool) {
        self.change(|view| {
            if let Some(private) = &mut view.private {
                private.writable = writable;
            }
        });
    }

    /// The group is another one from now on. Whoever is not in it any more sees it no more.
    pub(super) fn become_of(&self, next: Conversation, newcomer: Option<Arc<User>>) {
        self.change(|view| {
            let there: Vec<UserId> = view.members.keys().copied().collect();
            for user in there.iter().filter(|user| !next.recipients.contains(user)) {
                view.members.remove(user);
                view.access_version += 1;
            }
            if let Some(user) = newcomer {
                view.members.insert(user.id, recipient(view.id(), user));
            }
            if let Some(private) = &mut view.private {
                private.conversation = Arc::new(next);
            }
        });
    }

    /// An account changed.
    pub(crate) fn refresh(&self, user: &Arc<User>) {
        if self.view().members.contains_key(&user.id) {
            self.change(|view| {
                view.members.insert(user.id, recipient(view.id(), Arc::clone(user)));
            });
        }
    }

    fn change(&self, change: impl FnOnce(&mut GuildView)) {
        let _alone = self.changing.lock();
        let shared = &self.channel.shared.guild;
        let mut view = (*shared.view_full()).clone();
        change(&mut view);
        shared.publish(view);
        // Somebody may not stay in it.
        if let Some(room) = self.known_room() {
            room.look_soon();
        }
    }

    fn id(&self) -> ChannelId {
        self.channel.shared.id
    }
}
