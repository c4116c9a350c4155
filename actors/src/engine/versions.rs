//! Reading what a message said before it was edited.

use protocol::wire::extension::MessageVersion as Shown;
use protocol::{MessageId, Timestamp};
use storage::records::{Message, MessageVersion};
use storage::{Scan, StoreExt};

use super::{ChannelError, ChannelHandle};

impl ChannelHandle {
    /// The former versions of a message, oldest first; nothing when there is no such message.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn versions(&self, message: MessageId) -> Result<Option<Vec<Shown>>, ChannelError> {
        let (store, key) = (&self.context().store, (self.id(), message));
        let found = store.load::<Message>(&key).await?;
        if found.is_none_or(|message| message.deleted_at_ms.is_some()) {
            return Ok(None);
        }
        let versions = store.scan(Scan::<MessageVersion>::within(&key)).await?;
        let shown = versions.into_iter().map(|version| Shown {
            number: version.number,
            content: version.content,
            embeds: version
                .embeds
                .and_then(|embeds| serde_json::from_str(&embeds).ok())
                .unwrap_or_default(),
            timestamp: Timestamp::from_ms(version.written_at_ms),
        });
        Ok(Some(shown.collect()))
    }
}
