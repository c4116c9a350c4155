//! CA5. The message of a call is made to say what is known of it, one step after the other and outside of the
//! room's actor: neither a turn nor anybody's sound waits for the disk.

use std::sync::Arc;
use std::time::Duration;

use protocol::{MessageId, UserId};
use storage::records::{CallNote, OpenCall};
use storage::{Batch, Shard, StoreExt};

use super::RoomNode;
use super::call::Step;
use crate::channel::{Act, ActError};
use crate::conversations::ConversationNode;
use crate::engine::ChannelHandle;

/// How long a store that took nothing is left alone.
const RETRY: Duration = Duration::from_secs(1);

/// How often a process that ends looks whether all is written.
const SETTLE_INTERVAL: Duration = Duration::from_millis(5);

impl RoomNode {
    /// Has its message follow, if there is anything to be written.
    pub(super) fn keep_call_soon(self: &Arc<Self>) {
        if self.call.lock().begin_keeping() {
            let room = Arc::clone(self);
            #[expect(clippy::disallowed_methods, reason = "it ends when all is written")]
            tokio::spawn(async move { room.keep_call().await });
        }
    }

    async fn keep_call(self: Arc<Self>) {
        loop {
            let Some(step) = self.call.lock().next_step() else { return };
            match self.take(step).await {
                Ok(()) => self.look_soon(),
                Err(ActError::NotTaken | ActError::Unavailable) => tokio::time::sleep(RETRY).await,
                Err(error) => {
                    tracing::debug!(%error, channel = %self.channel, "a call is told of no more");
                    self.let_go().await;
                    // Whoever still talks has another one, and it may be told of no better.
                    tokio::time::sleep(RETRY).await;
                    self.look_soon();
                }
            }
        }
    }

    /// Its message was deleted, or nobody may write there: nothing more is to be found of it.
    async fn let_go(&self) {
        let batch = Batch::new(Shard::Social).delete::<OpenCall>(&self.channel);
        if let Err(error) = self.context.store.commit(batch).await {
            tracing::warn!(%error, channel = %self.channel, "a call seems to go on");
        }
        self.call.lock().give_up();
    }

    async fn take(&self, step: Step) -> Result<(), ActError> {
        // It is loaded while somebody is in its room, or writes here.
        let conversation = self.context.conversations.known(self.channel);
        let conversation = conversation.ok_or(ActError::Unavailable)?;
        match step {
            Step::Begin(caller, note) => {
                let message = begin(&conversation, caller, note).await?;
                self.call.lock().has_begun(message);
            }
            Step::Note(message, note) => {
                write(&conversation, message, note.clone()).await?;
                self.call.lock().is_noted(note);
            }
        }
        Ok(())
    }

    /// The process is about to end, and the call with it: resolves when that is written.
    pub(crate) async fn close_call(self: &Arc<Self>) {
        self.call.lock().close(self.context.clock.now_ms());
        self.keep_call_soon();
        while !self.call.lock().is_settled() {
            tokio::time::sleep(SETTLE_INTERVAL).await;
        }
    }
}

/// Posts the message of a call. One that is open already, of a process that ended or of a commit whose outcome
/// was unknown, is gone on with.
async fn begin(
    conversation: &Arc<ConversationNode>,
    caller: UserId,
    note: CallNote,
) -> Result<MessageId, ActError> {
    let channel = ChannelHandle::private(Arc::clone(conversation));
    let store = &channel.node().context.store;
    if let Some(open) = store.load::<OpenCall>(&channel.id()).await? {
        return Ok(open.message);
    }
    channel.act(caller, Act::BeginCall(note)).await?;
    let open = store.load::<OpenCall>(&channel.id()).await?;
    open.map(|open| open.message).ok_or(ActError::Unavailable)
}

/// Has the message of a call say this.
pub(crate) async fn write(
    conversation: &Arc<ConversationNode>,
    message: MessageId,
    note: CallNote,
) -> Result<(), ActError> {
    let by = note.participants.first().copied().unwrap_or(UserId::new(0));
    let channel = ChannelHandle::private(Arc::clone(conversation));
    channel.act(by, Act::NoteCall(message, note)).await
}
