//! The parser against hostile bytes, and beside fastwebsockets and tungstenite on the same bytes.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

mod reference;

const FIN: u8 = 0x80;
const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

/// One masked client frame.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];
    let mut bytes = encode::text_head(payload.len()).as_bytes().to_vec();
    bytes[0] = first;
    bytes[1] |= 0x80;
    bytes.extend_from_slice(&MASK);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, key)| byte ^ key));
    bytes
}

fn join(frames: &[Vec<u8>]) -> Vec<u8> {
    frames.concat()
}

/// Everything that the parser makes of `bytes` when they arrive in pieces of `piece_bytes`.
fn parse(bytes: &[u8], piece_bytes: usize) -> Result<Vec<Incoming>, FrameError> {
    let mut parser = Parser::new(Limits::GATEWAY);
    let mut messages = Vec::new();
    for mut piece in bytes.chunks(piece_bytes.max(1)) {
        while let Some(message) = parser.next(&mut piece)? {
            messages.push(message);
        }
        assert!(piece.is_empty());
    }
    Ok(messages)
}

#[track_caller]
fn check(bytes: &[u8], expected: Result<Vec<Incoming>, FrameError>) {
    for piece_bytes in [1, 2, 3, 7, bytes.len()] {
        assert_eq!(parse(bytes, piece_bytes), expected, "in pieces of {piece_bytes}");
    }
}

fn text(text: &str) -> Incoming {
    Incoming::Text(text.to_owned())
}

#[test]
fn fr1_a_ping_may_stand_within_a_message() {
    let bytes = join(&[
        frame(TEXT, b"he"),
        frame(FIN | PING, b"now"),
        frame(0, b"ll"),
        frame(FIN | PONG, b""),
        frame(FIN, b"o"),
        frame(FIN | TEXT, b""),
    ]);
    let expected = vec![Incoming::Ping(b"now".to_vec()), Incoming::Pong, text("hello"), text("")];
    check(&bytes, Ok(expected));
}

#[test]
fn fr1_a_character_may_be_cut_between_fragments() {
    let snowman = "☃".as_bytes();
    check(&join(&[frame(TEXT, &snowman[..1]), frame(FIN, &snowman[1..])]), Ok(vec![text("☃")]));
}

#[test]
fn fr2_a_head_reserves_nothing() {
    let mut head = frame(FIN | TEXT, &vec![b'x'; MESSAGE_BYTES_MAX]);
    head.truncate(14);
    let mut parser = Parser::new(Limits::GATEWAY);
    assert_eq!(parser.next(&mut head.as_slice()), Ok(None));
    assert_eq!(parser.message_capacity(), 0);
}

#[test]
fn fr2_nothing_is_held_between_messages() {
    let bytes = join(&[frame(FIN | TEXT, b"text"), frame(FIN | PONG, b"pong")]);
    let mut parser = Parser::new(Limits::GATEWAY);
    let mut rest = bytes.as_slice();
    while let Ok(Some(_)) = parser.next(&mut rest) {}
    assert_eq!(parser.message_capacity(), 0);
}

#[test]
fn fr3_the_longest_message_is_taken_and_one_byte_more_is_not() {
    let longest = "x".repeat(MESSAGE_BYTES_MAX);
    check(&frame(FIN | TEXT, longest.as_bytes()), Ok(vec![text(&longest)]));
    let longer = format!("{longest}x");
    check(&frame(FIN | TEXT, longer.as_bytes()), Err(FrameError::TooLarge));
}

#[test]
fn fr3_fragments_count_together() {
    let half = vec![b'x'; MESSAGE_BYTES_MAX / 2];
    let whole = join(&[frame(TEXT, &half), frame(FIN, &half)]);
    check(&whole, Ok(vec![text(&"x".repeat(MESSAGE_BYTES_MAX))]));
    let more = join(&[frame(TEXT, &half), frame(0, &half), frame(FIN, b"x")]);
    check(&more, Err(FrameError::TooLarge));
}

#[test]
fn fr3_a_claim_alone_is_refused() {
    for claim in [u64::from(u16::MAX) + 2, 1 << 40, i64::MAX as u64] {
        let mut bytes = vec![FIN | TEXT, 0xFF];
        bytes.extend_from_slice(&claim.to_be_bytes());
        bytes.extend_from_slice(&[0; 4]);
        check(&bytes, Err(FrameError::TooLarge));
    }
}

#[test]
fn fr3_fragments_have_a_number_too() {
    let fragments = |count: u32| {
        let rest = (1..count).map(|_| frame(0, b""));
        let last = std::iter::once(frame(FIN, b"x"));
        join(&std::iter::once(frame(TEXT, b"")).chain(rest).chain(last).collect::<Vec<_>>())
    };
    let most = Limits::GATEWAY.fragments_max;
    check(&fragments(most - 1), Ok(vec![text("x")]));
    check(&fragments(most), Err(FrameError::TooManyFragments));
}

#[test]
fn fr5_what_cannot_become_utf8_is_refused_before_its_message_ends() {
    let snowman = "☃".as_bytes();
    for (name, begun) in [
        ("in a fragment that ended", frame(TEXT, b"\xF4\x90")),
        ("in a later one", join(&[frame(TEXT, &snowman[..2]), frame(0, b"\xFF")])),
        ("in a frame that has not", frame(FIN | TEXT, b"x\xC0\x80xxxx")[..9].to_vec()),
    ] {
        assert_eq!(parse(&begun, 1), Err(FrameError::NotUtf8), "{name}");
        assert_eq!(parse(&begun, begun.len()), Err(FrameError::NotUtf8), "{name}");
    }
    let unfinished = join(&[frame(TEXT, &snowman[..2]), frame(FIN | PING, b"\xFF")]);
    check(&unfinished, Ok(vec![Incoming::Ping(vec![0xFF])]));
}

#[test]
fn binary_messages_are_taken_where_the_limits_say_so() {
    let limits = Limits { binary: true, ..Limits::GATEWAY };
    let bytes = join(&[frame(BINARY, b"\xFF"), frame(FIN, b"\xFE")]);
    let mut parser = Parser::new(limits);
    let binary = Incoming::Binary(vec![0xFF, 0xFE]);
    assert_eq!(parser.next(&mut bytes.as_slice()), Ok(Some(binary)));
}

#[test]
fn fr4_what_the_rfc_forbids_is_refused() {
    let cases: &[(&str, Vec<u8>, FrameError)] = &[
        ("rsv1", frame(FIN | 0x40 | TEXT, b"x"), FrameError::ReservedBits),
        ("rsv2", frame(FIN | 0x20 | TEXT, b"x"), FrameError::ReservedBits),
        ("rsv3", frame(FIN | 0x10 | PING, b"x"), FrameError::ReservedBits),
        ("opcode 3", frame(FIN | 0x3, b""), FrameError::UnknownOpcode),
        ("opcode 15", frame(FIN | 0xF, b""), FrameError::UnknownOpcode),
        ("no mask", vec![FIN | TEXT, 0x01, b'x'], FrameError::NotMasked),
        ("long ping", frame(FIN | PING, &[0; 126]), FrameError::ControlForm),
        ("cut ping", frame(PING, b""), FrameError::ControlForm),
        ("cut close", frame(CLOSE, b""), FrameError::ControlForm),
        ("lone continuation", frame(FIN, b"x"), FrameError::NothingToContinue),
        ("two texts", join(&[frame(TEXT, b"x"), frame(TEXT, b"x")]), FrameError::UnfinishedMessage),
        ("binary", frame(FIN | BINARY, b"x"), FrameError::Binary),
        ("bad text", frame(FIN | TEXT, b"\xC0\x80"), FrameError::NotUtf8),
        ("surrogate", frame(FIN | TEXT, b"\xED\xA0\x80"), FrameError::NotUtf8),
        ("cut text", frame(FIN | TEXT, &"☃".as_bytes()[..2]), FrameError::NotUtf8),
    ];
    for (name, bytes, error) in cases {
        for piece_bytes in [1, bytes.len()] {
            assert_eq!(parse(bytes, piece_bytes), Err(*error), "{name}");
        }
    }
}

#[test]
fn fr4_a_length_has_its_shortest_form() {
    let medium = [&[FIN | TEXT, 0xFE, 0, 125][..], &[0; 4], &[b'x'; 125]].concat();
    check(&medium, Err(FrameError::LengthForm));
    let mut long = vec![FIN | TEXT, 0xFF];
    long.extend_from_slice(&u64::from(u16::MAX).to_be_bytes());
    long.extend_from_slice(&[0; 4]);
    check(&long, Err(FrameError::LengthForm));
    long[2] = 0x80;
    check(&long, Err(FrameError::LengthForm));
}

#[test]
fn fr4_a_close_carries_a_valid_code_or_none() {
    check(&frame(FIN | CLOSE, b""), Ok(vec![Incoming::Close(None)]));
    check(&frame(FIN | CLOSE, b"\x03"), Err(FrameError::CloseCode));
    for (code, valid) in [
        (0, false),
        (999, false),
        (1000, true),
        (1001, true),
        (1004, false),
        (1005, false),
        (1006, false),
        (1007, true),
        (1014, true),
        (1015, false),
        (2999, false),
        (3000, true),
        (4999, true),
        (5000, false),
    ] {
        let code: u16 = code;
        let bytes = frame(FIN | CLOSE, &[&code.to_be_bytes()[..], b"bye"].concat());
        let expected =
            if valid { Ok(vec![Incoming::Close(Some(code))]) } else { Err(FrameError::CloseCode) };
        check(&bytes, expected);
    }
    check(&frame(FIN | CLOSE, b"\x03\xE8\xFF"), Err(FrameError::NotUtf8));
}

#[test]
fn a_close_frame_fits_and_is_cut_at_a_character() {
    let frame = close_frame(4002, &"☃".repeat(100));
    assert_eq!(frame[0], 0x88);
    assert_eq!(usize::from(frame[1]), frame.len() - 2);
    assert!(frame.len() - 2 <= CONTROL_BYTES_MAX);
    assert!(std::str::from_utf8(&frame[4..]).is_ok());
}

/// What a client says in the comparison with other parsers.
#[derive(Debug, Clone)]
enum Said {
    Text { text: String, cuts: Vec<usize>, ping_between: bool },
    Ping(Vec<u8>),
    Pong(Vec<u8>),
}

impl Said {
    fn frames(&self) -> Vec<Vec<u8>> {
        match self {
            Self::Ping(payload) => vec![frame(FIN | PING, payload)],
            Self::Pong(payload) => vec![frame(FIN | PONG, payload)],
            Self::Text { text, cuts, ping_between } => fragments(text, cuts, *ping_between),
        }
    }
}

/// Cuts at bytes, not at characters.
fn fragments(text: &str, cuts: &[usize], ping_between: bool) -> Vec<Vec<u8>> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).collect();
    ends.sort_unstable();
    ends.push(text.len());
    let mut frames = Vec::new();
    let mut start = 0;
    for (index, end) in ends.iter().enumerate() {
        let opcode = if index == 0 { TEXT } else { 0 };
        let fin = if index == ends.len() - 1 { FIN } else { 0 };
        frames.push(frame(fin | opcode, &text.as_bytes()[start..*end]));
        if ping_between && fin == 0 {
            frames.push(frame(FIN | PING, b"between"));
        }
        start = *end;
    }
    frames
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        3 => (".{0,400}", vec(any::<usize>(), 0..4), any::<bool>())
            .prop_map(|(text, cuts, ping_between)| Said::Text { text, cuts, ping_between }),
        1 => (126..70_000_usize).prop_map(|len| Said::Text {
            text: "y".repeat(len.min(MESSAGE_BYTES_MAX - 1)),
            cuts: vec![len / 3],
            ping_between: true,
        }),
        1 => vec(any::<u8>(), 0..=125).prop_map(Said::Ping),
        1 => vec(any::<u8>(), 0..=125).prop_map(Said::Pong),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn fr1_the_same_bytes_give_the_same_messages_as_in_other_parsers(
        script in vec(said(), 1..8),
        piece_bytes in prop_oneof![1..20_usize, 20..9_000_usize],
    ) {
        let bytes = join(&script.iter().flat_map(Said::frames).collect::<Vec<_>>());
        let ours = parse(&bytes, piece_bytes).expect("the script is valid");
        prop_assert_eq!(&ours, &reference::tungstenite(&bytes, piece_bytes));
        prop_assert_eq!(&ours, &reference::fastwebsockets(&bytes, piece_bytes));
    }

    #[test]
    fn fr4_any_bytes_give_a_message_or_an_error_and_no_more_memory_than_arrived(
        bytes in vec(any::<u8>(), 0..2_000),
    ) {
        let mut parser = Parser::new(Limits::GATEWAY);
        let mut rest = bytes.as_slice();
        while let Ok(Some(_)) = parser.next(&mut rest) {}
        prop_assert!(parser.message_capacity() <= 2 * bytes.len() + 64);
    }
}
