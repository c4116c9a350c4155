//! Friends: asked by name, live on both sides, there after a kill, and nothing for whoever is blocked.

use serde_json::{Value, json};

use crate::world::{Account, Answer, Socket, World};

const FRIEND: u64 = 1;
const BLOCKED: u64 = 2;
const INCOMING: u64 = 3;
const OUTGOING: u64 = 4;

async fn ask(actor: &Account, name: &str) -> Answer {
    actor.rest.post("/api/x/relationships", json!({"username": name})).await
}

fn path(other: &Account) -> String {
    format!("/api/x/relationships/{}", other.id)
}

/// The type and the name of each, by id.
fn known(list: &Value) -> Vec<(u64, String)> {
    let list = list.as_array().expect("a list").iter();
    let name = |one: &Value| one["user"]["username"].as_str().expect("a name").to_owned();
    list.map(|one| (one["type"].as_u64().expect("a type"), name(one))).collect()
}

async fn listed(of: &Account) -> Vec<(u64, String)> {
    known(&of.rest.get("/api/x/relationships").await.expect(200))
}

async fn hears_added(socket: &mut Socket, kind: u64, other: &Account) {
    let told = socket.event("RELATIONSHIP_ADD").await;
    assert_eq!((&told["type"], &told["id"]), (&json!(kind), &json!(other.id)));
    assert_eq!(told["user"]["username"], other.name);
    assert!(told["since"].as_str().is_some_and(|since| since.contains('T')), "{told}");
}

async fn hears_removed(socket: &mut Socket, kind: u64, other: &Account) {
    let told = socket.event("RELATIONSHIP_REMOVE").await;
    assert_eq!(told, json!({"id": other.id, "type": kind}));
}

#[tokio::test]
async fn a_request_is_taken_and_both_sides_and_all_their_sessions_hear_of_it() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    let mut second = world.socket(&bob.account).await;
    ask(&ada.account, "Bob").await.expect(204);
    hears_added(&mut ada.socket, OUTGOING, &bob.account).await;
    for socket in [&mut bob.socket, &mut second] {
        hears_added(socket, INCOMING, &ada.account).await;
    }
    // Once more says nothing new, and asking back is the answer.
    ask(&ada.account, "bob").await.expect(204);
    bob.account.rest.put(&path(&ada.account), json!({})).await.expect(204);
    hears_added(&mut ada.socket, FRIEND, &bob.account).await;
    hears_added(&mut bob.socket, FRIEND, &ada.account).await;
    assert_eq!(listed(&ada.account).await, [(FRIEND, "bob".to_owned())]);

    ada.account.rest.delete(&path(&bob.account)).await.expect(204);
    for socket in [&mut bob.socket, &mut second] {
        hears_removed(socket, FRIEND, &ada.account).await;
    }
    assert_eq!(listed(&bob.account).await, []);
}

#[tokio::test]
async fn p1_friends_are_there_after_a_kill_and_in_ready() {
    let mut world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    ask(&ada, "bob").await.expect(204);
    ask(&bob, "ada").await.expect(204);
    ask(&ada, "owner").await.expect(204);
    world.kill();
    world.start_again();
    let socket = world.socket(&ada).await;
    let mut known = known(&socket.ready["relationships"]);
    known.sort();
    assert_eq!(known, [(FRIEND, "bob".to_owned()), (OUTGOING, "owner".to_owned())]);
    let bot = world.bot("beep", 0).await;
    assert!(world.socket(&bot).await.ready.get("relationships").is_none());
}

#[tokio::test]
async fn whoever_is_blocked_hears_of_an_end_only_and_cannot_ask() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    ask(&ada.account, "bob").await.expect(204);
    hears_added(&mut bob.socket, INCOMING, &ada.account).await;
    bob.account.rest.put(&path(&ada.account), json!({"type": 2})).await.expect(204);
    hears_added(&mut bob.socket, BLOCKED, &ada.account).await;
    hears_removed(&mut ada.socket, OUTGOING, &bob.account).await;
    assert_eq!(listed(&ada.account).await, []);
    ask(&ada.account, "bob").await.refused(403, 80_000);
    ask(&bob.account, "ada").await.refused(400, 80_001);
    // Unblocking brings nothing back.
    bob.account.rest.delete(&path(&ada.account)).await.expect(204);
    assert_eq!(listed(&bob.account).await, []);
    ask(&ada.account, "bob").await.expect(204);
}

#[tokio::test]
async fn oneself_bots_and_strangers_are_refused() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let bot = world.bot("beep", 0).await;
    ask(&ada, "ada").await.refused(400, 80_003);
    ada.rest.put(&path(&bot), json!({})).await.refused(400, 80_003);
    ask(&ada, "nobody_here").await.refused(404, 10_013);
    ask(&ada, "not a name").await.refused(404, 10_013);
    ada.rest.put("/api/x/relationships/17", json!({})).await.refused(404, 10_013);
    ada.rest.put(&path(&ada), json!({"type": 3})).await.refused(400, 50_035);
    ada.rest.put(&path(&ada), json!({"type": "friend"})).await.refused(400, 50_035);
}

#[tokio::test]
async fn a_friend_is_seen_by_the_name_that_they_have_now() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    ask(&ada, "bob").await.expect(204);
    let mut socket = world.socket(&bob).await;
    let patch = json!({"global_name": "Countess"});
    ada.rest.patch("/api/v10/users/@me", patch).await.expect(200);
    let told = socket.event("RELATIONSHIP_ADD").await;
    assert_eq!((&told["type"], &told["user"]["global_name"]), (&json!(3), &json!("Countess")));
}

#[tokio::test]
async fn friends_in_no_common_guild_see_whether_the_other_one_is_there() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    ask(&ada, "bob").await.expect(204);
    ask(&bob, "ada").await.expect(204);
    let path = format!("/api/v10/users/@me/guilds/{}", world.guild);
    bob.rest.delete(&path).await.expect(204);
    let mut at_ada = world.socket(&ada).await;
    let mut at_bob = world.socket(&bob).await;
    let is_of_friends =
        |frame: &Value| frame["t"] == "X_PRESENCES" && frame["d"]["guild_id"].is_null();
    for (socket, friend) in [(&mut at_ada, &bob), (&mut at_bob, &ada)] {
        let told = socket.expect(is_of_friends).await;
        let told = &told["d"]["presences"][0];
        assert_eq!((&told["user"]["id"], &told["status"]), (&json!(friend.id), &json!("online")));
    }
    at_bob.send(3, json!({"since": null, "activities": [], "status": "dnd", "afk": false})).await;
    assert_eq!(at_ada.expect(is_of_friends).await["d"]["presences"][0]["status"], "dnd");
}
