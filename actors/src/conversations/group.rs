//! Groups of friends: made, added to, left and renamed.
//!
//! - GR1  Whoever is taken in is a friend of the one who takes them in. What becomes of the friendship
//!   takes nobody out.
//! - GR2  A change is durable before anybody hears of it, and the changes of a group follow one another:
//!   each holds the locks of all who are in it ([`crate::relations`]).
//! - GR3  Whoever is taken in has the group in their list before they hear anything of it. Whoever is
//!   out hears and reads nothing of it once that is acknowledged, and all that they wrote was told by then.
//! - GR4  A change is told in the log at most once. It holds also when that cannot be.

mod state;

use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use protocol::event::{Event, Recipient};
use protocol::{ChannelId, UserId, wire};
use storage::records::{Conversation, Group, Participation, RemovedChannel, User};
use storage::{Batch, CommitError, Scan, Shard, StoreExt};

use super::{ConversationError, ConversationNode, LISTED_MAX, alone_with, tell};
use crate::channel::{Act, GroupChange, GroupNews};
use crate::engine::{ChannelHandle, Context};
use crate::guild::ChannelHead;
use crate::outbox::Outgoing;
use crate::patience::Patience;
use crate::reads::{self, Read, Reading};
use crate::relations::are_friends;
use crate::render;
use crate::view::AccessError;
pub use state::{GROUP_PEOPLE_MAX, GroupAct};
use state::{Next, decide, founders};

/// GR1. Makes a group of somebody and their friends. It stands in the lists of all of them.
pub(crate) async fn create(
    context: &Context,
    actor: UserId,
    friends: &[UserId],
) -> Result<wire::PrivateChannel, ConversationError> {
    let recipients = founders(actor, friends)?;
    let store = &*context.store;
    let _alone = context.relations.lock_all(recipients.iter().map(|user| user.get())).await;
    let users = context.profiles.load(store, &recipients).await?;
    if users.len() < recipients.len() {
        return Err(ConversationError::UnknownUser);
    }
    for friend in recipients.iter().filter(|user| **user != actor) {
        if !are_friends(context, actor, *friend).await? {
            return Err(ConversationError::NotFriends);
        }
    }
    need_room(context, &recipients).await?;
    let channel = ChannelId::new(context.next_id());
    let group = Some(Group { owner: actor, name: None, icon: None });
    let made = Conversation { channel, recipients, group };
    let rows =
        made.recipients.iter().map(|user| Participation { user: *user, channel, open: true });
    let batch = rows.fold(Batch::new(Shard::Social).put(&made), |batch, row| batch.put(&row));
    context.store.commit(batch).await?;
    let shown = |reader| {
        let head = ChannelHead::default();
        render::private_channel(&made, |user| users.get(&user), head, reader)
    };
    for user in &made.recipients {
        tell(context, *user, &Event::ConversationCreate(Box::new(shown(*user))));
    }
    Ok(shown(actor))
}

/// Everybody has room for one conversation more in their list.
async fn need_room(context: &Context, users: &[UserId]) -> Result<(), ConversationError> {
    let has_room = |user: UserId| async move {
        let rows = Scan::<Participation>::within(&user).limit(LISTED_MAX);
        Ok::<_, ConversationError>(context.store.scan(rows).await?.len() < LISTED_MAX)
    };
    let looks: Vec<_> = users.iter().map(|user| has_room(*user)).collect();
    let rooms: Vec<bool> = stream::iter(looks).buffered(GROUP_PEOPLE_MAX).try_collect().await?;
    if rooms.into_iter().all(|room| room) { Ok(()) } else { Err(ConversationError::TooMany) }
}

/// GR2. Changes a group. Whoever calls it goes on to its end.
pub(crate) async fn change(
    node: &Arc<ConversationNode>,
    actor: UserId,
    act: GroupAct,
) -> Result<(), ConversationError> {
    let context = &node.channel().context;
    let id = node.channel().shared.id;
    let involved: Vec<UserId> = std::iter::once(actor).chain(act.whom()).collect();
    let Some((alone, before)) = alone_with(context, id, &involved).await? else {
        return Err(AccessError::UnknownChannel.into());
    };
    let Next::Changed(next) = decide(&before, actor, &act)? else { return Ok(()) };
    if let GroupAct::Add(user) = act {
        // GR1
        if !are_friends(context, actor, user).await? {
            return Err(ConversationError::NotFriends);
        }
        need_room(context, &[user]).await?;
    }
    let users = context.profiles.load(&*context.store, &involved).await?;
    let account = |user| users.get(&user).cloned().ok_or(ConversationError::UnknownUser);
    let (by, whom) = (account(actor)?, act.whom().map(account).transpose()?);
    let read_to = node.head().last_message;
    see_stored(context, &next, rows(&next, &act, context.clock.now_ms())).await?;
    let what = match (act, whom) {
        (GroupAct::Add(_), Some(newcomer)) => {
            take_in(node, next, &newcomer).await;
            GroupChange::Added(newcomer)
        }
        (GroupAct::Remove(_), Some(leaver)) => {
            take_out(node, next, &leaver);
            GroupChange::Removed(leaver)
        }
        (GroupAct::Rename(name), _) => {
            node.become_of(next, None);
            GroupChange::Renamed(name)
        }
        (GroupAct::Add(_) | GroupAct::Remove(_), None) => return Ok(()),
    };
    tell_rest(node, &what);
    tell_in_log(node, GroupNews { by, what: what.clone() }).await;
    drop(alone);
    if let (GroupChange::Added(newcomer), Some(message)) = (what, read_to) {
        // What was said before is there to be read, and is no news.
        let channel = &node.channel().shared;
        let read = Read { user: newcomer.id, channel, message, how: Reading::Unseen };
        if let Err(error) = reads::note(context, read).await {
            tracing::warn!(%error, "whoever came into a group has all of it unread");
        }
    }
    Ok(())
}

/// Once nobody is in it, it is no more, and what was said there goes too.
fn rows(next: &Conversation, act: &GroupAct, now_ms: i64) -> Batch {
    let channel = next.channel;
    let batch = Batch::new(Shard::Social).expect_present::<Conversation>(&channel);
    let batch = match next.recipients.is_empty() {
        false => batch.put(next),
        true => batch.delete::<Conversation>(&channel).put(&RemovedChannel::group(channel, now_ms)),
    };
    match act {
        GroupAct::Add(user) => batch.put(&Participation { user: *user, channel, open: true }),
        GroupAct::Remove(user) => batch.delete::<Participation>(&(*user, channel)),
        GroupAct::Rename(_) => batch,
    }
}

/// GR2. A change of which the store does not say whether it was kept is looked for: whoever is out by
/// the store must not go on hearing.
async fn see_stored(
    context: &Context,
    next: &Conversation,
    batch: Batch,
) -> Result<(), ConversationError> {
    match context.store.commit(batch).await {
        Err(CommitError::CommitUnknown) => {}
        outcome => return Ok(outcome?),
    }
    let expected = Some(next).filter(|next| !next.recipients.is_empty());
    let mut patience = Patience::default();
    loop {
        match context.store.load::<Conversation>(&next.channel).await {
            Ok(found) if found.as_ref() == expected => return Ok(()),
            Ok(_) => return Err(CommitError::CommitUnknown.into()),
            Err(failure) => patience.after(failure).await?,
        }
    }
}

/// GR3
async fn take_in(node: &ConversationNode, next: Conversation, newcomer: &Arc<User>) {
    let context = &node.channel().context;
    let view = node.view();
    let account = |user| match user == newcomer.id {
        true => Some(newcomer),
        false => view.members.get(&user).map(|member| &member.user),
    };
    let shown = render::private_channel(&next, account, node.head(), newcomer.id);
    tell(context, newcomer.id, &Event::ConversationCreate(Box::new(shown)));
    node.become_of(next, Some(Arc::clone(newcomer)));
    // An account that changed since it was read was told only to those who were there.
    match context.profiles.load(&*context.store, &[newcomer.id]).await {
        Ok(now) => now.values().for_each(|user| node.refresh(user)),
        Err(error) => tracing::warn!(%error, "a group may show an account as it was"),
    }
}

/// GR3
fn take_out(node: &ConversationNode, next: Conversation, leaver: &User) {
    let channel = &node.channel().shared;
    let shown = Event::ConversationDelete(Box::new(node.shown(leaver.id)));
    node.become_of(next, None);
    let notice = Outgoing::of(&shown);
    for session in node.channel().context.sessions_of(leaver.id) {
        session.unsubscribe(channel.id);
        session.outbox.lose_channels([channel.id], Some(&notice));
    }
}

/// Everybody who is in it, and not by this change, sees what it is now.
fn tell_rest(node: &ConversationNode, what: &GroupChange) {
    let channel_id = node.channel().shared.id;
    let (newcomer, named) = match what {
        GroupChange::Added(user) => {
            let recipient = Recipient { channel_id, user: render::user(user) };
            (Some(user.id), Some(Event::RecipientAdd(Box::new(recipient))))
        }
        GroupChange::Removed(user) => {
            let recipient = Recipient { channel_id, user: render::user(user) };
            (None, Some(Event::RecipientRemove(Box::new(recipient))))
        }
        GroupChange::Renamed(_) => (None, None),
    };
    let context = &node.channel().context;
    let view = node.view();
    for user in view.members.keys().filter(|user| Some(**user) != newcomer) {
        tell(context, *user, &Event::ConversationUpdate(Box::new(node.shown(*user))));
        if let Some(named) = &named {
            tell(context, *user, named);
        }
    }
}

/// GR4. It is also what waits until all that was written before is told.
async fn tell_in_log(node: &Arc<ConversationNode>, news: GroupNews) {
    if node.view().members.is_empty() {
        return;
    }
    let by = news.by.id;
    let channel = ChannelHandle::private(Arc::clone(node));
    if let Err(error) = channel.act(by, Act::TellOfGroup(Box::new(news))).await {
        tracing::warn!(%error, "nobody is told what became of a group");
    }
}
