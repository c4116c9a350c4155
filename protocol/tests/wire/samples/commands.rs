//! A frame of each command.

use serde_json::{Value, json};

use super::{ADA, BOT, GUILD, TEXT, VOICE};

/// A frame of each command.
pub(crate) fn commands() -> Vec<(&'static str, Value)> {
    let activities = json!([{"name": "chess", "type": 0, "created_at": 1}]);
    let presence = json!({"status": "idle", "since": 0, "afk": false, "activities": activities});
    vec![
        (
            "identify",
            json!({"op": 2, "d": {"token": "Bot a.b.c", "intents": 33281, "presence": presence,
                "large_threshold": 250, "shard": [0, 1], "compress": true, "properties": {}}}),
        ),
        ("resume", json!({"op": 6, "d": {"token": "a.b.c", "session_id": "session", "seq": 9}})),
        ("heartbeat", json!({"op": 1, "d": 251})),
        ("heartbeat_before_identify", json!({"op": 1, "d": null})),
        ("presence_update", json!({"op": 3, "d": presence})),
        (
            "voice_state_update",
            json!({"op": 4, "d": {"guild_id": GUILD, "channel_id": VOICE,
                "self_mute": true, "self_deaf": false}}),
        ),
        (
            "voice_signal",
            json!({"op": 110, "d": {"channel_id": VOICE, "peer_id": "7", "n": 1,
                "sdp": {"type": "offer", "sdp": "v=0"}}}),
        ),
        (
            "voice_signal_candidate",
            json!({"op": 110, "d": {"channel_id": VOICE, "peer_id": "7", "n": 1,
                "candidate": {"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0,
                    "usernameFragment": "u"}}}),
        ),
        ("voice_speaking", json!({"op": 113, "d": {"channel_id": VOICE, "speaking": true}})),
        (
            "request_guild_members",
            json!({"op": 8, "d": {"guild_id": GUILD, "query": "a", "limit": 5,
                "presences": true, "nonce": "n"}}),
        ),
        (
            "request_guild_members_by_id",
            json!({"op": 8, "d": {"guild_id": GUILD, "user_ids": [ADA, BOT]}}),
        ),
        ("subscribe", json!({"op": 100, "d": {"channel_id": TEXT, "after": 41}})),
        ("subscribe_live", json!({"op": 100, "d": {"channel_id": TEXT}})),
        ("unsubscribe", json!({"op": 101, "d": {"channel_id": TEXT}})),
        ("viewport", json!({"op": 102, "d": {"guild_id": GUILD, "ranges": [[0, 99]]}})),
        ("unknown", json!({"op": 199, "d": {"channel_id": TEXT}})),
    ]
}
