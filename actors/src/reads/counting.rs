//! How often somebody was mentioned in what they have not read.

use std::sync::Arc;

use protocol::{ChannelId, MessageId, UserId};
use storage::records::{Mentioning, Message};
use storage::{ReadError, Record, Scan, StoreExt};

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

/// Mentions of `user` behind `read` and before `until`, as far as they are looked at.
pub(super) async fn since(
    context: &Arc<Context>,
    user: UserId,
    channel: ChannelId,
    read: Option<MessageId>,
    until: Option<MessageId>,
    place: Place,
) -> Result<u32, ReadError> {
    match place {
        Place::Read => return Ok(0),
        Place::Unknown if context.home(channel).await?.is_some() => {}
        Place::Guild => {}
        Place::Conversation | Place::Unknown => {
            let said = context.store.scan(between::<Message>(channel, read, until)).await?;
            let said = said.iter().filter(|message| message.author != user);
            return Ok(count(said.filter(|message| message.deleted_at_ms.is_none())));
        }
    }
    let rows = context.store.scan(between::<Mentioning>(channel, read, until)).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    // What is hidden from the user mentions nobody, and what is archived is not brought back for it.
    let Some(guild) = context.home(channel).await? else { return Ok(0) };
    let Ok(guild) = context.guild(guild).await else { return Ok(0) };
    let view = guild.view();
    let member = view.members.get(&user).filter(|_| view.can_view(user, channel));
    let Some(member) = member else { return Ok(0) };
    let keys: Vec<_> = rows.iter().map(|row| (row.channel, row.message)).collect();
    let messages = context.store.load_many::<Message>(&keys).await?;
    let there = messages.iter().flatten().filter(|message| message.deleted_at_ms.is_none());
    let heard = there.filter(|message| !context.blocks.are_apart(message.author, user));
    Ok(count(heard.filter(|message| mentions(message, member))))
}

fn between<R: Record<Key = (ChannelId, MessageId), Prefix = ChannelId>>(
    channel: ChannelId,
    after: Option<MessageId>,
    before: Option<MessageId>,
) -> Scan<R> {
    let all = Scan::<R>::within(&channel).limit(LOOKED_AT_MAX);
    let behind = match after {
        Some(after) => all.after(&(channel, after)),
        None => all,
    };
    match before {
        Some(before) => behind.before(&(channel, before)),
        None => behind,
    }
}

fn count<'m>(messages: impl Iterator<Item = &'m Message>) -> u32 {
    u32::try_from(messages.count()).unwrap_or(u32::MAX)
}
