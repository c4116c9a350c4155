//! Blocking: whoever blocks and whoever is blocked see and reach each other no more, in guilds as well.

use serde_json::{Value, json};

use crate::world::{Account, Member, Socket, World};

async fn block(actor: &Account, other: &Account) {
    let path = format!("/api/x/relationships/{}", other.id);
    actor.rest.put(&path, json!({"type": 2})).await.expect(204);
}

/// How `user` appears next in a guild.
async fn appears(socket: &mut Socket, user: &Account) -> String {
    let is_of_user = |one: &Value| one["user"]["id"] == user.id.as_str();
    let presences = |frame: &Value| frame["d"]["presences"].as_array().cloned().unwrap_or_default();
    let wanted = |frame: &Value| {
        frame["t"] == "X_PRESENCES"
            && !frame["d"]["guild_id"].is_null()
            && presences(frame).iter().any(is_of_user)
    };
    let frame = socket.expect(wanted).await;
    let told = presences(&frame).into_iter().find(is_of_user).unwrap();
    told["status"].as_str().unwrap().to_owned()
}

/// Ada and bob, who see each other online.
async fn met(world: &World) -> (Member, Member) {
    let (mut ada, mut bob) = world.two_members().await;
    while appears(&mut ada.socket, &bob.account).await != "online" {}
    while appears(&mut bob.socket, &ada.account).await != "online" {}
    (ada, bob)
}

fn reaction(channel: &str, message: &Value) -> String {
    let id = message["id"].as_str().unwrap();
    format!("/api/v10/channels/{channel}/messages/{id}/reactions/%F0%9F%91%8D/@me")
}

#[tokio::test]
async fn bl1_neither_sees_the_other_one_until_it_ends() {
    let world = World::start().await;
    let (mut ada, mut bob) = met(&world).await;
    block(&bob.account, &ada.account).await;
    assert_eq!(appears(&mut ada.socket, &bob.account).await, "offline");
    assert_eq!(appears(&mut bob.socket, &ada.account).await, "offline");

    // What changes later is not seen either, nor by whoever comes back.
    let dnd = json!({"status": "dnd"});
    bob.account.rest.patch("/api/x/me/settings", dnd.clone()).await.expect(200);
    ada.account.rest.patch("/api/x/me/settings", dnd).await.expect(200);
    for (viewer, other) in [(&ada, &bob), (&bob, &ada)] {
        let mut socket = world.connect().await;
        let token = viewer.account.rest.bare_token().to_owned();
        let guild = socket.identify(&token).await.remove(0);
        let present = guild["presences"].as_array().unwrap();
        let is_other = |one: &Value| one["user"]["id"] == other.account.id.as_str();
        assert!(!present.iter().any(is_other), "{guild}");
    }

    bob.account.rest.delete(&format!("/api/x/relationships/{}", ada.account.id)).await.expect(204);
    assert_eq!(appears(&mut ada.socket, &bob.account).await, "dnd", "nothing came before");
    assert_eq!(appears(&mut bob.socket, &ada.account).await, "dnd");
}

#[tokio::test]
async fn neither_reaches_the_other_one_by_a_mention_or_a_reaction() {
    let world = World::start().await;
    let (mut ada, mut bob) = met(&world).await;
    let of_bob = bob.says("one").await;
    let of_ada = ada.says("two").await;
    block(&bob.account, &ada.account).await;
    let channel = &world.general;
    ada.account.rest.put(&reaction(channel, &of_bob), json!({})).await.refused(403, 90_001);
    bob.account.rest.put(&reaction(channel, &of_ada), json!({})).await.refused(403, 90_001);
    bob.account.rest.put(&reaction(channel, &of_bob), json!({})).await.expect(204);

    // A second device, which looks at nothing.
    let mut away = world.socket(&bob.account).await;
    let mention = format!("hello <@{}>", bob.account.id);
    ada.says(&mention).await;
    let unread = away.event("X_UNREAD").await;
    assert_eq!(unread["channels"][0]["mentions"], 0, "{unread}");
    let heard: Vec<&Value> = away.untaken().filter(|one| one["t"] == "X_MENTION").collect();
    assert!(heard.is_empty(), "{heard:?}");
    let again = world.socket(&bob.account).await;
    let states = again.ready["read_state"].as_array().unwrap();
    assert!(states.iter().all(|state| state["mention_count"] == 0), "{states:?}");

    let cid = world.member("cid").await;
    cid.posts(&mention, "1").await;
    assert_eq!(away.event("X_MENTION").await["message"]["content"], mention);
}
