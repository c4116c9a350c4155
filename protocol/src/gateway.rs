//! Gateway frames: what clients send, what the server answers outside of events, and why it closes.
//!
//! - GW1  IDENTIFY is read leniently: only its token must be right. Libraries differ in the rest.
//! - GW2  All other commands have strict types; a wrong one is told with its path.
//! - GW3  An unknown opcode is kept as [`ClientCommand::Unknown`], not refused here.
//! - GW4  A frame is at most [`FRAME_BYTES_MAX`] long and [`crate::json::DEPTH_MAX`] deep.

mod close;
mod command;
mod identify;
mod parse;
mod server_frame;
mod voice;

pub use close::CloseCode;
pub use command::{
    ClientCommand, MEMBER_REQUEST_USERS_MAX, MemberQuery, PresenceChange, RequestGuildMembers,
    RequestNonce, Resume, Subscribe, Unsubscribe, VIEWPORT_RANGES_MAX, VIEWPORT_ROWS_IN_ALL_MAX,
    VIEWPORT_ROWS_MAX, Viewport, VoiceStateChange,
};
pub use identify::{Identify, LARGE_THRESHOLD, Token};
pub use parse::{FRAME_BYTES_MAX, ParseError};
pub use server_frame::{
    DISPATCH_HEAD_BYTES_MAX, heartbeat, heartbeat_ack, hello, invalid_session, put_dispatch_head,
    reconnect,
};
pub use voice::{
    CANDIDATE_BYTES_MAX, DescriptionKind, IceCandidate, MEDIA_OFFER_BYTES_MAX, MediaMode,
    MediaNews, MediaOffer, PeerId, PeerSpeaking, SDP_BYTES_MAX, SessionDescription, VoiceMedia,
    VoiceMode, VoicePeer, VoiceSignal, VoiceSpeaking,
};

/// Opcodes of v10, and from 100 on those of this project.
pub mod opcode {
    /// An event.
    pub const DISPATCH: u64 = 0;
    /// A sign of life, or the demand for one.
    pub const HEARTBEAT: u64 = 1;
    /// Begins a session.
    pub const IDENTIFY: u64 = 2;
    /// Changes the own status.
    pub const PRESENCE_UPDATE: u64 = 3;
    /// Joins, moves within and leaves voice channels.
    pub const VOICE_STATE_UPDATE: u64 = 4;
    /// Takes a session up again.
    pub const RESUME: u64 = 6;
    /// Asks the client to connect anew and resume.
    pub const RECONNECT: u64 = 7;
    /// Asks for members.
    pub const REQUEST_GUILD_MEMBERS: u64 = 8;
    /// Says that a session cannot be taken up.
    pub const INVALID_SESSION: u64 = 9;
    /// The first frame.
    pub const HELLO: u64 = 10;
    /// Answers a sign of life.
    pub const HEARTBEAT_ACK: u64 = 11;
    /// Wants a channel's events.
    pub const SUBSCRIBE: u64 = 100;
    /// Wants them no more.
    pub const UNSUBSCRIBE: u64 = 101;
    /// Says which rows of a member list are on screen.
    pub const VIEWPORT: u64 = 102;
    /// Passes something on between two participants of a room.
    pub const VOICE_SIGNAL: u64 = 110;
    /// Negotiates a connection to the media server.
    pub const VOICE_MEDIA: u64 = 111;
    /// Shows a room to one of its participants.
    pub const VOICE_MODE: u64 = 112;
    /// Says who speaks.
    pub const VOICE_SPEAKING: u64 = 113;
    /// The first opcode of this project; they are counted apart from those of v10.
    pub const EXTENSION_MIN: u64 = 100;
}

#[cfg(test)]
mod tests;
