//! Gateway commands that break the contract.

use serde_json::json;

use super::metrics;
use super::wire::{FIN, PING, Wire, frame};
use super::witness::Witness;
use crate::world::World;

const CLOSED: &str = "confab_gateway_closed_total";

/// When a case is said.
#[derive(Clone, Copy)]
enum When {
    /// Before IDENTIFY.
    First,
    /// Behind READY.
    Ready,
}
use When::{First, Ready};

/// What is said, when, and the close code and kind that follow.
type Case = (String, When, u16, &'static str);

fn cases() -> Vec<Case> {
    let deep =
        |levels: usize| format!(r#"{{"op":1,"d":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    let op = |op: &str, d: &str| format!(r#"{{"op":{op},"d":{d}}}"#);
    let ranges = format!(r#"{{"guild_id":"1","ranges":[{}[0,1]]}}"#, "[0,1],".repeat(16));
    let rows = format!(r#"{{"guild_id":"1","ranges":[{}[0,0]]}}"#, "[0,199],".repeat(4));
    let users = format!(r#"{{"guild_id":"1","user_ids":[{}"1"]}}"#, r#""1","#.repeat(100));
    let text = |text: &str| text.to_owned();
    vec![
        (op("77", "null"), First, 4001, "unknown_opcode"),
        (op("77", "null"), Ready, 4001, "unknown_opcode"),
        (op("18446744073709551615", "null"), Ready, 4001, "unknown_opcode"),
        (op("18446744073709551616", "null"), Ready, 4002, "wrong_field"),
        (op("-1", "null"), Ready, 4002, "wrong_field"),
        (op("1.0", "null"), Ready, 4002, "wrong_field"),
        (op("\"1\"", "null"), Ready, 4002, "wrong_field"),
        (op("null", "null"), Ready, 4002, "wrong_field"),
        (text("{}"), Ready, 4002, "wrong_field"),
        (text(""), Ready, 4002, "wrong_field"),
        (text("[1,null]"), Ready, 4002, "wrong_field"),
        (text("not json"), First, 4002, "wrong_field"),
        (text("{\"op\":1,"), First, 4002, "malformed"),
        (text("{\"op\":1} {\"op\":1}"), Ready, 4002, "malformed"),
        (text("{\"op\":1,\"d\":\"\\ud800\"}"), Ready, 4002, "malformed"),
        (deep(32), Ready, 4002, "too_deep"),
        (deep(20_000), First, 4002, "too_deep"),
        (op("1", "-1"), Ready, 4002, "wrong_field"),
        (op("1", "\"x\""), Ready, 4002, "wrong_field"),
        (op("2", "{}"), First, 4002, "wrong_field"),
        (op("2", "{\"token\":7}"), First, 4002, "wrong_field"),
        (op("2", "{\"token\":\"\"}"), First, 4004, "unauthenticated"),
        (op("2", "{\"token\":\"x\"}"), First, 4004, "unauthenticated"),
        (op("2", "{\"token\":\"x\"}"), Ready, 4005, "identified_twice"),
        (op("3", "{\"status\":\"idle\"}"), First, 4003, "not_identified"),
        (op("3", "{\"status\":\"asleep\"}"), Ready, 4002, "wrong_field"),
        (op("4", "{\"guild_id\":\"1\",\"channel_id\":-1}"), Ready, 4002, "wrong_field"),
        (op("6", "{\"token\":\"x\",\"session_id\":\"x\",\"seq\":-1}"), First, 4002, "wrong_field"),
        (
            op("6", "{\"token\":\"x\",\"session_id\":\"x\",\"seq\":0}"),
            First,
            4004,
            "unauthenticated",
        ),
        (
            op("6", "{\"token\":\"x\",\"session_id\":\"x\",\"seq\":0}"),
            Ready,
            4005,
            "identified_twice",
        ),
        (op("8", "{\"guild_id\":[\"1\",\"2\"]}"), Ready, 4002, "wrong_field"),
        (op("8", &users), Ready, 4002, "wrong_field"),
        (op("100", "{\"channel_id\":\"1\"}"), First, 4003, "not_identified"),
        (op("100", "{}"), Ready, 4002, "wrong_field"),
        (op("100", "{\"channel_id\":\"1\",\"after\":-1}"), Ready, 4002, "wrong_field"),
        (op("100", "{\"channel_id\":\"99999999999999999999\"}"), Ready, 4002, "wrong_field"),
        (
            op("110", "{\"channel_id\":\"1\",\"peer_id\":\"1\",\"n\":1}"),
            First,
            4003,
            "not_identified",
        ),
        (
            op("110", "{\"channel_id\":\"1\",\"peer_id\":\"-1\",\"n\":1}"),
            Ready,
            4002,
            "wrong_field",
        ),
        (
            op("110", "{\"channel_id\":\"1\",\"peer_id\":\"1\",\"n\":-1}"),
            Ready,
            4002,
            "wrong_field",
        ),
        (
            op(
                "110",
                "{\"channel_id\":\"1\",\"peer_id\":\"1\",\"n\":1,\"sdp\":{\"type\":\"x\",\"sdp\":\"\"}}",
            ),
            Ready,
            4002,
            "wrong_field",
        ),
        (op("112", "{}"), Ready, 4001, "unknown_opcode"),
        (op("113", "{\"channel_id\":\"1\",\"speaking\":1}"), Ready, 4002, "wrong_field"),
        (op("102", &ranges), Ready, 4002, "wrong_field"),
        (op("102", &rows), Ready, 4002, "wrong_field"),
        (op("102", "{\"guild_id\":\"1\",\"ranges\":[[5,1]]}"), Ready, 4002, "wrong_field"),
        (op("102", "{\"guild_id\":\"1\",\"ranges\":[[0,4294967295]]}"), Ready, 4002, "wrong_field"),
    ]
}

#[tokio::test]
async fn each_breach_of_the_contract_has_its_close_code_and_is_counted() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    for (said, when, code, kind) in cases() {
        let label = format!("kind=\"{kind}\"");
        let before = metrics::value(&world, CLOSED, &label).await;
        let mut wire = match when {
            First => Wire::open(world.address()).await,
            Ready => identified(&world).await,
        };
        wire.says_text(&said).await;
        assert_eq!(wire.close_code().await, Some(code), "{said:.80}");
        metrics::reaches(&world, CLOSED, &label, before + 1).await;
        witness.talks("meanwhile").await;
    }
}

#[tokio::test]
async fn what_is_only_wrong_in_its_content_is_answered_and_goes_on() {
    let world = World::start().await;
    let mut wire = identified(&world).await;
    for (said, answer) in [
        (r#"{"op":100,"d":{"channel_id":"18446744073709551615"}}"#, "10003"),
        (
            r#"{"op":100,"d":{"channel_id":18446744073709551615,"after":18446744073709551615}}"#,
            "10003",
        ),
        (r#"{"op":101,"d":{"channel_id":"1"}}"#, ""),
        (r#"{"op":1,"d":18446744073709551615}"#, r#""op":11"#),
        (r#"{"op":1,"d":null,"x":{"unknown":[1e400]}}"#, r#""op":11"#),
        (r#"{"op":8,"d":{"guild_id":"1","query":"","limit":4294967295}}"#, ""),
        (r#"{"op":1,"d":1}"#, r#""op":11"#),
    ] {
        wire.says_text(said).await;
        if !answer.is_empty() {
            wire.text_with(answer).await;
        }
    }
}

#[tokio::test]
async fn gw3_a_flood_of_any_kind_of_frame_is_closed() {
    let world = World::start_with(&[
        ("CONFAB_GATEWAY_OPS_PER_MINUTE", "30"),
        ("CONFAB_GATEWAY_EXTENSION_OPS_PER_MINUTE", "60"),
    ])
    .await;
    let mut witness = Witness::start(&world).await;
    let beats = frame(FIN | 1, br#"{"op":1,"d":null}"#);
    let pings = frame(FIN | PING, b"");
    let pongs = frame(FIN | 0xA, b"");
    let channels = frame(FIN | 1, br#"{"op":101,"d":{"channel_id":"1"}}"#);
    for (count, flood) in [beats, pings, pongs, channels].iter().enumerate() {
        let mut wire = identified(&world).await;
        wire.says(&flood.repeat(100)).await;
        assert_eq!(wire.close_code().await, Some(4008), "{count}");
        metrics::reaches(&world, CLOSED, "kind=\"flood\"", count as u64 + 1).await;
        witness.talks("meanwhile").await;
    }
    // One who has not said who it is has no more.
    let mut stranger = Wire::open(world.address()).await;
    stranger.says(&pings_of(100)).await;
    assert_eq!(stranger.close_code().await, Some(4008));
    witness.talks("after").await;
}

fn pings_of(count: usize) -> Vec<u8> {
    frame(FIN | PING, b"x").repeat(count)
}

async fn identified(world: &World) -> Wire {
    let mut wire = Wire::open(world.address()).await;
    let d = json!({"token": world.owner.rest.bare_token(), "intents": 0, "properties": {}});
    wire.says_text(&json!({"op": 2, "d": d}).to_string()).await;
    wire.text_with("READY").await;
    wire
}
