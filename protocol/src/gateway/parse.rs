//! From a frame to a command.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::close::CloseCode;
use super::command::{
    ClientCommand, MEMBER_REQUEST_USERS_MAX, MemberQuery, PresenceChange, RequestGuildMembers,
    RequestNonce, Resume, VIEWPORT_RANGES_MAX, VIEWPORT_ROWS_IN_ALL_MAX, VIEWPORT_ROWS_MAX,
    Viewport,
};
use super::identify::{self, Token};
use super::opcode;
use crate::id::{GuildId, UserId};
use crate::json::{self, JsonError};
use crate::wire::{ACTIVITIES_MAX, Activity, ChosenStatus};

/// Longest frame from a client, in bytes, whether in one piece or in fragments.
pub const FRAME_BYTES_MAX: usize = 64 * 1024;

/// Why a frame was refused. All close the socket with [`CloseCode::Undecodable`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// It is too long.
    #[error("a frame is at most {FRAME_BYTES_MAX} bytes long")]
    TooLarge,
    /// It is no JSON, too deep, or a field is wrong.
    #[error(transparent)]
    Json(#[from] JsonError),
}

impl ParseError {
    /// With which code the socket closes.
    pub const fn close_code(&self) -> CloseCode {
        CloseCode::Undecodable
    }
}

impl ClientCommand {
    /// Reads a frame.
    pub fn parse(frame: &[u8]) -> Result<Self, ParseError> {
        if frame.len() > FRAME_BYTES_MAX {
            return Err(ParseError::TooLarge);
        }
        // serde would take a list for the fields of an object in their order.
        if !frame.trim_ascii_start().starts_with(b"{") {
            return Err(field("", "an object").into());
        }
        let envelope: Envelope<'_> = json::read(frame)?;
        Ok(Self::of(envelope.op, envelope.d.unwrap_or(RawValue::NULL).get().as_bytes())?)
    }

    fn of(op: u64, d: &[u8]) -> Result<Self, JsonError> {
        Ok(match op {
            opcode::HEARTBEAT => Self::Heartbeat(json::read_at("d", d)?),
            opcode::IDENTIFY => {
                Self::Identify(Box::new(json::read_at::<identify::Raw>("d", d)?.into()))
            }
            opcode::PRESENCE_UPDATE => Self::PresenceUpdate(presence(json::read_at("d", d)?)),
            opcode::VOICE_STATE_UPDATE => Self::VoiceStateUpdate(json::read_at("d", d)?),
            opcode::RESUME => Self::Resume(json::read_at::<RawResume>("d", d)?.into()),
            opcode::REQUEST_GUILD_MEMBERS => {
                Self::RequestGuildMembers(request(json::read_at("d", d)?)?)
            }
            opcode::SUBSCRIBE => Self::Subscribe(json::read_at("d", d)?),
            opcode::UNSUBSCRIBE => Self::Unsubscribe(json::read_at("d", d)?),
            opcode::VIEWPORT => Self::Viewport(bounded(json::read_at("d", d)?)?),
            opcode::VOICE_SIGNAL => Self::VoiceSignal(Box::new(json::read_at("d", d)?)),
            opcode::VOICE_MEDIA => Self::VoiceMedia(Box::new(json::read_at("d", d)?)),
            opcode::VOICE_SPEAKING => Self::VoiceSpeaking(json::read_at("d", d)?),
            unknown => Self::Unknown(unknown),
        })
    }
}

/// Reads a presence out of an IDENTIFY, `None` if it is not to be understood.
pub(super) fn lenient_presence(value: &Value) -> Option<PresenceChange> {
    let status = ChosenStatus::deserialize(value.get("status")?).ok()?;
    let activities = value.get("activities").cloned().unwrap_or_default();
    Some(presence(RawPresence { status, activities }))
}

#[derive(Deserialize)]
struct Envelope<'a> {
    op: u64,
    #[serde(borrow, default)]
    d: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawResume {
    token: Token,
    session_id: String,
    seq: u64,
}

impl From<RawResume> for Resume {
    fn from(raw: RawResume) -> Self {
        Self { token: raw.token, session_id: raw.session_id, seq: raw.seq }
    }
}

#[derive(Deserialize)]
struct RawPresence {
    status: ChosenStatus,
    // Libraries put much into activities; one that is not understood must not end the session.
    #[serde(default)]
    activities: Value,
}

fn presence(raw: RawPresence) -> PresenceChange {
    let activities = raw.activities.as_array().map(Vec::as_slice).unwrap_or_default();
    let understood = activities.iter().filter_map(|value| Activity::deserialize(value).ok());
    PresenceChange {
        status: raw.status,
        activities: understood.filter(Activity::is_bounded).take(ACTIVITIES_MAX).collect(),
    }
}

#[derive(Deserialize)]
struct RawRequest {
    guild_id: OneOrMany<GuildId>,
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    limit: Option<u32>,
    #[serde(default)]
    presences: Option<bool>,
    #[serde(default)]
    user_ids: Option<OneOrMany<UserId>>,
    #[serde(default)]
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "an id or a list of ids")]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(id) => vec![id],
            Self::Many(ids) => ids,
        }
    }
}

fn request(raw: RawRequest) -> Result<RequestGuildMembers, JsonError> {
    let guilds = raw.guild_id.into_vec();
    let [guild_id] = guilds[..] else {
        return Err(field("d.guild_id", "members of one guild at a time"));
    };
    let query = match raw.user_ids.map(OneOrMany::into_vec) {
        Some(users) if users.len() > MEMBER_REQUEST_USERS_MAX => {
            return Err(field("d.user_ids", "at most 100 users at a time"));
        }
        Some(users) => MemberQuery::Users(users),
        None => MemberQuery::Prefix {
            prefix: raw.query.unwrap_or_default(),
            limit: raw.limit.unwrap_or(0),
        },
    };
    let nonce = raw.nonce.and_then(RequestNonce::new);
    Ok(RequestGuildMembers { guild_id, query, presences: raw.presences.unwrap_or(false), nonce })
}

fn bounded(viewport: Viewport) -> Result<Viewport, JsonError> {
    if viewport.ranges.len() > VIEWPORT_RANGES_MAX {
        return Err(field("d.ranges", "at most 16 ranges"));
    }
    let mut rows_in_all = 0;
    for (index, (from, to)) in viewport.ranges.iter().enumerate() {
        let rows = to.checked_sub(*from).filter(|rows| *rows < VIEWPORT_ROWS_MAX);
        let Some(rows) = rows else {
            return Err(field(&format!("d.ranges.{index}"), "a range of at most 200 rows"));
        };
        rows_in_all += rows + 1;
    }
    if rows_in_all > VIEWPORT_ROWS_IN_ALL_MAX {
        return Err(field("d.ranges", "at most 800 rows in all"));
    }
    Ok(viewport)
}

fn field(path: &str, message: &str) -> JsonError {
    JsonError::Field { path: path.to_owned(), message: message.to_owned() }
}
