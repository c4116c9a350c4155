//! Invites.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ChannelKind, EmptyList, Null, User};
use crate::id::{ChannelId, GuildId};
use crate::time::Timestamp;

/// An invite to a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Invite {
    /// Always 0.
    #[serde(rename = "type")]
    pub kind: u8,
    /// What stands in the link.
    pub code: String,
    /// Where it leads.
    pub guild: InviteGuild,
    /// The guild's id once more.
    pub guild_id: GuildId,
    /// The channel to show first.
    pub channel: InviteChannel,
    /// Who made it.
    #[schema(required)]
    pub inviter: Option<User>,
    /// Always null.
    pub target_type: Null,
    /// Always null.
    pub target_user: Null,
    /// Members.
    pub approximate_member_count: u32,
    /// Members who are not offline.
    pub approximate_presence_count: u32,
    /// When it ends, null for never.
    #[schema(required)]
    pub expires_at: Option<Timestamp>,
    /// Always 0.
    pub flags: u32,
    /// What only those learn who may manage it.
    #[serde(flatten)]
    #[schema(value_type = InviteMetadata)]
    pub metadata: Option<InviteMetadata>,
}

/// How an invite is used. All of it is there, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InviteMetadata {
    /// How often it was.
    #[schema(required = false)]
    pub uses: u32,
    /// How often it may be, 0 for any number.
    #[schema(required = false)]
    pub max_uses: u32,
    /// Seconds from its making to its end, 0 for never.
    #[schema(required = false)]
    pub max_age: u32,
    /// Always false.
    #[schema(required = false)]
    pub temporary: bool,
    /// When it was made.
    #[schema(required = false)]
    pub created_at: Timestamp,
}

/// As much of a guild as those may know who are invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InviteGuild {
    /// The guild's id.
    pub id: GuildId,
    /// The name.
    pub name: String,
    /// The picture's hash.
    #[schema(required)]
    pub icon: Option<String>,
    /// What it is about.
    #[schema(required)]
    pub description: Option<String>,
    /// Always null.
    pub splash: Null,
    /// Always null.
    pub banner: Null,
    /// Always empty.
    pub features: EmptyList,
    /// Always 0.
    pub verification_level: u8,
    /// Always null.
    pub vanity_url_code: Null,
    /// Always 0.
    pub nsfw_level: u8,
    /// Always false.
    pub nsfw: bool,
    /// Always 0.
    pub premium_subscription_count: u32,
    /// Always 0.
    pub premium_tier: u8,
}

/// As much of a channel as those may know who are invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InviteChannel {
    /// The channel's id.
    pub id: ChannelId,
    /// The name.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: ChannelKind,
}

impl Invite {
    /// An invite without counts, which never ends.
    pub fn new(code: impl Into<String>, guild: InviteGuild, channel: InviteChannel) -> Self {
        Self {
            kind: 0,
            code: code.into(),
            guild_id: guild.id,
            guild,
            channel,
            inviter: None,
            target_type: Null,
            target_user: Null,
            approximate_member_count: 0,
            approximate_presence_count: 0,
            expires_at: None,
            flags: 0,
            metadata: None,
        }
    }
}

impl InviteMetadata {
    /// How an invite is used.
    pub const fn new(uses: u32, max_uses: u32, max_age: u32, created_at: Timestamp) -> Self {
        Self { uses, max_uses, max_age, temporary: false, created_at }
    }
}

impl InviteGuild {
    /// A guild without picture or description.
    pub fn new(id: GuildId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            icon: None,
            description: None,
            splash: Null,
            banner: Null,
            features: EmptyList,
            verification_level: 0,
            vanity_url_code: Null,
            nsfw_level: 0,
            nsfw: false,
            premium_subscription_count: 0,
            premium_tier: 0,
        }
    }
}
