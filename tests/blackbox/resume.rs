//! Coming back: RESUME replays the ring, SUBSCRIBE replays the log, and both say when they cannot.

use crate::world::World;

#[tokio::test]
async fn p2_resume_replays_what_was_missed_once_and_in_order() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    ada.says("seen").await;
    bob.sees("seen").await;
    let position = bob.socket.position();
    bob.is_back(world.connect().await);
    for number in 0..50 {
        ada.says(&format!("missed {number}")).await;
    }
    assert!(bob.socket.resume(&position).await);
    bob.sees("missed 49").await;
    ada.says("live").await;
    bob.sees("live").await;
    let missed = (0..50).map(|number| format!("missed {number}"));
    let expected: Vec<String> =
        ["seen".to_owned()].into_iter().chain(missed).chain(["live".to_owned()]).collect();
    assert_eq!(bob.seen, expected);
}

#[tokio::test]
async fn a_newer_socket_takes_the_session_over() {
    let world = World::start().await;
    let mut bob = world.member("bob").await;
    let position = bob.socket.position();
    let mut newer = world.connect().await;
    assert!(newer.resume(&position).await);
    assert_eq!(bob.socket.closed().await, 4000);
}

#[tokio::test]
async fn resume_past_the_ring_is_refused_and_the_log_helps() {
    let settings =
        [("CONFAB_SESSION_RING_EVENTS_MAX", "8"), ("CONFAB_SESSION_OUTBOX_EVENTS_MAX", "8")];
    let world = World::start_with(&settings).await;
    let (mut ada, mut bob) = world.two_members().await;
    ada.says("seen").await;
    bob.sees("seen").await;
    let position = bob.socket.position();
    bob.is_back(world.connect().await);
    for number in 0..20 {
        ada.says(&format!("missed {number}")).await;
    }
    assert!(!bob.socket.resume(&position).await);
    let token = bob.account.rest.bare_token().to_owned();
    bob.socket.identify(&token).await;
    let subscribed = bob.socket.subscribe(&world.general, Some(bob.cursor)).await;
    assert_eq!((&subscribed["replayed"], &subscribed["reset"]), (&20.into(), &false.into()));
    bob.sees("missed 19").await;
    assert_eq!(bob.seen.len(), 21);
}

#[tokio::test]
async fn more_missed_than_the_bound_or_a_cursor_beyond_the_head_is_a_reset() {
    let world = World::start_with(&[("CONFAB_SESSION_REPLAY_EVENTS_MAX", "10")]).await;
    let mut ada = world.member("ada").await;
    for number in 0..11 {
        ada.says(&format!("{number}")).await;
        ada.sees(&format!("{number}")).await;
    }
    let newest = ada.cursor;
    let mut socket = world.socket(&ada.account).await;
    let first = newest - 10;
    let within = socket.subscribe(&world.general, Some(first)).await;
    assert_eq!((&within["replayed"], &within["reset"]), (&10.into(), &false.into()));
    assert_eq!(within["head"], newest);
    for after in [first - 1, newest + 1] {
        let mut socket = world.socket(&ada.account).await;
        let beyond = socket.subscribe(&world.general, Some(after)).await;
        assert_eq!((&beyond["replayed"], &beyond["reset"]), (&0.into(), &true.into()), "{after}");
        assert!(socket.untaken().all(|frame| frame["t"] != "MESSAGE_CREATE"));
    }
}

#[tokio::test]
async fn p1_the_same_nonce_is_the_same_message_before_and_after_a_kill() {
    let mut world = World::start().await;
    let mut ada = world.member("ada").await;
    let first = ada.posts("once", "nonce-1").await.expect(200);
    assert_eq!(ada.posts("twice", "nonce-1").await.expect(200)["id"], first["id"]);
    world.kill();
    world.start_again();
    let again = ada.posts("thrice", "nonce-1").await.expect(200);
    assert_eq!((&again["id"], &again["content"]), (&first["id"], &"once".into()));
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let page = ada.account.rest.get(&path).await.expect(200);
    assert_eq!(page.as_array().unwrap().len(), 1);
    let other = world.account("bob").await;
    let body = serde_json::json!({"content": "mine", "nonce": "nonce-1"});
    assert_ne!(other.rest.post(&path, body).await.expect(200)["id"], first["id"]);
    ada.is_back(world.socket(&ada.account).await);
}

#[tokio::test]
async fn a_session_does_not_resume_for_another_token() {
    let world = World::start().await;
    let bob = world.member("bob").await;
    let mallory = world.account("mallory").await;
    let mut position = bob.socket.position();
    position.token = mallory.rest.bare_token().to_owned();
    assert!(!world.connect().await.resume(&position).await);
}

#[tokio::test]
async fn p2_pages_and_the_log_agree_with_what_was_heard() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    for number in 0..30 {
        ada.says(&format!("{number}")).await;
    }
    bob.sees("29").await;
    let path = format!("/api/x/channels/{}/events?after=0&limit=500", world.general);
    let log = bob.account.rest.get(&path).await.expect(200);
    assert_eq!(log["head"], bob.cursor);
    let contents = |list: &serde_json::Value, at: fn(&serde_json::Value) -> &serde_json::Value| {
        let objects = list.as_array().unwrap().iter();
        objects.map(|object| at(object).as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(contents(&log["events"], |event| &event["d"]["content"]), bob.seen);

    let path = format!("/api/v10/channels/{}/messages", world.general);
    let newest = bob.account.rest.get(&format!("{path}?limit=10")).await.expect(200);
    let mut page = contents(&newest, |message| &message["content"]);
    page.reverse();
    assert_eq!(page, bob.seen[20..]);
    let oldest_id = newest[9]["id"].as_str().unwrap();
    let before = bob.account.rest.get(&format!("{path}?before={oldest_id}&limit=5")).await;
    let mut before = contents(&before.expect(200), |message| &message["content"]);
    before.reverse();
    assert_eq!(before, bob.seen[15..20]);
    // The page after a cursor is the one nearest to it, newest first.
    let after = bob.account.rest.get(&format!("{path}?after={oldest_id}&limit=3")).await;
    assert_eq!(contents(&after.expect(200), |m| &m["content"]), ["23", "22", "21"]);
    let around = bob.account.rest.get(&format!("{path}?around={oldest_id}&limit=5")).await;
    assert_eq!(contents(&around.expect(200), |m| &m["content"]), ["22", "21", "20", "19", "18"]);
}
