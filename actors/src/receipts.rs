//! Receipts: who got a message, and who read it, as its author hears.
//!
//! - RC1  Only the author of a message hears of it, at most once a second a channel.
//! - RC2  Whoever hides, or wants no receipts, gives none; whoever wants none gets none.
//! - RC3  A channel that more than [`RECEIPT_MEMBERS_MAX`] people see has none.

mod state;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use protocol::event::Event;
use protocol::wire::extension::{RECEIPT_MEMBERS_MAX, Receipt, ReceiptKind, Receipts as Told};
use protocol::{MessageId, UserId};
use storage::records::{Message, ReadReceipt};
use storage::{ReadError, Scan, StoreExt};

use crate::channel::ChannelShared;
use crate::engine::Context;
use crate::outbox::Outgoing;
use crate::relations;
use crate::session::Audience;
use crate::settings;
use crate::view::GuildView;
use state::{RECENT_MAX, State};

/// How often a channel tells of receipts at most.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// What a channel knows of receipts.
#[derive(Default)]
pub(crate) struct Receipts {
    state: Mutex<State>,
    counted: Mutex<Option<Counted>>,
}

/// Whether a channel is small enough, for one view of it.
#[derive(Debug, Clone, Copy)]
struct Counted {
    access_version: u64,
    members: usize,
    is_small: bool,
}

impl Receipts {
    /// RC3.
    pub(crate) fn are_given(&self, channel: &ChannelShared, view: &GuildView) -> bool {
        let (access_version, members) = (view.access_version, view.members.len());
        let mut counted = self.counted.lock();
        // Whoever joins raises no version.
        let known = counted
            .filter(|known| known.access_version == access_version && known.members == members);
        if let Some(known) = known {
            return known.is_small;
        }
        let seeing = view.members.keys().filter(|user| view.can_view(**user, channel.id));
        let is_small = seeing.take(RECEIPT_MEMBERS_MAX + 1).count() <= RECEIPT_MEMBERS_MAX;
        *counted = Some(Counted { access_version, members, is_small });
        is_small
    }

    /// A message was published.
    pub(crate) fn said(&self, message: MessageId, author: UserId) {
        self.state.lock().said(message, author);
    }
}

/// Somebody read a channel up to a message. As far as others may know it later, where that is news.
pub(crate) async fn read(
    context: &Arc<Context>,
    channel: &Arc<ChannelShared>,
    user: UserId,
    message: MessageId,
) -> Result<Option<MessageId>, ReadError> {
    if !gives(context, channel, user) {
        return Ok(None);
    }
    if !channel.receipts.state.lock().is_filled() {
        let newest = Scan::<Message>::within(&channel.id).backward().limit(RECENT_MAX);
        let newest = context.store.scan(newest).await?;
        let authors = newest.iter().map(|message| (message.id, message.author));
        channel.receipts.state.lock().fill(authors);
    }
    note(context, channel, user, ReceiptKind::Read, message);
    // Whoever made something unread by hand has read more than that.
    let known = context.store.load::<ReadReceipt>(&(channel.id, user)).await?;
    Ok(Some(message).filter(|message| known.is_none_or(|known| known.message < *message)))
}

/// A device of somebody has everything of a channel up to a message.
pub(crate) fn delivered(
    context: &Arc<Context>,
    channel: &Arc<ChannelShared>,
    user: UserId,
    message: MessageId,
) {
    if gives(context, channel, user) {
        note(context, channel, user, ReceiptKind::Delivered, message);
    }
}

fn note(
    context: &Arc<Context>,
    channel: &Arc<ChannelShared>,
    user: UserId,
    kind: ReceiptKind,
    message: MessageId,
) {
    if channel.receipts.state.lock().note(user, kind, message) {
        let (context, channel) = (Arc::downgrade(context), Arc::clone(channel));
        #[expect(clippy::disallowed_methods, reason = "one list; nobody waits for it")]
        tokio::spawn(async move {
            tokio::time::sleep(TELL_EVERY).await;
            if let Some(context) = context.upgrade() {
                tell(&context, &channel);
            }
        });
    }
}

/// RC1, RC2.
fn tell(context: &Context, channel: &ChannelShared) {
    let waiting: Vec<(UserId, Vec<Receipt>)> = channel.receipts.state.lock().take().collect();
    let view = channel.guild.view_full();
    for (author, mut receipts) in waiting {
        receipts.retain(|one| !context.blocks.are_apart(author, one.user_id));
        let hears = context.has_receipts(author) && view.can_view(author, channel.id);
        if receipts.is_empty() || !hears {
            continue;
        }
        let told = Told { channel_id: channel.id, receipts };
        let event = Outgoing::of(&Event::Receipts(told));
        for session in context.sessions_of(author) {
            if session.audience == Audience::User {
                let sees = || channel.guild.view().can_view(author, channel.id);
                session.outbox.push(std::slice::from_ref(&event), sees);
            }
        }
    }
}

/// RC2, RC3.
fn gives(context: &Context, channel: &ChannelShared, user: UserId) -> bool {
    let view = channel.guild.view();
    context.has_receipts(user)
        && !context.is_hidden(user)
        && view.can_view(user, channel.id)
        && channel.receipts.are_given(channel, &view)
}

/// Who read the newest messages of somebody, as far as is stored.
pub(crate) async fn of_author(
    context: &Context,
    channel: &ChannelShared,
    author: UserId,
) -> Result<Vec<Receipt>, ReadError> {
    let view = channel.guild.view_full();
    if !channel.receipts.are_given(channel, &view)
        || !settings::known(context, author).await?.receipts
    {
        return Ok(Vec::new());
    }
    let newest = Scan::<Message>::within(&channel.id).backward().limit(RECENT_MAX);
    let newest = context.store.scan(newest).await?;
    let own: Vec<MessageId> =
        newest.iter().filter(|said| said.author == author).map(|said| said.id).collect();
    let rows = Scan::<ReadReceipt>::within(&channel.id).limit(ROWS_MAX);
    let mut receipts = Vec::new();
    for row in context.store.scan(rows).await? {
        let got = own.iter().find(|id| **id <= row.message);
        let Some(message_id) = got.filter(|_| row.user != author).copied() else { continue };
        let is_known = view.can_view(row.user, channel.id)
            && !relations::are_apart(context, author, row.user).await?
            && settings::known(context, row.user).await?.receipts;
        if is_known {
            receipts.push(Receipt { user_id: row.user, message_id, kind: ReceiptKind::Read });
        }
    }
    Ok(receipts)
}

/// Rows of a channel that are looked at; those of people who left stay.
const ROWS_MAX: usize = 1_000;
