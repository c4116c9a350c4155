//! Conversations outside of guilds, through crashes and unloading.

use std::sync::Arc;
use std::time::Duration;

use actors::{EngineConfig, Fault, RelationAct};
use protocol::{ChannelId, UserId};
use serde_json::Value;
use storage::MemoryStore;
use tokio::time::sleep;

use crate::world::{World, name};

/// Two friends, and their conversation in the list of the first.
async fn friends(world: &World) -> (UserId, UserId, ChannelId) {
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    world.engine.relate(ada, bob, RelationAct::Ask).await.unwrap();
    world.engine.relate(bob, ada, RelationAct::Ask).await.unwrap();
    let channel = world.engine.open_conversation(ada, bob).await.unwrap().id;
    (ada, bob, channel)
}

fn is_news(frame: &&Value) -> bool {
    ["CHANNEL_CREATE", "X_MENTION", "X_UNREAD"].contains(&name(frame))
}

#[tokio::test(start_paused = true)]
async fn p4_a_fan_out_that_died_is_made_good_to_those_who_do_not_look() {
    let world = World::start().await;
    let (ada, bob, channel) = friends(&world).await;
    let mut at_bob = world.connect(bob).await;
    at_bob.read().await;
    world.engine.crash(Fault::ConversationFanout(channel));
    world.post(ada, channel, "hello", None).await.unwrap();
    sleep(Duration::from_secs(3)).await;
    let heard = at_bob.read().await;
    let news: Vec<&str> = heard.iter().filter(is_news).map(name).collect();
    assert_eq!(news, ["CHANNEL_CREATE", "X_MENTION", "X_UNREAD"]);
    let listed = world.engine.conversations(bob).await.unwrap();
    assert!(listed[0].last_message_id.is_some(), "{listed:?}");
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_nobody_uses_is_let_go_and_goes_on_where_it_was() {
    let config = EngineConfig { idle_unload: Duration::from_secs(10), ..EngineConfig::default() };
    let world = World::over(config, Arc::new(MemoryStore::new())).await;
    let (ada, bob, channel) = friends(&world).await;
    world.post(ada, channel, "one", Some("n")).await.unwrap();
    assert_eq!(world.engine.loaded_channels(), 1);
    sleep(Duration::from_secs(30)).await;
    assert_eq!(world.engine.loaded_channels(), 0);
    // What was decided while it was not loaded holds, and so does its log.
    world.engine.relate(bob, ada, RelationAct::Remove).await.unwrap();
    assert!(world.post(ada, channel, "two", None).await.is_err());
    world.engine.relate(bob, ada, RelationAct::Ask).await.unwrap();
    world.engine.relate(ada, bob, RelationAct::Ask).await.unwrap();
    let first = world.post(ada, channel, "one", Some("n")).await.unwrap();
    world.post(bob, channel, "two", None).await.unwrap();
    let mut at_ada = world.connect(ada).await;
    at_ada.session.subscribe(channel, Some(0));
    assert_eq!(at_ada.messages().await, ["one", "two"]);
    assert_eq!(first.content, "one");
}
