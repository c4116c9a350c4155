//! What is sent in the place of an event whose message was deleted while it waited.
//!
//! - SI1  It is as long as what it stands for, so that a head that was written before still fits.

use bytes::{BufMut, Bytes, BytesMut};
use protocol::MessageId;
use serde_json::{Value, json};

/// The tail of an event without the content of a message, padded with spaces, and whether the whole
/// event is about that message. `None` when it says nothing of it.
pub(super) fn without(tail: &Bytes, message: MessageId) -> Option<(Bytes, bool)> {
    let text = std::str::from_utf8(tail).ok()?;
    let mut frame: Value = serde_json::from_str(&format!("{{{text}")).ok()?;
    let name = frame["t"].as_str()?.to_owned();
    let whole = blank(&mut frame["d"], &message.to_string())?;
    let mut new = BytesMut::with_capacity(tail.len());
    new.put_slice(format!("\"t\":{},\"d\":{}", json!(name), frame["d"]).as_bytes());
    let padding = tail.len().checked_sub(new.len() + 1)?;
    new.put_bytes(b' ', padding);
    new.put_u8(b'}');
    Some((new.freeze(), whole))
}

/// Blanks the message, or what another one shows of it.
fn blank(d: &mut Value, id: &str) -> Option<bool> {
    // X_MENTION has the message in a field of its own.
    let d = if d["message"].is_object() { &mut d["message"] } else { d };
    if d["id"] == id {
        d["content"] = json!("");
        for list in ["attachments", "embeds", "components", "mentions", "mention_roles"] {
            d[list] = json!([]);
        }
        if d["referenced_message"].is_object() {
            d["referenced_message"] = Value::Null;
        }
        return Some(true);
    }
    if d["referenced_message"]["id"] == id {
        d["referenced_message"] = Value::Null;
        return Some(false);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(d: &Value, wanted: Option<(&Value, bool)>) {
        let tail = Bytes::from(format!("\"t\":\"MESSAGE_CREATE\",\"d\":{d}}}"));
        let found = without(&tail, MessageId::new(7));
        let Some((found, whole)) = found else { return assert_eq!(None, wanted) };
        assert_eq!(found.len(), tail.len(), "SI1");
        let frame: Value =
            serde_json::from_str(&format!("{{{}", std::str::from_utf8(&found).unwrap())).unwrap();
        assert_eq!(frame["t"], "MESSAGE_CREATE");
        assert_eq!(Some((&frame["d"], whole)), wanted);
    }

    fn message(id: &str, content: &str) -> Value {
        json!({
            "id": id, "content": content, "attachments": [], "embeds": [], "components": [],
            "mentions": [], "mention_roles": [], "x_seq": 9,
        })
    }

    #[test]
    fn si1_nothing_of_a_deleted_message_is_left_and_the_length_is() {
        let mut full = message("7", "secret \u{e9}\n");
        full["embeds"] = json!([{"title": "secret"}]);
        check(&full, Some((&message("7", ""), true)));
        check(&json!({"message": full}), Some((&json!({"message": message("7", "")}), true)));
        check(&message("8", "other"), None);
    }

    #[test]
    fn si1_an_answer_to_a_deleted_message_stays_without_what_it_answers() {
        let mut answer = message("8", "I agree");
        answer["referenced_message"] = message("7", "secret");
        let mut bare = message("8", "I agree");
        bare["referenced_message"] = Value::Null;
        check(&answer, Some((&bare, false)));
    }
}
