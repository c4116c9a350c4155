use proptest::prelude::*;
use protocol::{ChannelId, MessageId, RoleId, UserId};

use super::*;
use crate::records::{Channel, Instance, Invite, Login, Message, MessageReference, SentNonce};

proptest! {
    #[test]
    fn a_message_comes_back_as_it_was(message in messages()) {
        prop_assert_eq!(decode::<Message>(&encode(&message)), Ok(message));
    }

    #[test]
    fn co1_hostile_bytes_are_an_error_and_never_a_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(decode::<Message>(&bytes).is_err());
    }

    /// As from someone who can compute the checksum too.
    #[test]
    fn co1_hostile_payloads_never_panic(
        payload in proptest::collection::vec(prop_oneof![Just(0), Just(1), Just(255), any::<u8>()], 0..300),
    ) {
        let value = seal(1, &payload);
        // Whether such bytes are a record is chance; that it returns is the point.
        let _ = decode::<Message>(&value);
        let _ = decode::<Channel>(&value);
        let _ = decode::<Login>(&value);
        let _ = decode::<Invite>(&value);
        let _ = decode::<Instance>(&value);
    }

    #[test]
    fn co1_a_changed_byte_is_noticed(
        message in messages(),
        place in any::<prop::sample::Index>(),
        flip in 1..=u8::MAX,
    ) {
        let mut value = encode(&message);
        let place = place.index(value.len());
        value[place] ^= flip;
        prop_assert!(decode::<Message>(&value).is_err());
    }

    #[test]
    fn co1_a_cut_value_is_noticed(message in messages(), cut in any::<prop::sample::Index>()) {
        let value = encode(&message);
        prop_assert!(decode::<Message>(&value[..cut.index(value.len())]).is_err());
    }
}

#[test]
fn co1_a_hostile_length_allocates_nothing() {
    // A channel, a message, an author and a kind, then a text that claims to be 2^60 bytes.
    let mut payload = vec![0; 25];
    payload.extend_from_slice(&(1_u64 << 60).to_le_bytes());
    let decoded = decode::<Message>(&seal(1, &payload));
    assert!(matches!(decoded, Err(DecodeError::Malformed(_))), "{decoded:?}");
}

#[test]
fn bytes_left_over_are_not_a_record() {
    let mut payload = decode_parts(&encode(&crate::records::Schema { version: 1 }));
    payload.push(0);
    let decoded = decode::<crate::records::Schema>(&seal(1, &payload));
    assert!(matches!(decoded, Err(DecodeError::Malformed(_))), "{decoded:?}");
}

#[test]
fn co2_an_unknown_version_is_refused() {
    let decoded = decode::<crate::records::Schema>(&seal(9, &[0; 4]));
    assert_eq!(decoded, Err(DecodeError::UnknownVersion(9)));
}

fn decode_parts(value: &[u8]) -> Vec<u8> {
    open(value).unwrap().1.to_vec()
}

fn messages() -> impl Strategy<Value = Message> {
    let nonce = prop_oneof![
        any::<String>().prop_map(SentNonce::Text),
        any::<i64>().prop_map(SentNonce::Integer),
    ];
    let ids = (any::<u64>(), any::<u64>(), any::<u64>(), any::<u8>(), any::<u64>());
    let times = (any::<i64>(), any::<Option<i64>>(), any::<Option<i64>>());
    let mentions = proptest::collection::vec(any::<u64>(), 0..5);
    let rest = (proptest::option::of(nonce), mentions, any::<bool>(), any::<Option<u64>>());
    (ids, times, ".{0,200}", rest).prop_map(|(ids, times, content, rest)| {
        let (channel, id, author, kind, flags) = ids;
        let (created_at_ms, edited_at_ms, deleted_at_ms) = times;
        let (nonce, mentions, mention_everyone, reference) = rest;
        let reference = reference.map(|message| MessageReference {
            channel: ChannelId::new(channel),
            message: MessageId::new(message),
        });
        let (channel, id) = (ChannelId::new(channel), MessageId::new(id));
        Message {
            kind,
            edited_at_ms,
            deleted_at_ms,
            flags,
            nonce,
            mention_roles: mentions.iter().map(|id| RoleId::new(*id)).collect(),
            mentions: mentions.into_iter().map(UserId::new).collect(),
            mention_everyone,
            reference,
            ..Message::new(channel, id, UserId::new(author), content, created_at_ms)
        }
    })
}
