//! The presence of friends: whom a user's status is told, and what the user's sessions hear of theirs.
//!
//! - FP1  Who is no friend any more hears nothing.
//! - FP2  A session hears how its user's friends are when it begins or is resumed, and of every change
//!   after that: what several changed in one interval comes as one list.

use std::collections::BTreeSet;
use std::sync::Arc;

use parking_lot::Mutex;
use protocol::UserId;
use protocol::event::Event;
use protocol::wire::extension::Presences;
use protocol::wire::{Presence, Status};
use storage::ReadError;

use super::UserNode;
use crate::engine::Context;
use crate::outbox::Outgoing;
use crate::relations;
use crate::session::{Audience, SessionShared};

/// What a user's node knows of friends.
#[derive(Default)]
pub(super) struct Friends {
    /// Who they are, once it was read. Written under the user's lock ([`Context::relations`]).
    known: Mutex<Option<Arc<[UserId]>>>,
    /// Whose status is to be told to the user's sessions; friends only, so there is a bound.
    news: Mutex<BTreeSet<UserId>>,
    /// Sessions that were resumed and are to hear how all friends are.
    resumed: Mutex<Vec<Arc<SessionShared>>>,
}

impl Friends {
    /// They are not who they were.
    pub(super) fn forget(&self) {
        *self.known.lock() = None;
    }

    /// Notes that a friend's status changed; true when nobody knew of any news.
    pub(super) fn note(&self, friend: UserId) -> bool {
        let mut news = self.news.lock();
        news.insert(friend) && news.len() == 1
    }

    /// Notes that a session was resumed. One that comes and goes is noted once.
    pub(super) fn note_resumed(&self, session: Arc<SessionShared>) {
        let mut resumed = self.resumed.lock();
        resumed.retain(|noted| noted.id != session.id);
        resumed.push(session);
    }

    pub(super) fn has_news(&self) -> bool {
        !self.news.lock().is_empty()
    }

    pub(super) fn has_resumed(&self) -> bool {
        !self.resumed.lock().is_empty()
    }

    /// Whether there is something that the user's sessions have not heard.
    pub(super) fn waits(&self) -> bool {
        self.has_news() || self.has_resumed()
    }

    async fn of(&self, user: UserId, context: &Context) -> Result<Arc<[UserId]>, ReadError> {
        if let Some(known) = &*self.known.lock() {
            return Ok(Arc::clone(known));
        }
        let _alone = context.relations.lock(user.get()).await;
        let friends: Arc<[UserId]> = relations::friends_of(context, user).await?.into();
        *self.known.lock() = Some(Arc::clone(&friends));
        Ok(friends)
    }
}

/// Has every friend hear of the user's status.
pub(super) async fn tell(node: &UserNode) -> Result<(), ReadError> {
    for friend in &*node.friends.of(node.id, &node.context).await? {
        node.context.friend_changed(*friend, node.id);
    }
    Ok(())
}

/// Has the user's sessions hear of the friends whose status changed since the last time.
pub(super) async fn flush(node: &UserNode) -> Result<(), ReadError> {
    let friends = node.friends.of(node.id, &node.context).await?;
    let news = std::mem::take(&mut *node.friends.news.lock());
    // FP1
    let news = news.iter().filter(|friend| friends.contains(friend));
    let presences: Vec<Presence> = news.map(|friend| presence(&node.context, *friend)).collect();
    for session in node.context.sessions_of(node.id) {
        send(&session, presences.clone());
    }
    Ok(())
}

/// FP2. Has the sessions that were resumed hear how all friends are.
pub(super) async fn tell_resumed(node: &UserNode) -> Result<(), ReadError> {
    let friends = node.friends.of(node.id, &node.context).await?;
    let resumed = std::mem::take(&mut *node.friends.resumed.lock());
    for session in resumed {
        send(&session, friends.iter().map(|friend| presence(&node.context, *friend)).collect());
    }
    Ok(())
}

/// FP2. The same for a session that begins, where nobody is taken to be there.
pub(crate) fn greet(context: &Context, session: &SessionShared, friends: &[UserId]) {
    let presences = friends.iter().map(|friend| presence(context, *friend));
    send(session, presences.filter(|presence| presence.status != Status::Offline).collect());
}

fn presence(context: &Context, friend: UserId) -> Presence {
    context.appearance_of(friend).presence_of(friend)
}

fn send(session: &SessionShared, presences: Vec<Presence>) {
    if presences.is_empty() || session.audience != Audience::User {
        return;
    }
    let event = Outgoing::of(&Event::Presences(Presences { guild_id: None, presences }));
    session.outbox.push(std::slice::from_ref(&event), || true);
}
