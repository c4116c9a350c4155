//! Voice channels: who is told of whom, and who stays.

use serde_json::{Value, json};

use crate::world::{Account, PASSWORD, Socket, World, named};

/// A voice channel of the first guild.
pub(crate) async fn lounge(world: &World) -> String {
    let path = format!("/api/v10/guilds/{}/channels", world.guild);
    named(&world.owner.rest.get(&path).await.expect(200), "Lounge")
}

pub(crate) async fn enters(world: &World, socket: &mut Socket, channel: impl Into<Value>) {
    let channel = channel.into();
    let d = json!({"guild_id": world.guild, "channel_id": channel, "self_mute": false,
        "self_deaf": false, "self_video": false});
    socket.send(4, d).await;
}

/// Waits until the room has so many others.
pub(crate) async fn shown(socket: &mut Socket, others: usize) -> Value {
    let is_shown = |frame: &Value| {
        frame["op"] == 112 && frame["d"]["peers"].as_array().unwrap().len() == others
    };
    socket.expect(is_shown).await["d"].take()
}

/// Waits until somebody is told to be in a channel, or in none.
pub(crate) async fn is_told_of(
    socket: &mut Socket,
    who: &Account,
    channel: impl Into<Value>,
) -> Value {
    let channel = channel.into();
    let is_it = |frame: &Value| {
        frame["t"] == "VOICE_STATE_UPDATE"
            && frame["d"]["user_id"] == who.id.as_str()
            && frame["d"]["channel_id"] == channel
    };
    socket.expect(is_it).await["d"].take()
}

/// Two who talk in the lounge, and somebody beside it who hears of them.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) lounge: String,
    pub(crate) ada: Account,
    pub(crate) bob: Account,
    pub(crate) adas: Socket,
    pub(crate) bobs: Socket,
    pub(crate) others: Socket,
}

pub(crate) async fn stage(settings: &[(&'static str, &'static str)]) -> Stage {
    let world = World::start_with(settings).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let lounge = lounge(&world).await;
    let (mut adas, mut bobs) = (world.socket(&ada).await, world.socket(&bob).await);
    let mut others = world.socket(&world.owner).await;
    enters(&world, &mut adas, lounge.as_str()).await;
    shown(&mut adas, 0).await;
    enters(&world, &mut bobs, lounge.as_str()).await;
    for who in [&ada, &bob] {
        is_told_of(&mut others, who, lounge.as_str()).await;
    }
    Stage { world, lounge, ada, bob, adas, bobs, others }
}

#[tokio::test]
async fn two_who_meet_find_their_way_to_one_another() {
    let mut stage = stage(&[]).await;
    let (adas, bobs) = (shown(&mut stage.adas, 1).await, shown(&mut stage.bobs, 1).await);
    assert_eq!((&adas["mode"], &adas["bitrate"]), (&json!("mesh"), &json!(64_000)));
    assert_eq!(adas["peers"][0]["user_id"], stage.bob.id.as_str());
    assert_eq!(bobs["peers"][0]["peer_id"], adas["self"]);
    let number = |peer: &Value| peer.as_str().unwrap().parse::<u64>().unwrap();
    assert!(
        number(&bobs["self"]) > number(&adas["self"]),
        "whoever came later has the greater one"
    );

    let sdp = json!({"type": "offer", "sdp": "v=0\r\n"});
    let channel = &stage.lounge;
    let offer = json!({"channel_id": channel, "peer_id": adas["self"], "n": 1, "sdp": sdp});
    stage.bobs.send(110, offer).await;
    let heard = stage.adas.expect(|frame| frame["op"] == 110).await;
    let wanted = json!({"channel_id": channel, "peer_id": bobs["self"], "n": 1, "sdp": sdp});
    assert_eq!(heard["d"], wanted);
    let candidate = json!({"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0,
        "usernameFragment": "u"});
    for candidate in [candidate, Value::Null] {
        let trickle =
            json!({"channel_id": channel, "peer_id": bobs["self"], "n": 2, "candidate": candidate});
        stage.adas.send(110, trickle).await;
        let heard = stage.bobs.expect(|frame| frame["op"] == 110).await;
        assert_eq!(heard["d"].get("candidate"), Some(&candidate));
        assert_eq!(heard["d"]["peer_id"], adas["self"]);
    }
    stage.adas.send(113, json!({"channel_id": channel, "peer_id": "0", "speaking": true})).await;
    let heard = stage.bobs.expect(|frame| frame["op"] == 113).await;
    let wanted = json!({"channel_id": channel, "peer_id": adas["self"], "speaking": true});
    assert_eq!(heard["d"], wanted);
    // Nobody else heard any of it.
    enters(&stage.world, &mut stage.adas, Value::Null).await;
    is_told_of(&mut stage.others, &stage.ada, Value::Null).await;
    assert!(stage.others.untaken().all(|frame| frame["op"] == 0));
}

#[tokio::test]
async fn a_hidden_voice_channel_leaks_nothing() {
    let mut stage = stage(&[]).await;
    let hidden = json!([{"id": stage.bob.id, "type": 1, "allow": "0", "deny": "1024"}]);
    let body = json!({"name": "den", "type": 2, "permission_overwrites": hidden});
    let path = format!("/api/v10/guilds/{}/channels", stage.world.guild);
    let den = stage.world.owner.rest.post(&path, body).await.expect(201);
    let den = den["id"].as_str().unwrap();
    enters(&stage.world, &mut stage.adas, den).await;
    is_told_of(&mut stage.others, &stage.ada, den).await;
    let gone = is_told_of(&mut stage.bobs, &stage.ada, Value::Null).await;
    assert_eq!(gone["guild_id"], stage.world.guild.as_str());
    // Who may not see it is refused as if it were not there, and learns nothing of who is.
    enters(&stage.world, &mut stage.bobs, den).await;
    let refused = stage.bobs.event("X_VOICE_REFUSED").await;
    assert_eq!((&refused["channel_id"], &refused["code"]), (&json!(den), &json!(10_003)));
    let mut again = stage.world.connect().await;
    let guilds = again.identify(stage.bob.rest.bare_token()).await;
    let states = guilds[0]["voice_states"].as_array().unwrap();
    assert_eq!(states.len(), 1);
    assert_eq!(states[0]["user_id"], stage.bob.id.as_str());
    enters(&stage.world, &mut stage.adas, stage.lounge.as_str()).await;
    is_told_of(&mut stage.bobs, &stage.ada, stage.lounge.as_str()).await;
    assert!(stage.bobs.untaken().all(|frame| !frame.to_string().contains(den)));
}

#[tokio::test]
async fn whoever_resumes_is_shown_the_room_and_was_never_gone() {
    let mut stage = stage(&[]).await;
    let before = shown(&mut stage.bobs, 1).await;
    let position = stage.bobs.position();
    stage.bobs = stage.world.connect().await;
    assert!(stage.bobs.resume(&position).await);
    let after = shown(&mut stage.bobs, 1).await;
    assert_eq!(before, after);
    enters(&stage.world, &mut stage.bobs, Value::Null).await;
    let gone = is_told_of(&mut stage.others, &stage.bob, Value::Null).await;
    assert_eq!(gone["session_id"], position.session_id);
    assert!(stage.others.untaken().all(|frame| frame["t"] != "VOICE_STATE_UPDATE"));
}

#[tokio::test]
async fn whoever_stays_away_is_out() {
    let mut stage = stage(&[("CONFAB_VOICE_GRACE_MS", "50")]).await;
    let position = stage.bobs.position();
    stage.bobs = stage.world.connect().await;
    is_told_of(&mut stage.others, &stage.bob, Value::Null).await;
    assert!(stage.bobs.resume(&position).await, "the session is there, and in no room");
    enters(&stage.world, &mut stage.bobs, stage.lounge.as_str()).await;
    shown(&mut stage.bobs, 1).await;
}

#[tokio::test]
async fn each_way_out_of_a_session_or_a_guild_leads_out_of_voice() {
    for way in ["clean close", "logout", "leave", "delete the channel", "end the account"] {
        let mut stage = stage(&[]).await;
        let bob = stage.bob.clone();
        match way {
            "clean close" => stage.bobs.close().await,
            "logout" => {
                bob.rest.post("/api/x/auth/logout", json!({})).await.expect(204);
            }
            "leave" => {
                let path = format!("/api/v10/users/@me/guilds/{}", stage.world.guild);
                bob.rest.delete(&path).await.expect(204);
            }
            "delete the channel" => {
                let path = format!("/api/v10/channels/{}", stage.lounge);
                stage.world.owner.rest.delete(&path).await.expect(200);
            }
            _ => {
                let body = Some(json!({"password": PASSWORD}));
                bob.rest.send(reqwest::Method::DELETE, "/api/x/me", body).await.expect(204);
            }
        }
        is_told_of(&mut stage.others, &bob, Value::Null).await;
    }
}

#[tokio::test]
async fn a_channel_has_a_bitrate_and_a_limit_and_a_room_as_many_people_as_a_mesh_takes() {
    let settings = [("CONFAB_VOICE_MESH_MAX", "2"), ("CONFAB_VOICE_MEDIA", "false")];
    let mut stage = stage(&settings).await;
    let path = format!("/api/v10/channels/{}", stage.lounge);
    let body = json!({"bitrate": 96_000, "user_limit": 1});
    let changed = stage.world.owner.rest.patch(&path, body).await.expect(200);
    assert_eq!((&changed["bitrate"], &changed["user_limit"]), (&json!(96_000), &json!(1)));
    let is_heard = |frame: &Value| frame["op"] == 112 && frame["d"]["bitrate"] == 96_000;
    stage.bobs.expect(is_heard).await;
    let carl = stage.world.account("carl").await;
    let mut carls = stage.world.socket(&carl).await;
    enters(&stage.world, &mut carls, stage.lounge.as_str()).await;
    assert_eq!(carls.event("X_VOICE_REFUSED").await["code"], 900_015);
    // The owner may pass over the limit, and finds no way for its sound.
    enters(&stage.world, &mut stage.others, stage.lounge.as_str()).await;
    assert_eq!(stage.others.event("X_VOICE_REFUSED").await["code"], 900_015);
    enters(&stage.world, &mut stage.adas, Value::Null).await;
    is_told_of(&mut stage.others, &stage.ada, Value::Null).await;
    enters(&stage.world, &mut carls, stage.lounge.as_str()).await;
    assert_eq!(carls.event("X_VOICE_REFUSED").await["code"], 900_015);
    enters(&stage.world, &mut stage.others, stage.lounge.as_str()).await;
    shown(&mut stage.others, 1).await;
    // What is out of its bounds changes nothing.
    for body in [json!({"bitrate": 7_999}), json!({"bitrate": 384_001}), json!({"user_limit": 100})]
    {
        stage.world.owner.rest.patch(&path, body).await.refused(400, 50_035);
    }
}

#[tokio::test]
async fn ro10_a_full_room_says_nothing_of_who_hides_there() {
    let mut stage = stage(&[]).await;
    let path = format!("/api/v10/channels/{}", stage.lounge);
    stage.world.owner.rest.patch(&path, json!({"user_limit": 2})).await.expect(200);
    let carl = stage.world.account("carl").await;
    let mut carls = stage.world.socket(&carl).await;
    enters(&stage.world, &mut carls, stage.lounge.as_str()).await;
    assert_eq!(carls.event("X_VOICE_REFUSED").await["code"], 900_015, "two whom he sees");

    let hides = json!({"status": "invisible"});
    stage.ada.rest.patch("/api/x/me/settings", hides).await.expect(200);
    is_told_of(&mut stage.others, &stage.ada, Value::Null).await;
    enters(&stage.world, &mut carls, stage.lounge.as_str()).await;
    shown(&mut carls, 2).await;

    let dora = stage.world.account("dora").await;
    let mut doras = stage.world.socket(&dora).await;
    enters(&stage.world, &mut doras, stage.lounge.as_str()).await;
    assert_eq!(doras.event("X_VOICE_REFUSED").await["code"], 900_015, "two whom she sees");
    let blocks = format!("/api/x/relationships/{}", carl.id);
    dora.rest.put(&blocks, json!({"type": 2})).await.expect(204);
    enters(&stage.world, &mut doras, stage.lounge.as_str()).await;
    // Of ada, who sits there as well, she hears by now; of carl not even now.
    shown(&mut doras, 2).await;
}

#[tokio::test]
async fn moderators_mute_move_and_put_out_and_nobody_else_does() {
    let mut stage = stage(&[]).await;
    let owner = stage.world.owner.clone();
    let path = format!("/api/v10/guilds/{}/members/{}", stage.world.guild, stage.bob.id);
    stage.ada.rest.patch(&path, json!({"mute": true})).await.refused(403, 50_013);
    stage.ada.rest.patch(&path, json!({"channel_id": null})).await.refused(403, 50_013);
    let muted = owner.rest.patch(&path, json!({"mute": true, "deaf": true})).await.expect(200);
    assert_eq!((&muted["mute"], &muted["deaf"]), (&json!(true), &json!(true)));
    let is_muted = |frame: &Value| {
        let peer = &frame["d"]["peers"][0];
        frame["op"] == 112 && peer["mute"] == true && peer["deaf"] == true
    };
    stage.adas.expect(is_muted).await;

    let body = json!({"name": "quay", "type": 2});
    let channels = format!("/api/v10/guilds/{}/channels", stage.world.guild);
    let quay = owner.rest.post(&channels, body).await.expect(201)["id"].clone();
    owner.rest.patch(&path, json!({"channel_id": quay})).await.expect(200);
    let moved = is_told_of(&mut stage.bobs, &stage.bob, quay.clone()).await;
    assert_eq!((&moved["mute"], &moved["deaf"]), (&json!(true), &json!(true)));
    let room = stage.bobs.expect(|frame| frame["op"] == 112 && frame["d"]["channel_id"] == quay);
    assert_eq!(room.await["d"]["peers"], json!([]));
    let text = json!({"channel_id": stage.world.general});
    owner.rest.patch(&path, text).await.refused(400, 50_024);
    owner.rest.patch(&path, json!({"channel_id": "1"})).await.refused(404, 10_003);
    owner.rest.patch(&path, json!({"channel_id": null})).await.expect(200);
    is_told_of(&mut stage.bobs, &stage.bob, Value::Null).await;
    owner.rest.patch(&path, json!({"mute": false})).await.refused(400, 40_032);
    // It is kept with the member.
    enters(&stage.world, &mut stage.bobs, stage.lounge.as_str()).await;
    let back = is_told_of(&mut stage.others, &stage.bob, stage.lounge.as_str()).await;
    assert_eq!(back["mute"], true);
}

/// What a browser offers to the media server: a line to speak on, and so many to listen on.
pub(crate) fn offer(slots: usize) -> String {
    let fingerprint = vec!["AB"; 32].join(":");
    let mids: Vec<_> = (0..=slots).map(|mid| mid.to_string()).collect();
    let mut sdp = format!(
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\n",
        mids.join(" ")
    );
    for mid in 0..=slots {
        let direction = if mid == 0 { "sendrecv" } else { "recvonly" };
        sdp += &format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n\
             a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 {fingerprint}\r\n\
             a=setup:actpass\r\na=mid:{mid}\r\na={direction}\r\na=rtcp-mux\r\n\
             a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
        );
    }
    sdp
}

pub(crate) async fn offers(socket: &mut Socket, channel: &str, n: u32, offer: &str) {
    socket.send(111, json!({"channel_id": channel, "n": n, "offer": offer})).await;
}

/// Waits for the answer to the n-th offer.
pub(crate) async fn answered(socket: &mut Socket, n: u32) -> String {
    let is_it = |frame: &Value| {
        frame["op"] == 111 && frame["d"]["n"] == n && frame["d"]["answer"].is_string()
    };
    socket.expect(is_it).await["d"]["answer"].as_str().unwrap().to_owned()
}

/// Waits until the room takes this way.
pub(crate) async fn goes(socket: &mut Socket, mode: &str) {
    socket.expect(|frame| frame["op"] == 112 && frame["d"]["mode"] == mode).await;
}

#[tokio::test]
async fn five_talk_through_the_media_server_and_go_back_to_the_mesh_when_two_are_gone() {
    let mut stage = stage(&[]).await;
    stage.adas.send(113, json!({"channel_id": stage.lounge, "speaking": true})).await;
    stage.bobs.expect(|frame| frame["op"] == 113 && frame["d"]["speaking"] == true).await;
    let mut sockets = Vec::new();
    for name in ["carl", "dora", "egon"] {
        let account = stage.world.account(name).await;
        let mut socket = stage.world.socket(&account).await;
        enters(&stage.world, &mut socket, stage.lounge.as_str()).await;
        sockets.push(socket);
    }
    goes(&mut stage.adas, "sfu").await;
    goes(&mut stage.bobs, "sfu").await;
    // Who speaks is the media server's to say from here on, and it has heard nobody yet.
    stage.bobs.expect(|frame| frame["op"] == 113 && frame["d"]["speaking"] == false).await;
    for socket in &mut sockets {
        goes(socket, "sfu").await;
    }
    sockets.push(stage.adas);
    sockets.push(stage.bobs);
    for socket in &mut sockets {
        offers(socket, &stage.lounge, 1, &offer(10)).await;
        let answer = answered(socket, 1).await;
        assert_eq!(answer.matches("m=audio ").count(), 11);
        assert!(answer.contains("a=candidate:"), "the client finds the server by it");
    }
    let room = only_room(&stage.world).await;
    assert_eq!((&room["participants"], &room["mode"]), (&json!(5), &json!("sfu")));
    assert_eq!(room["channel_id"], stage.lounge.as_str());
    assert_eq!((&room["media"]["connected"], &room["media"]["loss"]), (&json!(0), &json!(0.0)));
    // A newer offer takes the place of the former one.
    offers(&mut sockets[0], &stage.lounge, 2, &offer(25)).await;
    answered(&mut sockets[0], 2).await;
    for _ in 0..2 {
        let mut gone = sockets.remove(0);
        enters(&stage.world, &mut gone, Value::Null).await;
    }
    for socket in &mut sockets {
        goes(socket, "mesh").await;
    }
    let room = only_room(&stage.world).await;
    assert_eq!((&room["participants"], &room["mode"]), (&json!(3), &json!("mesh")));
}

/// The room that whoever runs the server is told of.
async fn only_room(world: &World) -> Value {
    let mut told = world.nobody().get("/metrics/rooms").await.expect(200);
    assert_eq!((&told["count"], told["rooms"].as_array().unwrap().len()), (&json!(1), 1));
    told["rooms"][0].take()
}

#[tokio::test]
async fn an_offer_that_is_not_to_be_answered_gets_no_answer_and_harms_nobody() {
    let mut stage = stage(&[("CONFAB_VOICE_MESH_MAX", "1")]).await;
    goes(&mut stage.adas, "sfu").await;
    let good = offer(10);
    // A stranger to the room.
    offers(&mut stage.others, &stage.lounge, 1, &good).await;
    // Another room, too long, nothing of sound, too many lines.
    offers(&mut stage.bobs, &stage.world.general, 1, &good).await;
    offers(&mut stage.bobs, &stage.lounge, 2, &"v".repeat(48 * 1024 + 1)).await;
    offers(&mut stage.bobs, &stage.lounge, 3, "v=0\r\n").await;
    offers(&mut stage.bobs, &stage.lounge, 4, &offer(26)).await;
    offers(&mut stage.bobs, &stage.lounge, 5, &good).await;
    answered(&mut stage.bobs, 5).await;
    // Of a flood the last one is answered, and others are not held up.
    for n in 6..=60 {
        offers(&mut stage.bobs, &stage.lounge, n, &good).await;
    }
    offers(&mut stage.adas, &stage.lounge, 1, &good).await;
    answered(&mut stage.adas, 1).await;
    answered(&mut stage.bobs, 60).await;
    for socket in [&mut stage.bobs, &mut stage.others] {
        let is_answer = |frame: &Value| frame["op"] == 111 && frame["d"]["n"].as_u64() < Some(5);
        assert!(!socket.untaken().any(is_answer));
    }
    let metrics = stage.world.nobody().get("/metrics").await.expect(200);
    let metrics = metrics.as_str().unwrap();
    for kind in ["not_there", "too_large", "bad_offer"] {
        let line = format!("confab_voice_signals_refused_total{{kind=\"{kind}\"}}");
        assert!(metrics.contains(&line), "{kind}");
    }
    assert!(metrics.contains("confab_media_rooms 1"));
}
