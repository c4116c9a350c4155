//! The main story: two members talk, the server dies in mid-conversation, nothing is lost or doubled.

use crate::world::{Member, World};

#[tokio::test]
async fn p1_what_one_says_the_other_sees() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    let said = ada.says("hi").await;
    let seen = bob.sees("hi").await;
    assert_eq!(seen["id"], said["id"]);
    assert_eq!(seen["nonce"], "ada-1");
    assert_eq!(seen["author"]["id"], ada.account.id.as_str());
    bob.says("hello").await;
    ada.sees("hello").await;
    assert_eq!(ada.seen, ["hi", "hello"]);
}

#[tokio::test]
async fn p1_p2_a_killed_server_comes_back_with_exactly_what_was_missed() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    ada.says("before 1").await;
    bob.sees("before 1").await;
    ada.says("before 2").await;
    let last = ada.says("before 3").await;

    world.kill();
    ada.socket.gone().await;
    bob.socket.gone().await;
    world.start_again();

    comes_back(&world, &mut ada).await;
    ada.says("meanwhile").await;
    assert_eq!(ada.posts("before 3", "ada-3").await.expect(200)["id"], last["id"]);

    let refused = bob.socket.position();
    let mut socket = world.connect().await;
    assert!(!socket.resume(&refused).await, "a new process cannot resume an old session");
    socket.identify(bob.account.rest.bare_token()).await;
    let subscribed = socket.subscribe(&world.general, Some(bob.cursor)).await;
    assert_eq!(subscribed["replayed"], 3);
    assert_eq!(subscribed["reset"], false);
    bob.is_back(socket);
    bob.sees("meanwhile").await;
    ada.says("after").await;
    bob.sees("after").await;
    assert_eq!(bob.seen, ["before 1", "before 2", "before 3", "meanwhile", "after"]);
}

#[tokio::test]
async fn p1_no_acknowledged_post_is_lost_when_the_server_is_killed_among_many() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    for round in 0..3 {
        let posting = post_until_gone(&ada, round);
        let killing = async {
            for _ in 0..20 {
                bob.next_message().await;
            }
            world.kill();
        };
        let (acknowledged, ()) = tokio::join!(posting, killing);
        bob.socket.gone().await;
        world.start_again();
        comes_back(&world, &mut bob).await;
        comes_back(&world, &mut ada).await;
        // Retried with their nonces, what was not acknowledged is posted once; the rest is the same.
        for number in 0..=acknowledged.len() {
            let content = format!("{round}:{number}");
            let again = ada.posts(&content, &content).await.expect(200);
            if let Some(id) = acknowledged.get(number) {
                assert_eq!(&again["id"], id);
            }
        }
        let last = format!("{round}:{}", acknowledged.len());
        // Bob may have heard it before the kill, though Ada got no answer.
        if bob.seen.last() != Some(&last) {
            bob.sees(&last).await;
        }
        let expected = (0..=acknowledged.len()).map(|number| format!("{round}:{number}"));
        assert_eq!(std::mem::take(&mut bob.seen), expected.collect::<Vec<_>>());
    }
}

/// Posts one message after another; the ids that were acknowledged before the server was gone.
async fn post_until_gone(member: &Member, round: usize) -> Vec<serde_json::Value> {
    let mut acknowledged = Vec::new();
    loop {
        let content = format!("{round}:{}", acknowledged.len());
        match member.tries(&content, &content).await {
            Some(message) => acknowledged.push(message["id"].clone()),
            None => return acknowledged,
        }
    }
}

async fn comes_back(world: &World, member: &mut Member) {
    let mut socket = world.socket(&member.account).await;
    let cursor = Some(member.cursor).filter(|cursor| *cursor > 0);
    let subscribed = socket.subscribe(&world.general, cursor).await;
    assert_eq!(subscribed["reset"], false);
    member.is_back(socket);
}
