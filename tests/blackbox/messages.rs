//! What is done to messages over REST, and what those who listen hear of it.

use serde_json::{Value, json};

use crate::world::{Account, World};

const THUMB: &str = "%F0%9F%91%8D";

fn messages(world: &World) -> String {
    format!("/api/v10/channels/{}/messages", world.general)
}

async fn post(world: &World, who: &Account, body: Value) -> Value {
    who.rest.post(&messages(world), body).await.expect(200)
}

async fn says(world: &World, who: &Account, content: &str) -> String {
    let said = post(world, who, json!({"content": content})).await;
    format!("{}/{}", messages(world), said["id"].as_str().unwrap())
}

#[tokio::test]
async fn an_edit_is_seen_and_what_was_said_before_only_by_moderators() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    let path = says(&world, &bob, "first").await;
    let edited = bob.rest.patch(&path, json!({"content": "second"})).await.expect(200);
    assert_eq!(edited["content"], "second");
    assert!(edited["edited_timestamp"].is_string());
    world.owner.rest.patch(&path, json!({"content": "mine"})).await.refused(403, 50005);
    bob.rest.patch(&path, json!({"content": ""})).await.refused(400, 50006);
    bob.rest.patch(&path, json!({"content": "x".repeat(2_001)})).await.refused(400, 50035);
    let versions = path.replace("/api/v10/", "/api/x/") + "/versions";
    bob.rest.get(&versions).await.refused(403, 50013);
    let former = world.owner.rest.get(&versions).await.expect(200);
    assert_eq!(former[0]["content"], "first");
    assert_eq!(former.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_deleted_is_gone_from_every_answer_and_a_second_deletion_finds_nothing() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    let path = says(&world, &bob, "a secret").await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let reference = json!({"message_id": id});
    let answer = json!({"content": "an answer", "message_reference": reference});
    let answered = post(&world, &world.owner, answer).await;
    assert_eq!(answered["referenced_message"]["content"], "a secret");
    bob.rest.delete(&path).await.expect(204);
    bob.rest.delete(&path).await.refused(404, 10008);
    bob.rest.get(&path).await.refused(404, 10008);
    bob.rest.patch(&path, json!({"content": "back"})).await.refused(404, 10008);
    bob.rest.put(&format!("{path}/reactions/{THUMB}/@me"), json!({})).await.refused(404, 10008);
    let page = bob.rest.get(&messages(&world)).await.expect(200).to_string();
    let log = format!("/api/x/channels/{}/events?after=0", world.general);
    let log = bob.rest.get(&log).await.expect(200).to_string();
    for told in [page, log] {
        assert!(told.contains("an answer") && !told.contains("a secret"), "{told}");
    }
    let lost = json!({"content": "late", "message_reference": reference});
    bob.rest.post(&messages(&world), lost).await.refused(400, 50035);
}

#[tokio::test]
async fn bulk_deletion_has_bounds() {
    let world = World::start().await;
    let mut ids = Vec::new();
    for number in 0..3 {
        let said = post(&world, &world.owner, json!({"content": number.to_string()})).await;
        ids.push(said["id"].clone());
    }
    let path = format!("{}/bulk-delete", messages(&world));
    let delete = async |ids: Value| world.owner.rest.post(&path, json!({"messages": ids})).await;
    delete(json!([ids[0]])).await.refused(400, 50016);
    delete(json!([ids[0], "41771983423143937"])).await.refused(400, 50034);
    delete(json!(ids)).await.expect(204);
    assert_eq!(world.owner.rest.get(&messages(&world)).await.expect(200), json!([]));
}

#[tokio::test]
async fn reactions_are_counted_listed_and_removed() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    let path = says(&world, &bob, "hi").await;
    let mine = format!("{path}/reactions/{THUMB}/@me");
    for who in [&bob, &world.owner, &bob] {
        who.rest.put(&mine, json!({})).await.expect(204);
    }
    let message = bob.rest.get(&path).await.expect(200);
    let reaction = &message["reactions"][0];
    assert_eq!((&reaction["count"], &reaction["me"]), (&json!(2), &json!(true)));
    assert_eq!(reaction["emoji"]["name"], "👍");
    let who = bob.rest.get(&format!("{path}/reactions/{THUMB}?limit=1")).await.expect(200);
    assert_eq!(who.as_array().unwrap().len(), 1);
    for none in ["x", "wave:41771983423143937", "%F0%9F%91%8D%F0%9F%91%8D"] {
        let path = format!("{path}/reactions/{none}/@me");
        bob.rest.put(&path, json!({})).await.refused(404, 10014);
    }
    let others = format!("{path}/reactions/{THUMB}/{}", world.owner.id);
    bob.rest.delete(&others).await.refused(403, 50013);
    world.owner.rest.delete(&format!("{path}/reactions/{THUMB}/{}", bob.id)).await.expect(204);
    world.owner.rest.delete(&format!("{path}/reactions")).await.expect(204);
    assert_eq!(bob.rest.get(&path).await.expect(200)["reactions"], json!([]));
}

#[tokio::test]
async fn a_pin_is_listed_at_both_addresses_and_says_so() {
    let world = World::start().await;
    let path = says(&world, &world.owner, "keep this").await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let pin = format!("{}/pins/{id}", messages(&world));
    world.owner.rest.put(&pin, json!({})).await.expect(204);
    let page = world.owner.rest.get(&format!("{}/pins", messages(&world))).await.expect(200);
    assert_eq!(page["items"][0]["message"]["id"], id.as_str());
    assert_eq!(page["has_more"], false);
    let former = format!("/api/v10/channels/{}/pins", world.general);
    let all = world.owner.rest.get(&former).await.expect(200);
    assert_eq!((&all[0]["id"], &all[0]["pinned"]), (&json!(id), &json!(true)));
    let told = world.owner.rest.get(&messages(&world)).await.expect(200);
    assert_eq!(
        (&told[0]["type"], &told[0]["message_reference"]["message_id"]),
        (&json!(6), &json!(id))
    );
    let system = format!("{}/{}", messages(&world), told[0]["id"].as_str().unwrap());
    world.owner.rest.patch(&system, json!({"content": "x"})).await.refused(403, 50021);
    let channel = format!("/api/v10/channels/{}", world.general);
    let channel = world.owner.rest.get(&channel).await.expect(200);
    assert_eq!(channel["last_pin_timestamp"], page["items"][0]["pinned_at"]);
    world.owner.rest.delete(&pin).await.expect(204);
    assert_eq!(world.owner.rest.get(&former).await.expect(200), json!([]));
}

#[tokio::test]
async fn whom_a_message_mentions_is_what_its_sender_allows_and_may() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    let text = format!("@everyone <@{}>", world.owner.id);
    let said = post(&world, &bob, json!({"content": text})).await;
    assert_eq!(said["mention_everyone"], false, "Bob may not");
    assert_eq!(said["mentions"][0]["id"], world.owner.id.as_str());
    let quiet = json!({"content": text, "allowed_mentions": {"parse": []}});
    assert_eq!(post(&world, &bob, quiet).await["mentions"], json!([]));
    let said = post(&world, &world.owner, json!({"content": text})).await;
    assert_eq!(said["mention_everyone"], true);
    let both = json!({"parse": ["users"], "users": [bob.id]});
    let body = json!({"content": "x", "allowed_mentions": both});
    let refused = bob.rest.post(&messages(&world), body).await;
    assert!(refused.body["errors"]["allowed_mentions"]["users"].is_object());
    refused.refused(400, 50035);
}

#[tokio::test]
async fn bots_show_embeds_where_they_may_and_people_do_not() {
    let world = World::start().await;
    let embed =
        || json!({"embeds": [{"title": "Build 7", "fields": [{"name": "a", "value": "b"}]}]});
    let bob = world.account("bob").await;
    bob.rest.post(&messages(&world), embed()).await.refused(403, 20002);
    let bot = world.bot("herald", 0).await;
    let said = post(&world, &bot, embed()).await;
    assert_eq!(said["embeds"][0]["type"], "rich");
    assert_eq!(said["embeds"][0]["fields"][0]["inline"], false);
    let path = format!("{}/{}", messages(&world), said["id"].as_str().unwrap());
    let seen = bob.rest.get(&path).await.expect(200);
    assert_eq!(seen["embeds"], said["embeds"]);
    bot.rest.patch(&path, json!({"embeds": []})).await.refused(400, 50006);
    let edited = bot.rest.patch(&path, json!({"content": "passed", "embeds": null})).await;
    assert_eq!(edited.expect(200)["embeds"], json!([]));
    let wrong = json!({"content": "x", "embeds": [{"title": "x", "url": "javascript:alert(1)"}]});
    let refused = bot.rest.post(&messages(&world), wrong).await;
    assert!(refused.body["errors"]["embeds"]["0"]["url"].is_object(), "{}", refused.body);
    refused.refused(400, 50035);
    let everyone = format!("/api/v10/channels/{}/permissions/{}", world.general, world.guild);
    let no_embeds = json!({"type": 0, "allow": "0", "deny": "16384"});
    world.owner.rest.put(&everyone, no_embeds).await.expect(204);
    bot.rest.post(&messages(&world), embed()).await.refused(403, 50013);
    bot.rest.patch(&path, embed()).await.refused(403, 50013);
    bot.rest.patch(&path, json!({"content": "only text"})).await.expect(200);
}

#[tokio::test]
async fn nothing_is_added_in_an_archived_channel_or_its_threads_and_what_is_taken_away_goes() {
    let world = World::start().await;
    let owner = &world.owner.rest;
    let path = says(&world, &world.owner, "kept").await;
    let thread = owner.post(&format!("{path}/threads"), json!({"name": "parts"})).await.expect(201);
    let in_thread = format!("/api/v10/channels/{}/messages", thread["id"].as_str().unwrap());
    owner.put(&format!("{path}/reactions/{THUMB}/@me"), json!({})).await.expect(204);
    let channel = format!("/api/v10/channels/{}", world.general);
    owner.patch(&channel, json!({"archived": true})).await.expect(200);
    owner.post(&messages(&world), json!({"content": "more"})).await.refused(403, 900_006);
    owner.post(&in_thread, json!({"content": "more"})).await.refused(403, 900_006);
    owner.patch(&path, json!({"content": "other"})).await.refused(403, 900_006);
    owner.put(&format!("{path}/reactions/%F0%9F%94%A5/@me"), json!({})).await.refused(403, 900_006);
    let pin = path.replace("/messages/", "/messages/pins/");
    owner.put(&pin, json!({})).await.refused(403, 900_006);
    owner.delete(&format!("{path}/reactions/{THUMB}/@me")).await.expect(204);
    owner.delete(&path).await.expect(204);
    owner.patch(&channel, json!({"archived": false})).await.expect(200);
    owner.post(&messages(&world), json!({"content": "more"})).await.expect(200);
}
