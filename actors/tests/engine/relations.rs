//! How many relationships fit into a list, and what friends hear of each other.

use std::time::Duration;

use actors::{Fault, INCOMING_MAX, RELATIONSHIPS_MAX, RelationAct, RelationError};
use protocol::UserId;
use protocol::wire::ChosenStatus;
use serde_json::Value;
use storage::records::{Relation, Relationship};
use storage::{Batch, Shard, Store};
use tokio::time::sleep;

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

/// The statuses of `friend` that a client was told besides those in guilds.
fn statuses(heard: &[Value], friend: UserId) -> Vec<String> {
    let lists = heard.iter().filter(|frame| frame["t"] == "X_PRESENCES");
    let lists = lists.filter(|frame| frame["d"]["guild_id"].is_null());
    let all = lists.flat_map(|frame| frame["d"]["presences"].as_array().unwrap());
    let of_friend = all.filter(|one| one["user"]["id"] == friend.to_string());
    of_friend.map(|one| one["status"].as_str().unwrap().to_owned()).collect()
}

async fn befriend(world: &World, one: UserId, other: UserId) {
    world.engine.relate(one, other, RelationAct::Ask).await.unwrap();
    world.engine.relate(other, one, RelationAct::Ask).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn fp2_friends_hear_how_each_other_is_and_whoever_hides_is_not_there() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&world, ada, bob).await;
    let mut at_ada = world.connect(ada).await;
    assert_eq!(statuses(at_ada.read().await, bob), [""; 0], "nobody is there");
    let mut at_bob = world.connect(bob).await;
    assert_eq!(statuses(at_bob.read().await, ada), ["online"], "as of the beginning");
    sleep(Duration::from_secs(1)).await;
    assert_eq!(statuses(at_ada.read().await, bob), ["online"]);
    // What changes more than once in an interval is told once.
    at_bob.shows(ChosenStatus::Idle);
    at_bob.shows(ChosenStatus::Dnd);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(statuses(at_ada.read().await, bob), ["dnd"]);
    at_bob.shows(ChosenStatus::Invisible);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(statuses(at_ada.read().await, bob), ["offline"]);
    let mut second = world.connect(ada).await;
    assert_eq!(statuses(second.read().await, bob), [""; 0], "a session that begins");
}

#[tokio::test(start_paused = true)]
async fn fp1_strangers_hear_nothing_and_those_who_become_friends_do() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (mut at_ada, at_bob) = (world.connect(ada).await, world.connect(bob).await);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(statuses(at_ada.read().await, bob), [""; 0]);
    befriend(&world, ada, bob).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(statuses(at_ada.read().await, bob), ["online"]);
    world.engine.relate(bob, ada, RelationAct::Block).await.unwrap();
    at_bob.shows(ChosenStatus::Idle);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(statuses(at_ada.read().await, bob), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn fp2_a_user_whose_actor_crashed_hears_of_friends_all_the_same() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&world, ada, bob).await;
    let mut at_ada = world.connect(ada).await;
    let at_bob = world.connect(bob).await;
    sleep(Duration::from_secs(1)).await;
    at_ada.read().await;
    at_bob.shows(ChosenStatus::Dnd);
    world.engine.crash(Fault::User(ada));
    world.engine.crash(Fault::User(bob));
    sleep(Duration::from_secs(2)).await;
    let told = statuses(at_ada.read().await, bob);
    assert_eq!(told.last().map(String::as_str), Some("dnd"), "{told:?}");
}
