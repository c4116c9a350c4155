//! People and bots.

use serde::Serialize;
use utoipa::ToSchema;

use super::Null;
use crate::id::UserId;

/// A user as everyone sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The unique name.
    pub username: String,
    /// Always "0": names are unique.
    pub discriminator: &'static str,
    /// The name to show instead of the unique one.
    #[schema(required)]
    pub global_name: Option<String>,
    /// The picture's hash.
    #[schema(required)]
    pub avatar: Option<String>,
    /// Whether it is a bot.
    pub bot: bool,
    /// Always false.
    pub system: bool,
    /// Always 0.
    pub public_flags: u32,
    /// Always 0.
    pub flags: u32,
    /// The profile banner's hash.
    #[schema(required)]
    pub banner: Option<String>,
    /// The profile's colour, as 0xRRGGBB.
    #[schema(required)]
    pub accent_color: Option<u32>,
    /// Always null.
    pub avatar_decoration_data: Null,
    /// Always null.
    pub primary_guild: Null,
}

impl User {
    /// A user without display name or pictures.
    pub fn new(id: UserId, username: impl Into<String>, bot: bool) -> Self {
        Self {
            id,
            username: username.into(),
            discriminator: "0",
            global_name: None,
            avatar: None,
            bot,
            system: false,
            public_flags: 0,
            flags: 0,
            banner: None,
            accent_color: None,
            avatar_decoration_data: Null,
            primary_guild: Null,
        }
    }
}

/// A user as it sees itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrentUser {
    /// What everyone sees.
    #[serde(flatten)]
    pub user: User,
    /// The address, if one was given. Bots have none.
    #[schema(required)]
    pub email: Option<String>,
    /// Whether the address was confirmed.
    pub verified: bool,
    /// Whether a second factor is asked for at login.
    pub mfa_enabled: bool,
    /// The language, for example `en-US`.
    pub locale: &'static str,
    /// Always 0.
    pub premium_type: u8,
}

impl CurrentUser {
    /// A user without a second factor.
    pub fn new(user: User, email: Option<String>) -> Self {
        Self { user, email, verified: true, mfa_enabled: false, locale: "en-US", premium_type: 0 }
    }
}
