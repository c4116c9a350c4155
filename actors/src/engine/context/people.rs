//! What is known of users who have sessions, and what they have to hear.

use std::sync::Arc;

use protocol::UserId;
use protocol::wire::KnownSettings;
use storage::ReadError;

use super::Context;
use crate::appearance::Appearance;
use crate::session::SessionShared;
use crate::settings;
use crate::user::UserMsg;

impl Context {
    /// A user's settings changed, to these where that is certain. Without a session, they are read when one
    /// begins.
    pub(crate) fn settings_changed(&self, id: UserId, known: Option<&KnownSettings>) {
        let node = self.users.lock().get(&id).cloned();
        let Some(node) = node else { return };
        if let Some(known) = known {
            node.know(known);
        }
        node.settings_changed();
    }

    /// Has what a user with a session chose be known, before it does what depends on that.
    pub(crate) async fn learn_settings(&self, id: UserId) -> Result<(), ReadError> {
        let node = self.users.lock().get(&id).cloned();
        match node.filter(|node| !node.is_known()) {
            Some(node) => settings::learn(&node).await.map(drop),
            None => Ok(()),
        }
    }

    /// Has a user's sessions hear of a friend's status, if there are any.
    pub(crate) fn friend_changed(&self, id: UserId, friend: UserId) {
        let node = self.users.lock().get(&id).cloned();
        if let Some(node) = node.filter(|node| node.note_friend(friend)) {
            node.tell(UserMsg::FriendsChanged);
        }
    }

    /// Two users are friends now, or are no more: each hears how the other one is, if so.
    pub(crate) fn befriended(&self, one: UserId, other: UserId) {
        for (id, friend) in [(one, other), (other, one)] {
            let node = self.users.lock().get(&id).cloned();
            node.inspect(|node| node.forget_friends());
            self.friend_changed(id, friend);
        }
    }

    /// Whether others take a user for not there, or will in a moment.
    pub(crate) fn is_hidden(&self, id: UserId) -> bool {
        self.users.lock().get(&id).is_none_or(|node| node.is_hidden())
    }

    /// Whether a user with a session chose to be invisible, or may have.
    pub(crate) fn hides(&self, id: UserId) -> bool {
        self.users.lock().get(&id).is_some_and(|node| node.hides())
    }

    /// Whether a user keeps its network address from others in voice rooms, or may.
    pub(crate) fn hides_address(&self, id: UserId) -> bool {
        self.users.lock().get(&id).is_none_or(|node| node.hides_address())
    }

    /// Whether a user with a session gives and wants receipts.
    pub(crate) fn has_receipts(&self, id: UserId) -> bool {
        self.users.lock().get(&id).is_some_and(|node| node.has_receipts())
    }

    /// How others see a user.
    pub(crate) fn appearance_of(&self, id: UserId) -> Appearance {
        self.users.lock().get(&id).map_or_else(Appearance::offline, |node| node.shown())
    }

    /// Has a session that was resumed hear how its user's friends are.
    pub(crate) fn tell_of_friends(&self, session: &Arc<SessionShared>) {
        let node = self.users.lock().get(&session.user).cloned();
        if let Some(node) = node {
            node.note_resumed(Arc::clone(session));
            node.tell(UserMsg::Resumed);
        }
    }
}
