//! Calls in conversations: who may talk there, who hears of it, and what ends it.

use serde_json::{Value, json};

use crate::voice::{is_told_of, shown};
use crate::world::{Account, PASSWORD, Socket, World, befriend, opened, part};

/// Goes into the call of a conversation.
async fn calls(socket: &mut Socket, channel: &str) {
    let d =
        json!({"guild_id": null, "channel_id": channel, "self_mute": false, "self_deaf": false});
    socket.send(4, d).await;
}

/// Goes out of whatever room it is in.
async fn hangs_up(socket: &mut Socket) {
    let d = json!({"guild_id": null, "channel_id": null, "self_mute": false, "self_deaf": false});
    socket.send(4, d).await;
}

async fn refused(socket: &mut Socket, channel: &str) -> u64 {
    let refused = socket.event("X_VOICE_REFUSED").await;
    assert_eq!(refused["channel_id"], channel);
    refused["code"].as_u64().expect("a code")
}

/// Two friends with a socket each, and what they have in common.
struct Pair {
    world: World,
    channel: String,
    ada: Account,
    bob: Account,
    adas: Socket,
    bobs: Socket,
}

async fn pair() -> Pair {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let (adas, bobs) = (world.socket(&ada).await, world.socket(&bob).await);
    Pair { world, channel, ada, bob, adas, bobs }
}

impl Pair {
    /// Both are in the call, and each sees the other one there.
    async fn talking() -> Self {
        let mut pair = pair().await;
        calls(&mut pair.adas, &pair.channel).await;
        shown(&mut pair.adas, 0).await;
        calls(&mut pair.bobs, &pair.channel).await;
        shown(&mut pair.adas, 1).await;
        shown(&mut pair.bobs, 1).await;
        pair
    }
}

async fn make_group(owner: &Account, with: &[&Account]) -> String {
    let ids: Vec<&str> = with.iter().map(|account| account.id.as_str()).collect();
    let made = owner.rest.post("/api/x/dms", json!({"recipient_ids": ids})).await.expect(201);
    made["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn two_friends_talk_where_they_write_and_nobody_else_hears_of_it() {
    let mut pair = pair().await;
    let mut others = pair.world.socket(&pair.world.owner).await;
    calls(&mut pair.adas, &pair.channel).await;
    shown(&mut pair.adas, 0).await;
    let told = is_told_of(&mut pair.bobs, &pair.ada, pair.channel.as_str()).await;
    assert_eq!((told.get("guild_id"), told.get("member")), (None, None));
    calls(&mut pair.bobs, &pair.channel).await;
    let adas = shown(&mut pair.adas, 1).await;
    let bobs = shown(&mut pair.bobs, 1).await;
    assert_eq!(
        (&adas["mode"], &adas["peers"][0]["user_id"]),
        (&json!("mesh"), &json!(pair.bob.id))
    );

    let candidate = json!({"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0,
        "usernameFragment": "u"});
    let channel = &pair.channel;
    let trickle =
        json!({"channel_id": channel, "peer_id": adas["self"], "n": 1, "candidate": candidate});
    pair.bobs.send(110, trickle).await;
    let heard = pair.adas.expect(|frame| frame["op"] == 110).await;
    assert_eq!((&heard["d"]["peer_id"], &heard["d"]["candidate"]), (&bobs["self"], &candidate));
    pair.adas.send(113, json!({"channel_id": channel, "peer_id": "0", "speaking": true})).await;
    pair.bobs.expect(|frame| frame["op"] == 113 && frame["d"]["speaking"] == true).await;
    let mute =
        json!({"guild_id": null, "channel_id": channel, "self_mute": true, "self_deaf": true});
    pair.adas.send(4, mute).await;
    let is_deaf = |frame: &Value| {
        let peer = &frame["d"]["peers"][0];
        frame["op"] == 112 && peer["mute"] == true && peer["deaf"] == true
    };
    pair.bobs.expect(is_deaf).await;

    hangs_up(&mut pair.adas).await;
    is_told_of(&mut pair.bobs, &pair.ada, Value::Null).await;
    shown(&mut pair.bobs, 0).await;
    // Its answer comes behind all that was sent before.
    others.subscribe(&pair.world.general, None).await;
    assert!(!others.untaken().any(|frame| frame.to_string().contains(pair.channel.as_str())));
}

#[tokio::test]
async fn nobody_calls_where_they_may_not_write() {
    let mut pair = pair().await;
    let eve = pair.world.account("eve").await;
    let mut eves = pair.world.socket(&eve).await;
    let text = pair.world.general.clone();
    for channel in [pair.channel.as_str(), text.as_str(), "17"] {
        calls(&mut eves, channel).await;
        assert_eq!(refused(&mut eves, channel).await, 10_003, "{channel}");
    }
    let bot = pair.world.bot("beep", 0).await;
    let with_bot = opened(&pair.ada, &bot).await;
    calls(&mut pair.adas, &with_bot).await;
    assert_eq!(refused(&mut pair.adas, &with_bot).await, 50_024);
    part(&pair.ada, &pair.bob).await;
    calls(&mut pair.adas, &pair.channel).await;
    assert_eq!(refused(&mut pair.adas, &pair.channel).await, 50_013);
}

#[tokio::test]
async fn whatever_ends_their_writing_ends_their_call() {
    for way in ["no friends any more", "a block", "the end of an account", "a logout"] {
        let mut pair = Pair::talking().await;
        let path = format!("/api/x/relationships/{}", pair.ada.id);
        match way {
            "no friends any more" => part(&pair.bob, &pair.ada).await,
            "a block" => {
                pair.bob.rest.put(&path, json!({"type": 2})).await.expect(204);
            }
            "the end of an account" => {
                let body = Some(json!({"password": PASSWORD}));
                pair.bob.rest.send(reqwest::Method::DELETE, "/api/x/me", body).await.expect(204);
            }
            _ => {
                pair.bob.rest.post("/api/x/auth/logout", json!({})).await.expect(204);
            }
        }
        match way {
            // Who may still write waits for the other one to come back.
            "a logout" => {
                is_told_of(&mut pair.adas, &pair.bob, Value::Null).await;
                shown(&mut pair.adas, 0).await;
            }
            _ => {
                is_told_of(&mut pair.adas, &pair.ada, Value::Null).await;
            }
        }
    }
}

#[tokio::test]
async fn a_group_talks_and_whoever_is_taken_out_of_it_hears_nothing_more() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    befriend(&ada, &cyd).await;
    let group = make_group(&ada, &[&bob, &cyd]).await;
    let mut sockets = Vec::new();
    for account in [&ada, &bob, &cyd] {
        let mut socket = world.socket(account).await;
        calls(&mut socket, &group).await;
        shown(&mut socket, sockets.len()).await;
        sockets.push(socket);
    }
    let [mut adas, mut bobs, mut cyds] = sockets.try_into().ok().expect("three");
    shown(&mut adas, 2).await;
    let out = format!("/api/x/dms/{group}/recipients/{}", bob.id);
    ada.rest.delete(&out).await.expect(204);
    shown(&mut adas, 1).await;
    shown(&mut cyds, 1).await;
    bobs.event("CHANNEL_DELETE").await;
    hangs_up(&mut cyds).await;
    is_told_of(&mut adas, &cyd, Value::Null).await;
    // Its answer comes behind all that was sent before.
    bobs.subscribe("17", None).await;
    let is_of_cyd = |frame: &Value| {
        frame["t"] == "VOICE_STATE_UPDATE"
            && frame["d"]["user_id"] == cyd.id.as_str()
            && frame["d"]["channel_id"].is_null()
    };
    assert!(!bobs.untaken().any(is_of_cyd));
    calls(&mut bobs, &group).await;
    assert_eq!(refused(&mut bobs, &group).await, 10_003);
}

#[tokio::test]
async fn in_a_call_who_is_invisible_is_there_and_of_two_who_are_apart_neither_is() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    befriend(&ada, &cyd).await;
    let group = make_group(&ada, &[&bob, &cyd]).await;
    ada.rest.patch("/api/x/me/settings", json!({"status": "invisible"})).await.expect(200);
    let (mut adas, mut bobs) = (world.socket(&ada).await, world.socket(&bob).await);
    let mut cyds = world.socket(&cyd).await;
    calls(&mut adas, &group).await;
    is_told_of(&mut bobs, &ada, group.as_str()).await;
    calls(&mut cyds, &group).await;
    is_told_of(&mut bobs, &cyd, group.as_str()).await;
    let path = format!("/api/x/relationships/{}", cyd.id);
    bob.rest.put(&path, json!({"type": 2})).await.expect(204);
    is_told_of(&mut bobs, &cyd, Value::Null).await;
    calls(&mut bobs, &group).await;
    let peers = shown(&mut bobs, 1).await["peers"].take();
    assert_eq!(peers[0]["user_id"], ada.id.as_str());
    shown(&mut adas, 2).await;
}
