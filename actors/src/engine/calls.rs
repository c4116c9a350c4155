//! Calls from outside: ringing, declining, and what becomes of them when the process ends.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use protocol::UserId;
use storage::records::{Message, OpenCall};
use storage::{Batch, ReadError, Scan, Shard, StoreExt};

use super::{ChannelHandle, Context, Engine};
use crate::channel::ActError;
use crate::conversations;
use crate::room::{self, CallError};

/// Calls that were cut off and are ended at a time.
const OPEN_CALLS_PAGE: usize = 256;

impl ChannelHandle {
    /// Has the call that somebody is in ring others of the conversation: those who are named, or all who are not
    /// there. Whoever is not in the conversation is passed over.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn ring(&self, by: UserId, whom: Option<Vec<UserId>>) -> Result<(), CallError> {
        self.conversation().ok_or(CallError::WrongType)?.room().ring(by, whom).await
    }

    /// Declines, or takes back that others are rung. Nothing is done where nothing rings.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn stop_ringing(
        &self,
        by: UserId,
        whom: Option<Vec<UserId>>,
    ) -> Result<(), CallError> {
        self.conversation().ok_or(CallError::WrongType)?.room().stop_ringing(by, whom).await
    }

    /// Whether somebody may call there.
    ///
    /// # Errors
    /// `WrongType` for a channel of a guild.
    pub fn may_call(&self, user: UserId) -> Result<bool, CallError> {
        self.conversation().ok_or(CallError::WrongType)?;
        let now_ms = self.context().clock.now_ms();
        Ok(room::may_enter(&self.view(), user, self.id(), now_ms).is_ok())
    }
}

impl Engine {
    /// CA5. Ends the calls that a former process did not: to be called before anybody comes. They were over, as
    /// far as it is known, when something was noted of them last.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn end_cut_off_calls(&self) -> Result<(), ReadError> {
        let store = self.store();
        loop {
            let rows = store.scan(Scan::<OpenCall>::within(&()).limit(OPEN_CALLS_PAGE)).await?;
            let mut is_stuck = false;
            for row in &rows {
                if let Err(error) = end_cut_off(&self.context, *row).await {
                    // The next call there goes on with it.
                    tracing::warn!(%error, channel = %row.channel, "a call seems to go on");
                    is_stuck = true;
                }
            }
            if is_stuck || rows.len() < OPEN_CALLS_PAGE {
                return Ok(());
            }
        }
    }
}

async fn end_cut_off(context: &Arc<Context>, row: OpenCall) -> Result<(), ActError> {
    let OpenCall { channel, message, known_at_ms } = row;
    let told = context.store.load::<Message>(&(channel, message)).await?;
    let note = told.filter(|message| message.deleted_at_ms.is_none()).and_then(|told| told.call);
    let conversation = conversations::find(context, channel).await?;
    if let (Some(mut note), Some(conversation)) = (note, conversation) {
        note.ended_at_ms = Some(known_at_ms);
        return room::write_call(&conversation, message, note).await;
    }
    // Nothing tells of it any more.
    let batch = Batch::new(Shard::Social).delete::<OpenCall>(&channel);
    context.store.commit(batch).await.map_err(|_| ActError::Unavailable)
}

/// CA5. Ends all calls, as the process does. Not longer than `patience`: what is not written by then is ended at
/// the next start.
pub(super) async fn close_all(context: &Context, patience: Duration) {
    let rooms = context.conversations.rooms();
    let closing = join_all(rooms.iter().map(|room| room.close_call()));
    let _late = tokio::time::timeout(patience, closing).await;
}
