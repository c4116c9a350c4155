//! Members of a guild.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Null, User};
use crate::id::RoleId;
use crate::time::Timestamp;

/// A user's membership of a guild.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Member {
    /// The user. Left out beside a message, whose author it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user: Option<User>,
    /// The name in this guild.
    #[schema(required)]
    pub nick: Option<String>,
    /// Always null.
    pub avatar: Null,
    /// Always null.
    pub banner: Null,
    /// Always null.
    pub avatar_decoration_data: Null,
    /// The roles, without @everyone.
    pub roles: Vec<RoleId>,
    /// When the user joined.
    pub joined_at: Timestamp,
    /// Always null.
    pub premium_since: Null,
    /// Whether the guild keeps them from hearing.
    pub deaf: bool,
    /// Whether the guild keeps them from speaking.
    pub mute: bool,
    /// Always 0.
    pub flags: u32,
    /// Always false.
    pub pending: bool,
    /// The end of their time-out, which may have passed.
    #[schema(required)]
    pub communication_disabled_until: Option<Timestamp>,
}

impl Member {
    /// A member with its user.
    pub fn new(user: User, roles: Vec<RoleId>, joined_at: Timestamp) -> Self {
        Self { user: Some(user), ..Self::without_user(roles, joined_at) }
    }

    /// A member beside a message, whose author says who it is.
    pub fn without_user(roles: Vec<RoleId>, joined_at: Timestamp) -> Self {
        Self {
            user: None,
            nick: None,
            avatar: Null,
            banner: Null,
            avatar_decoration_data: Null,
            roles,
            joined_at,
            premium_since: Null,
            deaf: false,
            mute: false,
            flags: 0,
            pending: false,
            communication_disabled_until: None,
        }
    }
}
