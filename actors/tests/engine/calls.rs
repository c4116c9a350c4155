//! Calls through time, crashes, and a store that does not answer.

use std::sync::Arc;
use std::time::Duration;

use actors::{EngineConfig, Fault, RelationAct, SessionHandle};
use protocol::gateway::VoiceStateChange;
use protocol::{ChannelId, UserId};
use serde_json::{Value, json};
use storage::{FaultPlan, FaultStore, MemoryStore, Store};
use tokio::time::sleep;

use crate::world::{Client, World, name, settle};

/// Two friends with a session each.
struct Stage {
    world: World,
    channel: ChannelId,
    ada: UserId,
    bob: UserId,
    adas: Client,
    bobs: Client,
}

async fn stage_over(config: EngineConfig, store: Arc<dyn Store>) -> Stage {
    let world = World::over(config, store).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    world.engine.relate(ada, bob, RelationAct::Ask).await.unwrap();
    world.engine.relate(bob, ada, RelationAct::Ask).await.unwrap();
    let channel = world.engine.open_conversation(ada, bob).await.unwrap().id;
    let (mut adas, mut bobs) = (world.connect(ada).await, world.connect(bob).await);
    adas.read().await;
    bobs.read().await;
    Stage { world, channel, ada, bob, adas, bobs }
}

async fn stage() -> Stage {
    stage_over(EngineConfig::default(), Arc::new(MemoryStore::new())).await
}

impl Stage {
    fn calls(&self, session: &SessionHandle, channel: impl Into<Option<ChannelId>>) {
        session.change_voice(VoiceStateChange {
            guild_id: None,
            channel_id: channel.into(),
            self_mute: false,
            self_deaf: false,
            self_video: false,
        });
    }

    /// Ada is in the call and rings Bob; all that was told of it is read.
    async fn ringing() -> Self {
        let mut stage = stage().await;
        stage.calls(&stage.adas.session, stage.channel);
        settle().await;
        stage.ring().await;
        assert_eq!(told(stage.bobs.read().await).last(), Some(&rings(&[stage.bob])));
        stage.adas.read().await;
        stage
    }

    async fn ring(&self) {
        let channel = self.world.engine.channel(self.channel, self.ada).await.unwrap();
        channel.ring(self.ada, None).await.unwrap();
    }
}

/// Whom a call was said to ring, or that it was over.
fn told(frames: &[Value]) -> Vec<Option<Value>> {
    let of_call = frames.iter().filter_map(|frame| match name(frame) {
        "CALL_CREATE" | "CALL_UPDATE" => Some(Some(frame["d"]["ringing"].clone())),
        "CALL_DELETE" => Some(None),
        _ => None,
    });
    of_call.collect()
}

fn rings(whom: &[UserId]) -> Option<Value> {
    Some(json!(whom))
}

#[tokio::test(start_paused = true)]
async fn ca2_a_ring_is_over_on_time_also_if_its_room_crashed_meanwhile() {
    let mut stage = Stage::ringing().await;
    sleep(Duration::from_secs(10)).await;
    stage.world.engine.crash(Fault::ConversationRoom(stage.channel));
    sleep(Duration::from_secs(19)).await;
    assert_eq!(told(stage.bobs.read().await), []);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(told(stage.bobs.read().await), [rings(&[])]);
    assert_eq!(told(stage.adas.read().await), [rings(&[])]);
    // Rung again, the time begins again.
    stage.ring().await;
    sleep(Duration::from_secs(20)).await;
    stage.ring().await;
    sleep(Duration::from_secs(20)).await;
    assert_eq!(told(stage.bobs.read().await), [rings(&[stage.bob])]);
    sleep(Duration::from_secs(10)).await;
    assert_eq!(told(stage.bobs.read().await), [rings(&[])]);
}

#[tokio::test(start_paused = true)]
async fn ca1_a_caller_who_is_gone_for_longer_than_the_grace_takes_the_call_along() {
    let mut stage = Stage::ringing().await;
    stage.adas.socket.hang_up(true);
    sleep(Duration::from_secs(14)).await;
    assert_eq!(told(stage.bobs.read().await), []);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(told(stage.bobs.read().await), [None]);
}

#[tokio::test(start_paused = true)]
async fn a_conversation_in_which_somebody_talks_is_not_let_go() {
    let config = EngineConfig { idle_unload: Duration::from_secs(10), ..EngineConfig::default() };
    let mut stage = stage_over(config, Arc::new(MemoryStore::new())).await;
    stage.calls(&stage.adas.session, stage.channel);
    sleep(Duration::from_secs(120)).await;
    assert_eq!(told(stage.bobs.read().await), [rings(&[])]);
    stage.calls(&stage.bobs.session, stage.channel);
    let heard = stage.adas.read().await;
    let mode = heard.iter().rev().find(|frame| frame["op"] == 112).unwrap();
    assert_eq!(mode["d"]["peers"][0]["user_id"], json!(stage.bob));
    for client in [&stage.adas, &stage.bobs] {
        stage.calls(&client.session, None);
    }
    sleep(Duration::from_secs(120)).await;
    assert_eq!(told(stage.bobs.read().await), [None]);
}

#[tokio::test(start_paused = true)]
async fn ca4_while_the_store_takes_nothing_people_talk_and_nothing_is_told() {
    let plan = FaultPlan { sync_ms: 20..=20, ack_ms: 0..=0, ..FaultPlan::latencies_only(1) };
    let store = Arc::new(FaultStore::new(MemoryStore::new(), plan));
    let mut stage = stage_over(EngineConfig::default(), Arc::clone(&store) as _).await;
    store.set_read_only(true);
    stage.calls(&stage.adas.session, stage.channel);
    settle().await;
    stage.ring().await;
    stage.calls(&stage.bobs.session, stage.channel);
    let heard = stage.adas.read().await;
    assert!(heard.iter().any(|frame| frame["op"] == 112 && frame["d"]["peers"] != json!([])));
    assert_eq!(told(stage.bobs.read().await), []);
    store.set_read_only(false);
    sleep(Duration::from_secs(3)).await;
    assert_eq!(told(stage.bobs.read().await), [rings(&[])]);
}

#[tokio::test(start_paused = true)]
async fn ca5_one_message_tells_of_a_call_whatever_the_store_says_of_it() {
    for fault in [storage::Fault::UnknownKept, storage::Fault::UnknownLost] {
        let plan = FaultPlan { sync_ms: 20..=20, ack_ms: 0..=0, ..FaultPlan::latencies_only(1) };
        let store = Arc::new(FaultStore::new(MemoryStore::new(), plan));
        let mut stage = stage_over(EngineConfig::default(), Arc::clone(&store) as _).await;
        stage.bobs.session.subscribe(stage.channel, None);
        stage.bobs.read().await;
        store.inject(fault);
        stage.calls(&stage.adas.session, stage.channel);
        sleep(Duration::from_secs(5)).await;
        stage.calls(&stage.adas.session, None);
        sleep(Duration::from_secs(5)).await;
        stage.bobs.read().await;
        let begun = stage.bobs.heard.iter().filter(|frame| name(frame) == "MESSAGE_CREATE");
        assert_eq!(begun.count(), 1, "{fault:?}");
        let ended = stage.bobs.heard.iter().rev().find(|frame| name(frame) == "MESSAGE_UPDATE");
        let call = &ended.unwrap()["d"]["call"];
        assert_eq!(call["participants"], json!([stage.ada]), "{fault:?}");
        assert!(call["ended_timestamp"].is_string(), "{fault:?}");
        assert_eq!(told(&stage.bobs.heard), [rings(&[]), None], "{fault:?}");
    }
}
