//! Calls in conversations: who may talk there, whom it rings, who hears of it, and what ends it.

use serde_json::{Value, json};

use crate::voice::{is_told_of, shown};
use crate::world::{Account, Answer, PASSWORD, Socket, World, befriend, opened, part};

/// A ring ends before anybody's patience does.
const SHORT_RING: [(&str, &str); 1] = [("CONFAB_VOICE_RING_MS", "200")];

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
    pair_with(&[]).await
}

async fn pair_with(settings: &[(&'static str, &'static str)]) -> Pair {
    let world = World::start_with(settings).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let channel = opened(&ada, &bob).await;
    let (adas, bobs) = (world.socket(&ada).await, world.socket(&bob).await);
    Pair { world, channel, ada, bob, adas, bobs }
}

fn at(channel: &str, act: &str) -> String {
    format!("/api/v10/channels/{channel}/call{act}")
}

async fn rings(who: &Account, channel: &str) -> Answer {
    who.rest.post(&at(channel, "/ring"), json!({})).await
}

/// Waits until a call rings these.
async fn is_ringing(socket: &mut Socket, whom: &[&Account]) -> Value {
    let mut wanted: Vec<&str> = whom.iter().map(|account| account.id.as_str()).collect();
    wanted.sort_unstable();
    let is_it = |frame: &Value| {
        let tells = frame["t"] == "CALL_CREATE" || frame["t"] == "CALL_UPDATE";
        tells && frame["d"]["ringing"] == json!(wanted)
    };
    socket.expect(is_it).await["d"].take()
}

/// What the newest message of a channel says of a call.
async fn noted(reader: &Account, channel: &str) -> Value {
    let path = format!("/api/v10/channels/{channel}/messages?limit=1");
    let mut page = reader.rest.get(&path).await.expect(200);
    assert_eq!(page[0]["type"], 3);
    page[0].take()
}

/// Waits until the message of the call says that it is over.
async fn is_over(socket: &mut Socket) -> Value {
    let is_it = |frame: &Value| {
        frame["t"] == "MESSAGE_UPDATE" && frame["d"]["call"]["ended_timestamp"].is_string()
    };
    socket.expect(is_it).await["d"].take()
}

impl Pair {
    /// Ada is in the call, and rings Bob.
    async fn ringing() -> Self {
        let mut pair = pair().await;
        pair.ring().await;
        pair
    }

    async fn ring(&mut self) {
        calls(&mut self.adas, &self.channel).await;
        for socket in [&mut self.adas, &mut self.bobs] {
            socket.event("CALL_CREATE").await;
        }
        rings(&self.ada, &self.channel).await.expect(204);
        is_ringing(&mut self.bobs, &[&self.bob]).await;
        is_ringing(&mut self.adas, &[&self.bob]).await;
    }

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

#[tokio::test]
async fn vo5_who_goes_from_one_conversation_to_another_is_gone_only_to_who_is_not_in_it() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    befriend(&ada, &cyd).await;
    let group = make_group(&ada, &[&bob, &cyd]).await;
    let pair = opened(&ada, &bob).await;
    let (mut adas, mut bobs) = (world.socket(&ada).await, world.socket(&bob).await);
    let mut cyds = world.socket(&cyd).await;
    calls(&mut adas, &group).await;
    is_told_of(&mut bobs, &ada, group.as_str()).await;
    calls(&mut adas, &pair).await;
    is_told_of(&mut bobs, &ada, pair.as_str()).await;
    is_told_of(&mut cyds, &ada, Value::Null).await;
    // Its answer comes behind all that was sent before.
    bobs.subscribe("17", None).await;
    let is_gone =
        |frame: &Value| frame["t"] == "VOICE_STATE_UPDATE" && frame["d"]["channel_id"].is_null();
    assert!(!bobs.untaken().any(is_gone));
    hangs_up(&mut adas).await;
    is_told_of(&mut bobs, &ada, Value::Null).await;
}

#[tokio::test]
async fn ca1_a_call_is_told_with_its_message_and_both_who_call_at_once_are_in_one() {
    let mut pair = pair().await;
    pair.adas.subscribe(&pair.channel, None).await;
    calls(&mut pair.adas, &pair.channel).await;
    calls(&mut pair.bobs, &pair.channel).await;
    shown(&mut pair.adas, 1).await;
    shown(&mut pair.bobs, 1).await;
    let begun = pair.adas.event("CALL_CREATE").await;
    assert_eq!(begun["channel_id"], pair.channel.as_str());
    assert_eq!((&begun["region"], &begun["ringing"]), (&Value::Null, &json!([])));
    assert_eq!(begun["voice_states"][0]["channel_id"], pair.channel.as_str());
    assert_eq!(pair.bobs.event("CALL_CREATE").await["message_id"], begun["message_id"]);
    for (who, other) in [(&pair.ada, &pair.bob), (&pair.bob, &pair.ada)] {
        // Who is there is not rung.
        rings(who, &pair.channel).await.expect(204);
        let eligible = other.rest.get(&at(&pair.channel, "")).await.expect(200);
        assert_eq!(eligible, json!({"ringable": true}));
    }
    hangs_up(&mut pair.adas).await;
    hangs_up(&mut pair.bobs).await;
    for socket in [&mut pair.adas, &mut pair.bobs] {
        assert_eq!(socket.event("CALL_DELETE").await, json!({"channel_id": pair.channel}));
    }
    let over = is_over(&mut pair.adas).await;
    assert_eq!((&over["id"], &over["type"]), (&begun["message_id"], &json!(3)));
    assert_eq!(over["call"]["participants"].as_array().map(Vec::len), Some(2));
    assert_eq!(noted(&pair.bob, &pair.channel).await["call"], over["call"]);
    let is_another = |frame: &Value| frame["t"] == "CALL_CREATE" || frame["t"] == "CALL_UPDATE";
    assert!(!pair.bobs.untaken().any(is_another), "one call, and it rang nobody");
}

#[tokio::test]
async fn ca2_a_call_rings_until_it_is_answered_on_whichever_device() {
    let mut pair = Pair::ringing().await;
    let mut telephone = pair.world.socket(&pair.bob).await;
    let begun = is_ringing(&mut telephone, &[&pair.bob]).await;
    assert_eq!(begun["voice_states"][0]["user_id"], pair.ada.id.as_str(), "who came upon it");
    calls(&mut telephone, &pair.channel).await;
    for socket in [&mut telephone, &mut pair.bobs, &mut pair.adas] {
        is_ringing(socket, &[]).await;
    }
    // Another device takes over, and nothing rings anew.
    calls(&mut pair.bobs, &pair.channel).await;
    shown(&mut pair.bobs, 1).await;
    let rings_again = |frame: &Value| frame["t"] == "CALL_UPDATE";
    assert!(!pair.bobs.untaken().any(rings_again));
}

#[tokio::test]
async fn ca2_a_call_that_is_declined_or_taken_back_rings_no_more_and_can_be_rung_again() {
    let mut pair = Pair::ringing().await;
    let stop = at(&pair.channel, "/stop-ringing");
    pair.bob.rest.post(&stop, json!({})).await.expect(204);
    is_ringing(&mut pair.adas, &[]).await;
    is_ringing(&mut pair.bobs, &[]).await;
    rings(&pair.ada, &pair.channel).await.expect(204);
    is_ringing(&mut pair.bobs, &[&pair.bob]).await;
    pair.ada.rest.post(&stop, json!({"recipients": [pair.bob.id]})).await.expect(204);
    is_ringing(&mut pair.bobs, &[]).await;
    rings(&pair.ada, &pair.channel).await.expect(204);
    is_ringing(&mut pair.bobs, &[&pair.bob]).await;
    hangs_up(&mut pair.adas).await;
    pair.bobs.event("CALL_DELETE").await;
    // Nothing rings any more, and saying so changes nothing.
    pair.bob.rest.post(&stop, json!({"recipients": null})).await.expect(204);
    let missed = noted(&pair.bob, &pair.channel).await;
    assert_eq!(missed["call"]["participants"], json!([pair.ada.id]));
    assert_eq!(missed["author"]["id"], pair.ada.id.as_str());
}

#[tokio::test]
async fn ca2_a_ring_that_nobody_hears_ends_by_itself() {
    let mut pair = pair_with(&SHORT_RING).await;
    pair.ring().await;
    is_ringing(&mut pair.bobs, &[]).await;
    is_ringing(&mut pair.adas, &[]).await;
    // The call goes on, and can still be answered.
    calls(&mut pair.bobs, &pair.channel).await;
    shown(&mut pair.adas, 1).await;
}

#[tokio::test]
async fn ca3_in_a_group_who_blocks_the_caller_hears_no_ring_and_the_caller_cannot_tell() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    befriend(&ada, &cyd).await;
    let group = make_group(&ada, &[&bob, &cyd]).await;
    let path = format!("/api/x/relationships/{}", ada.id);
    bob.rest.put(&path, json!({"type": 2})).await.expect(204);
    let (mut adas, mut bobs) = (world.socket(&ada).await, world.socket(&bob).await);
    let mut cyds = world.socket(&cyd).await;
    calls(&mut adas, &group).await;
    shown(&mut adas, 0).await;
    rings(&ada, &group).await.expect(204);
    is_ringing(&mut adas, &[&bob, &cyd]).await;
    is_ringing(&mut cyds, &[&bob, &cyd]).await;
    let seen = is_ringing(&mut bobs, &[&cyd]).await;
    if seen["voice_states"].is_array() {
        assert_eq!(seen["voice_states"], json!([]), "nor where she is");
    }
    let mut again = world.socket(&bob).await;
    is_ringing(&mut again, &[&cyd]).await;
}

#[tokio::test]
async fn only_who_is_in_a_call_rings_others() {
    let mut pair = Pair::talking().await;
    let eve = pair.world.account("eve").await;
    rings(&eve, &pair.channel).await.refused(404, 10_003);
    eve.rest.get(&at(&pair.channel, "")).await.refused(404, 10_003);
    hangs_up(&mut pair.bobs).await;
    is_told_of(&mut pair.bobs, &pair.bob, Value::Null).await;
    rings(&pair.bob, &pair.channel).await.refused(400, 40_032);
    rings(&pair.ada, &pair.world.general).await.refused(400, 50_024);
    let crowd: Vec<String> = (1..=65).map(|id| id.to_string()).collect();
    let body = json!({"recipients": crowd});
    pair.ada.rest.post(&at(&pair.channel, "/ring"), body).await.refused(400, 50_035);
    let strangers = json!({"recipients": [eve.id, "17"]});
    pair.ada.rest.post(&at(&pair.channel, "/ring"), strangers).await.expect(204);
    part(&pair.ada, &pair.bob).await;
    let eligible = pair.ada.rest.get(&at(&pair.channel, "")).await.expect(200);
    assert_eq!(eligible, json!({"ringable": false}));
    assert!(!pair.bobs.untaken().any(|frame| frame["t"] == "CALL_UPDATE"));
}

#[tokio::test]
async fn a_person_rings_so_often_and_no_more() {
    let settings =
        [("CONFAB_LIMITS_RING_REQUESTS", "2"), ("CONFAB_LIMITS_RING_PERIOD_MS", "60000")];
    let mut pair = pair_with(&settings).await;
    pair.ring().await;
    rings(&pair.ada, &pair.channel).await.expect(204);
    rings(&pair.ada, &pair.channel).await.refused(429, 0);
    // Declining is no ringing.
    pair.bob.rest.post(&at(&pair.channel, "/stop-ringing"), json!({})).await.expect(204);
}

#[tokio::test]
async fn ca4_whoever_is_taken_into_a_group_hears_of_the_call_that_goes_on_there() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    befriend(&ada, &cyd).await;
    let group = make_group(&ada, &[&bob]).await;
    let (mut adas, mut cyds) = (world.socket(&ada).await, world.socket(&cyd).await);
    calls(&mut adas, &group).await;
    adas.event("CALL_CREATE").await;
    let into = format!("/api/x/dms/{group}/recipients/{}", cyd.id);
    ada.rest.put(&into, json!({})).await.expect(204);
    cyds.event("CHANNEL_CREATE").await;
    let told = cyds.event("CALL_CREATE").await;
    assert_eq!(told["voice_states"][0]["user_id"], ada.id.as_str());
}

#[tokio::test]
async fn ca5_a_call_is_over_after_a_restart_however_the_process_ended() {
    for is_killed in [true, false] {
        let mut pair = Pair::talking().await;
        pair.adas.subscribe(&pair.channel, Some(0)).await;
        let names_both = |frame: &Value| {
            let named = frame["d"]["call"]["participants"].as_array();
            named.is_some_and(|named| named.len() == 2)
        };
        pair.adas.expect(names_both).await;
        match is_killed {
            true => pair.world.kill(),
            false => {
                pair.world.terminate();
            }
        }
        pair.world.start_again();
        let told = noted(&pair.ada, &pair.channel).await;
        assert!(told["call"]["ended_timestamp"].is_string(), "{is_killed}: {told}");
        assert_eq!(told["call"]["participants"].as_array().map(Vec::len), Some(2));
        // Nobody is told that it goes on, and the next call is another one.
        let mut adas = pair.world.socket(&pair.ada).await;
        calls(&mut adas, &pair.channel).await;
        let next = adas.event("CALL_CREATE").await;
        assert_ne!(next["message_id"], told["id"]);
    }
}

#[tokio::test]
async fn a_resumed_session_hears_what_became_of_a_call_meanwhile() {
    let mut pair = pair().await;
    let position = pair.bobs.position();
    pair.bobs = pair.world.connect().await;
    calls(&mut pair.adas, &pair.channel).await;
    shown(&mut pair.adas, 0).await;
    rings(&pair.ada, &pair.channel).await.expect(204);
    is_ringing(&mut pair.adas, &[&pair.bob]).await;
    assert!(pair.bobs.resume(&position).await);
    is_ringing(&mut pair.bobs, &[&pair.bob]).await;
}

#[tokio::test]
async fn a_call_whose_message_was_deleted_is_told_of_by_another_one() {
    let mut pair = pair().await;
    pair.adas.subscribe(&pair.channel, None).await;
    calls(&mut pair.adas, &pair.channel).await;
    let first = pair.adas.event("CALL_CREATE").await["message_id"].clone();
    let path = format!("/api/v10/channels/{}/messages/{}", pair.channel, first.as_str().unwrap());
    pair.ada.rest.delete(&path).await.expect(204);
    calls(&mut pair.bobs, &pair.channel).await;
    let is_another =
        |frame: &Value| frame["t"] == "CALL_CREATE" && frame["d"]["message_id"] != first;
    pair.adas.expect(is_another).await;
    for socket in [&mut pair.adas, &mut pair.bobs] {
        hangs_up(socket).await;
    }
    let over = is_over(&mut pair.adas).await;
    assert_eq!(over["call"]["participants"].as_array().map(Vec::len), Some(2));
}
