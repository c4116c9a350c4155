//! The main story, told over the engine's door.

use std::sync::Arc;

use actors::{ChannelPatch, CloseReason, Command};
use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, UserId};
use serde_json::Value;

use crate::socket::Socket;
use crate::world::{Client, World, name, settle};

/// Ada's guild with Bob in it, both connected and listening to `general`.
pub(crate) struct Two {
    pub(crate) world: World,
    pub(crate) ada: UserId,
    pub(crate) bob: UserId,
    pub(crate) general: ChannelId,
    pub(crate) adas: Client,
    pub(crate) bobs: Client,
}

pub(crate) async fn two_members() -> Two {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let bob = world.account("bob").await;
    let mut adas = world.connect(ada).await;
    let mut bobs = world.connect(bob).await;
    assert_eq!(adas.names().await, ["READY"]);
    let (guild, general) = world.guild(ada).await;
    assert!(adas.names().await.contains(&"GUILD_CREATE".to_owned()));
    world.join(&guild, general, ada, bob).await;
    assert_eq!(bobs.names().await[..2], ["READY", "GUILD_CREATE"]);
    assert!(adas.names().await.contains(&"GUILD_MEMBER_ADD".to_owned()));
    for client in [&mut adas, &mut bobs] {
        client.session.subscribe(general, None);
        let heard = client.read().await;
        let answer = heard.iter().find(|frame| name(frame) == "X_SUBSCRIBED").unwrap();
        assert_eq!(answer["d"]["head"], 0, "{answer}");
        assert_eq!(answer["d"]["reset"], false, "{answer}");
    }
    Two { world, ada, bob, general, adas, bobs }
}

#[tokio::test(start_paused = true)]
async fn p2_both_hear_each_message_once_and_in_order() {
    let mut two = two_members().await;
    for i in 0..10 {
        let author = if i % 2 == 0 { two.ada } else { two.bob };
        two.world.post(author, two.general, &format!("m{i}"), None).await.unwrap();
    }
    let wanted: Vec<String> = (0..10).map(|i| format!("m{i}")).collect();
    assert_eq!(two.adas.messages().await, wanted);
    assert_eq!(two.bobs.messages().await, wanted);
    let numbers = |client: &Client| -> Vec<u64> {
        client.heard.iter().map(|frame| frame["s"].as_u64().unwrap()).collect()
    };
    assert_eq!(numbers(&two.adas), (1..=two.adas.last_s()).collect::<Vec<_>>());
    let positions: Vec<u64> =
        two.bobs.heard.iter().filter_map(|frame| frame["d"]["x_seq"].as_u64()).collect();
    assert_eq!(positions, (1..=10).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn p1_a_repeat_with_the_same_nonce_is_the_same_message() {
    let mut two = two_members().await;
    let post = || two.world.post(two.ada, two.general, "once", Some("n1"));
    let (one, other) = tokio::join!(post(), post());
    let later = post().await.unwrap();
    assert_eq!(one.as_ref().unwrap().id, other.unwrap().id);
    assert_eq!(one.unwrap().id, later.id);
    assert_eq!(two.bobs.messages().await, ["once"]);
}

#[tokio::test(start_paused = true)]
async fn p2_a_resume_replays_what_was_missed() {
    let mut two = two_members().await;
    two.world.post(two.ada, two.general, "before", None).await.unwrap();
    assert_eq!(two.bobs.messages().await, ["before"]);
    two.bobs.socket.hang_up(true);
    settle().await;
    for text in ["missed 1", "missed 2"] {
        two.world.post(two.ada, two.general, text, None).await.unwrap();
    }
    resume(&two.world, &mut two.bobs);
    let names = two.bobs.names().await;
    assert_eq!(names[..3], ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]);
    // A ring keeps no presences, so what may have been missed is said again.
    assert_eq!(names[3..], ["X_PRESENCES"]);
    let missed = two.bobs.heard.iter().rev().take(4).map(|frame| &frame["d"]["content"]);
    assert!(missed.clone().any(|text| text == "missed 1"));
    assert!(missed.clone().any(|text| text == "missed 2"));
    two.world.post(two.ada, two.general, "after", None).await.unwrap();
    assert_eq!(two.bobs.messages().await, ["after"]);
}

#[tokio::test(start_paused = true)]
async fn p2_a_cursor_brings_what_was_missed_and_then_what_is_live() {
    let mut two = two_members().await;
    for i in 1..=5 {
        two.world.post(two.ada, two.general, &format!("m{i}"), None).await.unwrap();
    }
    let mut anew = two.world.connect(two.bob).await;
    anew.session.subscribe(two.general, Some(2));
    assert_eq!(anew.messages().await, ["m3", "m4", "m5"]);
    let answer = anew.heard.iter().find(|frame| name(frame) == "X_SUBSCRIBED").unwrap();
    assert_eq!(
        (answer["d"]["head"].as_u64(), answer["d"]["replayed"].as_u64()),
        (Some(5), Some(3))
    );
    two.world.post(two.ada, two.general, "m6", None).await.unwrap();
    assert_eq!(anew.messages().await, ["m6"]);
    assert_eq!(two.bobs.messages().await.len(), 6);
}

#[tokio::test(start_paused = true)]
async fn messages_of_two_channels_in_one_millisecond_have_two_ids() {
    let two = two_members().await;
    let (_, other) = two.world.guild(two.ada).await;
    let here = two.world.post(two.ada, two.general, "here", None).await.unwrap();
    let there = two.world.post(two.ada, other, "there", None).await.unwrap();
    assert_eq!(here.timestamp, there.timestamp);
    assert_ne!(here.id, there.id);
}

#[tokio::test(start_paused = true)]
async fn p3_whoever_does_not_read_is_let_go_and_holds_up_nobody() {
    let mut two = two_members().await;
    let stuck = two.world.connect_with(two.bob, 8 << 10).await;
    stuck.session.subscribe(two.general, None);
    settle().await;
    let content = "x".repeat(2_000);
    for _ in 0..300 {
        two.world.post(two.ada, two.general, &content, None).await.unwrap();
    }
    settle().await;
    assert_eq!(stuck.socket.closed(), Some(CloseReason::Overrun));
    assert_eq!(two.adas.messages().await.len(), 300);
}

#[tokio::test(start_paused = true)]
async fn p4_a_panic_at_one_socket_is_felt_by_that_session_only() {
    let mut two = two_members().await;
    let hates_messages = Box::new(|frame: &Value| assert_ne!(name(frame), "MESSAGE_CREATE"));
    let cursed = two.world.open_on(two.bob, Socket::new(1 << 20, Some(hates_messages))).await;
    let mut others = Vec::new();
    for _ in 0..8 {
        others.push(two.world.connect(two.bob).await);
    }
    for client in others.iter().chain([&cursed]) {
        client.session.subscribe(two.general, None);
    }
    settle().await;
    two.world.post(two.ada, two.general, "first", None).await.unwrap();
    two.world.post(two.ada, two.general, "second", None).await.unwrap();
    settle().await;
    assert_eq!(cursed.socket.closed(), Some(CloseReason::SessionEnded));
    for client in others.iter_mut().chain([&mut two.adas, &mut two.bobs]) {
        assert_eq!(client.messages().await, ["first", "second"]);
    }
}

#[tokio::test(start_paused = true)]
async fn p5_nothing_of_a_channel_follows_its_loss() {
    let mut two = two_members().await;
    let guild =
        two.world.engine.channel(two.general, two.ada).await.unwrap().guild().unwrap().clone();
    two.bobs.read().await;
    let hide = Overwrite::member(two.bob, Permissions::empty(), Permissions::VIEW_CHANNEL);
    let patch = ChannelPatch { overwrites: Some(vec![hide]), ..ChannelPatch::default() };
    let act = Command::UpdateChannel { actor: two.ada, channel: two.general, patch };
    guild.act(act).await.unwrap();
    two.world.post(two.ada, two.general, "secret", None).await.unwrap();
    assert_eq!(two.bobs.names().await, ["CHANNEL_DELETE"]);
    assert_eq!(two.adas.messages().await, ["secret"]);
    assert!(two.world.post(two.bob, two.general, "no", None).await.is_err());
    two.bobs.session.subscribe(two.general, Some(0));
    assert_eq!(two.bobs.read().await[0]["d"]["error"]["code"], 50001);

    let patch = ChannelPatch { overwrites: Some(Vec::new()), ..ChannelPatch::default() };
    let act = Command::UpdateChannel { actor: two.ada, channel: two.general, patch };
    guild.act(act).await.unwrap();
    two.world.post(two.ada, two.general, "open", None).await.unwrap();
    let names = two.bobs.names().await;
    assert_eq!(
        names.iter().filter(|name| *name != "X_UNREAD").collect::<Vec<_>>(),
        ["CHANNEL_CREATE"]
    );
}

#[tokio::test(start_paused = true)]
async fn p5_whoever_left_hears_nothing_more() {
    let mut two = two_members().await;
    let guild =
        two.world.engine.channel(two.general, two.ada).await.unwrap().guild().unwrap().clone();
    two.bobs.read().await;
    guild.act(Command::Leave { user: two.bob }).await.unwrap();
    two.world.post(two.ada, two.general, "alone", None).await.unwrap();
    let names = two.bobs.names().await;
    assert_eq!(names.last().map(String::as_str), Some("GUILD_DELETE"));
    assert!(!names.contains(&"MESSAGE_CREATE".to_owned()));
    assert!(two.adas.names().await.contains(&"GUILD_MEMBER_REMOVE".to_owned()));
}

/// Takes a client's session up again on a new socket.
pub(crate) fn resume(world: &World, client: &mut Client) {
    let socket = Socket::new(1 << 20, None);
    let session = &client.session;
    let (user, id) = (session.user(), session.id());
    let login = crate::world::spec(user).login;
    let sink = Arc::clone(&socket) as _;
    let (session, port) = world.engine.resume(user, login, id, client.last_s(), sink).unwrap();
    tokio::spawn(Arc::clone(&socket).serve(session.clone(), port));
    client.socket = socket;
    client.session = session;
}
