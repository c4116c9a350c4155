//! How an account that ended goes out of all that it was in.
//!
//! - DE1  Each step may be done again: what is left of it is found by what is stored.
//! - DE2  Everybody who saw the account is told, as if it had left by itself.
//! - DE3  What it wrote stays, and so does the other side of its conversations of two.

use protocol::{GuildId, UserId};
use storage::records::{Conversation, Participation, UserSettings};
use storage::{Batch, CommitError, ReadError, Scan, Shard, StoreExt};

use super::Engine;
use crate::conversations::{self, ConversationError, GroupAct};
use crate::guild::{Command, GuildError, GuildPatch};
use crate::reads;
use crate::relations::{self, RelationAct, RelationError};
use crate::view::{AccessError, GuildView};

/// Conversations of one user that are looked at: more than anybody has.
const CONVERSATIONS_MAX: usize = 10_000;

/// Why somebody is still in something. It may be done again as it was.
#[derive(Debug, thiserror::Error)]
pub enum DepartureError {
    /// A guild did not let go.
    #[error("a guild: {0}")]
    Guild(#[from] GuildError),
    /// A group did not let go.
    #[error("a group: {0}")]
    Group(#[from] ConversationError),
    /// A relationship did not end.
    #[error("a relationship: {0}")]
    Relation(#[from] RelationError),
    /// The store did not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store did not take it.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Engine {
    /// Takes an account whose stub is stored out of its guilds, groups and relationships, and forgets what
    /// was only for itself. Its sessions end first (4004), and whoever sees what it wrote sees the stub.
    ///
    /// # Errors
    /// See [`DepartureError`].
    pub async fn take_leave(&self, user: UserId) -> Result<(), DepartureError> {
        self.end_sessions(user);
        self.refresh_user(user).await?;
        for guild in self.guilds_of(user).await? {
            self.leave_guild(guild, user).await?;
        }
        self.leave_groups(user).await?;
        for other in relations::others_of(&self.context, user).await? {
            relations::relate(&self.context, user, other, RelationAct::Remove).await?;
        }
        reads::forget(&self.context, user).await?;
        let _alone = self.context.settings.lock(user.get()).await;
        let batch = Batch::new(Shard::Social).delete::<UserSettings>(&user);
        self.context.store.commit(batch).await?;
        self.context.settings_changed(user, None);
        Ok(())
    }

    /// A guild of which it is the owner by now goes to whoever has been there for the longest, or with it.
    async fn leave_guild(&self, id: GuildId, user: UserId) -> Result<(), DepartureError> {
        let guild = match self.guild(id, user).await {
            // It was left or deleted meanwhile.
            Err(GuildError::UnknownGuild) => return Ok(()),
            found => found?,
        };
        let left = match guild.act(Command::Leave { user }).await {
            Err(GuildError::OwnerStays) => match heir(&guild.view(), user) {
                Some(heir) => {
                    let patch = GuildPatch { owner: Some(heir), ..GuildPatch::default() };
                    guild.act(Command::Update { actor: user, patch }).await?;
                    guild.act(Command::Leave { user }).await
                }
                None => guild.act(Command::Delete { actor: user }).await,
            },
            left => left,
        };
        match left {
            Ok(_) | Err(GuildError::UnknownGuild) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn leave_groups(&self, user: UserId) -> Result<(), DepartureError> {
        let store = self.store();
        let rows = Scan::<Participation>::within(&user).limit(CONVERSATIONS_MAX);
        let ids: Vec<_> = store.scan(rows).await?.into_iter().map(|row| row.channel).collect();
        let all = store.load_many::<Conversation>(&ids).await?;
        let groups = all.into_iter().flatten().filter(|one| one.group.is_some());
        for Conversation { channel, .. } in groups {
            let Some(node) = conversations::find(&self.context, channel).await? else { continue };
            match conversations::change(&node, user, GroupAct::Remove(user)).await {
                // It was taken out meanwhile.
                Ok(()) | Err(ConversationError::Access(AccessError::UnknownChannel)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Bots own no guild.
fn heir(view: &GuildView, owner: UserId) -> Option<UserId> {
    let people = view.members.values().filter(|one| !one.user.bot && one.user.id != owner);
    people.min_by_key(|one| (one.member.joined_at_ms, one.user.id)).map(|one| one.user.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample::{ADA, BOB, guild};

    #[test]
    fn who_came_first_of_the_others_gets_a_guild() {
        let view = guild();
        assert_eq!(heir(&view, ADA), Some(BOB));
        let mut alone = view.clone();
        alone.members.remove(&BOB);
        assert_eq!(heir(&alone, ADA), None);
    }
}
