use proptest::prelude::*;
use serde_json::json;

use super::*;

const NOW_MS: i64 = 1_795_368_196_123;

fn read(value: serde_json::Value) -> Option<u64> {
    serde_json::from_value::<UserId>(value).ok().map(UserId::get)
}

#[test]
fn id1_the_creation_time_is_in_the_id() {
    let mut generator = SnowflakeGenerator::new(5);
    let id = MessageId::new(generator.next(NOW_MS));
    assert_eq!(id.created_at_ms(), NOW_MS);
    assert_eq!(id.get() >> 12 & u64::from(NODE_MAX), 5);
    assert!(id.to_string().len() >= 17, "libraries expect 17 digits or more");
}

#[test]
fn id1_the_documented_example_is_read_as_documented() {
    assert_eq!(created_at_ms(175_928_847_299_117_063), 1_462_015_105_796);
}

#[test]
fn id2_a_string_goes_out() {
    assert_eq!(serde_json::to_value(UserId::new(u64::MAX)).unwrap(), json!("18446744073709551615"));
}

#[test]
fn id2_strings_and_integers_of_64_bits_come_in_unharmed() {
    for raw in [0, 1, (1 << 53) + 1, u64::MAX - 1, u64::MAX] {
        assert_eq!(read(json!(raw)), Some(raw));
        assert_eq!(read(json!(raw.to_string())), Some(raw));
        assert_eq!(raw.to_string().parse(), Ok(ChannelId::new(raw)));
    }
}

#[test]
fn id2_everything_else_is_refused() {
    let texts = ["-1", "1.0", "1e3", "18446744073709551616", "99999999999999999999999", "null"];
    let strings = ["", "-1", "+1", " 1", "1 ", "1.0", "0x1", "18446744073709551616", "١"];
    let other = ["true", "[]", "[1]", "{}"];
    for text in texts.into_iter().chain(other) {
        assert!(serde_json::from_str::<UserId>(text).is_err(), "{text}");
    }
    for string in strings {
        assert_eq!(read(json!(string)), None, "{string:?}");
        assert_eq!(string.parse::<UserId>(), Err(IdError), "{string:?}");
    }
}

#[test]
fn id2_ids_are_keys_of_objects() {
    let map = std::collections::BTreeMap::from([(UserId::new(7), 1)]);
    let text = serde_json::to_string(&map).unwrap();
    assert_eq!(text, r#"{"7":1}"#);
    let back: std::collections::BTreeMap<UserId, i32> = serde_json::from_str(&text).unwrap();
    assert_eq!(back, map);
}

#[test]
fn id3_a_full_millisecond_runs_into_the_next() {
    let mut generator = SnowflakeGenerator::new(3);
    let ids: Vec<u64> = (0..10_000).map(|_| generator.next(NOW_MS)).collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert!(ids.iter().all(|id| id >> 12 & u64::from(NODE_MAX) == 3), "the node stays");
    assert_eq!(created_at_ms(ids[9_999]), NOW_MS + 2);
}

#[test]
fn id3_a_clock_before_the_epoch_does_no_harm() {
    let mut generator = SnowflakeGenerator::new(0);
    assert!(generator.next(i64::MIN) < generator.next(-1));
}

#[test]
fn everyone_has_the_number_of_the_guild() {
    assert_eq!(GuildId::new(42).everyone(), RoleId::new(42));
}

proptest! {
    #[test]
    fn id3_ids_rise_whatever_the_clock_does(
        node in any::<u16>(),
        last in 0..u64::MAX >> 1,
        clock in prop::collection::vec(any::<i64>(), 1..200),
    ) {
        let mut generator = SnowflakeGenerator::resume(node, last);
        let mut former = last;
        for now_ms in clock {
            // A clock beyond the last millisecond that fits would leave no id above it.
            let id = generator.next(now_ms.min(NOW_MS * 2));
            prop_assert!(id > former);
            prop_assert_eq!(id >> 12 & u64::from(NODE_MAX), u64::from(node & NODE_MAX));
            prop_assert_eq!(id, generator.last());
            former = id;
        }
    }

    #[test]
    fn id3_the_next_id_is_the_first_that_is_free(node in any::<u16>(), last in 0..u64::MAX >> 1) {
        // Nothing of this node lies between the last id and the next one.
        let next = next_after(node, last, EPOCH_MS);
        let node_of = |id: u64| id >> 12 & u64::from(NODE_MAX);
        let gap = last + 1..next;
        let step = ((gap.end - gap.start) / 500).max(1);
        for id in gap.step_by(usize::try_from(step).unwrap()) {
            prop_assert_ne!(node_of(id), u64::from(node & NODE_MAX));
        }
    }

    #[test]
    fn first_at_ms_is_below_every_id_of_its_moment(now_ms in EPOCH_MS..NOW_MS * 2, node: u16) {
        let cursor = first_at_ms(now_ms);
        prop_assert!(cursor <= next_after(node, 0, now_ms));
        prop_assert!(cursor == 0 || created_at_ms(cursor - 1) < now_ms);
    }
}
