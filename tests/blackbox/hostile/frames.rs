//! WebSocket frames that no client sends.

use serde_json::json;

use super::metrics;
use super::wire::{BINARY, CLOSE, FIN, Heard, PING, TEXT, Wire, frame, head};
use super::witness::Witness;
use crate::world::World;

const CLOSED: &str = "confab_gateway_closed_total";
const BEAT: &str = r#"{"op":1,"d":null}"#;
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// Name, bytes, close code, kind in the metrics.
type Case = (&'static str, Vec<u8>, u16, &'static str);

fn cases() -> Vec<Case> {
    let snowman = "\u{2603}".as_bytes();
    let piece = [b' '; 1_024];
    let pieces = |first: u8, count: usize| {
        let begun = frame(first, &piece);
        [begun, frame(0, &piece).repeat(count)].concat()
    };
    vec![
        ("reserved bit 1", frame(FIN | 0x40 | TEXT, b"x"), 1002, "reserved_bits"),
        ("reserved bit 2", frame(FIN | 0x20 | TEXT, b"x"), 1002, "reserved_bits"),
        ("reserved bit 3", frame(FIN | 0x10 | PING, b"x"), 1002, "reserved_bits"),
        ("opcode 3", frame(FIN | 0x3, b""), 1002, "unknown_frame_opcode"),
        ("opcode 11", frame(FIN | 0xB, b""), 1002, "unknown_frame_opcode"),
        ("no mask", vec![FIN | TEXT, 1, b'x'], 1002, "not_masked"),
        ("a ping of 126 bytes", frame(FIN | PING, &[0; 126]), 1002, "control_form"),
        ("a ping in pieces", frame(PING, b""), 1002, "control_form"),
        ("a continuation of nothing", frame(FIN, b"x"), 1002, "nothing_to_continue"),
        ("a text within a text", frame(TEXT, b"x").repeat(2), 1002, "unfinished_message"),
        ("the long form of 1", vec![FIN | TEXT, 0xFE, 0, 1, 0, 0, 0, 0, b'x'], 1002, "length_form"),
        ("a negative length", head(FIN | TEXT, 1 << 63), 1002, "length_form"),
        ("close with a byte", frame(FIN | CLOSE, &[3]), 1002, "close_code"),
        ("close with 1005", frame(FIN | CLOSE, &1005_u16.to_be_bytes()), 1002, "close_code"),
        ("close with a broken reason", frame(FIN | CLOSE, b"\x03\xE8\xFF"), 4002, "not_utf8"),
        ("binary", frame(FIN | BINARY, BEAT.as_bytes()), 4002, "binary"),
        ("no UTF-8", frame(FIN | TEXT, b"\"\xC0\x80\""), 4002, "not_utf8"),
        ("no UTF-8 any more", frame(TEXT, &[snowman, b"\xFF"].concat()), 4002, "not_utf8"),
        ("half a character", frame(FIN | TEXT, &snowman[..2]), 4002, "not_utf8"),
        ("a claim of 60 MiB", head(FIN | TEXT, 60 << 20), 4002, "too_large"),
        ("a byte too many", head(FIN | TEXT, MESSAGE_BYTES_MAX as u64 + 1), 4002, "too_large"),
        ("65 KiB in pieces", pieces(TEXT, 64), 4002, "too_large"),
        (
            "empty pieces without end",
            [frame(TEXT, b""), frame(0, b"").repeat(2_000)].concat(),
            4008,
            "too_many_fragments",
        ),
    ]
}

#[tokio::test]
async fn fr4_each_forbidden_frame_has_its_close_code_and_is_counted() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    for (name, bytes, code, kind) in cases() {
        let label = format!("kind=\"{kind}\"");
        let before = metrics::value(&world, CLOSED, &label).await;
        let mut wire = Wire::open(world.address()).await;
        wire.says(&bytes).await;
        assert_eq!(wire.close_code().await, Some(code), "{name}");
        metrics::reaches(&world, CLOSED, &label, before + 1).await;
        witness.talks(name).await;
    }
}

/// Much more than the kernel holds comes behind the breach: the code arrives all the same.
#[tokio::test]
async fn fr4_the_close_code_is_not_overtaken_by_a_reset() {
    let world = World::start().await;
    let mut wire = Wire::open(world.address()).await;
    wire.says(&frame(FIN | 0x40 | TEXT, b"x")).await;
    wire.says(&vec![b'x'; 512 << 10]).await;
    assert_eq!(wire.close_code().await, Some(1002));
}

#[tokio::test]
async fn fr1_pieces_and_control_frames_between_them_are_understood() {
    let world = World::start().await;
    let (begin, end) = BEAT.as_bytes().split_at(7);
    let padded = [BEAT.as_bytes(), &vec![b' '; MESSAGE_BYTES_MAX - BEAT.len()]].concat();
    let halves = padded.split_at(MESSAGE_BYTES_MAX / 2);
    let mut wire = Wire::open(world.address()).await;
    wire.text_with(r#""op":10"#).await;
    let said = [
        frame(TEXT, begin),
        frame(FIN | PING, b"between"),
        frame(0, b""),
        frame(FIN | PING, b""),
        frame(FIN, end),
    ];
    wire.says(&said.concat()).await;
    assert_eq!(wire.hears().await, Some(Heard::Pong(b"between".to_vec())));
    assert_eq!(wire.hears().await, Some(Heard::Pong(Vec::new())));
    wire.text_with(r#""op":11"#).await;
    // The longest message that there may be, in two pieces.
    wire.says(&[frame(TEXT, halves.0), frame(FIN, halves.1)].concat()).await;
    wire.text_with(r#""op":11"#).await;
}

/// Ends as a session as well: the witness is on the same server, and READY had come.
#[tokio::test]
async fn fr4_an_identified_session_is_closed_by_the_same_codes() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let d = json!({"token": world.owner.rest.bare_token(), "intents": 0, "properties": {}});
    for (name, bytes, code, _) in cases() {
        let mut wire = Wire::open(world.address()).await;
        wire.says_text(&json!({"op": 2, "d": d}).to_string()).await;
        wire.text_with("READY").await;
        wire.says(&bytes).await;
        assert_eq!(wire.close_code().await, Some(code), "{name}");
    }
    witness.talks("after").await;
}
