//! Redundant audio (RFC 2198): a packet that has the one before it along, so that one that is lost alone is
//! not missed.
//!
//! - RE1  What is not formed as it should be is nothing at all, whatever it seems to begin with.
//! - RE2  Of several earlier ones the latest counts, if it is of the same codec as the packet itself.
//! - RE3  What does not fit the fields, or a datagram, is left out.

/// Says that another header follows.
const FOLLOWED: u8 = 0x80;

/// Of a packet that is sent along: its codec and the bit above, 14 bits of time, 10 bits of length.
const EARLIER_HEADER_BYTES: usize = 4;

/// How much earlier one can be, in ticks, and how long in bytes.
const OFFSET_MAX: u32 = (1 << 14) - 1;
const EARLIER_BYTES_MAX: usize = (1 << 10) - 1;

/// With what is around it a datagram then has 1,200 bytes, which every path carries.
const WRAPPED_BYTES_MAX: usize = 1_100;

/// More than any sender has along: each costs a look.
const EARLIER_MAX: usize = 8;

/// A packet that came along with a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Earlier<'a> {
    /// How much earlier, in ticks; never 0.
    pub(crate) offset: u32,
    pub(crate) payload: &'a [u8],
}

/// What was in a redundant packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unwrapped<'a> {
    pub(crate) payload: &'a [u8],
    pub(crate) earlier: Option<Earlier<'a>>,
}

/// Takes a packet apart; `codec` is the payload type of what is in it.
pub(crate) fn unwrap(packet: &[u8], codec: u8) -> Option<Unwrapped<'_>> {
    let (mut headers, mut at) = (Vec::new(), 0);
    while packet.get(at)? & FOLLOWED != 0 {
        let header: [u8; EARLIER_HEADER_BYTES] =
            packet.get(at..at + EARLIER_HEADER_BYTES)?.try_into().ok()?;
        headers.push(header);
        at += EARLIER_HEADER_BYTES;
        if headers.len() > EARLIER_MAX {
            return None;
        }
    }
    let own_codec = packet[at];
    at += 1;
    let mut earlier = None;
    for [kind, time, mixed, length] in headers {
        let offset = u32::from(time) << 6 | u32::from(mixed) >> 2;
        let length = usize::from(mixed & 3) << 8 | usize::from(length);
        let payload = packet.get(at..at + length)?;
        at += length;
        let is_useful = kind & !FOLLOWED == codec && offset > 0 && length > 0;
        earlier = is_useful.then_some(Earlier { offset, payload });
    }
    (own_codec == codec).then_some(Unwrapped { payload: &packet[at..], earlier })
}

/// Puts an earlier packet along with another one of the same codec; `None` if it does not fit.
pub(crate) fn wrap(codec: u8, earlier: Earlier<'_>, payload: &[u8]) -> Option<Vec<u8>> {
    let Earlier { offset, payload: before } = earlier;
    if !(1..=OFFSET_MAX).contains(&offset) || !(1..=EARLIER_BYTES_MAX).contains(&before.len()) {
        return None;
    }
    let length = before.len();
    if EARLIER_HEADER_BYTES + 1 + length + payload.len() > WRAPPED_BYTES_MAX {
        return None;
    }
    let header = [
        FOLLOWED | codec,
        (offset >> 6) as u8,
        (offset << 2) as u8 | (length >> 8) as u8,
        length as u8,
        codec,
    ];
    Some([header.as_slice(), before, payload].concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPUS: u8 = 111;

    #[test]
    fn re1_a_packet_alone_and_one_with_another_along() {
        let alone = Unwrapped { payload: b"now".as_slice(), earlier: None };
        assert_eq!(unwrap(b"\x6fnow", OPUS), Some(alone));
        // 960 is 0b1111 000000; two bytes long.
        let both = unwrap(b"\xef\x0f\x00\x02\x6fbynow", OPUS).unwrap();
        assert_eq!(both.payload, b"now");
        assert_eq!(both.earlier, Some(Earlier { offset: 960, payload: b"by" }));
    }

    #[test]
    fn re1_what_is_cut_short_or_of_another_codec_is_nothing() {
        let whole = b"\xef\x0f\x00\x02\x6fby";
        for length in 0..whole.len() {
            assert_eq!(unwrap(&whole[..length], OPUS), None, "{length} bytes");
        }
        assert_eq!(unwrap(b"\x08now", OPUS), None);
        assert_eq!(unwrap(&[0xff; 400], OPUS), None, "headers without end");
    }

    #[test]
    fn re2_the_latest_earlier_one_counts() {
        let two = b"\xef\x1e\x00\x01\xef\x0f\x00\x01\x6fabc";
        let Unwrapped { payload, earlier } = unwrap(two, OPUS).unwrap();
        assert_eq!(
            (payload, earlier),
            (b"c".as_slice(), Some(Earlier { offset: 960, payload: b"b" }))
        );
        let other = b"\x88\x0f\x00\x01\x6fbc";
        assert_eq!(unwrap(other, OPUS).unwrap().earlier, None);
    }

    #[test]
    fn re3_what_does_not_fit_is_left_out() {
        let long = vec![7; EARLIER_BYTES_MAX + 1];
        for (offset, payload) in
            [(0, &long[..9]), (OFFSET_MAX + 1, &long[..9]), (960, &long), (960, &[])]
        {
            assert_eq!(wrap(OPUS, Earlier { offset, payload }, b"now"), None);
        }
    }

    #[test]
    fn re3_two_long_ones_are_too_long_together() {
        let earlier = Earlier { offset: 960, payload: &[7; 600] };
        assert_eq!(wrap(OPUS, earlier, &[7; 495]).map(|wrapped| wrapped.len()), Some(1_100));
        assert_eq!(wrap(OPUS, earlier, &[7; 496]), None);
    }

    proptest! {
        #[test]
        fn what_is_put_together_comes_apart_again(
            offset in 1..=OFFSET_MAX,
            before in prop::collection::vec(any::<u8>(), 1..500),
            payload in prop::collection::vec(any::<u8>(), 0..500),
        ) {
            let earlier = Earlier { offset, payload: &before };
            let wrapped = wrap(OPUS, earlier, &payload).unwrap();
            let expected = Unwrapped { payload: &payload, earlier: Some(earlier) };
            prop_assert_eq!(unwrap(&wrapped, OPUS), Some(expected));
        }

        #[test]
        fn re1_any_bytes_are_taken_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            unwrap(&bytes, OPUS);
        }
    }
}
