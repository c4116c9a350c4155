//! What a person's session begins with besides guilds: relationships, conversations, what was read, and
//! settings.
//!
//! None of it changes between its place in READY and the session's place among those that hear of changes:
//! the locks of the user are held until [`OfPerson::greet`].

use std::sync::Arc;

use protocol::wire::{PrivateChannel, Ready, Relationship, RelationshipKind, UserState};
use protocol::{MessageId, UserId};
use serde_json::Value;
use storage::ReadError;
use tokio::sync::MutexGuard;

use super::Context;
use crate::reads::ReadMarks;
use crate::session::SessionShared;
use crate::{conversations, reads, relations, settings, user};

/// See the module.
pub(super) struct OfPerson<'c> {
    context: &'c Context,
    friends: Vec<UserId>,
    listed: Vec<PrivateChannel>,
    /// Mentions before this one are in the READY.
    counted_to: MessageId,
    _reading: MutexGuard<'c, ()>,
    _relating: MutexGuard<'c, ()>,
    _setting: MutexGuard<'c, ()>,
}

impl<'c> OfPerson<'c> {
    /// Reads it, and writes it into a READY.
    pub(super) async fn read(
        context: &'c Arc<Context>,
        user: UserId,
        ready: &mut Ready,
    ) -> Result<Self, ReadError> {
        let counted_to = MessageId::new(context.next_id());
        relations::learn_blocks(context, user).await?;
        // Counting takes long, so nobody waits for it: what is read meanwhile is counted again.
        let early = reads::marks(context, user).await?;
        let mut in_guilds = reads::in_guilds(context, user, &early, counted_to).await?;
        let reading = context.reads.turn(user).await;
        let marks = reads::marks(context, user).await?;
        let read: ReadMarks = marks
            .iter()
            .filter(|(channel, mark)| early.get(channel) != Some(mark))
            .map(|(channel, mark)| (*channel, *mark))
            .collect();
        in_guilds.retain(|state| !read.contains_key(&state.channel_id));
        in_guilds.extend(reads::in_guilds(context, user, &read, counted_to).await?);
        let relating = context.relations.lock(user.get()).await;
        let relationships = relations::list(context, user).await?;
        let listed = conversations::list(context, user).await?;
        let mut read_state =
            reads::in_conversations(context, user, &marks, &listed, counted_to).await?;
        let is_listed = |id| listed.iter().any(|one: &PrivateChannel| one.id == id);
        read_state.extend(in_guilds.into_iter().filter(|state| !is_listed(state.channel_id)));
        let friends = friends(&relationships);
        let setting = context.settings.lock(user.get()).await;
        let settings = Value::Object(settings::load(context, user).await?);
        ready.private_channels.clone_from(&listed);
        ready.user_state = Some(UserState { relationships, settings, read_state });
        Ok(Self {
            context,
            friends,
            listed,
            counted_to,
            _reading: reading,
            _relating: relating,
            _setting: setting,
        })
    }

    /// Has the session, which hears of changes now, hear how friends are, and of messages that came while
    /// the lists were made.
    pub(super) fn greet(self, session: &SessionShared) {
        session.count_from(self.counted_to);
        user::greet(self.context, session, &self.friends);
        conversations::greet(self.context, session, &self.listed);
    }
}

fn friends(relationships: &[Relationship]) -> Vec<UserId> {
    let friends = relationships.iter().filter(|one| one.kind == RelationshipKind::Friend);
    friends.map(|one| one.id).collect()
}
