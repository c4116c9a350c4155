//! Threads, as those ask for them who hold a guild or a channel.

use protocol::{ChannelId, Timestamp, UserId, wire};
use storage::records::{ArchivedThread, Message, ThreadMember};
use storage::{Scan, StoreExt};

use super::{ChannelError, ChannelHandle, GuildHandle};
use crate::channel::PostError;
use crate::guild::{self, ChannelHead, Command, GuildError, ThreadCommand};
use crate::render;
use crate::view::ThreadView;

impl GuildHandle {
    /// The active threads that a user sees, and its part in them.
    pub fn active_threads(&self, reader: UserId) -> wire::ThreadList {
        let view = self.view();
        render::thread_list(&self.node().shared, &view, &view.visible_threads(reader), reader)
    }

    /// A channel or thread as a reader sees it, if it is there.
    pub fn place(&self, id: ChannelId, reader: UserId) -> Option<wire::Channel> {
        let view = self.view();
        let head = self.head(id);
        match view.place(id)? {
            crate::view::Place::Channel(channel) => Some(render::channel(channel, head)),
            crate::view::Place::Thread(thread, _) => {
                Some(render::thread(thread, head, Some(reader)))
            }
        }
    }
}

impl ChannelHandle {
    /// Whether it is a thread.
    pub fn is_thread(&self) -> bool {
        self.view().threads.contains_key(&self.id())
    }

    /// Archived threads below this channel, the one archived last first, of those archived before a
    /// moment if one is given.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn archived_threads(
        &self,
        before: Option<Timestamp>,
        limit: usize,
        reader: UserId,
    ) -> Result<wire::ThreadPage, ChannelError> {
        let (store, view) = (&*self.context().store, self.view());
        let mut scan = Scan::<ArchivedThread>::within(&self.id()).backward().limit(limit + 1);
        if let Some(before) = before {
            let before = u64::try_from(before.as_ms()).unwrap_or(0);
            scan = scan.before(&(self.id(), before, ChannelId::new(0)));
        }
        let rows = store.scan(scan).await?;
        let ids: Vec<ChannelId> = page(&rows, limit).iter().map(|row| row.thread).collect();
        let mut threads =
            guild::stored_threads(store, &view, &ids, render::MEMBERS_COUNTED_MAX).await?;
        let heads = guild::thread_heads(store, &ids).await?;
        let own: Vec<_> = ids.iter().map(|id| (*id, reader)).collect();
        for row in store.load_many::<ThreadMember>(&own).await?.into_iter().flatten() {
            let thread = threads.iter_mut().find(|thread| thread.thread.id == row.thread);
            if let Some(thread) = thread.filter(|_| guild::is_member(&view, &row)) {
                thread.members.insert(reader, row.joined_at_ms);
            }
        }
        let head = |id: ChannelId| heads.get(&id).copied().unwrap_or(ChannelHead::default());
        let shown = |t: &ThreadView| render::thread(t, head(t.thread.id), Some(reader));
        let member = |t: &ThreadView| render::thread_member(&view, t, reader, false);
        Ok(wire::ThreadPage {
            threads: threads.iter().map(shown).collect(),
            members: threads.iter().filter_map(member).collect(),
            has_more: rows.len() > ids.len(),
        })
    }

    /// Unarchives the thread for somebody who posts in it.
    pub(super) async fn reopen(&self, actor: UserId) -> Result<(), PostError> {
        let reopen = ThreadCommand::Reopen { actor, thread: self.id() };
        let guild = self.guild().map_err(|_| PostError::ThreadArchived)?;
        match guild.act(Command::Thread(reopen)).await {
            Ok(_) => Ok(()),
            Err(GuildError::Access(access)) => Err(access.into()),
            Err(GuildError::MissingPermission) => Err(PostError::MissingPermission),
            Err(GuildError::TooManyThreads(max)) => Err(PostError::TooManyThreads(max)),
            Err(GuildError::ThreadArchived) => Err(PostError::ThreadArchived),
            Err(_) => Err(PostError::Unavailable),
        }
    }

    /// Who posted in a thread, and whom the post mentions, is in it from then on. The post is there
    /// whatever becomes of this.
    pub(super) async fn engage(&self, message: &Message) {
        let view = self.view();
        let Some(thread) = view.threads.get(&self.id()) else { return };
        let users = std::iter::once(message.author).chain(message.mentions.iter().copied());
        let users: Vec<UserId> = users.filter(|user| !thread.members.contains_key(user)).collect();
        if users.is_empty() {
            return;
        }
        let Ok(guild) = self.guild().cloned() else { return };
        let thread = self.id();
        #[expect(
            clippy::disallowed_methods,
            reason = "it is seen through when the sender goes away"
        )]
        let task = tokio::spawn(async move {
            guild.act(Command::Thread(ThreadCommand::Engage { thread, users })).await
        });
        if let Ok(Err(error)) = task.await {
            tracing::warn!(%error, "whoever posted in a thread could not be brought in");
        }
    }
}

/// The rows of one page. The next one asks for what was archived before its last, in milliseconds:
/// so those of one millisecond stay together, unless a page holds no more than one.
fn page(rows: &[ArchivedThread], limit: usize) -> &[ArchivedThread] {
    let Some(next) = rows.get(limit) else { return rows };
    let beside = |row: &&ArchivedThread| row.archived_at_ms == next.archived_at_ms;
    let together = rows[..limit].iter().rev().take_while(beside).count();
    if together == limit { &rows[..limit] } else { &rows[..limit - together] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(archived_at_ms: &[i64]) -> Vec<ArchivedThread> {
        let row = |(id, at): (u64, &i64)| ArchivedThread {
            parent: ChannelId::new(1),
            archived_at_ms: *at,
            thread: ChannelId::new(id),
        };
        (10..).zip(archived_at_ms).map(row).collect()
    }

    #[test]
    fn those_of_one_millisecond_come_in_one_page() {
        let length = |at: &[i64], limit| page(&rows(at), limit).len();
        assert_eq!(length(&[], 2), 0);
        assert_eq!(length(&[9, 8], 2), 2);
        assert_eq!(length(&[9, 8, 7], 2), 2);
        assert_eq!(length(&[9, 8, 8], 2), 1);
        assert_eq!(length(&[9, 8, 8, 8], 3), 1);
        assert_eq!(length(&[8, 8, 8], 2), 2, "more of one millisecond than a page holds");
    }
}
