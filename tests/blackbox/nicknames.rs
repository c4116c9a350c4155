//! What members are called in a guild, and all their roles at once.

use serde_json::{Value, json};

use crate::world::{Account, Answer, World};

const KICK_MEMBERS: u64 = 1 << 1;
const CHANGE_NICKNAME: u64 = 1 << 26;
const MANAGE_NICKNAMES: u64 = 1 << 27;
const MANAGE_ROLES: u64 = 1 << 28;

/// Changes a member, or oneself by `@me`.
async fn edit(world: &World, by: &Account, whom: &str, body: Value) -> Answer {
    by.rest.patch(&format!("/api/v10/guilds/{}/members/{whom}", world.guild), body).await
}

async fn role(world: &World, name: &str, permissions: u64) -> String {
    let path = format!("/api/v10/guilds/{}/roles", world.guild);
    let body = json!({"name": name, "permissions": permissions.to_string()});
    world.owner.rest.post(&path, body).await.expect(200)["id"].as_str().unwrap().to_owned()
}

/// The newest entries of the audit log of this action.
async fn logged(world: &World, action: u64) -> Vec<Value> {
    let path = format!("/api/v10/guilds/{}/audit-logs?action_type={action}", world.guild);
    let log = world.owner.rest.get(&path).await.expect(200);
    log["audit_log_entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn one_is_called_otherwise_before_everyones_eyes() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&world.owner).await;
    let changed = edit(&world, &ada, "@me", json!({"nick": "  Countess  "})).await.expect(200);
    assert_eq!(changed["nick"], "Countess");
    let told = socket.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!((&told["nick"], &told["user"]["id"]), (&json!("Countess"), &json!(ada.id)));
    let entry = &logged(&world, 24).await[0];
    assert_eq!((&entry["user_id"], &entry["target_id"]), (&json!(ada.id), &json!(ada.id)));
    assert_eq!(entry["changes"], json!([{"key": "nick", "new_value": "Countess"}]));

    let said = format!("/api/v10/channels/{}/messages", world.general);
    let said = ada.rest.post(&said, json!({"content": "hello"})).await.expect(200);
    assert_eq!(said["author"]["username"], "ada", "the account's name is another matter");

    let back = edit(&world, &ada, "@me", json!({"nick": null})).await.expect(200);
    assert_eq!(back["nick"], Value::Null);
    edit(&world, &ada, "@me", json!({"nick": "x".repeat(33)})).await.refused(400, 50_035);
    edit(&world, &ada, "@me", json!({"nick": "two\nlines"})).await.refused(400, 50_035);
    assert_eq!(
        edit(&world, &ada, "@me", json!({"nick": ""})).await.expect(200)["nick"],
        Value::Null
    );
}

#[tokio::test]
async fn names_of_others_are_for_who_may_and_stands_above_them() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let names = json!({"nick": "Somebody"});
    edit(&world, &ada, &bob.id, names.clone()).await.refused(403, 50_013);
    let bosun = role(&world, "bosun", MANAGE_NICKNAMES).await;
    edit(&world, &world.owner, &ada.id, json!({"roles": [bosun]})).await.expect(200);
    edit(&world, &ada, &bob.id, names.clone()).await.expect(200);
    edit(&world, &ada, &world.owner.id, names.clone()).await.refused(403, 50_013);
    edit(&world, &world.owner, &bob.id, json!({"roles": [bosun]})).await.expect(200);
    edit(&world, &ada, &bob.id, names.clone()).await.refused(403, 50_013);
    edit(&world, &ada, "1", names).await.refused(404, 10_007);

    // Who may not change their own name keeps the one they were given.
    let everyone = format!("/api/v10/guilds/{0}/roles/{0}", world.guild);
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    let all = world.owner.rest.get(&roles).await.expect(200);
    let own =
        all.as_array().unwrap().iter().find(|role| role["id"] == world.guild.as_str()).unwrap();
    let bits: u64 = own["permissions"].as_str().unwrap().parse().unwrap();
    let without = json!({"permissions": (bits & !CHANGE_NICKNAME).to_string()});
    world.owner.rest.patch(&everyone, without).await.expect(200);
    let cat = world.account("cat").await;
    edit(&world, &cat, "@me", json!({"nick": "Cat"})).await.refused(403, 50_013);
    edit(&world, &ada, "@me", json!({"nick": "Ada"})).await.expect(200);
}

#[tokio::test]
async fn all_roles_are_set_at_once_and_none_that_is_not_below() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let floor = role(&world, "floor", KICK_MEMBERS).await;
    let deck = role(&world, "deck", 0).await;
    let mate = role(&world, "mate", MANAGE_ROLES).await;
    let places = json!([{"id": floor, "position": 1}, {"id": deck, "position": 1}, {"id": mate, "position": 3}]);
    world
        .owner
        .rest
        .patch(&format!("/api/v10/guilds/{}/roles", world.guild), places)
        .await
        .expect(200);
    edit(&world, &world.owner, &ada.id, json!({"roles": [mate]})).await.expect(200);

    let set = edit(&world, &ada, &bob.id, json!({"roles": [floor, deck, floor]})).await.expect(200);
    let mut has: Vec<&str> =
        set["roles"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    has.sort_unstable();
    let mut wanted = vec![floor.as_str(), deck.as_str()];
    wanted.sort_unstable();
    assert_eq!(has, wanted);
    let entry = &logged(&world, 25).await[0];
    assert_eq!(entry["changes"][0]["key"], "$add");
    assert_eq!(entry["changes"][0]["new_value"].as_array().unwrap().len(), 2);

    edit(&world, &ada, &bob.id, json!({"roles": [mate]})).await.refused(403, 50_013);
    edit(&world, &ada, "@me", json!({"roles": []})).await.refused(403, 50_013);
    edit(&world, &ada, &bob.id, json!({"roles": ["99"]})).await.refused(404, 10_011);
    edit(&world, &ada, &bob.id, json!({"roles": [world.guild]})).await.refused(400, 50_028);
    assert_eq!(
        edit(&world, &ada, &bob.id, json!({"roles": null})).await.expect(200)["roles"],
        json!([])
    );
    edit(&world, &bob, &bob.id, json!({"roles": [deck]})).await.refused(403, 50_013);
}
