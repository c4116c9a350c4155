//! Newcomers are told of in the system channel of their guild (NC1).

use serde_json::{Value, json};

use crate::world::World;

/// The type of a message that tells of somebody who joined.
const JOINED: u64 = 7;

async fn sets_system_channel(world: &World, channel: Value) {
    let path = format!("/api/v10/guilds/{}", world.guild);
    let body = json!({"system_channel_id": channel});
    let guild = world.owner.rest.patch(&path, body).await.expect(200);
    assert_eq!(guild["system_channel_id"], channel);
}

#[tokio::test]
async fn nc1_a_newcomer_is_told_of_once_to_those_who_listen_and_to_those_who_come_back() {
    let world = World::start().await;
    sets_system_channel(&world, json!(world.general)).await;
    let mut ada = world.member("ada").await;
    let bob = world.account("bob").await;
    let told = ada.next_message().await;
    assert_eq!(told["type"], JOINED);
    assert_eq!((&told["author"]["id"], &told["content"]), (&json!(bob.id), &json!("")));
    let bot = world.bot("herald", 0).await;
    assert_eq!(ada.next_message().await["author"]["id"], json!(bot.id));
    // Who is in already comes once more, and nobody hears of it.
    let again = world.invite(&world.general).await;
    bob.rest.post(&format!("/api/v10/invites/{again}"), json!({})).await.expect(200);
    let leave = format!("/api/v10/users/@me/guilds/{}", world.guild);
    bob.rest.delete(&leave).await.expect(204);
    bob.rest.post(&format!("/api/v10/invites/{again}"), json!({})).await.expect(200);
    assert_eq!(ada.next_message().await["author"]["id"], json!(bob.id));
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let page = world.owner.rest.get(&path).await.expect(200);
    let kinds: Vec<&Value> = page.as_array().unwrap().iter().map(|said| &said["type"]).collect();
    assert_eq!(kinds, [&json!(JOINED); 4], "{page}");
}

#[tokio::test]
async fn nc2_where_nobody_is_to_be_told_of_one_is_in_all_the_same() {
    let world = World::start().await;
    let voice = world.owner.rest.get(&format!("/api/v10/guilds/{}/channels", world.guild)).await;
    let voice = voice.expect(200);
    let voice = voice.as_array().unwrap().iter().find(|channel| channel["type"] == 2).unwrap();
    let path = format!("/api/v10/guilds/{}", world.guild);
    let body = json!({"system_channel_id": voice["id"]});
    world.owner.rest.patch(&path, body).await.refused(400, 50035);
    let bob = world.account("bob").await;
    let page = bob.rest.get(&format!("/api/v10/channels/{}/messages", world.general)).await;
    assert_eq!(page.expect(200), json!([]));
}
