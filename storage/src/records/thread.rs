//! Threads: channels below a channel, and who is in them.
//!
//! What a thread is stands in one row; two more tables find it: the active ones of a guild, which are
//! all read when it is loaded, and the archived ones of a channel, the newest last.

use protocol::{ChannelId, GuildId, UserId};
use serde::{Deserialize, Serialize};

use crate::key::Table;
use crate::record::Record;

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Whose thread it is.
    pub guild: GuildId,
    /// Its id: that of the message that it began at, if it began at one.
    pub id: ChannelId,
    /// The channel below which it is. What holds for that one decides who sees it.
    pub parent: ChannelId,
    /// Who opened it.
    pub owner: UserId,
    /// Its name.
    pub name: String,
    /// Slow mode: the wait between two posts of a user.
    pub rate_limit_per_user_s: u32,
    /// After how long without a post it is archived.
    pub auto_archive_minutes: u16,
    /// Whether it left the list.
    pub archived: bool,
    /// Whether only those who manage threads post in it and unarchive it.
    pub locked: bool,
    /// When `archived` changed last; at first, when it was opened.
    pub archived_changed_at_ms: i64,
    /// When it was opened.
    pub created_at_ms: i64,
}

impl Record for Thread {
    type Key = (GuildId, ChannelId);
    type Prefix = GuildId;
    const TABLE: Table = Table::Thread;

    fn key(&self) -> Self::Key {
        (self.guild, self.id)
    }
}

/// Finds the active threads of a guild. Written and deleted with the thread's `archived`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveThread {
    /// Where.
    pub guild: GuildId,
    /// Below which channel.
    pub parent: ChannelId,
    /// Which thread.
    pub thread: ChannelId,
}

impl Record for ActiveThread {
    type Key = (GuildId, ChannelId, ChannelId);
    type Prefix = GuildId;
    const TABLE: Table = Table::ActiveThread;

    fn key(&self) -> Self::Key {
        (self.guild, self.parent, self.thread)
    }
}

/// Finds the archived threads of a channel, by when they were archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedThread {
    /// Below which channel.
    pub parent: ChannelId,
    /// When it was archived.
    pub archived_at_ms: i64,
    /// Which thread.
    pub thread: ChannelId,
}

impl Record for ArchivedThread {
    type Key = (ChannelId, u64, ChannelId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::ArchivedThread;

    fn key(&self) -> Self::Key {
        (self.parent, u64::try_from(self.archived_at_ms).unwrap_or(0), self.thread)
    }
}

/// How many messages a thread has. Written with each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadCount {
    /// Which thread.
    pub thread: ChannelId,
    /// Messages that are there, without the first one that stands for the message it began at.
    pub messages: u32,
    /// Messages that ever were there.
    pub total: u32,
}

impl Record for ThreadCount {
    type Key = ChannelId;
    type Prefix = ();
    const TABLE: Table = Table::ThreadCount;

    fn key(&self) -> Self::Key {
        self.thread
    }
}

/// A member of a thread. One that is older than the membership of the guild counts for nothing:
/// whoever leaves a guild leaves its threads, however many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadMember {
    /// Where.
    pub thread: ChannelId,
    /// Who.
    pub user: UserId,
    /// Since when.
    pub joined_at_ms: i64,
}

impl Record for ThreadMember {
    type Key = (ChannelId, UserId);
    type Prefix = ChannelId;
    const TABLE: Table = Table::ThreadMember;

    fn key(&self) -> Self::Key {
        (self.thread, self.user)
    }
}
