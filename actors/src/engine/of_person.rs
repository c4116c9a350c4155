//! What a person's session begins with besides guilds: relationships, conversations, and what was read.
//!
//! None of it changes between its place in READY and the session's place among those that hear of changes:
//! both locks of the user are held until [`OfPerson::greet`].

use std::sync::Arc;

use protocol::UserId;
use protocol::wire::{PrivateChannel, Ready, Relationship, RelationshipKind, UserState};
use storage::ReadError;
use tokio::sync::MutexGuard;

use super::Context;
use crate::session::SessionShared;
use crate::{conversations, reads, relations, user};

/// See the module.
pub(super) struct OfPerson<'c> {
    context: &'c Context,
    friends: Vec<UserId>,
    listed: Vec<PrivateChannel>,
    _reading: MutexGuard<'c, ()>,
    _relating: MutexGuard<'c, ()>,
}

impl<'c> OfPerson<'c> {
    /// Reads it, and writes it into a READY.
    pub(super) async fn read(
        context: &'c Arc<Context>,
        user: UserId,
        ready: &mut Ready,
    ) -> Result<Self, ReadError> {
        let reading = context.reads.turn(user).await;
        let marks = reads::marks(context, user).await?;
        let in_guilds = reads::in_guilds(context, user, &marks).await?;
        let relating = context.relations.lock(user.get()).await;
        let relationships = relations::list(context, user).await?;
        let listed = conversations::list(context, user).await?;
        let mut read_state = reads::in_conversations(context, user, &marks, &listed).await?;
        let is_listed = |id| listed.iter().any(|one: &PrivateChannel| one.id == id);
        read_state.extend(in_guilds.into_iter().filter(|state| !is_listed(state.channel_id)));
        let friends = friends(&relationships);
        ready.private_channels.clone_from(&listed);
        ready.user_state = Some(UserState { relationships, read_state, ..UserState::empty() });
        Ok(Self { context, friends, listed, _reading: reading, _relating: relating })
    }

    /// Has the session, which hears of changes now, hear how friends are, and of messages that came while
    /// the lists were made.
    pub(super) fn greet(self, session: &SessionShared) {
        user::greet(self.context, session, &self.friends);
        conversations::greet(self.context, session, &self.listed);
    }
}

fn friends(relationships: &[Relationship]) -> Vec<UserId> {
    let friends = relationships.iter().filter(|one| one.kind == RelationshipKind::Friend);
    friends.map(|one| one.id).collect()
}
