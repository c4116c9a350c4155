//! Voice, in frames of their own: what the participants of a room say to one another (ops 110 and 113),
//! what the room tells each of them (op 112), and what is said of a connection to the media server (op 111).

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::opcode;
use crate::id::{ChannelId, UserId};
use crate::wire::EmptyList;

/// Longest description of a connection, in bytes: several times what a browser makes for its sound.
pub const SDP_BYTES_MAX: usize = 16 * 1024;

/// Longest offer to the media server, in bytes: a line for each of 26 sounds, about 1.5 KiB each. As JSON it
/// still fits into a frame.
pub const MEDIA_OFFER_BYTES_MAX: usize = 48 * 1024;

/// Longest candidate with all that belongs to it, in bytes; an ordinary one has about two hundred.
pub const CANDIDATE_BYTES_MAX: usize = 2 * 1024;

/// A participant of a room, from one joining to its leaving. Later ones have greater numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(u64);

impl PeerId {
    /// Wraps a number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Debug for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PeerId({})", self.0)
    }
}

impl Serialize for PeerId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        crate::decimal::serialize(self.0, to)
    }
}

impl<'de> Deserialize<'de> for PeerId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::decimal::deserialize(from, "a peer as a string or an integer").map(Self)
    }
}

/// VOICE_SIGNAL: how two participants find their way to one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceSignal {
    /// The room's channel.
    pub channel_id: ChannelId,
    /// To the server the addressee, from it the sender.
    pub peer_id: PeerId,
    /// The how many-th connection of the sender to the addressee it is about.
    pub n: u32,
    /// What the sender offers, or answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sdp: Option<SessionDescription>,
    /// Where the sender may be reached; null after the last one.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub candidate: Option<Option<IceCandidate>>,
}

/// What WebRTC calls an `RTCSessionDescriptionInit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDescription {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: DescriptionKind,
    /// The text (RFC 8866).
    pub sdp: String,
}

/// What a description is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DescriptionKind {
    /// The beginning of a negotiation.
    Offer,
    /// Its end.
    Answer,
}

/// What WebRTC calls an `RTCIceCandidateInit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IceCandidate {
    /// The candidate (RFC 8839).
    #[serde(default)]
    pub candidate: String,
    /// The line of the description that it belongs to, by name.
    #[serde(default)]
    pub sdp_mid: Option<String>,
    /// The same, by number.
    #[serde(default)]
    pub sdp_m_line_index: Option<u16>,
    /// Which gathering it comes from.
    #[serde(default)]
    pub username_fragment: Option<String>,
}

impl VoiceSignal {
    /// Whether it is short enough to be passed on.
    pub fn is_bounded(&self) -> bool {
        let sdp_bytes = self.sdp.as_ref().map_or(0, |sdp| sdp.sdp.len());
        let candidate = self.candidate.iter().flatten().next();
        let candidate_bytes = candidate.map_or(0, IceCandidate::bytes);
        sdp_bytes <= SDP_BYTES_MAX && candidate_bytes <= CANDIDATE_BYTES_MAX
    }

    /// Whether there is anything in it.
    pub fn says_something(&self) -> bool {
        self.sdp.is_some() || self.candidate.is_some()
    }

    /// The frame.
    pub fn encode(&self) -> Bytes {
        encode(opcode::VOICE_SIGNAL, self)
    }
}

impl IceCandidate {
    fn bytes(&self) -> usize {
        let named = [&self.sdp_mid, &self.username_fragment];
        self.candidate.len() + named.into_iter().flatten().map(String::len).sum::<usize>()
    }
}

/// VOICE_MEDIA as a participant says it: the offer of its connection to the media server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MediaOffer {
    /// The room's channel.
    pub channel_id: ChannelId,
    /// The how many-th connection of the sender it is about.
    pub n: u32,
    /// What it offers (RFC 8866).
    pub offer: String,
}

impl MediaOffer {
    /// Whether it is short enough to be read.
    pub fn is_bounded(&self) -> bool {
        self.offer.len() <= MEDIA_OFFER_BYTES_MAX
    }
}

/// VOICE_MEDIA as the server says it: what is new of a participant's connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoiceMedia {
    /// The room's channel.
    pub channel_id: ChannelId,
    /// The how many-th connection of the addressee it is about.
    pub n: u32,
    /// What it is.
    #[serde(flatten)]
    pub news: MediaNews,
}

/// What there is to say of a connection to the media server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaNews {
    /// What the server answers to the offer (RFC 8866).
    Answer(String),
    /// Who is heard on each line, by the name of the line.
    Slots(BTreeMap<String, Option<PeerId>>),
    /// `true`: the server has lost it, and another offer is needed.
    Ended(bool),
}

impl VoiceMedia {
    /// The frame.
    pub fn encode(&self) -> Bytes {
        encode(opcode::VOICE_MEDIA, self)
    }
}

/// VOICE_SPEAKING as a participant says it of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct VoiceSpeaking {
    /// The room's channel.
    pub channel_id: ChannelId,
    /// Whether it speaks.
    pub speaking: bool,
}

/// VOICE_SPEAKING as the others hear it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PeerSpeaking {
    /// The room's channel.
    pub channel_id: ChannelId,
    /// Who.
    pub peer_id: PeerId,
    /// Whether it speaks.
    pub speaking: bool,
}

impl PeerSpeaking {
    /// The frame.
    pub fn encode(&self) -> Bytes {
        encode(opcode::VOICE_SPEAKING, self)
    }
}

/// Which way sound takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaMode {
    /// From each participant to each other one.
    Mesh,
    /// Through the server.
    Sfu,
}

/// VOICE_MODE: a room, to one of its participants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoiceMode {
    /// The room's channel.
    pub channel_id: ChannelId,
    /// Which way sound takes.
    pub mode: MediaMode,
    /// Who of them is addressed.
    #[serde(rename = "self")]
    pub own: PeerId,
    /// The others.
    pub peers: Vec<VoicePeer>,
    /// Always empty.
    pub ice_servers: EmptyList,
    /// Bits a second of each one's sound.
    pub bitrate: u32,
}

/// Another participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct VoicePeer {
    /// Who in the room.
    pub peer_id: PeerId,
    /// Who it is.
    pub user_id: UserId,
    /// Whether it may not be heard, for whatever reason.
    pub mute: bool,
    /// Whether it may not hear, for whatever reason.
    pub deaf: bool,
}

impl VoiceMode {
    /// The frame.
    pub fn encode(&self) -> Bytes {
        encode(opcode::VOICE_MODE, self)
    }
}

fn encode(op: u64, d: &impl Serialize) -> Bytes {
    let d = serde_json::to_string(d).expect("frames have string keys and no floats");
    Bytes::from(format!("{{\"op\":{op},\"d\":{d}}}"))
}

/// A field that is there, be it null.
fn given<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal() -> VoiceSignal {
        VoiceSignal {
            channel_id: ChannelId::new(1),
            peer_id: PeerId::new(2),
            n: 3,
            sdp: None,
            candidate: None,
        }
    }

    fn candidate(bytes: usize) -> IceCandidate {
        IceCandidate {
            candidate: "c".repeat(bytes),
            sdp_mid: Some("0".to_owned()),
            sdp_m_line_index: Some(0),
            username_fragment: None,
        }
    }

    #[test]
    fn a_signal_is_bounded_by_the_bytes_of_its_texts() {
        let described = |bytes| {
            let sdp = SessionDescription { kind: DescriptionKind::Offer, sdp: "v".repeat(bytes) };
            VoiceSignal { sdp: Some(sdp), ..signal() }.is_bounded()
        };
        assert!(described(SDP_BYTES_MAX) && !described(SDP_BYTES_MAX + 1));
        let reached = |bytes| {
            VoiceSignal { candidate: Some(Some(candidate(bytes))), ..signal() }.is_bounded()
        };
        // The name of its line counts.
        assert!(reached(CANDIDATE_BYTES_MAX - 1) && !reached(CANDIDATE_BYTES_MAX));
    }

    #[test]
    fn the_end_of_the_candidates_is_something_and_no_candidate_is_nothing() {
        let read = |text: &str| serde_json::from_str::<VoiceSignal>(text).unwrap();
        let end = read(r#"{"channel_id":"1","peer_id":"2","n":3,"candidate":null}"#);
        assert_eq!(end, VoiceSignal { candidate: Some(None), ..signal() });
        assert!(end.says_something());
        let nothing = read(r#"{"channel_id":"1","peer_id":2,"n":3}"#);
        assert_eq!(nothing, signal());
        assert!(!nothing.says_something());
        let frame = String::from_utf8(end.encode().to_vec()).unwrap();
        let d = r#"{"channel_id":"1","peer_id":"2","n":3,"candidate":null}"#;
        assert_eq!(frame, format!(r#"{{"op":110,"d":{d}}}"#));
    }
}
