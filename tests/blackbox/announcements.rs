//! Channels for announcements: made, written in by those who may, heard by all, turned into others and back.

use serde_json::{Value, json};

use crate::world::{World, say};

const ANNOUNCEMENTS: u64 = 5;
const SEND_MESSAGES: u64 = 1 << 11;
const MANAGE_CHANNELS: u64 = 1 << 4;

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

/// One where nobody writes but those above exceptions.
async fn news(world: &World) -> Value {
    let deny = json!({
        "id": world.guild,
        "type": 0,
        "allow": "0",
        "deny": SEND_MESSAGES.to_string(),
    });
    let body = json!({"name": "news", "type": ANNOUNCEMENTS, "permission_overwrites": [deny]});
    let path = format!("/api/v10/guilds/{}/channels", world.guild);
    world.owner.rest.post(&path, body).await.expect(201)
}

#[tokio::test]
async fn announcements_are_written_by_those_who_may_and_heard_by_all_also_after_a_kill() {
    let mut world = World::start().await;
    let made = news(&world).await;
    assert_eq!((&made["type"], &made["topic"]), (&json!(ANNOUNCEMENTS), &Value::Null));
    let channel = id(&made);
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    socket.subscribe(&channel, None).await;
    let said = say(&world.owner, &channel, "we open at nine").await.expect(200);
    let heard = socket.event("MESSAGE_CREATE").await;
    assert_eq!((&heard["id"], &heard["content"]), (&said["id"], &json!("we open at nine")));
    say(&ada, &channel, "first!").await.refused(403, 50_013);
    let react = format!("/api/v10/channels/{channel}/messages/{}/reactions/👍/@me", id(&said));
    assert_eq!(ada.rest.put(&react, json!({})).await.status, 204);
    let thread = format!("/api/v10/channels/{channel}/messages/{}/threads", id(&said));
    world.owner.rest.post(&thread, json!({"name": "Questions"})).await.expect(201);
    world.kill();
    world.start_again();
    let ada = ada.rest.at(world.url());
    let shown = ada.get(&format!("/api/v10/channels/{channel}")).await.expect(200);
    assert_eq!((&shown["type"], &shown["last_message_id"]), (&json!(ANNOUNCEMENTS), &said["id"]));
    let page = ada.get(&format!("/api/v10/channels/{channel}/messages")).await.expect(200);
    assert!(page.as_array().unwrap().iter().any(|message| message["id"] == said["id"]), "{page}");
}

#[tokio::test]
async fn a_text_channel_becomes_one_for_announcements_and_back_with_an_entry_in_the_log() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let path = format!("/api/v10/channels/{}", world.general);
    let become_one = |kind: u64| world.owner.rest.patch(&path, json!({"type": kind}));
    let said = say(&ada, &world.general, "hello").await.expect(200);
    let turned = become_one(ANNOUNCEMENTS).await.expect(200);
    assert_eq!(turned["type"], ANNOUNCEMENTS);
    assert_eq!(socket.event("CHANNEL_UPDATE").await["type"], ANNOUNCEMENTS);
    let page = ada.rest.get(&format!("{path}/messages")).await.expect(200);
    assert_eq!(page[0]["id"], said["id"]);
    for kind in [2, 4] {
        become_one(kind).await.refused(400, 50_035);
    }
    ada.rest.patch(&path, json!({"type": 0})).await.refused(403, 50_013);
    let bot = world.bot("builder", MANAGE_CHANNELS).await;
    assert_eq!(bot.rest.patch(&path, json!({"type": 0})).await.expect(200)["type"], 0);
    let log = format!("/api/v10/guilds/{}/audit-logs?action_type=11", world.guild);
    let log = world.owner.rest.get(&log).await.expect(200);
    let changes = json!([{"key": "type", "old_value": ANNOUNCEMENTS, "new_value": 0}]);
    assert_eq!(log["audit_log_entries"][0]["changes"], changes);
}

#[tokio::test]
async fn newcomers_are_told_of_in_a_channel_for_announcements_where_it_is_chosen_for_that() {
    let world = World::start().await;
    let channel = id(&news(&world).await);
    let guild = format!("/api/v10/guilds/{}", world.guild);
    world.owner.rest.patch(&guild, json!({"system_channel_id": channel})).await.expect(200);
    let mut socket = world.socket(&world.owner).await;
    socket.subscribe(&channel, None).await;
    let bob = world.account("bob").await;
    assert_eq!(socket.event("MESSAGE_CREATE").await["author"]["id"], json!(bob.id));
}
