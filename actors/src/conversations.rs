//! Conversations outside of guilds: who is in one, who may write in it, and in whose list it stands.
//!
//! - CV1  Two users have one conversation, whoever opens it and however often.
//! - CV2  Only friends add to a conversation of two; what was said stays readable. What changes that
//!   holds the locks of both ([`crate::relations`]), and so does whoever loads it.
//! - CV3  Before anybody hears of a message, the conversation stands in their list.
//! - CV4  For everybody else it does not exist.

mod loaded;
mod node;

use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use protocol::event::Event;
use protocol::wire::extension::{UNREAD_CHANNELS_MAX, Unread, UnreadChannel};
use protocol::{ChannelId, UserId, wire};
use storage::records::{Conversation, Pair, Participation, Relation, Relationship, User};
use storage::{Batch, CommitError, ReadError, Scan, Shard, Store, StoreExt};

use crate::engine::Context;
use crate::guild;
use crate::outbox::Outgoing;
use crate::render;
use crate::session::SessionShared;
use crate::view::GuildView;
pub(crate) use loaded::Conversations;
pub(crate) use node::ConversationNode;

/// Conversations that are listed: the newest ones.
const LISTED_MAX: usize = 1_000;

/// Conversations of which it is looked at whether they are to be listed.
const LOOKED_AT_MAX: usize = 10_000;

/// Conversations whose newest messages are read at a time.
const READ_TOGETHER: usize = 16;

/// Why a conversation is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConversationError {
    /// There is no such user.
    #[error("there is no such user")]
    UnknownUser,
    /// Only friends write to each other.
    #[error("only friends write to each other")]
    NotFriends,
    /// The store does not answer at the moment.
    #[error("conversations cannot be opened at the moment")]
    Unavailable,
}

impl From<ReadError> for ConversationError {
    fn from(error: ReadError) -> Self {
        tracing::warn!(%error, "a conversation could not be read");
        Self::Unavailable
    }
}

impl From<CommitError> for ConversationError {
    fn from(error: CommitError) -> Self {
        tracing::warn!(%error, "a conversation could not be opened");
        Self::Unavailable
    }
}

/// CV1. Opens the conversation of two, and has it stand in the list of the one who opens it.
pub(crate) async fn open(
    context: &Arc<Context>,
    actor: UserId,
    other: UserId,
) -> Result<wire::PrivateChannel, ConversationError> {
    let store = &*context.store;
    let _alone = context.relations.lock_both(actor.get(), other.get()).await;
    store.load::<User>(&other).await?.ok_or(ConversationError::UnknownUser)?;
    if !are_friends(store, actor, other).await? {
        return Err(ConversationError::NotFriends);
    }
    let channel = match store.load::<Pair>(&Pair::key_of(actor, other)).await? {
        Some(pair) => pair.channel,
        None => found(context, actor, other).await?,
    };
    let conversation = store.load::<Conversation>(&channel).await?;
    let conversation = conversation.ok_or(ConversationError::Unavailable)?;
    let node = load(context, conversation).await?;
    node.open(actor).await?;
    Ok(node.shown(actor))
}

/// The rows of a new conversation. It stands in nobody's list yet.
async fn found(
    context: &Context,
    actor: UserId,
    other: UserId,
) -> Result<ChannelId, ConversationError> {
    let channel = ChannelId::new(context.next_id());
    let (lower, higher) = Pair::key_of(actor, other);
    let conversation = Conversation { channel, recipients: vec![lower, higher], group: None };
    let batch = Batch::new(Shard::Social)
        .expect_absent::<Pair>(&(lower, higher))
        .put(&conversation)
        .put(&Pair { lower, higher, channel })
        .put(&Participation { user: lower, channel, open: false })
        .put(&Participation { user: higher, channel, open: false });
    context.store.commit(batch).await?;
    Ok(channel)
}

/// A conversation, loaded on first use.
pub(crate) async fn find(
    context: &Arc<Context>,
    id: ChannelId,
) -> Result<Option<Arc<ConversationNode>>, ReadError> {
    if let Some(node) = context.conversations.known(id) {
        return Ok(Some(node));
    }
    let Some(conversation) = context.store.load::<Conversation>(&id).await? else {
        return Ok(None);
    };
    // CV2
    let _alone = match *conversation.recipients {
        [one, other] => Some(context.relations.lock_both(one.get(), other.get()).await),
        _ => None,
    };
    load(context, conversation).await.map(Some)
}

/// The same for whoever holds the locks of its recipients.
async fn load(
    context: &Arc<Context>,
    conversation: Conversation,
) -> Result<Arc<ConversationNode>, ReadError> {
    let id = conversation.channel;
    if let Some(node) = context.conversations.known(id) {
        return Ok(node);
    }
    let store = &*context.store;
    let writable = match *conversation.recipients {
        [one, other] => are_friends(store, one, other).await?,
        _ => true,
    };
    let users = context.profiles.load(store, &conversation.recipients).await?;
    let keys: Vec<_> = conversation.recipients.iter().map(|user| (*user, id)).collect();
    let rows = store.load_many::<Participation>(&keys).await?;
    let closed = rows.into_iter().flatten().filter(|row| !row.open).map(|row| row.user).collect();
    let head = guild::head(store, id).await?.unwrap_or_default();
    let addresses = &context.config.addresses;
    let view = GuildView::of_conversation(id, users.into_values(), writable, addresses);
    let node = context.conversations.add(ConversationNode::new(context, view, head, closed));
    // An account that changed since it was read was told only to those conversations that were there.
    let users: Vec<UserId> = node.view().members.keys().copied().collect();
    for user in context.profiles.load(store, &users).await?.values() {
        node.refresh(user);
    }
    Ok(node)
}

/// CV2. The conversation of two, if it is loaded: for whoever holds the locks of both and is to change
/// whether they may write in it.
pub(crate) async fn between(
    context: &Context,
    one: UserId,
    other: UserId,
) -> Result<Option<Arc<ConversationNode>>, ReadError> {
    let pair = context.store.load::<Pair>(&Pair::key_of(one, other)).await?;
    Ok(pair.and_then(|pair| context.conversations.known(pair.channel)))
}

/// The conversations in somebody's list, the newest first.
pub(crate) async fn list(
    context: &Context,
    user: UserId,
) -> Result<Vec<wire::PrivateChannel>, ReadError> {
    let store = &*context.store;
    let rows = Scan::<Participation>::within(&user).backward().limit(LOOKED_AT_MAX);
    let rows = store.scan(rows).await?;
    let open = rows.iter().filter(|row| row.open).take(LISTED_MAX);
    let ids: Vec<ChannelId> = open.map(|row| row.channel).collect();
    let conversations = store.load_many::<Conversation>(&ids).await?;
    let conversations: Vec<_> = conversations.into_iter().flatten().collect();
    let recipients: Vec<UserId> =
        conversations.iter().flat_map(|one| one.recipients.iter().copied()).collect();
    let users = context.profiles.load(store, &recipients).await?;
    let shown = conversations.iter().map(|Conversation { channel, recipients, .. }| {
        let recipients: Vec<_> =
            recipients.iter().filter_map(|user| users.get(user).cloned()).collect();
        async move {
            let head = match context.conversations.known(*channel) {
                Some(node) => node.head(),
                None => guild::head(store, *channel).await?.unwrap_or_default(),
            };
            Ok(render::private_channel(*channel, &recipients, head, user))
        }
    });
    let shown: Vec<_> = shown.collect();
    stream::iter(shown).buffered(READ_TOGETHER).try_collect().await
}

/// Has a session that began with this list hear of what was said while the list was made.
pub(crate) fn greet(context: &Context, session: &SessionShared, listed: &[wire::PrivateChannel]) {
    let news = |channel: &wire::PrivateChannel| {
        let last = context.conversations.known(channel.id)?.head().last_message?;
        let is_new = Some(last) > channel.last_message_id;
        is_new.then_some(UnreadChannel {
            channel_id: channel.id,
            last_message_id: last,
            mentions: 0,
        })
    };
    let channels: Vec<_> = listed.iter().filter_map(news).take(UNREAD_CHANNELS_MAX).collect();
    if !channels.is_empty() {
        let event = Outgoing::of(&Event::Unread(Unread { channels }));
        session.outbox.push(std::slice::from_ref(&event), || true);
    }
}

async fn are_friends(store: &dyn Store, one: UserId, other: UserId) -> Result<bool, ReadError> {
    let row = store.load::<Relationship>(&(one, other)).await?;
    Ok(row.is_some_and(|row| row.relation == Relation::Friend))
}

/// Tells all sessions of a user.
fn tell(context: &Context, user: UserId, event: &Event) {
    let event = Outgoing::of(event);
    for session in context.sessions_of(user) {
        session.outbox.push(std::slice::from_ref(&event), || true);
    }
}
