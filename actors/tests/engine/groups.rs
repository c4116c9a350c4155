//! Groups of friends, through crashes and unloading.

use std::sync::Arc;
use std::time::Duration;

use actors::{Anchor, EngineConfig, Fault, GroupAct, RelationAct};
use protocol::{ChannelId, UserId};
use storage::StoreExt as _;
use storage::records::{Conversation, RemovedChannel};
use storage::{FaultPlan, FaultStore, MemoryStore};
use tokio::time::{Instant, sleep};

use crate::world::{World, name};

/// Ada, who owns it, bob and cyd.
async fn group(world: &World) -> ([UserId; 3], ChannelId) {
    let people =
        [world.account("ada").await, world.account("bob").await, world.account("cyd").await];
    let [ada, bob, cyd] = people;
    for friend in [bob, cyd] {
        world.engine.relate(ada, friend, RelationAct::Ask).await.unwrap();
        world.engine.relate(friend, ada, RelationAct::Ask).await.unwrap();
    }
    let made = world.engine.create_group(ada, &[bob, cyd]).await.unwrap();
    (people, made.id)
}

async fn act(world: &World, actor: UserId, group: ChannelId, act: GroupAct) {
    let channel = world.engine.channel(group, actor).await.unwrap();
    channel.change_group(actor, act).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn gr3_a_change_holds_through_a_crash_of_the_channel_and_of_its_fan_out() {
    let world = World::start().await;
    let ([ada, bob, cyd], group) = group(&world).await;
    let mut at_bob = world.connect(bob).await;
    let mut at_cyd = world.connect(cyd).await;
    at_bob.session.subscribe(group, None);
    at_cyd.session.subscribe(group, None);
    world.post(bob, group, "one", None).await.unwrap();
    world.engine.crash(Fault::ConversationFanout(group));
    act(&world, ada, group, GroupAct::Remove(bob)).await;
    world.post(ada, group, "two", None).await.unwrap();
    sleep(Duration::from_secs(3)).await;
    assert_eq!(at_cyd.messages().await, ["one", "", "two"]);
    let heard = at_bob.read().await;
    let last: Vec<&str> = heard.iter().map(name).collect();
    assert_eq!(last.last(), Some(&"CHANNEL_DELETE"), "{last:?}");
    assert!(world.post(bob, group, "three", None).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_group_that_nobody_uses_is_let_go_and_is_what_it_was_when_it_comes_back() {
    let config = EngineConfig { idle_unload: Duration::from_secs(10), ..EngineConfig::default() };
    let world = World::over(config, Arc::new(MemoryStore::new())).await;
    let ([ada, bob, cyd], group) = group(&world).await;
    act(&world, bob, group, GroupAct::Rename(Some("Trip".to_owned()))).await;
    act(&world, ada, group, GroupAct::Remove(ada)).await;
    sleep(Duration::from_secs(30)).await;
    assert_eq!(world.engine.loaded_channels(), 0);
    assert!(world.post(ada, group, "hi", None).await.is_err());
    world.post(cyd, group, "hi", None).await.unwrap();
    let listed = world.engine.conversations(cyd).await.unwrap();
    assert_eq!(
        (listed[0].owner_id, listed[0].name.clone()),
        (Some(bob), Some(Some("Trip".to_owned())))
    );
    assert!(world.engine.conversations(ada).await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_last_one_takes_it_along_and_leaves_a_mark_for_the_sweep() {
    let world = World::start().await;
    let (people, group) = group(&world).await;
    for user in people {
        act(&world, user, group, GroupAct::Remove(user)).await;
    }
    let store = world.engine.store();
    assert_eq!(store.load::<Conversation>(&group).await.unwrap(), None);
    assert!(store.load::<RemovedChannel>(&group).await.unwrap().is_some());
    for user in people {
        assert!(world.engine.channel(group, user).await.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn gr2_of_many_changes_at_once_each_is_done_and_none_is_lost() {
    let world = World::start().await;
    let ([ada, bob, cyd], group) = group(&world).await;
    let mut friends = Vec::new();
    for number in 0..10 {
        let friend = world.account(&format!("friend{number}")).await;
        world.engine.relate(ada, friend, RelationAct::Ask).await.unwrap();
        world.engine.relate(friend, ada, RelationAct::Ask).await.unwrap();
        friends.push(friend);
    }
    let channel = world.engine.channel(group, ada).await.unwrap();
    let adding = friends.iter().map(|friend| channel.change_group(ada, GroupAct::Add(*friend)));
    let leaving = [bob, cyd].map(|user| channel.change_group(user, GroupAct::Remove(user)));
    let added = futures_util::future::join_all(adding);
    let left = futures_util::future::join_all(leaving);
    let (added, left) = tokio::join!(added, left);
    assert!(left.iter().all(Result::is_ok), "{left:?}");
    let added = added.iter().filter(|added| added.is_ok()).count();
    let now = &world.engine.conversations(ada).await.unwrap()[0];
    assert_eq!(now.recipients.len(), added);
    assert!((7..=9).contains(&added), "{added}");
}

#[tokio::test(start_paused = true)]
async fn gr2_a_change_of_which_the_store_does_not_say_whether_it_was_kept_holds_if_it_was() {
    for (fault, is_kept) in
        [(storage::Fault::UnknownKept, true), (storage::Fault::UnknownLost, false)]
    {
        let plan = FaultPlan { sync_ms: 20..=20, ack_ms: 0..=0, ..FaultPlan::latencies_only(1) };
        let store = Arc::new(FaultStore::new(MemoryStore::new(), plan));
        let world = World::over(EngineConfig::default(), Arc::clone(&store) as _).await;
        let ([ada, bob, _], group) = group(&world).await;
        let mut at_bob = world.connect(bob).await;
        at_bob.session.subscribe(group, None);
        at_bob.read().await;
        store.inject(fault);
        let channel = world.engine.channel(group, ada).await.unwrap();
        assert_eq!(channel.change_group(ada, GroupAct::Remove(bob)).await.is_ok(), is_kept);
        sleep(Duration::from_secs(3)).await;
        world.post(ada, group, "after", None).await.unwrap();
        let heard = at_bob.names().await;
        assert_eq!(heard.contains(&"CHANNEL_DELETE".to_owned()), is_kept, "{heard:?}");
        assert_eq!(heard.contains(&"MESSAGE_CREATE".to_owned()), !is_kept, "{heard:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn gr3_what_is_read_for_somebody_while_they_are_taken_out_is_not_handed_to_them_after_that() {
    let plan = FaultPlan { read_ms: 40..=40, ..FaultPlan::latencies_only(1) };
    let store = Arc::new(FaultStore::new(MemoryStore::new(), plan));
    let world = World::over(EngineConfig::default(), store as _).await;
    let ([ada, bob, _], group) = group(&world).await;
    world.post(ada, group, "one", None).await.unwrap();
    let channel = &world.engine.channel(group, bob).await.unwrap();
    let reads = (0..200).map(|step| async move {
        sleep(Duration::from_millis(step * 10)).await;
        let is_read = match step % 2 {
            0 => channel.messages(Anchor::Latest, 10, bob).await.is_ok(),
            _ => channel.events(0, 10, bob).await.is_ok(),
        };
        (Instant::now(), is_read)
    });
    let removing = async {
        act(&world, ada, group, GroupAct::Remove(bob)).await;
        Instant::now()
    };
    let (out_at, reads) = tokio::join!(removing, futures_util::future::join_all(reads));
    let handed_out = |is_after: bool| {
        reads.iter().filter(|(at, is_read)| *is_read && (*at > out_at) == is_after).count()
    };
    assert!(handed_out(false) > 0, "some are read before");
    assert_eq!(handed_out(true), 0);
}
