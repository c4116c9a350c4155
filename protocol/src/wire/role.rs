//! Roles.

use serde::Serialize;
use utoipa::ToSchema;

use super::Null;
use crate::id::{GuildId, RoleId, UserId};
use crate::permissions::Permissions;

/// A role of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Role {
    /// The role's id; that of @everyone is the guild's.
    pub id: RoleId,
    /// The name.
    pub name: String,
    /// What its members may do.
    pub permissions: Permissions,
    /// The place in the hierarchy; 0 is @everyone's.
    pub position: i64,
    /// The colour, in the former and the present form.
    #[serde(flatten)]
    #[schema(value_type = RoleColorFields)]
    pub color: RoleColor,
    /// Whether its members are listed apart.
    pub hoist: bool,
    /// Whether it belongs to a bot and nobody can hand it out.
    pub managed: bool,
    /// Whether everyone may mention it.
    pub mentionable: bool,
    /// Always null.
    pub icon: Null,
    /// Always null.
    pub unicode_emoji: Null,
    /// Always 0.
    pub flags: u32,
    /// Whose role it is. Left out when it is nobody's: libraries look into it when it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tags: Option<RoleTags>,
}

/// A role's colour as 0xRRGGBB; 0 is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoleColor(pub u32);

/// Marks the role of a bot. The documented flags of this object mean yes when they are null, so
/// that it has no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleTags {
    /// The bot.
    pub bot_id: UserId,
}

impl Role {
    /// A role without colour that is not listed apart.
    pub fn new(
        id: RoleId,
        name: impl Into<String>,
        permissions: Permissions,
        position: i64,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            permissions,
            position,
            color: RoleColor::default(),
            hoist: false,
            managed: false,
            mentionable: false,
            icon: Null,
            unicode_emoji: Null,
            flags: 0,
            tags: None,
        }
    }

    /// The role that every member of a guild has.
    pub fn everyone(guild: GuildId, permissions: Permissions) -> Self {
        Self::new(guild.everyone(), "@everyone", permissions, 0)
    }
}

impl Serialize for RoleColor {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        RoleColorFields {
            color: self.0,
            colors: RoleColors {
                primary_color: self.0,
                secondary_color: Null,
                tertiary_color: Null,
            },
        }
        .serialize(to)
    }
}

/// A colour twice: as the documented API had it, and as it has it.
#[derive(Serialize, ToSchema)]
struct RoleColorFields {
    color: u32,
    colors: RoleColors,
}

#[derive(Serialize, ToSchema)]
struct RoleColors {
    primary_color: u32,
    secondary_color: Null,
    tertiary_color: Null,
}
