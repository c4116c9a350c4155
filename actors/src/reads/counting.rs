//! How often somebody was mentioned in what they have not read.

use std::sync::Arc;

use protocol::{ChannelId, MessageId, UserId};
use storage::records::{Mentioning, Message};
use storage::{ReadError, Scan, StoreExt};

use crate::channel::mentions;
use crate::engine::Context;

/// Unread messages that are looked through; nobody sees more than 99 counted.
const LOOKED_AT_MAX: usize = 100;

/// What is known of a channel beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A conversation with something unread: all that others say there is said to the reader.
    Conversation,
    /// There is nothing unread.
    Read,
    /// A channel of a guild, perhaps one that is gone or hidden. Of a conversation, none are counted.
    Guild,
    /// One that the user sees.
    Unknown,
}

/// Mentions of `user` behind `read`, as far as they are looked at.
pub(super) async fn since(
    context: &Arc<Context>,
    user: UserId,
    channel: ChannelId,
    read: Option<MessageId>,
    place: Place,
) -> Result<u32, ReadError> {
    match place {
        Place::Read => Ok(0),
        Place::Conversation => said_to(context, user, channel, read).await,
        Place::Guild => mentioning(context, user, channel, read).await,
        Place::Unknown if context.home(channel).await?.is_some() => {
            mentioning(context, user, channel, read).await
        }
        Place::Unknown => said_to(context, user, channel, read).await,
    }
}

async fn said_to(
    context: &Context,
    user: UserId,
    channel: ChannelId,
    read: Option<MessageId>,
) -> Result<u32, ReadError> {
    let mut scan = Scan::<Message>::within(&channel).limit(LOOKED_AT_MAX);
    if let Some(read) = read {
        scan = scan.after(&(channel, read));
    }
    let said = context.store.scan(scan).await?;
    let said = said.iter().filter(|message| message.author != user);
    Ok(count(said.filter(|message| message.deleted_at_ms.is_none())))
}

/// What is hidden from the user mentions nobody.
async fn mentioning(
    context: &Arc<Context>,
    user: UserId,
    channel: ChannelId,
    read: Option<MessageId>,
) -> Result<u32, ReadError> {
    let mut scan = Scan::<Mentioning>::within(&channel).limit(LOOKED_AT_MAX);
    if let Some(read) = read {
        scan = scan.after(&(channel, read));
    }
    let rows = context.store.scan(scan).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let Ok(channel) = context.channel(channel, user).await else { return Ok(0) };
    let view = channel.view();
    let Some(member) = view.members.get(&user) else { return Ok(0) };
    let keys: Vec<_> = rows.iter().map(|row| (row.channel, row.message)).collect();
    let messages = context.store.load_many::<Message>(&keys).await?;
    let there = messages.iter().flatten().filter(|message| message.deleted_at_ms.is_none());
    Ok(count(there.filter(|message| mentions(message, member))))
}

fn count<'m>(messages: impl Iterator<Item = &'m Message>) -> u32 {
    u32::try_from(messages.count()).unwrap_or(u32::MAX)
}
