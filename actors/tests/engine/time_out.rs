//! A time-out is not escaped by leaving.

use std::sync::Arc;

use actors::{Command, EngineConfig, GuildHandle};
use protocol::UserId;
use storage::records::TimeOut;
use storage::{MemoryStore, StoreExt as _};

use crate::world::{START_MS, World};

fn until_ms(guild: &GuildHandle, user: UserId) -> Option<i64> {
    guild.view().members[&user].member.communication_disabled_until_ms
}

#[tokio::test(start_paused = true)]
async fn whoever_leaves_in_a_time_out_comes_back_in_it_also_after_a_restart() {
    let store = Arc::new(MemoryStore::new());
    let world = World::over(EngineConfig::default(), Arc::clone(&store) as _).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (guild, general) = world.guild(ada).await;
    let id = guild.view().id();
    world.join(&guild, general, ada, bob).await;
    let end_ms = START_MS + 3_600_000;
    let time_out = |until_ms| Command::TimeOut { actor: ada, target: bob, until_ms };
    guild.act(time_out(Some(end_ms))).await.unwrap();
    guild.act(Command::Leave { user: bob }).await.unwrap();
    world.join(&guild, general, ada, bob).await;
    assert_eq!(until_ms(&guild, bob), Some(end_ms));
    assert_eq!(store.load::<TimeOut>(&(id, bob)).await.unwrap(), None, "the member has it now");
    guild.act(Command::Leave { user: bob }).await.unwrap();

    let world = World::over(EngineConfig::default(), Arc::clone(&store) as _).await;
    let guild = world.engine.guild(id, ada).await.unwrap();
    world.join(&guild, general, ada, bob).await;
    assert_eq!(until_ms(&guild, bob), Some(end_ms));

    guild.act(time_out(None)).await.unwrap();
    guild.act(Command::Leave { user: bob }).await.unwrap();
    world.join(&guild, general, ada, bob).await;
    assert_eq!(until_ms(&guild, bob), None, "one that was taken back does not come back");
}
