//! Receipts: delivered and read, told to the author alone, and not at all where somebody wants none.

use serde_json::{Value, json};

use crate::world::{Account, Member, Socket, World};

/// Ada and bob, who are friends, with a message of ada's in their conversation.
struct Talk {
    world: World,
    ada: Member,
    bob: Member,
    channel: String,
}

async fn talk() -> Talk {
    let world = World::start().await;
    let (ada, bob) = world.two_members().await;
    ada.account.rest.post("/api/x/relationships", json!({"username": "bob"})).await.expect(204);
    bob.account.rest.post("/api/x/relationships", json!({"username": "ada"})).await.expect(204);
    let body = json!({"recipient_id": bob.account.id});
    let opened = ada.account.rest.post("/api/v10/users/@me/channels", body).await.expect(200);
    let channel = opened["id"].as_str().unwrap().to_owned();
    Talk { world, ada, bob, channel }
}

async fn says(account: &Account, channel: &str, content: &str) -> String {
    let path = format!("/api/v10/channels/{channel}/messages");
    let said = account.rest.post(&path, json!({ "content": content })).await.expect(200);
    said["id"].as_str().unwrap().to_owned()
}

async fn reads(account: &Account, channel: &str, message: &str) {
    let path = format!("/api/x/channels/{channel}/ack");
    account.rest.post(&path, json!({ "message_id": message })).await.expect(204);
}

/// The client of a person tells what it has, as it does at once in a conversation.
async fn has(socket: &mut Socket) {
    let s = socket.position().s;
    socket.send(1, json!(s)).await;
}

fn receipt(user: &Account, message: &str, kind: &str) -> Value {
    json!({"user_id": user.id, "message_id": message, "kind": kind})
}

async fn hears(socket: &mut Socket, channel: &str, receipt: Value) {
    let told = socket.event("X_RECEIPTS").await;
    assert_eq!(told, json!({"channel_id": channel, "receipts": [receipt]}));
}

async fn known(account: &Account, channel: &str) -> Value {
    let path = format!("/api/x/channels/{channel}/receipts");
    account.rest.get(&path).await.expect(200)["receipts"].clone()
}

#[tokio::test]
async fn the_author_hears_that_a_message_arrived_and_that_it_was_read_and_finds_it_later() {
    let Talk { mut world, mut ada, mut bob, channel } = talk().await;
    let said = says(&ada.account, &channel, "hello").await;
    bob.socket.event("X_MENTION").await;
    has(&mut bob.socket).await;
    hears(&mut ada.socket, &channel, receipt(&bob.account, &said, "delivered")).await;
    reads(&bob.account, &channel, &said).await;
    let read = receipt(&bob.account, &said, "read");
    hears(&mut ada.socket, &channel, read.clone()).await;
    assert_eq!(known(&bob.account, &channel).await, json!([]), "it was not theirs");

    // Marks are written within a second; an orderly end writes them at once.
    assert_eq!(world.terminate(), Some(0));
    world.start_again();
    assert_eq!(known(&ada.account, &channel).await, json!([read]));
    let untaken: Vec<&Value> =
        bob.socket.untaken().filter(|one| one["t"] == "X_RECEIPTS").collect();
    assert!(untaken.is_empty(), "bob wrote nothing: {untaken:?}");
}

#[tokio::test]
async fn in_a_channel_each_author_hears_of_their_own_newest_message() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    let mut cid = world.member("cid").await;
    let first = ada.says("one").await["id"].as_str().unwrap().to_owned();
    let second = bob.says("two").await["id"].as_str().unwrap().to_owned();
    cid.sees("two").await;
    reads(&cid.account, &world.general, &second).await;
    let of_cid = |frame: &Value, message: &str| {
        frame["t"] == "X_RECEIPTS"
            && frame["d"]["receipts"].as_array().unwrap().contains(&receipt(
                &cid.account,
                message,
                "read",
            ))
    };
    ada.socket.expect(|frame| of_cid(frame, &first)).await;
    bob.socket.expect(|frame| of_cid(frame, &second)).await;
}

#[tokio::test]
async fn rc2_whoever_hides_or_wants_none_gives_none_and_whoever_wants_none_gets_none() {
    let Talk { world: _world, mut ada, bob, channel } = talk().await;
    let set = |account: &Account, settings: Value| {
        let rest = account.rest.clone();
        async move { rest.patch("/api/x/me/settings", settings).await.expect(200) }
    };
    let is_seen =
        |frame: &Value, status: &str| {
            let presences = &frame["d"]["presences"];
            frame["t"] == "X_PRESENCES"
                && presences.as_array().unwrap().iter().any(|one| {
                    one["user"]["id"] == bob.account.id.as_str() && one["status"] == status
                })
        };
    set(&bob.account, json!({"status": "invisible"})).await;
    ada.socket.expect(|frame| is_seen(frame, "offline")).await;
    let hidden = says(&ada.account, &channel, "are you there").await;
    reads(&bob.account, &channel, &hidden).await;
    assert_eq!(known(&ada.account, &channel).await, json!([]));

    set(&bob.account, json!({"status": "dnd", "receipts": false})).await;
    ada.socket.expect(|frame| is_seen(frame, "dnd")).await;
    let unwanted = says(&ada.account, &channel, "and now").await;
    reads(&bob.account, &channel, &unwanted).await;

    set(&bob.account, json!({"status": "idle", "receipts": null})).await;
    ada.socket.expect(|frame| is_seen(frame, "idle")).await;
    let last = says(&ada.account, &channel, "and at last").await;
    reads(&bob.account, &channel, &last).await;
    hears(&mut ada.socket, &channel, receipt(&bob.account, &last, "read")).await;

    set(&ada.account, json!({"receipts": false})).await;
    assert_eq!(known(&ada.account, &channel).await, json!([]));
}
