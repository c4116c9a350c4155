//! Clients that begin and do not go on. The times are the server's own, shortened by its settings.

use std::time::Duration;

use serde_json::json;
use tokio::time::timeout;

use super::metrics;
use super::raw::Raw;
use super::wire::Wire;
use super::witness::Witness;
use crate::world::{PATIENCE, World};

const CONNECTIONS: &str = "confab_http_connections_refused_total";

#[tokio::test]
async fn ht4_a_head_that_comes_too_slowly_ends_its_connection() {
    let world = World::start_with(&[("CONFAB_HTTP_HEAD_TIMEOUT_MS", "150")]).await;
    let mut witness = Witness::start(&world).await;
    for begun in ["", "GET", "GET / HTTP/1.1\r\nHost: x\r\nX: "] {
        let before = metrics::value(&world, CONNECTIONS, "head_timeout").await;
        let mut raw = Raw::connect(world.address()).await;
        raw.says(begun.as_bytes()).await;
        assert_eq!(raw.statuses().await, [] as [u16; 0], "{begun:?}");
        metrics::reaches(&world, CONNECTIONS, "head_timeout", before + 1).await;
        witness.talks("meanwhile").await;
    }
}

/// A byte now and then does not win time: the head as a whole has to come.
#[tokio::test]
async fn ht4_a_head_in_drops_ends_its_connection_too() {
    let world = World::start_with(&[("CONFAB_HTTP_HEAD_TIMEOUT_MS", "150")]).await;
    let mut witness = Witness::start(&world).await;
    let mut raw = Raw::connect(world.address()).await;
    let dripping = async {
        let mut drops = tokio::time::interval(Duration::from_millis(10));
        while raw.says(b"x").await {
            drops.tick().await;
        }
    };
    timeout(PATIENCE, dripping).await.expect("the server closes");
    witness.talks("after").await;
}

#[tokio::test]
async fn ht4_a_body_that_stops_is_answered_408() {
    let world = World::start_with(&[("CONFAB_HTTP_BODY_TIMEOUT_MS", "150")]).await;
    let mut witness = Witness::start(&world).await;
    let head = "POST /api/x/auth/login HTTP/1.1\r\nHost: x\r\n";
    for rest in ["Content-Length: 9\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"] {
        let label = "error=\"BodyTimeout\"";
        let before = metrics::value(&world, "confab_http_refused_total", label).await;
        let mut raw = Raw::connect(world.address()).await;
        raw.says(format!("{head}{rest}").as_bytes()).await;
        assert_eq!(raw.statuses().await, [408], "{rest}");
        metrics::reaches(&world, "confab_http_refused_total", label, before + 1).await;
        witness.talks("meanwhile").await;
    }
}

#[tokio::test]
async fn ht4_a_body_that_does_not_end_is_answered_413() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let mut raw = Raw::connect(world.address()).await;
    let head = "POST /api/x/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    raw.says(head.as_bytes()).await;
    let chunk = format!("400\r\n{}\r\n", " ".repeat(1_024));
    let mut sent_bytes = 0;
    while sent_bytes < 64 << 20 && raw.says(chunk.as_bytes()).await {
        sent_bytes += chunk.len();
    }
    assert!(sent_bytes < 64 << 20, "64 MiB of a body were read");
    metrics::reaches(&world, "confab_http_refused_total", "error=\"TooLarge\"", 1).await;
    witness.talks("after").await;
}

/// A peer that is gone without a word looks like this: nothing comes, and nothing ends.
#[tokio::test]
async fn gw3_half_open_peers_are_found_out() {
    let settings = [
        ("CONFAB_GATEWAY_HEARTBEAT_INTERVAL_MS", "150"),
        ("CONFAB_GATEWAY_HEARTBEAT_SLACK_MS", "50"),
        ("CONFAB_GATEWAY_IDENTIFY_TIMEOUT_MS", "200"),
        ("CONFAB_GATEWAY_CLOSE_TIMEOUT_MS", "50"),
    ];
    let world = World::start_with(&settings).await;
    let token = world.owner.rest.bare_token();
    let mut stranger = Wire::open(world.address()).await;
    let mut silent = Wire::open(world.address()).await;
    silent.says_text(&json!({"op": 2, "d": {"token": token, "properties": {}}}).to_string()).await;
    assert_eq!(stranger.close_code().await, Some(4003));
    assert_eq!(silent.close_code().await, Some(4009));
    // Their sockets stay open on this side all the while; the server lets go of its own.
    metrics::reaches(&world, "confab_gateway_closed_total", "kind=\"not_identified\"", 1).await;
    metrics::reaches(&world, "confab_gateway_closed_total", "kind=\"silent\"", 1).await;
    assert_eq!(metrics::value(&world, "confab_gateway_sockets", "").await, 0);
}

#[tokio::test]
async fn gw3_a_peer_that_shuts_half_its_connection_is_let_go() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let token = world.owner.rest.bare_token();
    let mut half = Wire::open(world.address()).await;
    half.says_text(&json!({"op": 2, "d": {"token": token, "properties": {}}}).to_string()).await;
    half.text_with("READY").await;
    half.shut_writing().await;
    assert_eq!(half.close_code().await, None);
    metrics::reaches(&world, "confab_gateway_closed_total", "kind=\"broken\"", 1).await;
    witness.talks("after").await;
}
