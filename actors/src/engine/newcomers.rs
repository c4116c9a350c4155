//! Those who come to a guild, and the message that tells of them.
//!
//! - NC1  Each coming is told of at most once, and only after it is durable, in the guild's system
//!   channel if it has one, whatever the newcomer may do or see there.
//! - NC2  Somebody is in even when nobody can be told.

use protocol::{ChannelId, UserId};

use super::{ChannelHandle, GuildHandle};
use crate::channel::Act;
use crate::guild::{Asked, GuildError, Outcome};

impl GuildHandle {
    /// Has a user join by an invite, or brings a bot in. Resolves when it is durable and told of.
    ///
    /// # Errors
    /// See [`GuildError`].
    pub async fn take_in(
        &self,
        newcomer: UserId,
        asked: impl Into<Asked>,
    ) -> Result<(), GuildError> {
        let outcome = self.act(asked).await?;
        let channel = self.view().guild.system_channel;
        if let (Outcome::Joined, Some(channel)) = (outcome, channel) {
            self.tell_of(newcomer, channel).await;
        }
        Ok(())
    }

    /// NC2.
    async fn tell_of(&self, newcomer: UserId, channel: ChannelId) {
        let channel = ChannelHandle::new(self.node().channel(channel), self.clone());
        if let Err(error) = channel.act(newcomer, Act::Welcome).await {
            tracing::warn!(%error, "nobody is told of a newcomer");
        }
    }
}
