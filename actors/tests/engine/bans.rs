//! What goes with a ban: the messages of the last time, whatever happens to the server meanwhile.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use actors::{Anchor, Command, Engine, EngineConfig, GuildError, GuildHandle};
use protocol::{ChannelId, UserId};
use storage::records::MessageSweep;
use storage::{MemoryStore, Scan, StoreExt as _};

use crate::world::{World, name};

const MINUTE: Duration = Duration::from_secs(60);

/// Ada's guild with Bob, who said something long ago and just now, as Ada did.
struct Stage {
    store: Arc<MemoryStore>,
    world: World,
    guild: GuildHandle,
    general: ChannelId,
    ada: UserId,
    bob: UserId,
}

impl Stage {
    async fn set() -> Self {
        let store = Arc::new(MemoryStore::new());
        let world = World::over(EngineConfig::default(), Arc::clone(&store) as _).await;
        let (ada, bob) = (world.account("ada").await, world.account("bob").await);
        let (guild, general) = world.guild(ada).await;
        world.join(&guild, general, ada, bob).await;
        world.post(bob, general, "long ago", None).await.unwrap();
        tokio::time::sleep(2 * MINUTE).await;
        for number in 0..150 {
            world.post(bob, general, &format!("spam {number}"), None).await.unwrap();
        }
        world.post(ada, general, "stop it", None).await.unwrap();
        Self { store, world, guild, general, ada, bob }
    }

    async fn ban(&self) {
        let user = self.world.engine.user(self.bob).await.unwrap().unwrap();
        let (reason, delete_message_s) = (None, 60);
        let ban = Command::Ban { actor: self.ada, user, reason, delete_message_s };
        self.guild.act(ban).await.unwrap();
    }

    async fn contents(&self, engine: &Engine) -> Vec<String> {
        let channel = engine.channel(self.general, self.ada).await.unwrap();
        let page = channel.messages(Anchor::Latest, 100, self.ada).await.unwrap();
        page.into_iter().rev().map(|message| message.content).collect()
    }

    async fn sweeps(&self) -> usize {
        self.store.scan(Scan::<MessageSweep>::all()).await.unwrap().len()
    }
}

fn sweeping(engine: &Engine) {
    let engine = engine.clone();
    tokio::spawn(async move { engine.keep_sweeping_messages().await });
}

#[tokio::test(start_paused = true)]
async fn ms1_the_messages_of_that_time_go_with_the_ban_and_the_sweep_settles() {
    let stage = Stage::set().await;
    let engine = &stage.world.engine;
    let mut ada = stage.world.connect(stage.ada).await;
    ada.session.subscribe(stage.general, None);
    ada.read().await;
    sweeping(engine);
    stage.ban().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(stage.contents(engine).await, ["long ago", "stop it"]);
    let told = ada.read().await.iter().filter(|frame| name(frame) == "MESSAGE_DELETE_BULK");
    let sizes: Vec<usize> = told.map(|f| f["d"]["ids"].as_array().unwrap().len()).collect();
    assert_eq!((sizes.iter().sum::<usize>(), sizes.len()), (150, 2), "{sizes:?}");
    assert_eq!(stage.sweeps().await, 1, "something may still be under way");
    tokio::time::sleep(3 * MINUTE).await;
    assert_eq!(stage.sweeps().await, 0);
    assert_eq!(stage.contents(engine).await, ["long ago", "stop it"]);
}

#[tokio::test(start_paused = true)]
async fn ms1_a_server_that_stopped_goes_on_with_it() {
    let stage = Stage::set().await;
    stage.ban().await;
    let again = World::over(EngineConfig::default(), Arc::clone(&stage.store) as _).await;
    assert_eq!(stage.contents(&again.engine).await.len(), 100);
    sweeping(&again.engine);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(stage.contents(&again.engine).await, ["long ago", "stop it"]);
}

#[tokio::test(start_paused = true)]
async fn ms1_of_a_guild_that_is_gone_nothing_is_left_to_sweep() {
    let stage = Stage::set().await;
    stage.ban().await;
    stage.guild.act(Command::Delete { actor: stage.ada }).await.unwrap();
    sweeping(&stage.world.engine);
    tokio::time::sleep(3 * MINUTE).await;
    assert_eq!(stage.sweeps().await, 0);
}

#[tokio::test(start_paused = true)]
async fn many_are_banned_one_by_one_and_a_stranger_bans_nobody() {
    let stage = Stage::set().await;
    let (eve, nobody) = (stage.world.account("eve").await, UserId::new(77));
    let users: BTreeSet<UserId> = [stage.ada, stage.bob, eve, nobody].into();
    for _ in 0..2 {
        let done = stage.guild.ban_many(stage.ada, &users, None, 0).await.unwrap();
        assert_eq!(done.banned, [stage.bob, eve]);
        assert_eq!(done.failed, [nobody, stage.ada]);
    }
    let by_stranger = stage.guild.ban_many(eve, &users, None, 0).await;
    assert_eq!(by_stranger, Err(GuildError::UnknownGuild));
}
