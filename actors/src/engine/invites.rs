//! The invites of a guild and of a channel, for those who manage them.

use protocol::{ChannelId, UserId};
use storage::records::{GuildInvite, Invite};
use storage::{ReadError, Scan, StoreExt};

use super::{ChannelHandle, GuildHandle};
use crate::guild::{GuildError, INVITES_MAX, listable};

impl GuildHandle {
    /// The invites that can still be used.
    ///
    /// # Errors
    /// `MissingPermission` for those who do not manage the guild; `Unavailable`.
    pub async fn invites(&self, actor: UserId) -> Result<Vec<Invite>, GuildError> {
        self.list(actor, None).await
    }

    async fn list(
        &self,
        actor: UserId,
        channel: Option<ChannelId>,
    ) -> Result<Vec<Invite>, GuildError> {
        let context = &self.node().context;
        let now_ms = context.clock.now_ms();
        let view = self.view();
        listable(&view, actor, channel, now_ms)?;
        let scan = Scan::<GuildInvite>::within(&view.id()).limit(INVITES_MAX);
        let rows = context.store.scan(scan).await.map_err(unreadable)?;
        let codes: Vec<_> = rows.iter().map(|row| row.code).collect();
        let invites = context.store.load_many::<Invite>(&codes).await.map_err(unreadable)?;
        let works = |invite: &Invite| {
            !invite.has_ended(now_ms)
                && view.channels.contains_key(&invite.channel)
                && channel.is_none_or(|channel| channel == invite.channel)
        };
        Ok(invites.into_iter().flatten().filter(works).collect())
    }
}

impl ChannelHandle {
    /// The invites to this channel that can still be used.
    ///
    /// # Errors
    /// `MissingPermission` for those who do not manage the channel; `Unavailable`.
    pub async fn invites(&self, actor: UserId) -> Result<Vec<Invite>, GuildError> {
        self.guild()?.list(actor, Some(self.id())).await
    }
}

fn unreadable(error: ReadError) -> GuildError {
    tracing::warn!(%error, "invites could not be read");
    GuildError::Unavailable
}
