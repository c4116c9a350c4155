use serde_json::{Value, json};

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Body {
    name: String,
    #[serde(default)]
    list: Vec<Item>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    size: u8,
}

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

fn refused(text: &str) -> JsonError {
    read::<Body>(text.as_bytes()).unwrap_err()
}

#[test]
fn j1_32_levels_are_read_and_33_are_not() {
    assert!(read::<Value>(nested(DEPTH_MAX).as_bytes()).is_ok());
    assert_eq!(read::<Value>(nested(DEPTH_MAX + 1).as_bytes()), Err(JsonError::TooDeep));
    let objects = format!("{}1{}", r#"{"a":"#.repeat(33), "}".repeat(33));
    assert_eq!(read::<Value>(objects.as_bytes()), Err(JsonError::TooDeep));
}

#[test]
fn j1_depth_is_found_without_a_closing_bracket() {
    assert_eq!(read::<Value>("[".repeat(1_000_000).as_bytes()), Err(JsonError::TooDeep));
}

#[test]
fn j1_brackets_in_strings_do_not_count() {
    let text = format!(r#"{{"name":"\"{}\\"}}"#, "[{".repeat(100));
    assert_eq!(read::<Body>(text.as_bytes()).unwrap().name, format!("\"{}\\", "[{".repeat(100)));
}

#[test]
fn j1_many_shallow_levels_are_fine() {
    let wide = format!("[{}[]]", "[],".repeat(1000));
    assert!(read::<Value>(wide.as_bytes()).is_ok());
}

#[test]
fn j2_a_wrong_type_names_its_field() {
    let cases = [
        (r#"{"name":1}"#, "name"),
        (r#"{"name":"a","list":[{"size":1},{"size":"2"}]}"#, "list.1.size"),
        (r#"{"name":"a","list":[{"size":256}]}"#, "list.0.size"),
        (r#"{"name":"a","list":{}}"#, "list"),
        (r#"{"name":"a","list":[{}]}"#, "list.0"),
        (r#"[]"#, ""),
        (r#"7"#, ""),
        (r#"{}"#, ""),
    ];
    for (text, expected) in cases {
        match refused(text) {
            JsonError::Field { path, message } => {
                assert_eq!(path, expected, "{text}: {message}");
                assert!(!message.contains(" line "), "{message}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn j2_what_is_no_json_is_malformed() {
    for text in
        ["", "{", "{\"name\":\"a\"} x", "nul", "{\"name\":\"\u{1}\"}", "{name:1}", "\u{feff}{}"]
    {
        assert_eq!(refused(text), JsonError::Malformed, "{text:?}");
    }
    assert_eq!(read::<Body>(b"{\"name\":\"\xff\"}"), Err(JsonError::Malformed));
}

#[test]
fn j2_the_answer_is_50035_with_the_path() {
    let error = ApiError::from(refused(r#"{"name":"a","list":[{"size":"2"}]}"#));
    let body = serde_json::to_value(error).unwrap();
    assert_eq!(body["code"], json!(50035));
    assert_eq!(
        body["errors"]["list"]["0"]["size"]["_errors"][0]["code"],
        json!("BASE_TYPE_INVALID"),
    );
    let malformed = serde_json::to_value(ApiError::from(JsonError::Malformed)).unwrap();
    assert_eq!(malformed["code"], json!(50109));
}

#[test]
fn j3_unknown_fields_are_ignored() {
    let body: Body = read(br#"{"name":"a","later":{"x":[1]}}"#).unwrap();
    assert_eq!(body, Body { name: "a".to_owned(), list: vec![] });
}
