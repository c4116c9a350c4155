//! The event that the baseline sends: a complete message object, as long as the product's.

/// What a post adds to the constant parts.
pub(crate) struct Draft<'a> {
    pub(crate) x_seq: u64,
    pub(crate) content: &'a str,
    pub(crate) nonce: &'a str,
}

const FIRST_ID: u64 = 1_100_000_000_000_000_000;
const CHANNEL: &str = "100000000000000002";

/// The message as the poster's answer shows it.
pub(crate) fn message(draft: &Draft<'_>) -> String {
    let content = serde_json::Value::from(draft.content);
    let nonce = serde_json::Value::from(draft.nonce);
    format!(
        r#"{{"nonce":{nonce},"x_seq":{},"id":"{}","channel_id":"{CHANNEL}","content":{content},{REST}}}"#,
        draft.x_seq,
        FIRST_ID + draft.x_seq,
    )
}

/// The dispatch of such a message; the same bytes for every socket.
pub(crate) fn message_create(message: &str) -> String {
    format!(r#"{{"op":0,"s":1,"t":"MESSAGE_CREATE","d":{message}}}"#)
}

const REST: &str = concat!(
    r#""guild_id":"100000000000000001","#,
    r#""author":{"id":"100000000000000003","username":"member000003","discriminator":"0","#,
    r#""global_name":null,"avatar":null,"bot":false,"public_flags":0,"flags":0,"banner":null,"#,
    r#""accent_color":null,"avatar_decoration_data":null,"primary_guild":null},"#,
    r#""member":{"nick":null,"avatar":null,"banner":null,"roles":[],"#,
    r#""joined_at":"2026-11-22T17:23:16.123000+00:00","premium_since":null,"deaf":false,"#,
    r#""mute":false,"flags":0,"pending":false,"communication_disabled_until":null},"#,
    r#""timestamp":"2026-11-22T17:23:16.123000+00:00","edited_timestamp":null,"tts":false,"#,
    r#""mention_everyone":false,"mentions":[],"mention_roles":[],"attachments":[],"embeds":[],"#,
    r#""components":[],"pinned":false,"type":0,"flags":0,"webhook_id":null,"#,
    r#""message_reference":null,"referenced_message":null,"reactions":[],"thread":null"#,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_event_is_json_whatever_was_posted() {
        let message = message(&Draft { x_seq: 7, content: "\"\u{1F600}\n", nonce: "r-1" });
        let event: serde_json::Value = serde_json::from_str(&message_create(&message)).unwrap();
        assert_eq!(event["d"]["content"], "\"\u{1F600}\n");
        assert_eq!(event["d"]["x_seq"], 7);
    }
}
