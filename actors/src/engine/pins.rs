//! Reading what is pinned in a channel.

use protocol::{Timestamp, UserId, wire};
use storage::records::{Message, Pin};
use storage::{Scan, StoreExt};

use super::{ChannelError, ChannelHandle};

/// A pinned message.
#[derive(Debug)]
pub struct Pinned {
    /// When it was pinned.
    pub pinned_at: Timestamp,
    /// The message.
    pub message: wire::Message,
}

impl ChannelHandle {
    /// At most `limit` pinned messages, newest pin first, of those pinned before a moment if one is
    /// given; and whether there are more.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn pins(
        &self,
        before: Option<Timestamp>,
        limit: usize,
        reader: UserId,
    ) -> Result<(Vec<Pinned>, bool), ChannelError> {
        let store = &self.context().store;
        let mut pins = store.scan(Scan::<Pin>::within(&self.id())).await?;
        pins.retain(|pin| before.is_none_or(|before| pin.pinned_at_ms < before.as_ms()));
        pins.sort_unstable_by_key(|pin| std::cmp::Reverse((pin.pinned_at_ms, pin.message)));
        let has_more = pins.len() > limit;
        pins.truncate(limit);
        let keys: Vec<_> = pins.iter().map(|pin| (pin.channel, pin.message)).collect();
        let messages = store.load_many::<Message>(&keys).await?.into_iter().flatten().collect();
        let messages = self.show_all(messages, reader).await?;
        let at = |message: &wire::Message| {
            let pin = pins.iter().find(|pin| pin.message == message.id);
            Timestamp::from_ms(pin.map_or(0, |pin| pin.pinned_at_ms))
        };
        let pinned =
            messages.into_iter().map(|message| Pinned { pinned_at: at(&message), message });
        Ok((pinned.collect(), has_more))
    }
}
