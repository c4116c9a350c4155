//! Who somebody is, to those who know them.
//!
//! - AQ1  Friends, members of one guild and people of one conversation know each other. To all others it is
//!   as if there was nobody.
//! - AQ2  Of two people apart, neither learns what the other one says of themselves, nor that this is why.

use protocol::wire::extension::Profile;
use protocol::{GuildId, UserId};
use storage::records::{About, Membership, User};
use storage::{ReadError, StoreExt};

use super::{Context, Engine};
use crate::{conversations, relations, render};

impl Engine {
    /// A user as `viewer` knows them: nobody where they do not (AQ1), or where the account ended.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn profile(
        &self,
        viewer: UserId,
        user: UserId,
    ) -> Result<Option<Profile>, ReadError> {
        let account = self.store().load::<User>(&user).await?.filter(|account| !account.is_stub());
        let Some(account) = account else { return Ok(None) };
        let mutual_guilds = self.context.shared_guilds(viewer, user).await?;
        if mutual_guilds.is_empty() && !self.are_acquainted(viewer, user).await? {
            return Ok(None);
        }
        // AQ2
        let bio = match relations::are_apart(&self.context, viewer, user).await? {
            true => None,
            false => self.store().load::<About>(&user).await?.map(|about| about.text),
        };
        Ok(Some(Profile { user: render::user(&account), bio, mutual_guilds }))
    }

    /// Without a guild.
    async fn are_acquainted(&self, one: UserId, other: UserId) -> Result<bool, ReadError> {
        let context = &self.context;
        Ok(one == other
            || relations::are_friends(context, one, other).await?
            || conversations::are_shared(context, one, other).await?)
    }
}

impl Context {
    /// The guilds that two users are in.
    pub(crate) async fn shared_guilds(
        &self,
        one: UserId,
        other: UserId,
    ) -> Result<Vec<GuildId>, ReadError> {
        let guilds = self.guilds_of(one).await?;
        let keys: Vec<_> = guilds.iter().map(|guild| (other, *guild)).collect();
        let rows = self.store.load_many::<Membership>(&keys).await?;
        Ok(rows.into_iter().flatten().map(|row| row.guild).collect())
    }
}
