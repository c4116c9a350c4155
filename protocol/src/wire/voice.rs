//! Who is in which voice channel.

use serde::Serialize;

use super::{Member, Null};
use crate::id::{ChannelId, GuildId, UserId};

/// A user's place in a voice channel, and what is muted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoiceState {
    /// The guild. Left out within GUILD_CREATE and in direct conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<GuildId>,
    /// The channel, null on leaving.
    pub channel_id: Option<ChannelId>,
    /// The user.
    pub user_id: UserId,
    /// The user as a member. Left out where there is no guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// The gateway session that joined.
    pub session_id: String,
    /// Deafened by the guild.
    pub deaf: bool,
    /// Muted by the guild.
    pub mute: bool,
    /// Deafened by themselves.
    pub self_deaf: bool,
    /// Muted by themselves.
    pub self_mute: bool,
    /// Always false.
    pub self_stream: bool,
    /// Whether they show a picture.
    pub self_video: bool,
    /// Whether they may not speak there.
    pub suppress: bool,
    /// Always null.
    pub request_to_speak_timestamp: Null,
}

impl VoiceState {
    /// A state with nothing muted.
    pub fn new(
        user_id: UserId,
        channel_id: Option<ChannelId>,
        session_id: impl Into<String>,
    ) -> Self {
        Self {
            guild_id: None,
            channel_id,
            user_id,
            member: None,
            session_id: session_id.into(),
            deaf: false,
            mute: false,
            self_deaf: false,
            self_mute: false,
            self_stream: false,
            self_video: false,
            suppress: false,
            request_to_speak_timestamp: Null,
        }
    }
}
