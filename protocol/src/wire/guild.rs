//! Guilds: the object itself, what a session gets on entering, and the short forms.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Channel, EmptyList, Member, Null, Presence, Role, VoiceState};
use crate::id::{ChannelId, GuildId, UserId};
use crate::permissions::Permissions;
use crate::time::Timestamp;

/// Members that a guild may have; there is no lower limit than the machine's.
const MEMBERS_MAX: u32 = 500_000;

/// A guild, as REST answers and GUILD_UPDATE have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Guild {
    /// The guild's id.
    pub id: GuildId,
    /// The name.
    pub name: String,
    /// The picture's hash.
    #[schema(required)]
    pub icon: Option<String>,
    /// Who owns it.
    pub owner_id: UserId,
    /// What it is about.
    #[schema(required)]
    pub description: Option<String>,
    /// Where those who join are greeted.
    #[schema(required)]
    pub system_channel_id: Option<ChannelId>,
    /// All roles, @everyone among them.
    pub roles: Vec<Role>,
    /// The documented fields that never vary.
    #[serde(flatten)]
    pub fixed: GuildConstants,
}

impl Guild {
    /// A guild without picture or description.
    pub fn new(id: GuildId, name: impl Into<String>, owner_id: UserId, roles: Vec<Role>) -> Self {
        Self {
            id,
            name: name.into(),
            icon: None,
            owner_id,
            description: None,
            system_channel_id: None,
            roles,
            fixed: GuildConstants::default(),
        }
    }
}

/// GUILD_CREATE: a guild with all that a session needs to show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuildCreate {
    /// The guild.
    #[serde(flatten)]
    pub guild: Guild,
    /// When the session's user joined.
    pub joined_at: Timestamp,
    /// Whether `members` is only a part.
    pub large: bool,
    /// Always false.
    pub unavailable: bool,
    /// How many members it has.
    pub member_count: u32,
    /// Who is in a voice channel. Without `guild_id`, which is this guild's.
    pub voice_states: Vec<VoiceState>,
    /// Members, at least the session's user and those in voice channels.
    pub members: Vec<Member>,
    /// The channels that the session's user may see.
    pub channels: Vec<Channel>,
    /// Open threads that the session's user may see.
    pub threads: Vec<Channel>,
    /// Who is not offline, among `members`.
    pub presences: Vec<Presence>,
    /// Always empty.
    pub stage_instances: EmptyList,
    /// Always empty.
    pub guild_scheduled_events: EmptyList,
    /// Always empty.
    pub soundboard_sounds: EmptyList,
}

impl GuildCreate {
    /// A guild with empty lists.
    pub fn new(guild: Guild, joined_at: Timestamp, member_count: u32) -> Self {
        Self {
            guild,
            joined_at,
            large: false,
            unavailable: false,
            member_count,
            voice_states: Vec::new(),
            members: Vec::new(),
            channels: Vec::new(),
            threads: Vec::new(),
            presences: Vec::new(),
            stage_instances: EmptyList,
            guild_scheduled_events: EmptyList,
            soundboard_sounds: EmptyList,
        }
    }
}

/// A guild in the list of one's guilds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartialGuild {
    /// The guild's id.
    pub id: GuildId,
    /// The name.
    pub name: String,
    /// The picture's hash.
    #[schema(required)]
    pub icon: Option<String>,
    /// Always null.
    pub banner: Null,
    /// Whether the caller owns it.
    pub owner: bool,
    /// What the caller may do, outside any channel.
    pub permissions: Permissions,
    /// Always empty.
    pub features: EmptyList,
}

impl PartialGuild {
    /// A guild without a picture.
    pub fn new(
        id: GuildId,
        name: impl Into<String>,
        owner: bool,
        permissions: Permissions,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            icon: None,
            banner: Null,
            owner,
            permissions,
            features: EmptyList,
        }
    }
}

/// A guild that is announced in READY and follows as GUILD_CREATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct UnavailableGuild {
    /// The guild's id.
    pub id: GuildId,
    /// Always true.
    pub unavailable: bool,
}

impl UnavailableGuild {
    /// A guild to follow.
    pub const fn new(id: GuildId) -> Self {
        Self { id, unavailable: true }
    }
}

/// Documented fields of a guild that this server never varies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GuildConstants {
    splash: Null,
    discovery_splash: Null,
    banner: Null,
    afk_channel_id: Null,
    afk_timeout: u32,
    application_id: Null,
    default_message_notifications: u8,
    emojis: EmptyList,
    explicit_content_filter: u8,
    features: EmptyList,
    hub_type: Null,
    incidents_data: Null,
    max_members: u32,
    max_presences: Null,
    max_stage_video_channel_users: u32,
    max_video_channel_users: u32,
    mfa_level: u8,
    nsfw: bool,
    nsfw_level: u8,
    preferred_locale: &'static str,
    premium_progress_bar_enabled: bool,
    premium_subscription_count: u32,
    premium_tier: u8,
    public_updates_channel_id: Null,
    region: Null,
    rules_channel_id: Null,
    safety_alerts_channel_id: Null,
    stickers: EmptyList,
    system_channel_flags: u32,
    vanity_url_code: Null,
    verification_level: u8,
    widget_channel_id: Null,
    widget_enabled: bool,
}

impl Default for GuildConstants {
    fn default() -> Self {
        Self {
            splash: Null,
            discovery_splash: Null,
            banner: Null,
            afk_channel_id: Null,
            afk_timeout: 300,
            application_id: Null,
            default_message_notifications: 0,
            emojis: EmptyList,
            explicit_content_filter: 0,
            features: EmptyList,
            hub_type: Null,
            incidents_data: Null,
            max_members: MEMBERS_MAX,
            max_presences: Null,
            max_stage_video_channel_users: 0,
            max_video_channel_users: 0,
            mfa_level: 0,
            nsfw: false,
            nsfw_level: 0,
            preferred_locale: "en-US",
            premium_progress_bar_enabled: false,
            premium_subscription_count: 0,
            premium_tier: 0,
            public_updates_channel_id: Null,
            region: Null,
            rules_channel_id: Null,
            safety_alerts_channel_id: Null,
            stickers: EmptyList,
            system_channel_flags: 0,
            vanity_url_code: Null,
            verification_level: 0,
            widget_channel_id: Null,
            widget_enabled: false,
        }
    }
}
