//! The gateway over real sockets.

use serde_json::{Value, json};

use crate::harness::{Actor, Gateway, World, body_of, text};
use reqwest::StatusCode;

async fn subscribe(gateway: &mut Gateway, channel: &str) -> Value {
    gateway.send(&json!({ "op": 100, "d": { "channel_id": channel } })).await;
    gateway.event("X_SUBSCRIBED").await
}

async fn post(world: &World, who: &Actor, channel: &str, content: &str) -> Value {
    let path = format!("/api/v10/channels/{channel}/messages");
    let posted = world.post(&path, Some(who), &json!({ "content": content })).await;
    body_of(posted, StatusCode::OK).await
}

#[tokio::test]
async fn a_post_of_one_is_seen_by_another() {
    let (world, ada, guild) = World::claimed().await;
    let bob = world.invite(&ada, &guild, "bob").await;
    let channel = world.general(&ada, &guild).await;
    let (mut bobs, ready) = world.session(&bob).await;
    assert_eq!(ready["user"]["id"], json!(bob.id));
    assert_eq!(bobs.event("GUILD_CREATE").await["id"], guild["id"]);
    assert_eq!(subscribe(&mut bobs, &channel).await["reset"], json!(false));
    let posted = post(&world, &ada, &channel, "hi").await;
    let seen = bobs.event("MESSAGE_CREATE").await;
    assert_eq!(seen["content"], "hi");
    assert_eq!(seen["id"], posted["id"]);
    assert_eq!(seen["x_seq"], 1);
}

#[tokio::test]
async fn a_dropped_session_resumes_with_what_it_missed() {
    let (world, ada, guild) = World::claimed().await;
    let channel = world.general(&ada, &guild).await;
    let (mut gateway, ready) = world.session(&ada).await;
    subscribe(&mut gateway, &channel).await;
    post(&world, &ada, &channel, "seen").await;
    let mut seen = 0;
    while seen == 0 {
        let frame = gateway.next().await;
        if frame["t"] == "MESSAGE_CREATE" {
            seen = frame["s"].as_u64().expect("a number");
        }
    }
    drop(gateway);
    post(&world, &ada, &channel, "missed").await;
    let mut again = world.connect("/gateway/").await;
    let token = ada.authorization.trim_start_matches("Bearer ");
    let d = json!({ "token": token, "session_id": ready["session_id"], "seq": seen });
    again.send(&json!({ "op": 6, "d": d })).await;
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "missed");
    again.event("RESUMED").await;
}

#[tokio::test]
async fn an_unknown_session_is_invalid_and_may_identify_on_the_same_socket() {
    let (world, ada, _) = World::claimed().await;
    let mut gateway = world.connect("/gateway").await;
    let token = ada.authorization.trim_start_matches("Bearer ");
    let d = json!({ "token": token, "session_id": "0123", "seq": 0 });
    gateway.send(&json!({ "op": 6, "d": d })).await;
    assert_eq!(gateway.next().await["op"], 10);
    assert_eq!(gateway.next().await, json!({ "op": 9, "s": null, "t": null, "d": false }));
    gateway.identify(&ada.authorization).await;
    gateway.event("READY").await;
}

#[tokio::test]
async fn frames_sent_along_with_the_handshake_are_not_lost() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let (world, _, _) = World::claimed().await;
    let address = world.base.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
    let mut bytes = format!(
        "GET /gateway HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .into_bytes();
    // A heartbeat, masked with zeros.
    let beat = br#"{"op":1,"d":null}"#;
    bytes.extend_from_slice(&[0x81, 0x80 | beat.len() as u8, 0, 0, 0, 0]);
    bytes.extend_from_slice(beat);
    stream.write_all(&bytes).await.expect("it is sent");
    let mut answer = Vec::new();
    while !answer.windows(7).any(|part| part == b"\"op\":11") {
        assert_ne!(stream.read_buf(&mut answer).await.expect("bytes"), 0, "closed early");
    }
}

#[tokio::test]
async fn gw2_before_identify_only_heartbeats_are_taken() {
    let (world, ada, _) = World::claimed().await;
    for (frame, code) in [
        (json!({ "op": 3, "d": { "status": "idle" } }), 4003),
        (json!({ "op": 100, "d": { "channel_id": "1" } }), 4003),
        (json!({ "op": 2, "d": { "token": "wrong" } }), 4004),
        (json!({ "op": 77, "d": null }), 4001),
        (json!({ "op": "x" }), 4002),
    ] {
        let mut gateway = world.connect("/gateway").await;
        gateway.send(&json!({ "op": 1, "d": null })).await;
        gateway.send(&frame).await;
        assert_eq!(gateway.close_code().await, code, "{frame}");
    }
    let (mut gateway, _) = world.session(&ada).await;
    gateway.identify(&ada.authorization).await;
    assert_eq!(gateway.close_code().await, 4005);
}

#[tokio::test]
async fn gw2_who_does_not_identify_in_time_is_closed() {
    let world = World::unclaimed(|settings| settings.gateway.identify_timeout_ms = 30).await;
    world.claim().await;
    let mut gateway = world.connect("/gateway").await;
    assert_eq!(gateway.close_code().await, 4003);
}

#[tokio::test]
async fn gw3_silence_is_closed_resumable() {
    let world = World::unclaimed(|settings| {
        settings.gateway.heartbeat_interval_ms = 20;
        settings.gateway.heartbeat_slack_ms = 20;
    })
    .await;
    let (ada, _) = world.claim().await;
    let (mut gateway, _) = world.session(&ada).await;
    assert_eq!(gateway.close_code().await, 4009);
}

#[tokio::test]
async fn gw3_a_flood_is_closed() {
    let world = World::unclaimed(|settings| settings.gateway.ops_per_minute = 5).await;
    let (ada, _) = world.claim().await;
    let (mut gateway, _) = world.session(&ada).await;
    for _ in 0..5 {
        gateway.send(&json!({ "op": 1, "d": null })).await;
    }
    assert_eq!(gateway.close_code().await, 4008);
}

#[tokio::test]
async fn gw3_a_frame_that_is_too_large_is_closed() {
    let (world, ada, _) = World::claimed().await;
    let (mut gateway, _) = world.session(&ada).await;
    gateway.send_text(format!("{{\"op\":1,\"d\":null,\"x\":\"{}\"}}", "x".repeat(65_536))).await;
    assert_eq!(gateway.close_code().await, 4002);
}

#[tokio::test]
async fn gw3_a_client_that_reads_nothing_is_closed_behind_a_whole_frame_and_holds_up_nobody() {
    let world = World::unclaimed(|settings| {
        settings.session.outbox_events_max = 8;
        settings.session.ring_events_max = 8;
        settings.gateway.close_timeout_ms = 20_000;
    })
    .await;
    let (ada, guild) = world.claim().await;
    let channel = world.general(&ada, &guild).await;
    let mut slow = world.connect_with_little_room().await;
    slow.identify(&ada.authorization).await;
    slow.event("READY").await;
    subscribe(&mut slow, &channel).await;
    let content = "☃".repeat(2_000);
    for _ in 0..25 {
        let posts = (0..16).map(|_| post(&world, &ada, &channel, &content));
        futures_util::future::join_all(posts).await;
    }
    // Every frame before the close is whole, or the client would fail here.
    assert_eq!(slow.close_code().await, 4009);
}

#[tokio::test]
async fn gw4_logging_out_closes_the_sessions_of_the_login() {
    let (world, ada, _) = World::claimed().await;
    let (mut gateway, _) = world.session(&ada).await;
    let left = world.post("/api/x/auth/logout", Some(&ada), &json!({})).await;
    body_of(left, StatusCode::NO_CONTENT).await;
    assert_eq!(gateway.close_code().await, 4004);
    let me = world.get("/api/v10/users/@me", Some(&ada)).await;
    body_of(me, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn heartbeats_are_answered() {
    let (world, ada, _) = World::claimed().await;
    let (mut gateway, _) = world.session(&ada).await;
    gateway.send(&json!({ "op": 1, "d": 1 })).await;
    loop {
        let frame = gateway.next().await;
        if frame["op"] == 11 {
            break;
        }
    }
}

#[tokio::test]
async fn a_bot_hears_what_its_intents_name_without_a_subscription() {
    let (world, ada, guild) = World::claimed().await;
    let channel = world.general(&ada, &guild).await;
    let bot = world.post("/api/x/bots", Some(&ada), &json!({ "name": "beep" })).await;
    let bot = body_of(bot, StatusCode::CREATED).await;
    let grant = format!("/api/x/guilds/{}/bots/{}", text(&guild["id"]), text(&bot["id"]));
    let granted = world
        .request(reqwest::Method::PUT, &grant, Some(&ada))
        .json(&json!({ "permissions": "3072" }))
        .send()
        .await
        .expect("an answer");
    body_of(granted, StatusCode::NO_CONTENT).await;
    let actor = Actor { id: text(&bot["id"]), authorization: text(&bot["token"]) };
    let (mut gateway, ready) = world.session(&actor).await;
    assert_eq!(ready["application"]["id"], bot["id"]);
    gateway.event("GUILD_CREATE").await;
    post(&world, &ada, &channel, "hello bot").await;
    assert_eq!(gateway.event("MESSAGE_CREATE").await["content"], "hello bot");
}

#[tokio::test]
async fn people_who_ask_for_a_voice_channel_that_is_not_there_are_told_so() {
    let (world, ada, guild) = World::claimed().await;
    let (mut gateway, _) = world.session(&ada).await;
    let d = json!({ "guild_id": guild["id"], "channel_id": "5", "self_mute": false });
    gateway.send(&json!({ "op": 4, "d": d })).await;
    let refused = gateway.event("X_VOICE_REFUSED").await;
    assert_eq!((&refused["channel_id"], &refused["code"]), (&json!("5"), &json!(10_003)));
}

#[tokio::test]
async fn a_socket_that_is_left_open_does_not_keep_the_server_from_ending() {
    let (world, ada, _) = World::claimed().await;
    let (mut gateway, _) = world.session(&ada).await;
    let mut stranger = world.connect("/gateway").await;
    world.app.stopping.cancel();
    world.app.engine.shutdown(std::time::Duration::from_secs(1)).await;
    for gateway in [&mut gateway, &mut stranger] {
        let mut frames = Vec::new();
        while frames.last() != Some(&json!(7)) {
            frames.push(gateway.next().await["op"].clone());
        }
        assert_eq!(gateway.close_code().await, 4000);
    }
    world.app.sockets.close();
    world.app.sockets.wait().await;
}
