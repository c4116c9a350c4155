use proptest::prelude::*;

use super::*;

fn check(text: &str, unix_ms: i64) {
    assert_eq!(text.parse(), Ok(Timestamp::from_ms(unix_ms)), "{text}");
}

#[test]
fn a_moment_goes_out_with_microseconds_and_offset() {
    let text = serde_json::to_string(&Timestamp::from_ms(1_795_368_196_123)).unwrap();
    assert_eq!(text, r#""2026-11-22T17:23:16.123000+00:00""#);
    assert_eq!(Timestamp::from_ms(-1).to_string(), "1969-12-31T23:59:59.999000+00:00");
}

#[test]
fn any_offset_and_precision_comes_in() {
    check("2026-11-22T17:23:16Z", 1_795_368_196_000);
    check("2026-11-22T18:23:16.1239+01:00", 1_795_368_196_123);
    check("2026-11-22T17:23:16.123456789+00:00", 1_795_368_196_123);
    check("1969-12-31T23:59:59.9999Z", -1);
}

#[test]
fn everything_else_is_refused() {
    for text in
        ["", "now", "2026-11-22", "17:23:16Z", "2026-13-01T00:00:00Z", "2026-11-22T17:23:16"]
    {
        assert_eq!(text.parse::<Timestamp>(), Err(TimestampError), "{text}");
    }
    for json in ["0", "null", "\"\"", "[]"] {
        assert!(serde_json::from_str::<Timestamp>(json).is_err(), "{json}");
    }
}

#[test]
fn moments_that_cannot_be_written_are_held_at_the_bounds() {
    for unix_ms in [i64::MIN, i64::MAX] {
        let text = Timestamp::from_ms(unix_ms).to_string();
        assert_eq!(text.len(), "2026-11-22T17:23:16.123000+00:00".len(), "{text}");
    }
}

proptest! {
    #[test]
    fn what_went_out_comes_in(unix_ms in Timestamp::MIN.as_ms()..=Timestamp::MAX.as_ms()) {
        let moment = Timestamp::from_ms(unix_ms);
        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
    }
}
