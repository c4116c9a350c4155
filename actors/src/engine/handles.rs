//! What others hold of a guild and a channel: methods, time-outs, flat errors; never an actor.

use std::sync::Arc;

use protocol::event::{Event, TypingStart};
use protocol::{ChannelId, MessageId, Permissions, UserId, wire};
use storage::records::{Message, Nonce};
use storage::{ReadError, StoreExt};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{ChannelError, Context};
use crate::appearance::Appearance;
use crate::channel::{
    Act, ActError, ChannelMsg, ChannelNode, Draft, Encoded, Post, PostError, Request, deliver,
};
use crate::conversations::{self, ConversationError, ConversationNode, GroupAct};
use crate::guild::{Asked, ChannelHead, GuildError, GuildMsg, GuildNode, Outcome};
use crate::reads::{self, Read, Reading};
use crate::receipts;
use crate::render;
use crate::session::SessionShared;
use crate::shown;
use crate::slot::Unavailable;
use crate::trace::Trace;
use crate::view::{AccessError, GuildView};

/// A guild.
#[derive(Clone)]
pub struct GuildHandle {
    node: Arc<GuildNode>,
}

impl GuildHandle {
    pub(crate) fn new(node: Arc<GuildNode>) -> Self {
        Self { node }
    }

    pub(crate) fn node(&self) -> &Arc<GuildNode> {
        &self.node
    }

    /// The guild as it is published now.
    pub fn view(&self) -> Arc<GuildView> {
        self.node.shared.view_full()
    }

    /// What was published last in a channel.
    pub fn head(&self, channel: ChannelId) -> ChannelHead {
        self.node.shared.head(channel)
    }

    /// How others see a user.
    pub fn presence(&self, user: UserId) -> Appearance {
        self.node.shared.presence(user)
    }

    /// Has the guild decide on a command. Resolves when it is durable and published.
    ///
    /// # Errors
    /// See [`GuildError`].
    pub async fn act(&self, asked: impl Into<Asked>) -> Result<Outcome, GuildError> {
        let (asked, wait) = (asked.into(), self.node.context.config.slot_wait);
        let act = |reply| GuildMsg::Act(asked, reply);
        self.node.slot.ask(wait, || self.node.ensure(), act).await?
    }

    /// Has a member's session hear of the guild; resolves when GUILD_CREATE is in its outbox.
    pub(crate) async fn attach(&self, session: Arc<SessionShared>) -> Result<(), Unavailable> {
        let wait = self.node.context.config.slot_wait;
        let attach = |reply| GuildMsg::Attach(session, reply);
        self.node.slot.ask(wait, || self.node.ensure(), attach).await
    }

    /// Has all live sessions of a member hear of the guild.
    pub(super) async fn attach_sessions_of(&self, user: UserId) {
        for session in self.node.context.sessions_of(user) {
            // Whoever is not attached now is by the guild itself, when it starts again.
            let _crashed = self.attach(session).await;
        }
    }
}

/// A channel.
#[derive(Clone)]
pub struct ChannelHandle {
    node: Arc<ChannelNode>,
    place: Place,
    trace: Trace,
}

/// Where a channel is. It stays in memory while somebody holds this.
#[derive(Clone)]
enum Place {
    Guild(GuildHandle),
    Conversation(Arc<ConversationNode>),
}

impl ChannelHandle {
    pub(crate) fn new(node: Arc<ChannelNode>, guild: GuildHandle) -> Self {
        Self { node, place: Place::Guild(guild), trace: Trace::default() }
    }

    pub(crate) fn private(conversation: Arc<ConversationNode>) -> Self {
        let (node, trace) = (Arc::clone(conversation.channel()), Trace::default());
        Self { node, place: Place::Conversation(conversation), trace }
    }

    /// The same, where what is posted by it is traced.
    pub fn traced(self, trace: Trace) -> Self {
        Self { trace, ..self }
    }

    pub(crate) fn node(&self) -> &Arc<ChannelNode> {
        &self.node
    }

    /// It as a conversation.
    pub(super) fn conversation(&self) -> Option<&Arc<ConversationNode>> {
        match &self.place {
            Place::Guild(_) => None,
            Place::Conversation(conversation) => Some(conversation),
        }
    }

    pub(super) fn context(&self) -> &Arc<Context> {
        &self.node.context
    }

    /// Which channel.
    pub fn id(&self) -> ChannelId {
        self.node.shared.id
    }

    /// Its guild.
    ///
    /// # Errors
    /// `WrongChannelType` for a conversation, which is in none.
    pub fn guild(&self) -> Result<&GuildHandle, GuildError> {
        match &self.place {
            Place::Guild(guild) => Ok(guild),
            Place::Conversation(_) => Err(GuildError::WrongChannelType),
        }
    }

    /// Who may do what there now.
    pub fn view(&self) -> Arc<GuildView> {
        self.node.shared.guild.view_full()
    }

    /// It as it is published now, to a reader. None when it was deleted meanwhile.
    pub fn shown(&self, reader: UserId) -> Option<wire::AnyChannel> {
        match &self.place {
            Place::Guild(guild) => guild.place(self.id(), reader).map(wire::AnyChannel::Guild),
            Place::Conversation(conversation) => {
                Some(wire::AnyChannel::Private(conversation.shown(reader)))
            }
        }
    }

    /// Takes a conversation of two out of its reader's list, where the next message brings it back,
    /// and the reader out of a group. Nothing is done with a channel of a guild. Not to be broken off.
    ///
    /// # Errors
    /// See [`ConversationError`].
    pub async fn close(&self, reader: UserId) -> Result<(), ConversationError> {
        match &self.place {
            Place::Guild(_) => Ok(()),
            Place::Conversation(group) if group.is_group() => {
                conversations::change(group, reader, GroupAct::Remove(reader)).await
            }
            Place::Conversation(conversation) => conversation.close(reader).await,
        }
    }

    /// Does something about a group. Resolves when it is durable and told. Not to be broken off.
    ///
    /// # Errors
    /// See [`ConversationError`]; `NotAGroup` for all that is none.
    pub async fn change_group(
        &self,
        actor: UserId,
        act: GroupAct,
    ) -> Result<(), ConversationError> {
        match &self.place {
            Place::Guild(_) => Err(ConversationError::NotAGroup),
            Place::Conversation(group) => conversations::change(group, actor, act).await,
        }
    }

    /// Posts a message. Resolves when it is durable; a repeat with the same nonce is the same
    /// message, for seven days.
    ///
    /// # Errors
    /// See [`PostError`].
    pub async fn post(&self, draft: Draft) -> Result<wire::Message, PostError> {
        if let Some(first) = self.known(&draft).await? {
            return self.show(Arc::new(first)).await;
        }
        draft.check(self.context().config.content_chars_max)?;
        self.open_for_all(draft.author).await?;
        let author = draft.author;
        let message = match self.sequenced(draft.clone()).await {
            Err(PostError::ThreadArchived) => {
                self.reopen(draft.author).await?;
                self.sequenced(draft).await?
            }
            posted => posted?,
        };
        // Whoever closed it meanwhile has it again.
        if let Err(error) = self.open_for_all(author).await {
            tracing::warn!(%error, "a message waits in a closed conversation");
        }
        self.engage(&message).await;
        self.read_own(&message).await;
        self.show(message).await
    }

    /// Before, and after, something is said in a conversation.
    async fn open_for_all(&self, author: UserId) -> Result<(), PostError> {
        match &self.place {
            Place::Guild(_) => Ok(()),
            Place::Conversation(conversation) => conversation.open_for_all(author).await,
        }
    }

    async fn sequenced(&self, draft: Draft) -> Result<Arc<Message>, PostError> {
        let permits = Arc::clone(&self.node.shared.permits);
        let permits_max = self.context().config.channel_pending_max;
        let waiting = permits_max.saturating_sub(permits.available_permits());
        metrics::histogram!("confab_channel_waiting_posts").record(waiting as f64);
        let permit = permits.try_acquire_owned().map_err(|_| PostError::Unavailable)?;
        let (arrived_ms, arrived) = (self.context().clock.now_ms(), Instant::now());
        let wait = self.context().config.slot_wait;
        let ensure = || self.context().ensure_channel(&self.node);
        let (trace, waits) = (self.trace.clone(), self.trace.waits_for_turn());
        let posted = self.node.slot.ask(wait, ensure, |reply: oneshot::Sender<_>| {
            let post = Post { draft, permit, arrived_ms, arrived, trace, waits, reply };
            ChannelMsg::Post(Box::new(post))
        });
        posted.await.map_err(|_| PostError::Unavailable)?
    }

    /// Has something done to messages that are there. Resolves when it is durable.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act(&self, actor: UserId, act: Act) -> Result<(), ActError> {
        self.act_because(actor, act, None).await
    }

    /// The same, and why: for the audit log, where it tells of such acts.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act_because(
        &self,
        actor: UserId,
        act: Act,
        reason: Option<String>,
    ) -> Result<(), ActError> {
        if act.says_something() {
            // What it may not do it is told below.
            let _refused = self.open_for_all(actor).await;
        }
        let permits = Arc::clone(&self.node.shared.permits);
        let permit = permits.try_acquire_owned().map_err(|_| ActError::NotTaken)?;
        let arrived_ms = self.context().clock.now_ms();
        let wait = self.context().config.slot_wait;
        let ensure = || self.context().ensure_channel(&self.node);
        // Where no actor is, nothing was done: who must know looks for it first.
        self.node.slot.ready(wait, ensure).await.map_err(|_| ActError::NotTaken)?;
        let done = self.node.slot.ask(wait, ensure, |reply: oneshot::Sender<_>| {
            ChannelMsg::Act(Box::new(Request { actor, act, reason, permit, arrived_ms, reply }))
        });
        done.await.map_err(|_| ActError::Unavailable)?
    }

    /// The first message with this nonce, if its author still sees the channel.
    async fn known(&self, draft: &Draft) -> Result<Option<Message>, PostError> {
        let Some((author, hash)) = draft.nonce_key() else { return Ok(None) };
        let store = &self.context().store;
        let key = (author, self.id(), hash);
        let Some(nonce) = store.load::<Nonce>(&key).await.map_err(unreadable)? else {
            return Ok(None);
        };
        let message = store.load::<Message>(&(self.id(), nonce.message)).await;
        let message =
            message.map_err(unreadable)?.filter(|message| message.deleted_at_ms.is_none());
        message.map(Some).ok_or(PostError::Deleted)
    }

    async fn show(&self, message: Arc<Message>) -> Result<wire::Message, PostError> {
        let view = self.node.shared.guild.view_full();
        let beside = shown::beside(self.context(), &view, vec![message]).await;
        let shown = beside.map_err(unreadable)?.pop().ok_or(PostError::Unavailable)?;
        Ok(render::message(&view, &shown))
    }

    /// Notes how far a user read. `manual`: it may go back.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn read_to(
        &self,
        user: UserId,
        message: MessageId,
        manual: bool,
    ) -> Result<(), ChannelError> {
        let how = if manual { Reading::ByHand } else { Reading::Seen };
        let read = Read { user, channel: &self.node.shared, message, how };
        Ok(reads::note(self.context(), read).await?)
    }

    /// Who read the newest messages of a user, as far as others may know it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn receipts(
        &self,
        author: UserId,
    ) -> Result<Vec<wire::extension::Receipt>, ChannelError> {
        Ok(receipts::of_author(self.context(), &self.node.shared, author).await?)
    }

    /// Whoever writes has read what is above it.
    async fn read_own(&self, message: &Message) {
        let (user, id) = (message.author, message.id);
        let author = self.view().members.get(&user).cloned();
        if author.is_none_or(|author| author.user.bot) {
            return;
        }
        let read = Read { user, channel: &self.node.shared, message: id, how: Reading::Seen };
        if let Err(error) = reads::note(self.context(), read).await {
            tracing::warn!(%error, "whoever wrote has it unread");
        }
    }

    /// Tells who listens that a member is typing. Nobody waits for it and nothing is kept.
    ///
    /// # Errors
    /// When the user does not see the channel or may not post there.
    pub fn typing(&self, user: UserId) -> Result<(), PostError> {
        let shared = Arc::clone(&self.node.shared);
        let now_ms = self.context().clock.now_ms();
        let view = shared.guild.view_full();
        let bits = view.access(user, shared.id, now_ms)?;
        if !bits.contains(Permissions::SEND_MESSAGES) {
            return Err(PostError::forbidden(&view));
        }
        let member = view.members.get(&user).ok_or(AccessError::UnknownChannel)?;
        // Whoever hides is not seen to type; a bot may type without a session.
        if !member.user.bot && self.context().is_hidden(user) {
            return Ok(());
        }
        let event = Event::TypingStart(Box::new(TypingStart {
            channel_id: shared.id,
            guild_id: view.guild_id(),
            user_id: user,
            timestamp_s: now_ms / 1_000,
            member: view.guild_id().map(|_| render::member(member)),
        }));
        #[expect(clippy::disallowed_methods, reason = "one delivery; nobody waits for it")]
        tokio::spawn(async move {
            let listeners = shared.listeners();
            deliver(&shared, &listeners, &[Encoded::new(shared.id, event)]).await;
        });
        Ok(())
    }
}

fn unreadable(error: ReadError) -> PostError {
    tracing::warn!(%error, "a row could not be read for a post");
    PostError::Unavailable
}

impl From<PostError> for ChannelError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Access(access) => Self::Access(access),
            _ => Self::Unavailable,
        }
    }
}
