//! What the guild's actor does for threads beside what it does for every change: it opens them through
//! the channel above, archives those that are quiet, and reads archived ones again.

use std::sync::Arc;

use protocol::ChannelId;
use ractor::ActorProcessingErr;
use storage::{Batch, CommitError, ReadError};
use tokio::sync::{OwnedMutexGuard, oneshot};

use super::state::{self, Change, Through};
use super::{
    Command, GuildActor, GuildError, Recalled, THREAD_MEMBERS_MAX, ThreadCommand, stored_threads,
    thread_heads, unreadable,
};
use crate::channel::{Act, ActError, Opening};
use crate::engine::{ChannelHandle, GuildHandle};
use crate::view::GuildView;

/// Archived threads in the view at which those that nobody uses leave it.
const RECALLED_MAX: usize = 100;

impl GuildActor {
    /// TH4. As many batches as it takes.
    pub(super) async fn archive_quiet(&self) -> Result<(), ActorProcessingErr> {
        loop {
            let due = self.node.shared.quiet_threads(self.node.context.clock.now_ms());
            if due.is_empty() {
                return Ok(());
            }
            let (reply, done) = oneshot::channel();
            self.act(Command::Thread(ThreadCommand::ArchiveQuiet { due }).into(), reply).await?;
            if !matches!(done.await, Ok(Ok(_))) {
                // The store takes nothing: the next look tries again.
                return Ok(());
            }
        }
    }

    /// An archived thread as stored, and those that leave the view for it.
    pub(super) async fn recalled(
        &self,
        view: &GuildView,
        id: ChannelId,
    ) -> Result<Option<Recalled>, GuildError> {
        let store = &*self.node.context.store;
        let found =
            stored_threads(store, view, &[id], THREAD_MEMBERS_MAX).await.map_err(unreadable)?;
        let Some(thread) = found.into_iter().next() else { return Ok(None) };
        let heads = thread_heads(store, &[id]).await.map_err(unreadable)?;
        let head = heads.get(&id).copied().unwrap_or_default();
        let archived = view.threads.iter().filter(|(_, thread)| thread.thread.archived);
        let archived: Vec<ChannelId> = archived.map(|(id, _)| *id).collect();
        let mut unused = Vec::new();
        if archived.len() >= RECALLED_MAX {
            unused = archived;
            unused.retain(|id| self.node.known_channel(*id).is_none());
        }
        Ok(Some(Recalled { thread, head, unused }))
    }

    /// GA2. The channel above decides on its part of a thread and commits both. Its refusal leaves
    /// nothing; when it does not answer, nobody knows what became of the rows.
    pub(super) async fn commit_through(
        &self,
        through: Through,
        rows: Batch,
        turn: OwnedMutexGuard<()>,
    ) -> Result<Result<OwnedMutexGuard<()>, CommitError>, GuildError> {
        let Through { actor, from, thread } = through;
        let node = Arc::clone(&self.node);
        let channel = node.channel(thread.thread.parent);
        let channel = ChannelHandle::new(channel, GuildHandle::new(node));
        let opening = Act::OpenThread(Box::new(Opening { rows, from, thread }));
        #[expect(
            clippy::disallowed_methods,
            reason = "a commit is seen through when the actor dies at it"
        )]
        let task = tokio::spawn(async move { (channel.act(actor, opening).await, turn) });
        match task.await {
            Ok((Ok(()), turn)) => Ok(Ok(turn)),
            Ok((Err(ActError::Unavailable), _)) | Err(_) => Ok(Err(CommitError::CommitUnknown)),
            Ok((Err(refusal), _)) => Err(refusal.into()),
        }
    }

    /// An archived thread is in the view again. What it shows of its messages goes first.
    pub(super) fn recall(&self, command: &Command, view: GuildView) {
        let shared = &self.node.shared;
        if let Command::Thread(ThreadCommand::Recall { thread, found: Some(found) }) = command {
            shared.note_head(*thread, found.head);
        }
        let before = shared.view_full();
        shared.publish(view);
        for gone in before.threads.keys().filter(|id| !shared.view().threads.contains_key(*id)) {
            shared.forget_channel(*gone);
        }
    }

    /// Archived threads that somebody asked for stay in the view; those that are gone were deleted.
    pub(super) async fn keep_recalled(&self, view: &mut GuildView) -> Result<(), ReadError> {
        let before = self.node.shared.view_full();
        let missing = before.threads.keys().filter(|id| !view.threads.contains_key(*id));
        let missing: Vec<ChannelId> = missing.copied().collect();
        let store = &*self.node.context.store;
        for thread in stored_threads(store, view, &missing, THREAD_MEMBERS_MAX).await? {
            view.threads.insert(thread.thread.id, Arc::new(thread));
        }
        Ok(())
    }
}

/// The rows that archive some threads, and the view then. The first ones of many.
pub(crate) fn archived(view: &GuildView, due: &[(ChannelId, i64)]) -> (Batch, GuildView) {
    let Change { batch, view, .. } = state::archived(view, due);
    (batch, view)
}
