//! What was read: the same on all devices of a person, also after a day offline and a kill.

use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

use crate::world::{Account, Socket, World};

async fn ack(who: &Account, channel: &str, message: &Value, manual: bool) {
    let path = format!("/api/x/channels/{channel}/ack");
    let body = json!({"message_id": message["id"], "manual": manual});
    who.rest.post(&path, body).await.expect(204);
}

async fn say(who: &Account, channel: &str, content: &str) -> Value {
    let path = format!("/api/v10/channels/{channel}/messages");
    who.rest.post(&path, json!({"content": content})).await.expect(200)
}

/// What READY says of a channel: the last message that was read, and mentions since.
fn state(socket: &Socket, channel: &str) -> Option<(Value, Value)> {
    let states = socket.ready["read_state"].as_array().expect("a list");
    let state = states.iter().find(|state| state["channel_id"] == channel)?;
    Some((state["last_message_id"].clone(), state["mention_count"].clone()))
}

#[tokio::test]
async fn rd3_what_is_read_on_one_device_is_read_on_all_and_goes_back_only_by_hand() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let mut first = world.socket(&ada).await;
    let mut second = world.socket(&ada).await;
    let early = say(&bob, &world.general, &format!("<@{}> early", ada.id)).await;
    let late = say(&bob, &world.general, "late").await;
    ack(&ada, &world.general, &late, false).await;
    for socket in [&mut first, &mut second] {
        let told = socket.event("MESSAGE_ACK").await;
        assert_eq!(told["channel_id"], world.general.as_str());
        assert_eq!((&told["message_id"], &told["mention_count"]), (&late["id"], &json!(0)));
    }
    // Nothing goes back by itself, and nothing beyond what was said.
    ack(&ada, &world.general, &early, false).await;
    ack(&ada, &world.general, &json!({"id": "9999999999999999999"}), false).await;
    let before_all = json!({"id": "1"});
    ack(&ada, &world.general, &before_all, true).await;
    let told = second.event("MESSAGE_ACK").await;
    assert_eq!((&told["message_id"], &told["manual"]), (&json!("1"), &json!(true)));
    assert_eq!(told["mention_count"], 1);
    assert_eq!(state(&world.socket(&ada).await, &world.general), Some((json!("1"), json!(1))));
}

#[tokio::test]
async fn rd2_what_was_read_and_what_mentions_is_right_after_a_day_offline_and_a_kill() {
    let mut world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let read = say(&bob, &world.general, &format!("<@{}> one", ada.id)).await;
    ack(&ada, &world.general, &read, false).await;
    say(&bob, &world.general, "two").await;
    let gone = say(&bob, &world.general, &format!("<@{}> three", ada.id)).await;
    say(&bob, &world.general, &format!("<@{}> four", ada.id)).await;
    say(&bob, &world.general, &format!("<@{}> for somebody else", bob.id)).await;
    let path = format!("/api/v10/channels/{}/messages/", world.general);
    bob.rest.delete(&(path + gone["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(
        state(&world.socket(&ada).await, &world.general),
        Some((read["id"].clone(), json!(1))),
        "at once"
    );
    sleep(Duration::from_secs(2)).await;
    world.kill();
    world.start_again();
    let ada = Account { rest: ada.rest.at(world.url()), ..ada };
    let after = world.socket(&ada).await;
    assert_eq!(state(&after, &world.general), Some((read["id"].clone(), json!(1))));
}

#[tokio::test]
async fn whoever_writes_has_read_what_is_above_and_direct_messages_count_each() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    for (who, whom) in [(&ada, &bob), (&bob, &ada)] {
        let path = format!("/api/x/relationships/{}", whom.id);
        who.rest.put(&path, json!({})).await.expect(204);
    }
    let open = json!({"recipient_id": bob.id});
    let channel = ada.rest.post("/api/v10/users/@me/channels", open).await.expect(200);
    let channel = channel["id"].as_str().unwrap();
    let one = say(&ada, channel, "one").await;
    say(&ada, channel, "two").await;
    let bob_sees = state(&world.socket(&bob).await, channel);
    assert_eq!(bob_sees, Some((Value::Null, json!(2))), "nothing was read yet");
    ack(&bob, channel, &one, false).await;
    assert_eq!(state(&world.socket(&bob).await, channel), Some((one["id"].clone(), json!(1))));
    let own = say(&bob, channel, "three").await;
    assert_eq!(state(&world.socket(&bob).await, channel), Some((own["id"].clone(), json!(0))));
}

#[tokio::test]
async fn p5_what_is_hidden_mentions_nobody() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let read = say(&bob, &world.general, "read").await;
    ack(&ada, &world.general, &read, false).await;
    say(&world.owner, &world.general, &format!("<@{}>", ada.id)).await;
    let path = format!("/api/v10/channels/{}/permissions/{}", world.general, ada.id);
    world.owner.rest.put(&path, json!({"type": 1, "deny": "1024"})).await.expect(204);
    let after = state(&world.socket(&ada).await, &world.general);
    assert_eq!(after.map(|(_, mentions)| mentions), Some(json!(0)));
    let path = format!("/api/x/channels/{}/ack", world.general);
    let body = json!({"message_id": read["id"]});
    ada.rest.post(&path, body).await.refused(403, 50_001);
}
