//! Many threads at once: posts, catch-ups and lost sight race for real. The simulation has one
//! thread and decides every race; this has many and decides none.

use std::sync::Arc;
use std::time::Duration;

use actors::{ChannelPatch, Command, EngineConfig, GuildHandle, OutboxLimits};
use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, UserId};
use storage::MemoryStore;

use crate::world::{Client, World, name};

const POSTERS: u64 = 3;
const POSTS: u64 = 400;
const LISTENERS: usize = 4;
const TOGGLES: usize = 150;

/// How long a failure takes.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn p2_p5_hold_when_joining_losing_and_publishing_race() {
    let outbox = OutboxLimits {
        queue_events_max: 100_000,
        queue_bytes_max: 1 << 30,
        ring_events_max: 100_000,
        ring_bytes_max: 1 << 30,
    };
    let config = EngineConfig { outbox, replay_max: u64::MAX, ..EngineConfig::default() };
    let world = Arc::new(World::over(config, Arc::new(MemoryStore::new())).await);
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (guild, general) = world.guild(ada).await;
    world.join(&guild, general, ada, bob).await;

    let mut tasks = Vec::new();
    for poster in 0..POSTERS {
        tasks.push(tokio::spawn(post_all(Arc::clone(&world), ada, general, poster)));
    }
    for _ in 0..LISTENERS {
        let client = world.open(bob, usize::MAX).await;
        tasks.push(tokio::spawn(listen(client, general)));
    }
    tasks.push(tokio::spawn(toggle(guild, ada, bob, general)));
    for task in tasks {
        tokio::time::timeout(PATIENCE, task).await.expect("it ends").unwrap();
    }
}

async fn post_all(world: Arc<World>, author: UserId, channel: ChannelId, poster: u64) {
    for i in 0..POSTS {
        world.post(author, channel, &format!("{poster} {i}"), None).await.unwrap();
        tokio::task::yield_now().await;
    }
}

/// Hides the channel from Bob and shows it again; at the end it is shown.
async fn toggle(guild: GuildHandle, actor: UserId, bob: UserId, channel: ChannelId) {
    for _ in 0..TOGGLES {
        let hide = Overwrite::member(bob, Permissions::empty(), Permissions::VIEW_CHANNEL);
        for overwrites in [vec![hide], Vec::new()] {
            let patch = ChannelPatch { overwrites: Some(overwrites), ..ChannelPatch::default() };
            guild.act(Command::UpdateChannel { actor, channel, patch }).await.unwrap();
            tokio::task::yield_now().await;
        }
    }
}

/// Hears all posts once and in order, however often it loses sight meanwhile.
async fn listen(client: Client, channel: ChannelId) {
    let (mut cursor, mut asked, mut live, mut visible) = (0, false, false, false);
    while cursor < POSTERS * POSTS {
        for frame in client.socket.read(usize::MAX) {
            let d = &frame["d"];
            match name(&frame) {
                "GUILD_CREATE" => {
                    let channels = d["channels"].as_array().unwrap();
                    visible = channels.iter().any(|c| c["id"] == channel.to_string());
                }
                "CHANNEL_CREATE" => visible = true,
                "CHANNEL_DELETE" => (visible, live) = (false, false),
                "X_SUBSCRIBED" => {
                    assert!(asked, "an answer without a question");
                    (asked, live) = (false, d["error"].is_null());
                    assert!(!live || (visible && d["head"] == cursor), "{frame} at {cursor}");
                }
                "MESSAGE_CREATE" => {
                    assert!(visible && (live || asked), "{frame} is not for it");
                    cursor += 1;
                    assert_eq!(d["x_seq"], cursor);
                }
                _ => {}
            }
        }
        if visible && !asked && !live {
            client.session.subscribe(channel, Some(cursor));
            asked = true;
        }
        tokio::task::yield_now().await;
    }
}
