//! What a guild can be asked to do with threads.

use protocol::{ChannelId, MessageId, UserId};

use crate::guild::ChannelHead;
use crate::view::ThreadView;

/// An act on a thread. `actor` is who asks.
#[derive(Debug, Clone)]
pub enum ThreadCommand {
    /// Open one below a channel.
    Open {
        /// Who asks.
        actor: UserId,
        /// Below which channel.
        parent: ChannelId,
        /// The thread.
        thread: NewThread,
    },
    /// Change it.
    Update {
        /// Who asks.
        actor: UserId,
        /// Which one.
        thread: ChannelId,
        /// What to change.
        patch: ThreadPatch,
    },
    /// Delete it.
    Delete {
        /// Who asks.
        actor: UserId,
        /// Which one.
        thread: ChannelId,
    },
    /// Unarchive it, since somebody posts in it.
    Reopen {
        /// Who posts.
        actor: UserId,
        /// Which one.
        thread: ChannelId,
    },
    /// Bring somebody in.
    Join {
        /// Who asks.
        actor: UserId,
        /// Which one.
        thread: ChannelId,
        /// Who comes: the actor itself, or somebody else.
        user: UserId,
    },
    /// Take somebody out.
    Leave {
        /// Who asks.
        actor: UserId,
        /// Which one.
        thread: ChannelId,
        /// Who goes: the actor itself, or somebody else.
        user: UserId,
    },
    /// Somebody posted: author and mentioned come in, if they see it and there is room.
    Engage {
        /// Which one.
        thread: ChannelId,
        /// Who.
        users: Vec<UserId>,
    },
    /// Have an archived one in the view again, since somebody asks for it.
    Recall {
        /// Which one.
        thread: ChannelId,
        /// Read in the turn, with those that leave the view to make room.
        found: Option<Recalled>,
    },
    /// Archive those that were quiet for too long: read in the turn, each with the moment when its
    /// time was over.
    ArchiveQuiet {
        /// Which ones.
        due: Vec<(ChannelId, i64)>,
    },
}

/// An archived thread as stored.
#[derive(Debug, Clone)]
pub struct Recalled {
    /// The thread.
    pub thread: ThreadView,
    /// What it shows of its messages.
    pub head: ChannelHead,
    /// Archived ones in the view that nobody uses any more.
    pub unused: Vec<ChannelId>,
}

/// A thread to be opened.
#[derive(Debug, Clone)]
pub struct NewThread {
    /// 1..=100 characters.
    pub name: String,
    /// The message that it begins at; without one it stands by itself.
    pub from: Option<MessageId>,
    /// 60, 1440, 4320 or 10080; absent is 4320.
    pub auto_archive_minutes: Option<u16>,
    /// Slow mode in seconds, 0..=21,600.
    pub rate_limit_per_user_s: u32,
}

/// What may change of a thread; absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThreadPatch {
    /// 1..=100 characters.
    pub name: Option<String>,
    /// Whether it is out of the list.
    pub archived: Option<bool>,
    /// Whether only those who manage threads post and unarchive.
    pub locked: Option<bool>,
    /// 60, 1440, 4320 or 10080.
    pub auto_archive_minutes: Option<u16>,
    /// Slow mode in seconds, 0..=21,600.
    pub rate_limit_per_user_s: Option<u32>,
}
