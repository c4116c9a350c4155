//! What two people do with each other outside of guilds.

use serde_json::json;

use super::{Account, Answer};

/// Where conversations are listed and opened.
pub(crate) const CONVERSATIONS: &str = "/api/v10/users/@me/channels";

/// Both ask for it, so both have it.
pub(crate) async fn befriend(one: &Account, other: &Account) {
    for (who, whom) in [(one, other), (other, one)] {
        let path = format!("/api/x/relationships/{}", whom.id);
        who.rest.put(&path, json!({})).await.expect(204);
    }
}

/// The first one ends what there is.
pub(crate) async fn part(one: &Account, other: &Account) {
    one.rest.delete(&format!("/api/x/relationships/{}", other.id)).await.expect(204);
}

pub(crate) async fn open(who: &Account, whom: &Account) -> Answer {
    who.rest.post(CONVERSATIONS, json!({"recipient_id": whom.id})).await
}

/// The id of the conversation of two, opened by the first.
pub(crate) async fn opened(who: &Account, whom: &Account) -> String {
    open(who, whom).await.expect(200)["id"].as_str().expect("an id").to_owned()
}

pub(crate) async fn say(who: &Account, channel: &str, content: &str) -> Answer {
    let path = format!("/api/v10/channels/{channel}/messages");
    who.rest.post(&path, json!({"content": content})).await
}
