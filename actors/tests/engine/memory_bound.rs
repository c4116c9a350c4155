//! Memory stays bounded, however many channels are opened one after another.
//!
//! Time stands still in here, so no housekeeping helps: each newcomer has to make its own room.

use std::sync::Arc;
use std::time::Duration;

use actors::{EngineConfig, founding};
use protocol::{ChannelId, GuildId, UserId};
use storage::records::{Channel, ChannelHome, ChannelKind, User};
use storage::{Batch, MemoryStore, Shard, Store};
use tokio::sync::Mutex;

use crate::world::{START_MS, World, account, name};

const GUILDS: u64 = 200;
/// As many as a guild may have, less the two that it is founded with.
const CHANNELS: u64 = 498;
const LOADED_MAX: usize = 1_000;

/// The memory is the whole process's: one world of this size at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

const ADA: UserId = UserId::new(1);

fn guild(number: u64) -> GuildId {
    GuildId::new(1_000_000 + number)
}

fn channel(guild: u64, number: u64) -> ChannelId {
    ChannelId::new(10_000_000 + guild * 1_000 + number)
}

/// Ada's guilds, in a store that also holds all that is posted.
async fn seeded() -> Arc<dyn Store> {
    let store = MemoryStore::new();
    store.commit(Batch::new(Shard::Social).put::<User>(&account(ADA, "ada"))).await.unwrap();
    for number in 0..GUILDS {
        let mut ids = [channel(number, 998).get(), channel(number, 999).get()].into_iter();
        let mut next_id = || ids.next().unwrap();
        let (_, founded) = founding::found(guild(number), ADA, "Harbour", &mut next_id, START_MS);
        store.commit(founded).await.unwrap();
        for place in 0..CHANNELS {
            let (channel, home) = rows(number, place);
            let batch = Batch::new(Shard::Guild(guild(number))).put(&channel).put(&home);
            store.commit(batch).await.unwrap();
        }
    }
    Arc::new(store)
}

fn rows(guild_number: u64, place: u64) -> (Channel, ChannelHome) {
    let (id, guild) = (channel(guild_number, place), guild(guild_number));
    let channel = Channel {
        guild,
        id,
        kind: ChannelKind::Text,
        name: "one of many".to_owned(),
        position: 0,
        parent: None,
        topic: None,
        nsfw: false,
        overwrites: Vec::new(),
        rate_limit_per_user_s: 0,
        bitrate: None,
        user_limit: None,
        locked: false,
        archived: false,
    };
    (channel, ChannelHome { channel: id, guild })
}

fn all_channels() -> impl Iterator<Item = ChannelId> {
    (0..GUILDS).flat_map(|number| (0..CHANNELS).map(move |place| channel(number, place)))
}

async fn world() -> World {
    let config = EngineConfig { channels_loaded_max: LOADED_MAX, ..EngineConfig::default() };
    World::over(config, seeded().await).await
}

/// Resident memory of this process.
fn resident_bytes() -> u64 {
    const PAGE_BYTES: u64 = 4_096;
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * PAGE_BYTES
}

#[tokio::test(start_paused = true)]
async fn a_post_in_each_of_100_000_channels_keeps_few_actors_and_little_memory() {
    let _alone = ALONE.lock().await;
    let world = world().await;
    let before_bytes = resident_bytes();
    for (i, channel) in all_channels().enumerate() {
        world.post(ADA, channel, "one of many", None).await.unwrap();
        if i % 1_000 == 0 {
            // Whoever was told to unload does so now.
            tokio::time::sleep(Duration::from_millis(1)).await;
            let loaded = world.engine.loaded_channels();
            assert!(loaded <= LOADED_MAX + 10, "{loaded} actors after {i} channels");
        }
    }
    // The guilds themselves and what was posted take 120 MiB; actors that are never unloaded would
    // take 1,400 more.
    let grown_bytes = resident_bytes().saturating_sub(before_bytes);
    assert!(grown_bytes < 250 << 20, "grown by {} MiB", grown_bytes >> 20);
}

#[tokio::test(start_paused = true)]
async fn a_look_into_each_of_100_000_channels_leaves_nothing() {
    let _alone = ALONE.lock().await;
    let world = world().await;
    // Wide enough for the GUILD_CREATE of all guilds.
    let mut client = world.connect_with(ADA, usize::MAX).await;
    client.read().await;
    let before_bytes = resident_bytes();
    let mut answers = 0;
    for (i, channel) in all_channels().enumerate() {
        client.session.subscribe(channel, None);
        client.session.unsubscribe(channel);
        if i % 1_000 == 999 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let frames = client.socket.read(usize::MAX);
            let live = |frame: &&serde_json::Value| frame["d"]["reset"] == false;
            answers += frames.iter().filter(|f| name(f) == "X_SUBSCRIBED").filter(live).count();
        }
    }
    assert!(answers >= 99_000, "{answers} answers");
    // Nodes that are never let go would take 57 MiB.
    let grown_bytes = resident_bytes().saturating_sub(before_bytes);
    assert!(grown_bytes < 32 << 20, "grown by {} MiB", grown_bytes >> 20);
}

#[tokio::test(start_paused = true)]
async fn p3_a_session_that_does_not_read_is_not_told_of_all_its_guilds_at_once() {
    let _alone = ALONE.lock().await;
    let world = world().await;
    let mut client = world.connect_with(ADA, 1 << 10).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    // Half of what the queue may hold, and one GUILD_CREATE, which holds 500 channels.
    let waiting_bytes = client.session.outbox().waiting_bytes();
    assert!(waiting_bytes < 512 << 10, "{waiting_bytes} bytes wait");
    client.socket.widen();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let told = client.names().await.into_iter().filter(|name| name == "GUILD_CREATE").count();
    assert_eq!(told as u64, GUILDS);
}
