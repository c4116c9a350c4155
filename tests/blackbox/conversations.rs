//! Conversations of two: between friends only, one for each pair, live, replayed and kept, and nothing
//! to anybody else.

use serde_json::{Value, json};

use crate::world::{Account, CONVERSATIONS, Socket, World, befriend, open, opened, part, say};

/// The ids in somebody's list.
async fn listed(of: &Account) -> Vec<String> {
    let list = of.rest.get(CONVERSATIONS).await.expect(200);
    ids(&list)
}

fn ids(list: &Value) -> Vec<String> {
    let id = |one: &Value| one["id"].as_str().expect("an id").to_owned();
    list.as_array().expect("a list").iter().map(id).collect()
}

#[tokio::test]
async fn cv1_friends_have_one_conversation_and_strangers_none() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    open(&ada, &bob).await.refused(403, 50_007);
    open(&ada, &ada).await.refused(403, 50_007);
    ada.rest.post(CONVERSATIONS, json!({"recipient_id": "17"})).await.refused(404, 10_013);
    ada.rest.post(CONVERSATIONS, json!({})).await.refused(400, 50_035);
    befriend(&ada, &bob).await;
    let channel = open(&ada, &bob).await.expect(200);
    assert_eq!((&channel["type"], channel.get("guild_id")), (&json!(1), None));
    assert_eq!(channel["recipients"][0]["username"], "bob");
    assert_eq!(channel["recipients"].as_array().map(Vec::len), Some(1));
    let id = channel["id"].as_str().unwrap().to_owned();
    assert_eq!(opened(&bob, &ada).await, id, "whoever opens it");
    let both = tokio::join!(opened(&ada, &bob), opened(&bob, &ada));
    assert_eq!(both, (id.clone(), id));
}

#[tokio::test]
async fn cv3_a_message_brings_it_into_the_list_of_the_other_one_before_it_is_heard_of() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    befriend(&ada.account, &bob.account).await;
    let channel = opened(&ada.account, &bob.account).await;
    assert_eq!(ada.socket.event("CHANNEL_CREATE").await["id"], channel.as_str());
    assert_eq!(listed(&bob.account).await, [""; 0], "nothing was said in it yet");
    say(&ada.account, &channel, "hello").await.expect(200);

    let told = bob.socket.expect(|frame| frame["t"] == "CHANNEL_CREATE" || is_news(frame)).await;
    assert_eq!((&told["t"], &told["d"]["id"]), (&json!("CHANNEL_CREATE"), &json!(channel)));
    assert_eq!(told["d"]["recipients"][0]["username"], "ada");
    let mention = bob.socket.event("X_MENTION").await;
    assert_eq!(
        (&mention["channel_id"], &mention["message"]["content"]),
        (&json!(channel), &json!("hello"))
    );
    let unread = bob.socket.event("X_UNREAD").await["channels"][0].take();
    assert_eq!((&unread["channel_id"], &unread["mentions"]), (&json!(channel), &json!(1)));
    assert_eq!(listed(&bob.account).await, std::slice::from_ref(&channel));

    // Who closes it has it again with the next message.
    let path = format!("/api/v10/channels/{channel}");
    assert_eq!(bob.account.rest.delete(&path).await.expect(200)["id"], channel.as_str());
    assert_eq!(bob.socket.event("CHANNEL_DELETE").await["id"], channel.as_str());
    assert_eq!(listed(&bob.account).await, [""; 0]);
    assert_eq!(listed(&ada.account).await, std::slice::from_ref(&channel));
    say(&ada.account, &channel, "are you there?").await.expect(200);
    assert_eq!(bob.socket.event("CHANNEL_CREATE").await["id"], channel.as_str());
}

fn is_news(frame: &Value) -> bool {
    frame["t"] == "X_MENTION" || frame["t"] == "X_UNREAD"
}

#[tokio::test]
async fn cv3_a_pin_opens_it_as_a_message_does_and_a_refused_message_does_not() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    say(&ada, &channel, "").await.refused(400, 50_006);
    say(&ada, &channel, &"x".repeat(2_001)).await.refused(400, 50_035);
    assert_eq!(listed(&bob).await, [""; 0]);
    let said = say(&ada, &channel, "look").await.expect(200);
    assert_eq!(listed(&bob).await.len(), 1);
    bob.rest.delete(&format!("/api/v10/channels/{channel}")).await.expect(200);
    let pin = format!("/api/v10/channels/{channel}/pins/{}", said["id"].as_str().unwrap());
    ada.rest.put(&pin, json!({})).await.expect(204);
    assert_eq!(listed(&bob).await.len(), 1);
}

#[tokio::test]
async fn p2_what_is_said_is_heard_in_order_and_replayed_without_a_guild() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let mut socket = world.socket(&bob).await;
    assert_eq!(socket.subscribe(&channel, None).await["head"], 0);
    say(&ada, &channel, "one").await.expect(200);
    say(&bob, &channel, "two").await.expect(200);
    for (content, x_seq) in [("one", 1), ("two", 2)] {
        let said = socket.event("MESSAGE_CREATE").await;
        assert_eq!((&said["content"], &said["x_seq"]), (&json!(content), &json!(x_seq)));
        assert!(said.get("guild_id").is_none_or(Value::is_null), "{said}");
        assert!(said.get("member").is_none_or(Value::is_null), "{said}");
    }
    // Whoever is not there does not type.
    let mut other = world.socket(&ada).await;
    socket.expect(|frame| frame["t"] == "X_PRESENCES" && frame["d"]["guild_id"].is_null()).await;
    let path = format!("/api/v10/channels/{channel}/typing");
    ada.rest.post(&path, json!({})).await.expect(204);
    let typing = socket.event("TYPING_START").await;
    assert_eq!((&typing["user_id"], typing.get("guild_id")), (&json!(ada.id), None));
    let subscribed = other.subscribe(&channel, Some(0)).await;
    assert_eq!((&subscribed["replayed"], &subscribed["reset"]), (&json!(2), &json!(false)));
    assert_eq!(other.event("MESSAGE_CREATE").await["content"], "one");
}

#[tokio::test]
async fn p1_a_conversation_is_there_after_a_kill_and_in_ready() {
    let mut world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let said = say(&ada, &channel, "kept").await.expect(200);
    world.kill();
    world.start_again();
    for who in [&ada, &bob] {
        let who = Account { rest: who.rest.at(world.url()), ..who.clone() };
        let listed = world.socket(&who).await.ready["private_channels"][0].take();
        assert_eq!((&listed["id"], &listed["last_message_id"]), (&json!(channel), &said["id"]));
        let page = who.rest.get(&format!("/api/v10/channels/{channel}/messages")).await.expect(200);
        assert_eq!(page[0]["content"], "kept");
    }
}

#[tokio::test]
async fn cv2_a_friendship_that_ended_leaves_what_was_said_to_be_read() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let said = say(&ada, &channel, "before").await.expect(200);
    let message = said["id"].as_str().unwrap();
    part(&bob, &ada).await;
    let at = |rest: &str| format!("/api/v10/channels/{channel}{rest}");
    for who in [&ada, &bob] {
        say(who, &channel, "after").await.refused(403, 50_007);
        who.rest.post(&at("/typing"), json!({})).await.refused(403, 50_007);
        let react = at(&format!("/messages/{message}/reactions/%F0%9F%91%8B/@me"));
        who.rest.put(&react, json!({})).await.refused(403, 50_007);
        assert_eq!(who.rest.get(&at("/messages")).await.expect(200)[0]["content"], "before");
        open(who, &ada).await.refused(403, 50_007);
    }
    let edit = json!({"content": "changed"});
    ada.rest.patch(&at(&format!("/messages/{message}")), edit).await.refused(403, 50_007);
    // A block is an end too, and friends again write again.
    befriend(&ada, &bob).await;
    say(&bob, &channel, "again").await.expect(200);
    bob.rest.put(&format!("/api/x/relationships/{}", ada.id), json!({"type": 2})).await.expect(204);
    say(&ada, &channel, "blocked").await.refused(403, 50_007);
    // What one wrote can still be taken back.
    ada.rest.delete(&at(&format!("/messages/{message}"))).await.expect(204);
}

#[tokio::test]
async fn p5_for_everybody_else_it_does_not_exist() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let eve = world.account("eve").await;
    let bot = world.bot("beep", 8).await;
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let said = say(&ada, &channel, "secret").await.expect(200);
    let message = said["id"].as_str().unwrap();
    let at = |rest: &str| format!("/api/v10/channels/{channel}{rest}");
    // Not for the owner of the instance, nor for a program of an administrator.
    for who in [&eve, &world.owner, &bot] {
        who.rest.get(&at("")).await.refused(404, 10_003);
        who.rest.get(&at("/messages")).await.refused(404, 10_003);
        who.rest.get(&at(&format!("/messages/{message}"))).await.refused(404, 10_003);
        say(who, &channel, "hi").await.refused(404, 10_003);
        who.rest.delete(&at("")).await.refused(404, 10_003);
        let log = format!("/api/x/channels/{channel}/events?after=0");
        who.rest.get(&log).await.refused(404, 10_003);
        who.rest.get(&format!("/api/v10/guilds/{channel}")).await.refused(404, 10_004);
    }
    let mut socket = world.socket(&eve).await;
    assert_eq!(socket.subscribe(&channel, None).await["error"]["code"], 10_003);
    // To those in it, it is no guild and no channel of one.
    ada.rest.get(&format!("/api/v10/guilds/{channel}")).await.refused(404, 10_004);
    ada.rest.patch(&at(""), json!({"name": "x"})).await.refused(400, 50_024);
    ada.rest.post(&at("/invites"), json!({})).await.refused(400, 50_024);
    let thread = json!({"name": "aside"});
    ada.rest.post(&at(&format!("/messages/{message}/threads")), thread).await.refused(400, 50_024);
    bob.rest.delete(&at(&format!("/messages/{message}"))).await.refused(403, 50_003);
}

#[tokio::test]
async fn friends_react_pin_and_see_the_name_that_the_other_one_has_now() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let said = say(&ada, &channel, "look").await.expect(200);
    let message = said["id"].as_str().unwrap();
    let mut socket: Socket = world.socket(&ada).await;
    socket.subscribe(&channel, None).await;
    let at = |rest: &str| format!("/api/v10/channels/{channel}{rest}");
    let react = at(&format!("/messages/{message}/reactions/%F0%9F%91%8B/@me"));
    bob.rest.put(&react, json!({})).await.expect(204);
    let reacted = socket.event("MESSAGE_REACTION_ADD").await;
    assert_eq!((&reacted["user_id"], reacted.get("guild_id")), (&json!(bob.id), None));
    bob.rest.put(&at(&format!("/pins/{message}")), json!({})).await.expect(204);
    assert_eq!(socket.event("CHANNEL_PINS_UPDATE").await["channel_id"], channel.as_str());
    bob.rest.patch("/api/v10/users/@me", json!({"global_name": "Bobby"})).await.expect(200);
    say(&bob, &channel, "new name").await.expect(200);
    let said = socket.expect(|frame| frame["d"]["content"] == "new name").await;
    assert_eq!(said["d"]["author"]["global_name"], "Bobby");
    let channel = ada.rest.get(&at("")).await.expect(200);
    assert_eq!(channel["recipients"][0]["global_name"], "Bobby");
}
