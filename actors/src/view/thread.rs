//! Threads in a view, and what a thread and a channel have in common.

use protocol::Permissions;
use storage::records::{Channel, Thread};

use super::{ChannelId, GuildView, UserId};

/// A thread with its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadView {
    /// The thread itself.
    pub thread: Thread,
    /// Its members, and since when they are in it.
    pub members: imbl::OrdMap<UserId, i64>,
}

/// Where messages may be: a channel, or a thread below one.
#[derive(Debug, Clone, Copy)]
pub enum Place<'v> {
    /// A channel.
    Channel(&'v Channel),
    /// A thread, and the channel that it is below.
    Thread(&'v ThreadView, &'v Channel),
}

impl Place<'_> {
    /// Whoever has one of these waits for no slow mode, as in v10.
    pub(crate) const SLOW_MODE_EXEMPT: Permissions =
        Permissions::MANAGE_MESSAGES.union(Permissions::MANAGE_CHANNELS);

    /// The wait between two posts of a user.
    pub fn rate_limit_per_user_s(&self) -> u32 {
        match self {
            Self::Channel(channel) => channel.rate_limit_per_user_s,
            Self::Thread(thread, _) => thread.thread.rate_limit_per_user_s,
        }
    }

    /// The channel whose exceptions hold there.
    pub fn channel(&self) -> &Channel {
        match self {
            Self::Channel(channel) | Self::Thread(_, channel) => channel,
        }
    }
}

impl GuildView {
    /// What is known by this id.
    pub fn place(&self, id: ChannelId) -> Option<Place<'_>> {
        if let Some(channel) = self.channels.get(&id) {
            return Some(Place::Channel(channel));
        }
        let thread = self.threads.get(&id)?;
        let parent = self.channels.get(&thread.thread.parent)?;
        Some(Place::Thread(thread, parent))
    }

    /// The threads that are not archived.
    pub fn active_threads(&self) -> impl Iterator<Item = &ThreadView> {
        self.threads.values().map(|thread| &**thread).filter(|thread| !thread.thread.archived)
    }

    /// The active threads that a user sees.
    pub fn visible_threads(&self, user: UserId) -> Vec<&ThreadView> {
        let mut seen = std::collections::HashMap::new();
        let sees = |thread: &&ThreadView| {
            let parent = thread.thread.parent;
            *seen.entry(parent).or_insert_with(|| self.can_view(user, parent))
        };
        self.active_threads().filter(sees).collect()
    }

    /// The threads that are known below a channel, archived or not.
    pub(crate) fn threads_below(&self, channel: ChannelId) -> impl Iterator<Item = ChannelId> {
        let below = self.threads.iter().filter(move |(_, t)| t.thread.parent == channel);
        below.map(|(id, _)| *id)
    }
}
