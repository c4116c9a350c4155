//! What a guild can be asked to do, and why it may refuse.

use std::sync::Arc;

use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, UserId};
use storage::records::{ChannelKind, Invite, User};

use crate::slot::Unavailable;
use crate::view::AccessError;

/// An act on a guild. `actor` is who asks.
#[derive(Debug, Clone)]
pub enum Command {
    /// Change the guild itself.
    Update {
        /// Who asks.
        actor: UserId,
        /// What to change.
        patch: GuildPatch,
    },
    /// Make a channel.
    CreateChannel {
        /// Who asks.
        actor: UserId,
        /// The channel.
        channel: NewChannel,
    },
    /// Change a channel.
    UpdateChannel {
        /// Who asks.
        actor: UserId,
        /// Which one.
        channel: ChannelId,
        /// What to change.
        patch: ChannelPatch,
    },
    /// Make an invite.
    CreateInvite {
        /// Who asks.
        actor: UserId,
        /// The channel that it leads to.
        channel: ChannelId,
        /// Seconds until it expires; 0 is never.
        max_age_s: u32,
        /// How often it can be used; 0 is without limit.
        max_uses: u32,
    },
    /// Take an invite back.
    DeleteInvite {
        /// Who asks.
        actor: UserId,
        /// Which one, as stored.
        invite: Invite,
    },
    /// Join by an invite, which is used once by it.
    Join {
        /// The new member.
        user: Arc<User>,
        /// The invite as stored.
        invite: Invite,
    },
    /// Leave.
    Leave {
        /// Who leaves.
        user: UserId,
    },
    /// Bring a bot in, or change what its managed role may do.
    GrantBot {
        /// Who asks.
        actor: UserId,
        /// The bot.
        bot: Arc<User>,
        /// What its role may do.
        permissions: Permissions,
    },
    /// Put a member in time-out, or end it.
    TimeOut {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        target: UserId,
        /// When it ends, in Unix milliseconds; none ends it now.
        until_ms: Option<i64>,
    },
}

/// What may change of a guild; absent stays.
#[derive(Debug, Clone, Default)]
pub struct GuildPatch {
    /// 2..=100 characters.
    pub name: Option<String>,
}

/// A channel to be made.
#[derive(Debug, Clone)]
pub struct NewChannel {
    /// 1..=100 characters.
    pub name: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Its category.
    pub parent: Option<ChannelId>,
    /// At most 1,024 characters.
    pub topic: Option<String>,
    /// Age-restricted.
    pub nsfw: bool,
    /// Own overwrites; without them the category's are copied.
    pub overwrites: Option<Vec<Overwrite>>,
    /// Slow mode in seconds, 0..=21,600.
    pub rate_limit_per_user_s: u32,
    /// Bits a second of a voice channel.
    pub bitrate: Option<u32>,
    /// People in a voice channel; 0 is without limit.
    pub user_limit: Option<u32>,
}

/// What may change of a channel; absent stays.
#[derive(Debug, Clone, Default)]
pub struct ChannelPatch {
    /// 1..=100 characters.
    pub name: Option<String>,
    /// At most 1,024 characters; `Some(None)` takes it away.
    pub topic: Option<Option<String>>,
    /// Age-restricted.
    pub nsfw: Option<bool>,
    /// Place in the list.
    pub position: Option<u16>,
    /// Slow mode in seconds, 0..=21,600.
    pub rate_limit_per_user_s: Option<u32>,
    /// All of its overwrites.
    pub overwrites: Option<Vec<Overwrite>>,
    /// No new messages but from who manages channels.
    pub locked: Option<bool>,
    /// Hidden from all but who manages channels, and read-only.
    pub archived: Option<bool>,
}

/// What an act led to.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nothing to tell.
    Done,
    /// The channel that was made or changed.
    Channel(ChannelId),
    /// The invite that was made.
    Invite(Invite),
}

/// A field of a request that is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A name's length.
    Name,
    /// A topic's length.
    Topic,
    /// Slow mode.
    RateLimit,
    /// A voice channel's bitrate.
    Bitrate,
    /// A voice channel's limit.
    UserLimit,
    /// A category that is none.
    Parent,
    /// An invite's age.
    MaxAge,
    /// An invite's uses.
    MaxUses,
    /// The end of a time-out, more than 28 days away.
    TimeOut,
    /// Overwrites: too many.
    Overwrites,
}

/// Why a guild refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuildError {
    /// The asker is no member: the guild does not exist for it.
    #[error("there is no such guild")]
    UnknownGuild,
    /// The channel does not exist for the asker, or is hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such member.
    #[error("there is no such member")]
    UnknownMember,
    /// The invite is used up, expired or unknown.
    #[error("there is no such invite")]
    UnknownInvite,
    /// The asker lacks a permission, or is not above whom it acts on.
    #[error("this needs a permission that the caller lacks")]
    MissingPermission,
    /// The owner cannot leave.
    #[error("the owner cannot leave")]
    OwnerStays,
    /// The guild holds as many channels as it may.
    #[error("the guild has {0} channels, which is the most")]
    TooManyChannels(usize),
    /// A field is out of its bounds.
    #[error("{0:?} is out of its bounds")]
    Invalid(Field),
    /// The store or the guild's actor does not answer at the moment.
    #[error("the guild cannot be changed at the moment")]
    Unavailable,
}

impl From<Unavailable> for GuildError {
    fn from(_: Unavailable) -> Self {
        Self::Unavailable
    }
}
