//! How many relationships fit into a list.

use actors::{INCOMING_MAX, RELATIONSHIPS_MAX, RelationAct, RelationError};
use protocol::UserId;
use storage::records::{Relation, Relationship};
use storage::{Batch, Shard, Store};

use crate::world::World;

/// Gives `user` relations to strangers with these numbers.
async fn put(world: &World, user: UserId, numbers: std::ops::Range<u64>, relation: Relation) {
    for some in numbers.collect::<Vec<_>>().chunks(250) {
        let rows = some.iter().fold(Batch::new(Shard::Social), |batch, number| {
            let other = UserId::new(1_000_000 + number);
            batch.put(&Relationship { user, other, relation, since_ms: 0 })
        });
        world.engine.store().commit(rows).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn rl3_requests_fill_only_a_part_of_the_list_and_nobody_asks_beyond_it() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    put(&world, bob, 0..INCOMING_MAX as u64, Relation::Incoming).await;
    let asks = world.engine.relate(ada, bob, RelationAct::Ask).await;
    assert_eq!(asks, Err(RelationError::TooMany));
    assert_eq!(world.engine.relationships(ada).await.unwrap(), [], "neither side has it");
    // Bob himself still asks.
    world.engine.relate(bob, ada, RelationAct::Ask).await.unwrap();
    world.engine.relate(ada, bob, RelationAct::Ask).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn rl3_a_full_list_takes_no_more_and_lets_go_of_what_it_has() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    world.engine.relate(ada, bob, RelationAct::Ask).await.unwrap();
    put(&world, bob, 1..RELATIONSHIPS_MAX as u64, Relation::Friend).await;
    // What is there may change and go.
    world.engine.relate(bob, ada, RelationAct::Ask).await.unwrap();
    world.engine.relate(bob, ada, RelationAct::Remove).await.unwrap();
    put(&world, bob, 0..1, Relation::Friend).await;
    let asks = world.engine.relate(ada, bob, RelationAct::Ask).await;
    assert_eq!(asks, Err(RelationError::TooMany));
}
