//! How people stand to each other: friends, requests, and whom they block.
//!
//! - RL1  Both sides change in one batch, and fit each other at any time: friend and friend, asked and
//!   asking; whoever is blocked has no row for it and is not told.
//! - RL2  Changes that touch a user follow one another, and its sessions hear of them in that order.
//! - RL3  A user has at most [`RELATIONSHIPS_MAX`] rows, of which [`INCOMING_MAX`] are requests to it.

mod state;

use protocol::event::{Event, RelationshipRemove};
use protocol::{UserId, wire};
use storage::records::{Relation, Relationship, User};
use storage::{Batch, CommitError, ReadError, Scan, Shard, StoreExt};

use crate::conversations;
use crate::engine::Context;
use crate::notices;
use crate::outbox::Outgoing;
use crate::render;
pub use state::{RelationAct, RelationError};
use state::{Sides, decide};

/// Friends, requests and blocked users of one user.
pub const RELATIONSHIPS_MAX: usize = 1_000;
/// Requests that wait for one user's answer.
pub const INCOMING_MAX: usize = 250;

/// One of two users, and what it knows of the other one.
struct Side<'u> {
    user: UserId,
    other: &'u User,
    before: Option<Relationship>,
    after: Option<Relation>,
}

impl Side<'_> {
    fn changed(&self) -> bool {
        self.before.map(|row| row.relation) != self.after
    }

    /// RL3
    async fn has_room(&self, context: &Context) -> Result<bool, ReadError> {
        if self.before.is_some() || self.after.is_none() {
            return Ok(true);
        }
        let rows = rows_of(context, self.user).await?;
        let incoming = rows.iter().filter(|row| row.relation == Relation::Incoming).count();
        let asked = self.after == Some(Relation::Incoming);
        Ok(rows.len() < RELATIONSHIPS_MAX && !(asked && incoming >= INCOMING_MAX))
    }

    fn write(&self, batch: Batch, now_ms: i64) -> Batch {
        let (user, other) = (self.user, self.other.id);
        match self.after {
            _ if !self.changed() => batch,
            Some(relation) => batch.put(&Relationship { user, other, relation, since_ms: now_ms }),
            None => batch.delete::<Relationship>(&(user, other)),
        }
    }

    fn note_block(&self, context: &Context) {
        let is_blocked = self.after == Some(Relation::Blocked);
        context.blocks.change(self.user, self.other.id, is_blocked);
    }

    fn tell(&self, context: &Context, now_ms: i64) {
        let event = match (self.before, self.after) {
            _ if !self.changed() => return,
            (_, Some(relation)) => {
                let shown = render::relationship(relation, now_ms, self.other);
                Event::RelationshipAdd(Box::new(shown))
            }
            (Some(Relationship { relation, .. }), None) => {
                let kind = render::relation(relation);
                Event::RelationshipRemove(RelationshipRemove { id: self.other.id, kind })
            }
            (None, None) => return,
        };
        tell(context, self.user, &event);
    }
}

fn tell(context: &Context, user: UserId, event: &Event) {
    let event = Outgoing::of(event);
    for session in context.sessions_of(user) {
        session.outbox.push(std::slice::from_ref(&event), || true);
    }
}

/// Changes how `actor` stands to `other`, and tells the sessions of both.
pub(crate) async fn relate(
    context: &Context,
    actor: UserId,
    other: UserId,
    act: RelationAct,
) -> Result<(), RelationError> {
    // RL2
    let _alone = context.relations.lock_both(actor.get(), other.get()).await;
    let users = context.store.load_many::<User>(&[actor, other]).await?;
    let [Some(own), Some(theirs)] = &users[..] else { return Err(RelationError::UnknownUser) };
    // An account that ended is there for nobody, but what there was with it can be ended.
    if (own.is_stub() || theirs.is_stub()) && act != RelationAct::Remove {
        return Err(RelationError::UnknownUser);
    }
    // A bot is nobody's friend, but whoever wants to hear nothing of it blocks it.
    if actor == other || own.bot || (theirs.bot && act == RelationAct::Ask) {
        return Err(RelationError::NotAPerson);
    }
    let keys = [(actor, other), (other, actor)];
    let rows = context.store.load_many::<Relationship>(&keys).await?;
    let row = |at: usize| rows.get(at).copied().flatten();
    let relation = |at: usize| row(at).map(|row| row.relation);
    let after = decide(Sides { own: relation(0), theirs: relation(1) }, act)?;
    let sides = [
        Side { user: actor, other: theirs, before: row(0), after: after.own },
        Side { user: other, other: own, before: row(1), after: after.theirs },
    ];
    for side in &sides {
        if !side.has_room(context).await? {
            return Err(RelationError::TooMany);
        }
    }
    let now_ms = context.clock.now_ms();
    let batch = Batch::new(Shard::Social).expect_present::<User>(&other);
    let batch = sides.iter().fold(batch, |batch, side| side.write(batch, now_ms));
    if batch.ops.is_empty() {
        sides.iter().for_each(|side| side.note_block(context));
        return Ok(());
    }
    let conversation = conversations::between(context, actor, other).await?;
    if let Err(error) = context.store.commit(batch).await {
        // Whether it was stored, the rows tell.
        for user in [actor, other] {
            learn(context, user).await?;
        }
        return Err(error.into());
    }
    if let Some(conversation) = conversation {
        // With a bot, whoever comes next looks whether it is again.
        conversation.set_writable(after.own == Some(Relation::Friend));
    }
    let were_apart = context.blocks.are_apart(actor, other);
    for side in &sides {
        side.note_block(context);
        side.tell(context, now_ms);
    }
    if were_apart != context.blocks.are_apart(actor, other) {
        notices::seen_anew(context, actor, other);
    }
    context.befriended(actor, other);
    Ok(())
}

/// All that `user` has, by the other one's id. Whoever holds the lock meanwhile misses no change.
pub(crate) async fn list(
    context: &Context,
    user: UserId,
) -> Result<Vec<wire::Relationship>, ReadError> {
    let rows = rows_of(context, user).await?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.other).collect();
    let users = context.profiles.load(&*context.store, &ids).await?;
    let shown = rows.iter().filter_map(|row| {
        let other = users.get(&row.other)?;
        Some(render::relationship(row.relation, row.since_ms, other))
    });
    Ok(shown.collect())
}

/// The friends of a user.
pub(crate) async fn friends_of(context: &Context, user: UserId) -> Result<Vec<UserId>, ReadError> {
    let rows = rows_of(context, user).await?;
    let friends = rows.iter().filter(|row| row.relation == Relation::Friend);
    Ok(friends.map(|row| row.other).collect())
}

/// Everybody whom a user knows by a relationship.
pub(crate) async fn others_of(context: &Context, user: UserId) -> Result<Vec<UserId>, ReadError> {
    Ok(rows_of(context, user).await?.into_iter().map(|row| row.other).collect())
}

/// Has everybody who knows an account by a relationship see it as it is now. It is read under the lock
/// under which it is told: of two that tell, the last has what was stored last.
pub(crate) async fn retell(context: &Context, user: UserId) -> Result<(), ReadError> {
    for Relationship { other, .. } in rows_of(context, user).await? {
        if context.sessions_of(other).is_empty() {
            continue;
        }
        let _alone = context.relations.lock_both(user.get(), other.get()).await;
        let row = context.store.load::<Relationship>(&(other, user)).await?;
        let account = context.store.load::<User>(&user).await?;
        let (Some(row), Some(account)) = (row, account) else { continue };
        let shown = render::relationship(row.relation, row.since_ms, &account);
        tell(context, other, &Event::RelationshipAdd(Box::new(shown)));
    }
    Ok(())
}

/// Has it known at once whom a user blocks.
pub(crate) async fn learn_blocks(context: &Context, user: UserId) -> Result<(), ReadError> {
    let _alone = context.relations.lock(user.get()).await;
    learn(context, user).await
}

async fn learn(context: &Context, user: UserId) -> Result<(), ReadError> {
    let rows = rows_of(context, user).await?;
    let blocked = rows.iter().filter(|row| row.relation == Relation::Blocked);
    context.blocks.learn(user, blocked.map(|row| row.other).collect());
    Ok(())
}

/// Whether two users are friends.
pub(crate) async fn are_friends(
    context: &Context,
    one: UserId,
    other: UserId,
) -> Result<bool, ReadError> {
    let row = context.store.load::<Relationship>(&(one, other)).await?;
    Ok(row.is_some_and(|row| row.relation == Relation::Friend))
}

/// Whether one of two users blocks the other one.
pub(crate) async fn are_apart(
    context: &Context,
    one: UserId,
    other: UserId,
) -> Result<bool, ReadError> {
    let rows = context.store.load_many::<Relationship>(&[(one, other), (other, one)]).await?;
    Ok(rows.iter().flatten().any(|row| row.relation == Relation::Blocked))
}

async fn rows_of(context: &Context, user: UserId) -> Result<Vec<Relationship>, ReadError> {
    context.store.scan(Scan::<Relationship>::within(&user).limit(RELATIONSHIPS_MAX)).await
}

impl From<ReadError> for RelationError {
    fn from(error: ReadError) -> Self {
        tracing::warn!(%error, "a relationship could not be read");
        Self::Unavailable
    }
}

impl From<CommitError> for RelationError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict => Self::UnknownUser,
            error => {
                tracing::warn!(%error, "a relationship could not be stored");
                Self::Unavailable
            }
        }
    }
}
