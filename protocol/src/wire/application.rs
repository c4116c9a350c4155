//! The application of a bot, which shares its id.

use serde::Serialize;
use utoipa::ToSchema;

use super::{EmptyList, Null, User};
use crate::id::UserId;

/// As much of an application as READY tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PartialApplication {
    /// The bot's id.
    pub id: UserId,
    /// Always 0.
    pub flags: u32,
}

impl PartialApplication {
    /// The application of a bot.
    pub const fn new(bot: UserId) -> Self {
        Self { id: bot, flags: 0 }
    }
}

/// A bot's application, as the bot asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Application {
    /// The bot's id.
    pub id: UserId,
    /// The bot's name.
    pub name: String,
    /// The picture's hash.
    #[schema(required)]
    pub icon: Option<String>,
    /// What it is for.
    pub description: String,
    /// Always empty.
    pub summary: &'static str,
    /// The bot's user.
    pub bot: User,
    /// Who made it.
    pub owner: User,
    /// Always false.
    pub bot_public: bool,
    /// Always false.
    pub bot_require_code_grant: bool,
    /// Always null.
    pub cover_image: Null,
    /// Always 0.
    pub flags: u32,
    /// Always null.
    pub guild_id: Null,
    /// Always false.
    pub hook: bool,
    /// Always null.
    pub install_params: Null,
    /// Always null.
    pub interactions_endpoint_url: Null,
    /// Always null.
    pub primary_sku_id: Null,
    /// Always null.
    pub privacy_policy_url: Null,
    /// Always empty.
    pub redirect_uris: EmptyList,
    /// Always null.
    pub role_connections_verification_url: Null,
    /// Always empty.
    pub rpc_origins: EmptyList,
    /// Always null.
    pub slug: Null,
    /// Always empty.
    pub tags: EmptyList,
    /// Always null.
    pub team: Null,
    /// Always null.
    pub terms_of_service_url: Null,
    /// Always null.
    #[serde(rename = "type")]
    pub kind: Null,
    /// Always zeros: interactions over HTTP are not offered.
    pub verify_key: &'static str,
}

impl Application {
    /// The application of a bot and its maker.
    pub fn new(bot: User, owner: User) -> Self {
        Self {
            id: bot.id,
            name: bot.username.clone(),
            icon: None,
            description: String::new(),
            summary: "",
            bot,
            owner,
            bot_public: false,
            bot_require_code_grant: false,
            cover_image: Null,
            flags: 0,
            guild_id: Null,
            hook: false,
            install_params: Null,
            interactions_endpoint_url: Null,
            primary_sku_id: Null,
            privacy_policy_url: Null,
            redirect_uris: EmptyList,
            role_connections_verification_url: Null,
            rpc_origins: EmptyList,
            slug: Null,
            tags: EmptyList,
            team: Null,
            terms_of_service_url: Null,
            kind: Null,
            // Interactions over HTTP are not offered, and libraries only pass the key on.
            verify_key: "0000000000000000000000000000000000000000000000000000000000000000",
        }
    }
}
