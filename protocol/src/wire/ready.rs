//! READY: the first event of a session.

use serde::Serialize;
use serde_json::Value;

use super::channel::PrivateChannel;
use super::{CurrentUser, EmptyList, PartialApplication, Relationship, UnavailableGuild};
use crate::id::{ChannelId, MessageId};

/// The gateway's version.
const VERSION: u8 = 10;

/// Who the session is, and what it will hear of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ready {
    /// The version of the gateway, always 10.
    pub v: u8,
    /// The session's user.
    pub user: CurrentUser,
    /// Guilds that follow as GUILD_CREATE.
    pub guilds: Vec<UnavailableGuild>,
    /// By which the session is resumed.
    pub session_id: String,
    /// Where the session is resumed.
    pub resume_gateway_url: String,
    /// The bot's application; of a person, a stand-in with the same id.
    pub application: PartialApplication,
    /// This shard and how many there are.
    pub shard: [u32; 2],
    /// Direct conversations; always empty for bots.
    pub private_channels: Vec<PrivateChannel>,
    /// Always "normal".
    pub session_type: &'static str,
    /// Always empty.
    pub geo_ordered_rtc_regions: EmptyList,
    /// What only user sessions get.
    #[serde(flatten)]
    pub user_state: Option<UserState>,
}

/// What a person's client needs besides, left out for bots.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UserState {
    /// Friends, requests and blocked users.
    pub relationships: Vec<Relationship>,
    /// The client's settings, a JSON object of which only clients understand the whole.
    pub settings: Value,
    /// How far each channel was read.
    pub read_state: Vec<ReadState>,
}

/// How far a channel was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReadState {
    /// The channel.
    pub channel_id: ChannelId,
    /// The last message that was read.
    pub last_message_id: Option<MessageId>,
    /// Mentions since then.
    pub mention_count: u32,
}

impl Ready {
    /// The READY of an unsharded bot. A user session adds `private_channels` and `user_state`.
    pub fn new(
        user: CurrentUser,
        guilds: Vec<UnavailableGuild>,
        session_id: impl Into<String>,
        resume_gateway_url: impl Into<String>,
    ) -> Self {
        Self {
            v: VERSION,
            application: PartialApplication::new(user.user.id),
            user,
            guilds,
            session_id: session_id.into(),
            resume_gateway_url: resume_gateway_url.into(),
            shard: [0, 1],
            private_channels: Vec::new(),
            session_type: "normal",
            geo_ordered_rtc_regions: EmptyList,
            user_state: None,
        }
    }
}

impl UserState {
    /// Nobody known, nothing set, nothing read.
    pub fn empty() -> Self {
        let settings = Value::Object(serde_json::Map::new());
        Self { relationships: Vec::new(), settings, read_state: Vec::new() }
    }
}
