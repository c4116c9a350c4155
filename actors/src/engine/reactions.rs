//! Reading who reacted with what.

use protocol::{MessageId, UserId, wire};
use storage::records::{Message, Reaction, ReactionSummary, User};
use storage::{Scan, StoreExt};

use super::{ChannelError, ChannelHandle};
use crate::render;

impl ChannelHandle {
    /// The reactions of each of some messages, as a reader sees them.
    pub(super) async fn reactions(
        &self,
        messages: &[MessageId],
        reader: UserId,
    ) -> Result<Vec<Vec<wire::Reaction>>, ChannelError> {
        let store = &self.context().store;
        let keys: Vec<_> = messages.iter().map(|id| (self.id(), *id)).collect();
        let summaries = store.load_many::<ReactionSummary>(&keys).await?;
        let counts = summaries.iter().flatten().flat_map(|summary| {
            summary.emojis.iter().map(|count| (self.id(), summary.message, count.run, reader))
        });
        let keys: Vec<_> = counts.collect();
        let mut mine = store.load_many::<Reaction>(&keys).await?.into_iter();
        let shown = summaries.iter().map(|summary| {
            let Some(summary) = summary else { return Vec::new() };
            let emojis = summary.emojis.iter().map(|count| count.emoji.as_str());
            let mine: Vec<&str> =
                emojis.zip(mine.by_ref()).filter_map(|(emoji, row)| row.map(|_| emoji)).collect();
            render::reactions(summary, &mine)
        });
        Ok(shown.collect())
    }

    /// At most `limit` users who reacted to a message with an emoji, from behind `after` on by id;
    /// nothing when there is no such message.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn reactors(
        &self,
        message: MessageId,
        emoji: &str,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<Option<Vec<wire::User>>, ChannelError> {
        let store = &self.context().store;
        let key = (self.id(), message);
        let found = store.load::<Message>(&key).await?;
        if found.is_none_or(|message| message.deleted_at_ms.is_some()) {
            return Ok(None);
        }
        let summary = store.load::<ReactionSummary>(&key).await?;
        let counts = summary.into_iter().flat_map(|summary| summary.emojis);
        let Some(count) = counts.into_iter().find(|count| count.emoji == emoji) else {
            return Ok(Some(Vec::new()));
        };
        let mut scan = Scan::<Reaction>::within(&(self.id(), message, count.run)).limit(limit);
        if let Some(after) = after {
            scan = scan.after(&(self.id(), message, count.run, after));
        }
        let users: Vec<UserId> = store.scan(scan).await?.iter().map(|row| row.user).collect();
        let accounts = store.load_many::<User>(&users).await?;
        let shown = users.iter().zip(accounts).map(|(id, account)| {
            account.map_or_else(|| render::unknown_user(*id), |account| render::user(&account))
        });
        Ok(Some(shown.collect()))
    }
}
