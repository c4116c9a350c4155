//! What a client may ask for over the gateway.

use serde::Deserialize;

use super::identify::{Identify, Token};
use super::voice::{MediaOffer, VoiceSignal, VoiceSpeaking};
use crate::id::{ChannelId, GuildId, UserId};
use crate::wire::{Activity, ChosenStatus};

/// Users in one REQUEST_GUILD_MEMBERS at most, as in v10.
pub const MEMBER_REQUEST_USERS_MAX: usize = 100;

/// Ranges in one VIEWPORT at most; a screen shows one or two lists.
pub const VIEWPORT_RANGES_MAX: usize = 16;

/// Rows in one range of a VIEWPORT at most.
pub const VIEWPORT_ROWS_MAX: u32 = 200;

/// Rows of all ranges of a VIEWPORT at most: eight tabs, each with what it shows and what is near.
pub const VIEWPORT_ROWS_IN_ALL_MAX: u32 = 800;

/// Longest nonce of REQUEST_GUILD_MEMBERS, in bytes; a longer one is not answered, as in v10.
const REQUEST_NONCE_BYTES_MAX: usize = 32;

/// A command, as [`ClientCommand::parse`] reads it from a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientCommand {
    /// Begins a session.
    Identify(Box<Identify>),
    /// Takes a session up again.
    Resume(Resume),
    /// A sign of life, with the last sequence seen.
    Heartbeat(Option<u64>),
    /// Changes the own status.
    PresenceUpdate(PresenceChange),
    /// Joins, moves within or leaves voice channels.
    VoiceStateUpdate(VoiceStateChange),
    /// Asks for members.
    RequestGuildMembers(RequestGuildMembers),
    /// Wants a channel's events.
    Subscribe(Subscribe),
    /// Wants them no more.
    Unsubscribe(Unsubscribe),
    /// Says which rows of a member list are on screen.
    Viewport(Viewport),
    /// Something for another participant of a room.
    VoiceSignal(Box<VoiceSignal>),
    /// Offers a connection to the media server.
    VoiceMedia(Box<MediaOffer>),
    /// Begins to speak, or ends.
    VoiceSpeaking(VoiceSpeaking),
    /// An opcode that means nothing here.
    Unknown(u64),
}

/// RESUME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    /// Who takes it up.
    pub token: Token,
    /// The session of READY.
    pub session_id: String,
    /// The last sequence seen.
    pub seq: u64,
}

/// PRESENCE_UPDATE. `since` and `afk` are for others to know and are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PresenceChange {
    /// The chosen status.
    pub status: ChosenStatus,
    /// What the user is doing; those that are too long or too many are dropped.
    pub activities: Vec<Activity>,
}

/// VOICE_STATE_UPDATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct VoiceStateChange {
    /// The guild, null for a direct conversation.
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    /// The channel, null to leave.
    #[serde(default)]
    pub channel_id: Option<ChannelId>,
    /// Muted by themselves.
    #[serde(default)]
    pub self_mute: bool,
    /// Deafened by themselves.
    #[serde(default)]
    pub self_deaf: bool,
    /// Shows a picture.
    #[serde(default)]
    pub self_video: bool,
}

/// REQUEST_GUILD_MEMBERS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestGuildMembers {
    /// The guild.
    pub guild_id: GuildId,
    /// Which members.
    pub query: MemberQuery,
    /// Whether their presences are wanted.
    pub presences: bool,
    /// To be repeated in the answer.
    pub nonce: Option<RequestNonce>,
}

/// Which members are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberQuery {
    /// Those whose name begins so; the empty prefix and no limit is all of them.
    Prefix {
        /// The beginning of the name.
        prefix: String,
        /// At most so many, 0 for all.
        limit: u32,
    },
    /// These, at most [`MEMBER_REQUEST_USERS_MAX`].
    Users(Vec<UserId>),
}

/// A nonce that is short enough to be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestNonce(String);

/// SUBSCRIBE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Subscribe {
    /// The channel.
    pub channel_id: ChannelId,
    /// The last `x_seq` seen; without it nothing is replayed.
    #[serde(default)]
    pub after: Option<u64>,
}

/// UNSUBSCRIBE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Unsubscribe {
    /// The channel.
    pub channel_id: ChannelId,
}

/// VIEWPORT.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Viewport {
    /// The guild.
    pub guild_id: GuildId,
    /// First and last row of each range, both included; at most [`VIEWPORT_RANGES_MAX`] ranges of
    /// [`VIEWPORT_ROWS_MAX`] rows, and [`VIEWPORT_ROWS_IN_ALL_MAX`] rows together. None: it looks no
    /// more.
    pub ranges: Vec<(u32, u32)>,
}

impl RequestNonce {
    /// `None` if it is too long.
    pub(super) fn new(text: String) -> Option<Self> {
        (text.len() <= REQUEST_NONCE_BYTES_MAX).then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, to be sent.
    pub fn into_string(self) -> String {
        self.0
    }
}
