//! Ids rise over a restart.

use std::sync::Arc;

use actors::{Clock, Engine, EngineConfig};
use storage::MemoryStore;

use crate::world::{START_MS, World};

#[tokio::test(start_paused = true)]
async fn ids_go_on_from_the_store_when_the_clock_was_set_back() {
    let store = Arc::new(MemoryStore::new());
    let world = World::over(EngineConfig::default(), Arc::clone(&store) as _).await;
    let ada = world.account("ada").await;
    let (_guild, general) = world.guild(ada).await;
    let yesterday = Clock::tokio(START_MS - 86_400_000);
    let again = Engine::start(EngineConfig::default(), store, yesterday).await.unwrap();
    again.continue_ids().await.unwrap();
    assert!(again.next_id() > general.get());
}
