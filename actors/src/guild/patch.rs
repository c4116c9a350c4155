//! What an act on a guild says of the things that it makes or changes.

use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, RoleId, UserId};
use storage::records::ChannelKind;

/// What may change of a guild; absent stays.
#[derive(Debug, Clone, Default)]
pub struct GuildPatch {
    /// 2..=100 characters.
    pub name: Option<String>,
    /// The next owner, a member. Only the owner can name one.
    pub owner: Option<UserId>,
    /// The text channel where newcomers are told of; `Some(None)` for none.
    pub system_channel: Option<Option<ChannelId>>,
    /// What names its picture, which is kept already; `Some(None)` takes it away.
    pub icon: Option<Option<String>>,
}

/// What may change of a guild's brakes; absent stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrakesPatch {
    /// Whether nobody joins by an invite.
    pub invites_paused: Option<bool>,
    /// Seconds that an account has to be old, at most [`crate::MIN_ACCOUNT_AGE_S_MAX`]; 0 for any age.
    pub min_account_age_s: Option<u32>,
    /// People who join within a minute, at most [`crate::JOINS_PER_MINUTE_MAX`]; 0 is without limit.
    pub joins_per_minute: Option<u16>,
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
    /// What it is: of one that holds messages, another one that does.
    pub kind: Option<ChannelKind>,
    /// At most 1,024 characters; `Some(None)` takes it away.
    pub topic: Option<Option<String>>,
    /// Age-restricted.
    pub nsfw: Option<bool>,
    /// Place in the list.
    pub position: Option<u16>,
    /// Its category; `Some(None)` takes it out of one.
    pub parent: Option<Option<ChannelId>>,
    /// Bits a second of a voice channel.
    pub bitrate: Option<u32>,
    /// People in a voice channel; 0 is without limit.
    pub user_limit: Option<u32>,
    /// Slow mode in seconds, 0..=21,600.
    pub rate_limit_per_user_s: Option<u32>,
    /// All of its overwrites.
    pub overwrites: Option<Vec<Overwrite>>,
    /// No new messages but from who manages channels.
    pub locked: Option<bool>,
    /// Hidden from all but who manages channels, and read-only.
    pub archived: Option<bool>,
}

/// Where a channel goes; absent stays.
#[derive(Debug, Clone)]
pub struct ChannelPlace {
    /// Which channel.
    pub id: ChannelId,
    /// Place in the list.
    pub position: Option<u16>,
    /// Its category; `Some(None)` takes it out of one.
    pub parent: Option<Option<ChannelId>>,
    /// Whether it takes over the overwrites of its new category.
    pub lock_permissions: bool,
}

/// What may change of a role; absent stays.
#[derive(Debug, Clone, Default)]
pub struct RolePatch {
    /// 1..=100 characters.
    pub name: Option<String>,
    /// What it gives.
    pub permissions: Option<Permissions>,
    /// 24 bits of RGB, 0 for none.
    pub color: Option<u32>,
    /// Whether its members are listed apart.
    pub hoist: Option<bool>,
    /// Whether everyone may mention it.
    pub mentionable: Option<bool>,
}

/// Where a role goes.
#[derive(Debug, Clone, Copy)]
pub struct RolePlace {
    /// Which role.
    pub id: RoleId,
    /// Its rank among all, from 1; absent stays.
    pub position: Option<u16>,
}
