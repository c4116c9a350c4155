//! Conversations outside of guilds: who is in one, who may write in it, and in whose list it stands.
//!
//! - CV1  Two users have one conversation, whoever opens it and however often.
//! - CV2  Only friends add to a conversation of two, or a bot and a person on its terms ([`terms`]); what was
//!   said stays readable. What changes that holds the locks of both ([`crate::relations`]), and so does
//!   whoever loads it.
//! - CV3  Before anybody hears of a message, the conversation stands in their list.
//! - CV4  For everybody else it does not exist.

mod group;
mod loaded;
mod node;
mod terms;

use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use protocol::event::Event;
use protocol::wire::extension::{UNREAD_CHANNELS_MAX, Unread, UnreadChannel};
use protocol::{ChannelId, UserId, wire};
use storage::records::{Conversation, Pair, Participation, User};
use storage::{Batch, CommitError, ReadError, Scan, Shard, StoreExt};

use crate::engine::Context;
use crate::guild;
use crate::outbox::Outgoing;
use crate::render;
use crate::session::{Audience, SessionShared};
use crate::stripes;
use crate::view::{AccessError, GuildView, Private};
pub use group::{GROUP_PEOPLE_MAX, GroupAct};
pub(crate) use group::{change, create};
pub(crate) use loaded::Conversations;
pub(crate) use node::ConversationNode;
pub(crate) use terms::settle;

/// Conversations that are listed: the newest ones.
const LISTED_MAX: usize = 1_000;

/// Conversations of which it is looked at whether they are to be listed.
const LOOKED_AT_MAX: usize = 10_000;

/// Conversations whose newest messages are read at a time.
const READ_TOGETHER: usize = 16;

/// Why a conversation is not opened, or a group not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConversationError {
    /// There is no such conversation for this user.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such user.
    #[error("there is no such user")]
    UnknownUser,
    /// Only friends write to each other, and take each other into groups; a bot writes on its terms.
    #[error("these two do not write to each other")]
    NotFriends,
    /// It is a conversation of two, which stays one.
    #[error("this is not a group")]
    NotAGroup,
    /// There is nobody besides the one who makes it.
    #[error("a group needs somebody besides")]
    Alone,
    /// More people than a group may have.
    #[error("a group has at most {GROUP_PEOPLE_MAX} people")]
    Full,
    /// Somebody is in as many conversations as they may be.
    #[error("somebody is in as many conversations as they may be")]
    TooMany,
    /// Only the owner takes others out.
    #[error("only the owner takes others out")]
    NotOwner,
    /// The name is too long, or empty.
    #[error("a name has between 1 and 100 characters")]
    Name,
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
        tracing::warn!(%error, "a conversation could not be opened or changed");
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
    let users = store.load_many::<User>(&[actor, other]).await?;
    let [Some(own), Some(theirs)] = &users[..] else { return Err(ConversationError::UnknownUser) };
    if theirs.is_stub() {
        return Err(ConversationError::UnknownUser);
    }
    if !terms::hold(context, own, theirs).await? {
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
    // CV2
    let Some((_alone, conversation)) = alone_with(context, id, &[]).await? else {
        return Ok(None);
    };
    load(context, conversation).await.map(Some)
}

/// A conversation with the locks of all who are in it, and of some more: nobody else changes it
/// meanwhile, nor how they stand to each other, and none of their sessions begins.
async fn alone_with<'c>(
    context: &'c Context,
    id: ChannelId,
    others: &[UserId],
) -> Result<Option<(stripes::All<'c>, Conversation)>, ReadError> {
    let mut expected = context.store.load::<Conversation>(&id).await?;
    while let Some(Conversation { recipients, .. }) = &expected {
        let users = recipients.iter().chain(others).map(|user| user.get());
        let alone = context.relations.lock_all(users).await;
        let found = context.store.load::<Conversation>(&id).await?;
        match found {
            Some(found) if found.recipients == *recipients => return Ok(Some((alone, found))),
            // Others are in it by now.
            found => expected = found,
        }
    }
    Ok(None)
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
    let users = context.profiles.load(store, &conversation.recipients).await?;
    let of_two: Vec<&User> =
        conversation.recipients.iter().filter_map(|id| users.get(id).map(|user| &**user)).collect();
    let writable = match (&conversation.group, &*of_two) {
        // Whoever is in a group writes there.
        (Some(_), _) => true,
        (None, [one, other]) => terms::hold(context, one, other).await?,
        (None, _) => false,
    };
    let keys: Vec<_> = conversation.recipients.iter().map(|user| (*user, id)).collect();
    let rows = store.load_many::<Participation>(&keys).await?;
    let closed = rows.into_iter().flatten().filter(|row| !row.open).map(|row| row.user).collect();
    let head = guild::head(store, id).await?.unwrap_or_default();
    let private = Private { writable, conversation: Arc::new(conversation) };
    let addresses = &context.config.addresses;
    let view = GuildView::of_conversation(private, users.into_values(), addresses);
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
    let users = &users;
    // Whoever was taken out since the rows were read is not shown who is in it.
    let still_in = conversations.iter().filter(|one| one.recipients.contains(&user));
    let shown = still_in.map(|conversation| async move {
        let head = match context.conversations.known(conversation.channel) {
            Some(node) => node.head(),
            None => guild::head(store, conversation.channel).await?.unwrap_or_default(),
        };
        Ok(render::private_channel(conversation, |user| users.get(&user), head, user))
    });
    let shown: Vec<_> = shown.collect();
    stream::iter(shown).buffered(READ_TOGETHER).try_collect().await
}

/// Has a session that began with this list hear of what was said while the list was made, and of the calls
/// that go on.
pub(crate) fn greet(context: &Context, session: &SessionShared, listed: &[wire::PrivateChannel]) {
    for channel in listed {
        let conversation = context.conversations.known(channel.id);
        if let Some(room) = conversation.as_ref().and_then(|node| node.known_room()) {
            room.greet_with_call(session);
        }
    }
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

/// Whether two users are in one conversation, of two or of more.
pub(crate) async fn are_shared(
    context: &Context,
    one: UserId,
    other: UserId,
) -> Result<bool, ReadError> {
    let rows = Scan::<Participation>::within(&one).limit(LOOKED_AT_MAX);
    let rows = context.store.scan(rows).await?;
    let keys: Vec<_> = rows.iter().map(|row| (other, row.channel)).collect();
    let theirs = context.store.load_many::<Participation>(&keys).await?;
    Ok(theirs.iter().any(Option::is_some))
}

/// Tells all sessions of a person. Bots have no list, and hear of a conversation by what is said in it, as
/// in v10.
fn tell(context: &Context, user: UserId, event: &Event) {
    let event = Outgoing::of(event);
    for session in context.sessions_of(user) {
        if session.audience == Audience::User {
            session.outbox.push(std::slice::from_ref(&event), || true);
        }
    }
}
