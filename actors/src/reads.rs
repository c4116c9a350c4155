//! How far everybody read: in memory for a moment, then in the store.
//!
//! - RD1  Reading goes back only by hand, and never beyond the newest message.
//! - RD2  Whoever asks here finds what was noted last; it is durable after [`FLUSH_AFTER`], and a crash
//!   before that takes it back.
//! - RD3  All sessions of a user hear of it, in the order in which it was noted.

mod counting;
mod marks;

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use protocol::event::{Event, MessageAck};
use protocol::wire::{PrivateChannel, ReadState};
use protocol::{ChannelId, MessageId, UserId};
use storage::records::{Message, ReadMark, ReadReceipt};
use storage::{Batch, ReadError, Scan, Shard, StoreExt};
use tokio::sync::MutexGuard;

use crate::channel::ChannelShared;
use crate::engine::{Context, DepartureError};
use crate::outbox::Outgoing;
use crate::receipts;
use crate::session::Audience;
use crate::stripes::Stripes;
use counting::Place;
use marks::{Marks, Noted};

/// How long what was read is kept in memory only.
const FLUSH_AFTER: Duration = Duration::from_secs(1);

/// Marks of one user that are looked at.
const MARKS_MAX: usize = 10_000;

/// Marks that are forgotten in one commit.
const FORGOTTEN_AT_ONCE: usize = 250;

/// Channels whose mentions are counted at a time.
const COUNTED_TOGETHER: usize = 16;

/// See the module.
#[derive(Default)]
pub(crate) struct Reads {
    marks: Marks,
    /// One change of a user's marks at a time.
    turns: Stripes,
}

/// The last message that a user read, by channel.
pub(crate) type ReadMarks = HashMap<ChannelId, MessageId>;

/// What somebody read, and how they say so.
pub(crate) struct Read<'c> {
    pub(crate) user: UserId,
    pub(crate) channel: &'c Arc<ChannelShared>,
    pub(crate) message: MessageId,
    pub(crate) how: Reading,
}

/// How something was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It was on a screen.
    Seen,
    /// It is said so by hand, and may go back.
    ByHand,
    /// It was there before the reader was, and is no news.
    Unseen,
}

impl Reads {
    /// The right to change what a user read. Whoever needs both takes it before the locks of
    /// [`Context::relations`].
    pub(crate) async fn turn(&self, user: UserId) -> MutexGuard<'_, ()> {
        self.turns.lock(user.get()).await
    }
}

/// RD1. Notes how far somebody read a channel that they see.
pub(crate) async fn note(context: &Arc<Context>, read: Read<'_>) -> Result<(), ReadError> {
    let Read { user, how, .. } = read;
    let manual = how == Reading::ByHand;
    let channel = read.channel.id;
    let _turn = context.reads.turn(user).await;
    let Some(newest) = context.store.last::<Message>(&channel).await? else { return Ok(()) };
    let message = read.message.min(newest.id);
    let before = mark_of(context, user, channel).await?;
    if before == Some(message) || (!manual && before.is_some_and(|before| before > message)) {
        return Ok(());
    }
    let mention_count = match message < newest.id {
        true => {
            counting::since(context, user, channel, Some(message), None, Place::Unknown).await?
        }
        false => 0,
    };
    // Whoever makes something unread still read it, and who was told so stays told.
    let shown = match how {
        Reading::Seen => receipts::read(context, read.channel, user, message).await?,
        Reading::ByHand | Reading::Unseen => None,
    };
    if context.reads.marks.put(user, channel, Noted { message, shown }) {
        flush_soon(Arc::downgrade(context));
    }
    // RD3
    let ack = MessageAck { channel_id: channel, message_id: message, mention_count, manual };
    let event = Outgoing::of(&Event::MessageAck(ack));
    for session in context.sessions_of(user) {
        if session.audience == Audience::User {
            session.outbox.push(std::slice::from_ref(&event), || true);
        }
    }
    Ok(())
}

async fn mark_of(
    context: &Context,
    user: UserId,
    channel: ChannelId,
) -> Result<Option<MessageId>, ReadError> {
    if let Some(message) = context.reads.marks.get(user, channel) {
        return Ok(Some(message));
    }
    let stored = context.store.load::<ReadMark>(&(user, channel)).await?;
    Ok(stored.map(|mark| mark.message))
}

/// How far a user read, where it is known. Whoever holds the turn meanwhile misses no change.
pub(crate) async fn marks(context: &Context, user: UserId) -> Result<ReadMarks, ReadError> {
    // First: what leaves the memory meanwhile is in the store.
    let fresh = context.reads.marks.of(user);
    let newest = Scan::<ReadMark>::within(&user).backward().limit(MARKS_MAX);
    let stored = context.store.scan(newest).await?;
    let stored = stored.into_iter().map(|mark| (mark.channel, mark.message));
    let mut marks: ReadMarks = stored.collect();
    marks.extend(fresh);
    Ok(marks)
}

/// The same with mentions before `until`, of channels in guilds.
pub(crate) async fn in_guilds(
    context: &Arc<Context>,
    user: UserId,
    marks: &ReadMarks,
    until: MessageId,
) -> Result<Vec<ReadState>, ReadError> {
    let states = marks.iter().map(|(id, mark)| (*id, Some(*mark), Place::Guild));
    counted(context, user, states, until).await
}

/// The same of the conversations in the user's list, of all of them.
pub(crate) async fn in_conversations(
    context: &Arc<Context>,
    user: UserId,
    marks: &ReadMarks,
    listed: &[PrivateChannel],
    until: MessageId,
) -> Result<Vec<ReadState>, ReadError> {
    let states = listed.iter().map(|one| {
        let mark = marks.get(&one.id).copied();
        let is_read = mark >= one.last_message_id;
        (one.id, mark, if is_read { Place::Read } else { Place::Conversation })
    });
    counted(context, user, states, until).await
}

async fn counted(
    context: &Arc<Context>,
    user: UserId,
    states: impl Iterator<Item = (ChannelId, Option<MessageId>, Place)>,
    until: MessageId,
) -> Result<Vec<ReadState>, ReadError> {
    let states: Vec<_> = states
        .map(|(channel_id, last_message_id, place)| async move {
            let mention_count =
                counting::since(context, user, channel_id, last_message_id, Some(until), place)
                    .await?;
            Ok(ReadState { channel_id, last_message_id, mention_count })
        })
        .collect();
    stream::iter(states).buffered(COUNTED_TOGETHER).try_collect().await
}

/// RD2
fn flush_soon(context: Weak<Context>) {
    #[expect(
        clippy::disallowed_methods,
        reason = "it holds the engine weakly, and ends when nothing is left"
    )]
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(FLUSH_AFTER).await;
            // An engine that ended in order has flushed.
            let Some(context) = context.upgrade() else { return };
            if flush(&context).await {
                return;
            }
        }
    });
}

/// Writes what is only in memory; true when nothing is left.
pub(crate) async fn flush(context: &Context) -> bool {
    context.reads.marks.flush(&*context.store).await
}

/// Forgets how far somebody read, and what others may know of it.
pub(crate) async fn forget(context: &Context, user: UserId) -> Result<(), DepartureError> {
    let _turn = context.reads.turn(user).await;
    // What is noted would be stored behind it.
    flush(context).await;
    loop {
        let marks = Scan::<ReadMark>::within(&user).limit(FORGOTTEN_AT_ONCE);
        let marks = context.store.scan(marks).await?;
        let batch = marks.iter().fold(Batch::new(Shard::Social), |batch, mark| {
            let ReadMark { user, channel, .. } = *mark;
            batch.delete::<ReadMark>(&(user, channel)).delete::<ReadReceipt>(&(channel, user))
        });
        if marks.is_empty() {
            return Ok(());
        }
        context.store.commit(batch).await?;
    }
}
