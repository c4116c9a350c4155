//! Many who misbehave at once, and what the process keeps for them (P3).

use futures_util::future::join_all;
use serde_json::json;

use super::metrics;
use super::wire::{FIN, TEXT, Wire, frame, head};
use super::witness::Witness;
use crate::world::{Account, Member, World};

const MIB: u64 = 1 << 20;
/// Gateway sessions that one login may have.
const PER_LOGIN: usize = 16;

#[tokio::test]
async fn fr2_claims_of_large_frames_reserve_nothing() {
    const CLAIMS: usize = 400;
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let wires = join_all((0..CLAIMS).map(|_| Wire::open(world.address()))).await;
    let before = world.resident_bytes();
    let mut waiting = Vec::new();
    for mut wire in wires {
        // Within the bound, so that the server waits for what was claimed.
        wire.says(&[head(FIN | TEXT, 64 << 10), b"x".to_vec()].concat()).await;
        waiting.push(wire);
    }
    witness.talks("while they wait").await;
    let grown = world.resident_bytes().saturating_sub(before);
    assert!(grown < 8 * MIB, "{CLAIMS} claims of 64 KiB took {} KiB", grown >> 10);
    for wire in &mut waiting {
        wire.says(&frame(0x40, b"")).await;
    }
    for _ in 0..20 {
        let mut wire = Wire::open(world.address()).await;
        wire.says(&head(FIN | TEXT, 60 * MIB)).await;
        assert_eq!(wire.close_code().await, Some(4002));
    }
    let grown = world.resident_bytes().saturating_sub(before);
    assert!(grown < 16 * MIB, "claims of 60 MiB took {} KiB", grown >> 10);
    witness.talks("after").await;
}

#[tokio::test]
async fn p3_200_sockets_that_never_read_beside_50_that_do_cost_those_nothing() {
    const DEAF: usize = 200;
    const LISTENING: usize = 50;
    const POSTS: usize = 120;
    const OUTBOX_BYTES: &str = "65536";
    let world = World::start_with(&[
        ("CONFAB_SESSION_OUTBOX_BYTES_MAX", OUTBOX_BYTES),
        ("CONFAB_SESSION_RING_BYTES_MAX", OUTBOX_BYTES),
        ("CONFAB_GATEWAY_SEND_BUFFER_BYTES", OUTBOX_BYTES),
    ])
    .await;
    let accounts = join_all((0..DEAF.div_ceil(PER_LOGIN)).map(|number| {
        let world = &world;
        async move { world.account(&format!("deaf{number}")).await }
    }));
    let accounts = accounts.await;
    let listeners = join_all((0..LISTENING.div_ceil(PER_LOGIN)).map(|number| {
        let world = &world;
        async move { world.account(&format!("listener{number}")).await }
    }));
    let listeners = listeners.await;
    let deaf = join_all((0..DEAF).map(|n| deaf(&world, &accounts[n / PER_LOGIN]))).await;
    let mut listening: Vec<Member> =
        join_all((0..LISTENING).map(|n| world.listening(listeners[n / PER_LOGIN].clone()))).await;
    let before = world.resident_bytes();
    let long = "\u{1F4AC}".repeat(1_900);
    let posting = async {
        for number in 0..POSTS {
            says(&world, &format!("{number} {long}")).await;
        }
    };
    let reading = join_all(listening.iter_mut().map(|member| async move {
        for number in 0..POSTS {
            let message = member.next_message().await;
            let content = message["content"].as_str().unwrap();
            assert!(content.starts_with(&format!("{number} ")), "{number}: {content:.20}");
        }
    }));
    tokio::join!(posting, reading);
    metrics::reaches(&world, "confab_gateway_closed_total", "kind=\"overrun\"", DEAF as u64).await;
    // An outbox, a ring and what a socket takes besides, for each of the 250.
    let grown = world.resident_bytes().saturating_sub(before);
    assert!(grown < 80 * MIB, "{} KiB for {DEAF} who do not read", grown >> 10);
    drop(deaf);
    says(&world, "after").await;
    assert_eq!(listening[0].next_message().await["content"], "after");
}

/// The owner has no socket, which would have to be read as well.
async fn says(world: &World, content: &str) {
    let path = format!("/api/v10/channels/{}/messages", world.general);
    world.owner.rest.post(&path, json!({"content": content})).await.expect(200);
}

/// Subscribes, and reads nothing from then on.
async fn deaf(world: &World, account: &Account) -> Wire {
    let mut wire = Wire::open_with_little_room(world.address()).await;
    let d = json!({"token": account.rest.bare_token(), "intents": 0, "properties": {}});
    wire.says_text(&json!({"op": 2, "d": d}).to_string()).await;
    wire.text_with("READY").await;
    let subscribe = json!({"op": 100, "d": {"channel_id": world.general}});
    wire.says_text(&subscribe.to_string()).await;
    wire.text_with("X_SUBSCRIBED").await;
    wire
}
