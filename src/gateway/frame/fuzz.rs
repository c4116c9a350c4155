//! Frames: any bytes, in any pieces, are messages or one error.

use bolero::check;

use super::{FrameError, Incoming, Limits, MESSAGE_BYTES_MAX, Parser};
use crate::fuzz::{Edit, edited, share_of};

/// A masked frame.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = super::text_head(payload.len()).as_bytes().to_vec();
    bytes[0] = first;
    bytes[1] |= 0x80;
    bytes.extend_from_slice(&[1, 2, 3, 4]);
    bytes.extend(payload.iter().zip([1, 2, 3, 4].iter().cycle()).map(|(byte, key)| byte ^ key));
    bytes
}

fn seeds() -> Vec<Vec<u8>> {
    vec![
        frame(0x81, br#"{"op":1,"d":null}"#),
        [frame(0x01, "\u{2603}".as_bytes()), frame(0x89, b"ping"), frame(0x80, b"x")].concat(),
        [frame(0x8A, b""), frame(0x81, b""), frame(0x88, b"\x03\xE8bye")].concat(),
        frame(0x81, &[b'x'; 300]),
        [frame(0x01, &[b'x'; 60_000]), frame(0x80, &[b'y'; 5_536])].concat(),
        frame(0x82, b"\xFF\xFE"),
        frame(0x88, b""),
    ]
}

/// What comes of bytes that arrive in pieces, and the most memory that was held meanwhile.
fn parsed(bytes: &[u8], piece_bytes: usize) -> (Vec<Incoming>, Option<FrameError>) {
    let mut parser = Parser::new(Limits::GATEWAY);
    let mut messages = Vec::new();
    let mut arrived_bytes = 0;
    for mut piece in bytes.chunks(piece_bytes.max(1)) {
        arrived_bytes += piece.len();
        loop {
            match parser.next(&mut piece) {
                Ok(Some(message)) => messages.push(message),
                Ok(None) => break,
                Err(error) => return (messages, Some(error)),
            }
        }
        // FZ2: a vector doubles as it grows.
        let most = 2 * arrived_bytes.min(MESSAGE_BYTES_MAX) + 512;
        assert!(parser.message_capacity() <= most, "{} held", parser.message_capacity());
    }
    (messages, None)
}

#[test]
fn fr1_any_bytes_give_the_same_however_they_are_cut() {
    let seeds = seeds();
    check!().with_test_time(share_of(3)).with_type::<(u8, u16, Vec<Edit>)>().for_each(
        |(seed, piece_bytes, edits)| {
            let bytes = edited(&seeds, *seed, edits);
            let whole = parsed(&bytes, bytes.len());
            assert_eq!(parsed(&bytes, usize::from(*piece_bytes)), whole);
            for message in &whole.0 {
                let taken_bytes = match message {
                    Incoming::Text(text) => text.len(),
                    Incoming::Ping(payload) | Incoming::Binary(payload) => payload.len(),
                    Incoming::Pong | Incoming::Close(_) => 0,
                };
                assert!(taken_bytes <= MESSAGE_BYTES_MAX, "FR3: {taken_bytes}");
            }
        },
    );
}

#[test]
fn fr4_plain_noise_is_no_panic() {
    check!().with_test_time(share_of(3)).for_each(|bytes: &[u8]| {
        parsed(bytes, 7);
    });
}
