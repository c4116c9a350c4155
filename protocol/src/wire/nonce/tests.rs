use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn a_nonce_goes_out_as_it_came_in() {
    let limits = [json!(u64::MAX), json!(i64::MIN)];
    for value in [json!("a"), json!("5"), json!(5), json!("é".repeat(64))].into_iter().chain(limits)
    {
        let nonce: Nonce = serde_json::from_value(value.clone()).unwrap();
        let text = serde_json::to_string(&nonce).unwrap();
        assert_eq!(text, value.to_string());
    }
}

#[test]
fn a_number_and_its_digits_are_one_nonce_as_text() {
    let number = Nonce::integer(5);
    assert_eq!(number.to_string(), Nonce::text("5").unwrap().to_string());
    assert_eq!((number.as_integer(), number.as_text()), (Some(5), None));
}

#[test]
fn everything_else_is_refused() {
    for value in [json!(""), json!("é".repeat(65)), json!(1.5), json!(null), json!([]), json!(true)]
    {
        assert!(serde_json::from_value::<Nonce>(value.clone()).is_err(), "{value}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        prop_assert_eq!(Nonce::text(text.clone()).is_ok(), (1..=64).contains(&text.chars().count()));
    }
}
