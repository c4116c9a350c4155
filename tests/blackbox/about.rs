//! What somebody says of themselves, and who gets to read it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Account, PASSWORD, World, befriend, part};

const ME: &str = "/api/v10/users/@me";

fn path(of: &Account) -> String {
    format!("/api/x/users/{}/profile", of.id)
}

async fn says(who: &Account, bio: Value) {
    who.rest.patch(ME, json!({ "bio": bio })).await.expect(200);
}

async fn bio(viewer: &Account, of: &Account) -> Value {
    viewer.rest.get(&path(of)).await.expect(200)["bio"].take()
}

/// Somebody who is in another guild than everybody else.
async fn stranger(world: &World, name: &str) -> Account {
    let guild = json!({"name": "Elsewhere"});
    let guild = world.owner.rest.post("/api/v10/guilds", guild).await.expect(201);
    let path = format!("/api/v10/guilds/{}/channels", guild["id"].as_str().unwrap());
    let channels = world.owner.rest.get(&path).await.expect(200);
    let text = channels.as_array().unwrap().iter().find(|channel| channel["type"] == 0).unwrap();
    world.account_in(text["id"].as_str().unwrap(), name).await
}

#[tokio::test]
async fn aq1_it_is_read_by_members_of_one_guild_and_by_friends() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (eve, bot) = (stranger(&world, "eve").await, world.bot("beep", 0).await);
    says(&ada, json!(" I paint.\r\nAnd you? ")).await;
    let seen = bob.rest.get(&path(&ada)).await.expect(200);
    assert_eq!(seen["bio"], "I paint.\nAnd you?");
    assert_eq!(seen["user"], ada.rest.get(&format!("/api/v10/users/{}", ada.id)).await.body);
    assert_eq!(seen["mutual_guilds"], json!([world.guild]));
    assert_eq!(bio(&bot, &ada).await, "I paint.\nAnd you?");
    assert_eq!(ada.rest.get("/api/x/users/@me/profile").await.expect(200), seen);

    eve.rest.get(&path(&ada)).await.refused(404, 10_013);
    eve.rest.get("/api/x/users/17/profile").await.refused(404, 10_013);
    world.nobody().get(&path(&ada)).await.refused(401, 0);
    // Whoever asks is not a friend yet.
    eve.rest.put(&format!("/api/x/relationships/{}", ada.id), json!({})).await.expect(204);
    eve.rest.get(&path(&ada)).await.refused(404, 10_013);
    befriend(&eve, &ada).await;
    let seen = eve.rest.get(&path(&ada)).await.expect(200);
    assert_eq!((&seen["bio"], &seen["mutual_guilds"]), (&json!("I paint.\nAnd you?"), &json!([])));
    part(&ada, &eve).await;
    eve.rest.get(&path(&ada)).await.refused(404, 10_013);
}

#[tokio::test]
async fn aq1_it_is_read_by_people_of_one_conversation() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (eve, fred) = (stranger(&world, "eve").await, stranger(&world, "fred").await);
    says(&ada, json!("I paint.")).await;
    befriend(&ada, &fred).await;
    let open = json!({"recipient_id": ada.id});
    fred.rest.post("/api/v10/users/@me/channels", open).await.expect(200);
    part(&ada, &fred).await;
    assert_eq!(bio(&fred, &ada).await, "I paint.", "what they said to each other stays");

    befriend(&bob, &ada).await;
    befriend(&bob, &eve).await;
    eve.rest.get(&path(&ada)).await.refused(404, 10_013);
    let people = json!({"recipient_ids": [ada.id, eve.id]});
    let group = bob.rest.post("/api/x/dms", people).await.expect(201);
    assert_eq!(bio(&eve, &ada).await, "I paint.");
    let group = group["id"].as_str().unwrap();
    eve.rest.delete(&format!("/api/v10/channels/{group}")).await.expect(200);
    eve.rest.get(&path(&ada)).await.refused(404, 10_013);
}

#[tokio::test]
async fn aq2_neither_of_two_apart_reads_it_nor_learns_why() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    says(&ada, json!("I paint.")).await;
    says(&bob, json!("I do not.")).await;
    bob.rest.put(&format!("/api/x/relationships/{}", ada.id), json!({"type": 2})).await.expect(204);
    for (viewer, other) in [(&ada, &bob), (&bob, &ada)] {
        let mut seen = viewer.rest.get(&path(other)).await.expect(200);
        assert_eq!(seen["bio"].take(), json!(null));
        // As if nothing was said.
        let silent = world.owner.rest.get(&path(other)).await.expect(200);
        assert_eq!(seen["user"], silent["user"]);
    }
    assert_eq!(bio(&world.owner, &ada).await, "I paint.");
    part(&bob, &ada).await;
    assert_eq!(bio(&ada, &bob).await, "I do not.");
}

#[tokio::test]
async fn it_is_bounded_and_taken_back_and_kept_over_a_kill_and_told_to_nobody() {
    let mut world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    let ada = ada.account;
    for wrong in [json!("x".repeat(191)), json!("a\u{0}b")] {
        let refused = ada.rest.patch(ME, json!({ "bio": wrong })).await.expect(400);
        assert_eq!(refused["errors"]["bio"]["_errors"][0]["code"], "BASE_TYPE_BAD_LENGTH");
    }
    ada.rest.patch(ME, json!({"bio": 7})).await.refused(400, 50_035);
    assert_eq!(bio(&ada, &ada).await, json!(null));
    for silence in [json!(null), json!("  ")] {
        says(&ada, json!("é".repeat(190))).await;
        assert_eq!(bio(&ada, &ada).await, "é".repeat(190));
        ada.rest.patch(ME, json!({"global_name": "Ada L."})).await.expect(200);
        assert_eq!(bio(&ada, &ada).await, "é".repeat(190), "what is absent stays");
        says(&ada, silence).await;
        assert_eq!(bio(&ada, &ada).await, json!(null));
    }
    while bob.socket.event("GUILD_MEMBER_UPDATE").await["user"]["global_name"] != "Ada L." {}
    says(&ada, json!("kept")).await;
    bob.socket.send(1, json!(null)).await;
    bob.socket.expect(|frame| frame["op"] == 11).await;
    let told = bob.socket.untaken().filter(|frame| frame["t"] == "GUILD_MEMBER_UPDATE").count();
    assert!(told < 2, "{told} for two names that were the same");
    world.kill();
    world.start_again();
    let ada = Account { rest: ada.rest.at(world.url()), ..ada };
    assert_eq!(bio(&ada, &ada).await, "kept");
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let open = json!({"recipient_id": ada.id});
    bob.rest.post("/api/v10/users/@me/channels", open).await.expect(200);
    says(&ada, json!("I was here.")).await;
    let password = json!({"password": PASSWORD});
    ada.rest.send(Method::DELETE, "/api/x/me", Some(password)).await.expect(204);
    bob.rest.get(&path(&ada)).await.refused(404, 10_013);
}
