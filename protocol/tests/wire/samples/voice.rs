//! The frames of voice that the server sends.

use bytes::Bytes;
use protocol::gateway::{
    DescriptionKind, IceCandidate, MediaMode, PeerId, PeerSpeaking, SessionDescription, VoiceMode,
    VoicePeer, VoiceSignal,
};
use protocol::wire::EmptyList;

use super::{ADA, VOICE};

/// One of each, and more where there is more than one form.
pub(crate) fn voice_frames() -> Vec<Bytes> {
    let peer_id = PeerId::new(7);
    let signal = VoiceSignal { channel_id: VOICE, peer_id, n: 1, sdp: None, candidate: None };
    let sdp = SessionDescription { kind: DescriptionKind::Answer, sdp: "v=0\r\n".to_owned() };
    let candidate = IceCandidate {
        candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host".to_owned(),
        sdp_mid: Some("0".to_owned()),
        sdp_m_line_index: Some(0),
        username_fragment: None,
    };
    let mode = VoiceMode {
        channel_id: VOICE,
        mode: MediaMode::Mesh,
        own: PeerId::new(8),
        peers: vec![VoicePeer { peer_id, user_id: ADA, mute: true, deaf: false }],
        ice_servers: EmptyList,
        bitrate: 64_000,
    };
    vec![
        VoiceSignal { sdp: Some(sdp), ..signal.clone() }.encode(),
        VoiceSignal { candidate: Some(Some(candidate)), ..signal.clone() }.encode(),
        VoiceSignal { candidate: Some(None), ..signal }.encode(),
        mode.encode(),
        PeerSpeaking { channel_id: VOICE, peer_id, speaking: true }.encode(),
    ]
}
