//! The gateway's life cycle and close codes, seen from outside.

use serde_json::json;

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn ready_names_the_session_and_the_guilds_that_follow() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.connect().await;
    assert!(socket.hello["heartbeat_interval"].as_u64().unwrap() > 0);
    let guilds = socket.identify(ada.rest.bare_token()).await;
    let ready = &socket.ready;
    assert_eq!(ready["v"], 10);
    assert_eq!(ready["user"]["id"], ada.id.as_str());
    assert_eq!(ready["guilds"], json!([{"id": world.guild, "unavailable": true}]));
    for key in ["session_id", "resume_gateway_url"] {
        assert!(ready[key].is_string(), "{key}");
    }
    for key in ["relationships", "private_channels", "read_state"] {
        assert!(ready[key].is_array(), "{key}");
    }
    let guild = &guilds[0];
    assert_eq!(guild["owner_id"], world.owner.id.as_str());
    assert_eq!(guild["member_count"], 2);
    let names: Vec<_> = guild["channels"].as_array().unwrap().iter().map(|c| &c["name"]).collect();
    assert_eq!(names, ["general", "Lounge"]);
}

#[tokio::test]
async fn heartbeats_are_acknowledged_even_before_identify() {
    let world = World::start().await;
    let mut socket = world.connect().await;
    socket.send(1, json!(null)).await;
    socket.expect(|frame| frame["op"] == 11).await;
    socket.identify(world.owner.rest.bare_token()).await;
    socket.send(1, json!(1)).await;
    socket.expect(|frame| frame["op"] == 11).await;
}

#[tokio::test]
async fn each_breach_has_its_close_code() {
    let world = World::start().await;
    let token = world.owner.rest.bare_token().to_owned();
    let cases: [(&[String], u16); 7] = [
        (&[r#"{"op":2,"d":{"token":"wrong","intents":0,"properties":{}}}"#.into()], 4004),
        (
            &[r#"{"op":3,"d":{"since":null,"activities":[],"status":"idle","afk":false}}"#.into()],
            4003,
        ),
        (&[r#"{"op":100,"d":{"channel_id":"1"}}"#.into()], 4003),
        (&["not json".into()], 4002),
        (&["[1]".into()], 4002),
        (&[format!(r#"{{"op":1,"d":"{}"}}"#, "x".repeat(70_000))], 4002),
        (&[identify(&token), identify(&token)], 4005),
    ];
    for (frames, code) in cases {
        let mut socket = world.connect().await;
        for frame in frames {
            socket.send_text(frame).await;
        }
        assert_eq!(socket.closed().await, code, "{:.80}", frames[0]);
    }
}

fn identify(token: &str) -> String {
    json!({"op": 2, "d": {"token": token, "intents": 0, "properties": {}}}).to_string()
}

#[tokio::test]
async fn a_silent_socket_is_closed() {
    let settings = [
        ("CONFAB_GATEWAY_IDENTIFY_TIMEOUT_MS", "200"),
        ("CONFAB_GATEWAY_HEARTBEAT_INTERVAL_MS", "100"),
        ("CONFAB_GATEWAY_HEARTBEAT_SLACK_MS", "100"),
    ];
    let world = World::start_with(&settings).await;
    assert_eq!(world.connect().await.closed().await, 4003);
    let mut socket = world.socket(&world.owner).await;
    assert_eq!(socket.closed().await, 4009);
}

#[tokio::test]
async fn a_flood_is_closed() {
    let world = World::start_with(&[("CONFAB_GATEWAY_OPS_PER_MINUTE", "30")]).await;
    let mut socket = world.socket(&world.owner).await;
    for _ in 0..60 {
        socket.send(1, json!(null)).await;
    }
    assert_eq!(socket.closed().await, 4008);
}

#[tokio::test]
async fn the_17th_session_of_a_login_closes_the_first() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut sockets = Vec::new();
    for _ in 0..17 {
        sockets.push(world.socket(&ada).await);
    }
    assert_eq!(sockets[0].closed().await, 4000);
    sockets[1].send(1, json!(null)).await;
    sockets[1].expect(|frame| frame["op"] == 11).await;
}

#[tokio::test]
async fn a_channel_that_one_may_not_see_refuses_the_subscription() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let foreign = "1000000000000000000";
    let answer = socket.subscribe(foreign, None).await;
    assert_eq!(answer["channel_id"], foreign);
    assert_eq!(answer["error"]["code"], 10_003);
}

#[tokio::test]
async fn p2_bots_hear_what_their_intents_ask_for() {
    let world = World::start().await;
    let bot = world.bot("herald", 0).await;
    let token = bot.rest.bare_token();
    let mut all = world.connect().await;
    all.identify(token).await;
    let mut blanked = world.connect().await;
    blanked.identify_with(&format!("Bot {token}"), 1 | 1 << 9).await;
    let mut deaf = world.connect().await;
    deaf.identify_with(token, 1).await;

    let mut ada = world.member("ada").await;
    ada.says("to all").await;
    assert_eq!(all.event("MESSAGE_CREATE").await["content"], "to all");
    assert_eq!(blanked.event("MESSAGE_CREATE").await["content"], "");
    deaf.send(1, json!(null)).await;
    deaf.expect(|frame| frame["op"] == 11).await;
    assert!(deaf.untaken().all(|frame| frame["t"] != "MESSAGE_CREATE"));
}

#[tokio::test]
async fn typing_is_heard_by_others_who_listen() {
    let world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    let path = format!("/api/v10/channels/{}/typing", world.general);
    assert_eq!(ada.account.rest.post(&path, json!({})).await.status, 204);
    let typing = bob.socket.event("TYPING_START").await;
    assert_eq!(typing["user_id"], ada.account.id.as_str());
    assert_eq!(typing["channel_id"], world.general.as_str());
}

#[tokio::test]
async fn a_channel_without_subscription_shows_as_unread() {
    let world = World::start_with(&[("CONFAB_SESSION_UNREAD_INTERVAL_MS", "20")]).await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let said = world.owner.rest.post(&path, json!({"content": "news"})).await.expect(200);
    let unread = socket.event("X_UNREAD").await;
    assert_eq!(unread["channels"][0]["channel_id"], world.general.as_str());
    assert_eq!(unread["channels"][0]["last_message_id"], said["id"]);
    assert!(socket.untaken().all(|frame| frame["t"] != "MESSAGE_CREATE"));
}

#[tokio::test]
async fn a_newcomer_is_announced_and_may_talk() {
    let world = World::start().await;
    let mut ada = world.member("ada").await;
    let mut bob = world.member("bob").await;
    let added = ada.socket.event("GUILD_MEMBER_ADD").await;
    assert_eq!(added["user"]["username"], "bob");
    bob.says("hi").await;
    ada.sees("hi").await;
}

#[tokio::test]
async fn a_password_login_works_on_the_gateway_too() {
    let world = World::start().await;
    world.account("ada").await;
    let body = json!({"username": "ada", "password": PASSWORD});
    let login = world.nobody().post("/api/x/auth/login", body).await.expect(200);
    let mut ada = world.listening(world.of_login(&login)).await;
    ada.says("hello").await;
    ada.sees("hello").await;
}
