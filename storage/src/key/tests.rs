use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn byte_order_is_id_order(left in any::<(u64, u64)>(), right in any::<(u64, u64)>()) {
        let key = |(channel, message)| {
            Key::new(Table::Message, &(ChannelId::new(channel), MessageId::new(message)))
        };
        prop_assert_eq!(key(left).cmp(&key(right)), left.cmp(&right));
    }

    #[test]
    fn a_key_comes_back_from_its_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        match Key::from_bytes(&bytes) {
            Some(key) => prop_assert_eq!(key.as_bytes(), bytes),
            None => prop_assert!(bytes.len() > KEY_BYTES_MAX),
        }
    }

    #[test]
    fn the_end_of_a_prefix_is_behind_all_that_starts_with_it(
        prefix in proptest::collection::vec(prop_oneof![Just(255), any::<u8>()], 1..10),
        rest in proptest::collection::vec(any::<u8>(), 0..10),
    ) {
        let start = Key::from_bytes(&prefix).unwrap();
        let within = Key::from_bytes(&[prefix, rest].concat()).unwrap();
        match start.after_prefix() {
            Some(end) => prop_assert!(within < end && !end.as_bytes().starts_with(start.as_bytes())),
            None => prop_assert!(start.as_bytes().iter().all(|byte| *byte == u8::MAX)),
        }
    }

    #[test]
    fn short_texts_are_those_that_fit(text in ".{0,40}") {
        match ShortText::new(&text) {
            Some(short) => prop_assert_eq!(short.as_str(), text),
            None => prop_assert!(text.len() > SHORT_TEXT_BYTES_MAX),
        }
    }
}

#[test]
fn the_longest_keys_fit() {
    let nonce = (UserId::new(1), ChannelId::new(2), [3; 16]);
    assert_eq!(Key::new(Table::Nonce, &nonce).as_bytes().len(), 33);
    let code = ShortText::new(&"x".repeat(SHORT_TEXT_BYTES_MAX)).unwrap();
    let invite = Key::new(Table::GuildInvite, &(GuildId::new(1), code));
    assert_eq!(invite.as_bytes().len(), 41);
    let reaction = (ChannelId::new(1), MessageId::new(2), [3; 16], UserId::new(4));
    assert_eq!(Key::new(Table::Reaction, &reaction).as_bytes().len(), 41);
}
