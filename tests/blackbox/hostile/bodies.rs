//! Bodies that no client sends, on every kind of field.

use reqwest::Method;
use serde_json::{Value, json};

use super::metrics;
use super::witness::Witness;
use crate::world::{Answer, World};

const REFUSED: &str = "confab_http_refused_total";

/// What a body is answered with.
enum Expected {
    /// 400 50035 that names this field.
    Field(&'static str),
    /// Status and code.
    Code(u16, u64),
    /// It is taken.
    Taken,
}
use Expected::{Code, Field, Taken};

const NOT_JSON: Expected = Code(400, 50_109);

/// The text as it stands on the wire.
type Case = (Vec<u8>, Expected);

fn text(text: impl Into<String>) -> Vec<u8> {
    text.into().into_bytes()
}

fn field(name: &str, value: &Value) -> Vec<u8> {
    text(json!({ name: value }).to_string())
}

/// What no JSON body may be, whatever the route.
fn shapes() -> Vec<Case> {
    let nested = |levels: usize| format!(r#"{{"x":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    vec![
        (text("{"), NOT_JSON),
        (text("{\"content\":}"), NOT_JSON),
        (text("{\"content\":\"a\"} x"), NOT_JSON),
        (text("{'content':'a'}"), NOT_JSON),
        (text("\u{FEFF}{}"), NOT_JSON),
        (b"{\"content\":\"\xFF\"}".to_vec(), NOT_JSON),
        (b"\xFF\xFE{\0}\0".to_vec(), NOT_JSON),
        (b"\0".to_vec(), NOT_JSON),
        (text("{\"content\":\"\\ud800\"}"), NOT_JSON),
        (text("{\"content\":\"a\nb\"}"), NOT_JSON),
        (text("{\"content\":01}"), NOT_JSON),
        (text("{\"content\":NaN}"), NOT_JSON),
        (text(nested(32)), NOT_JSON),
        (text(nested(100_000)), NOT_JSON),
        (text(nested(31)), Code(400, 50_006)),
        (text("[]"), Field("")),
        (text("[\"hi\"]"), Field("")),
        (text("7"), Field("")),
        (text("null"), Field("")),
        (text("\"content\""), Field("")),
        (text(" ".repeat(1 << 20)), NOT_JSON),
        (text(" ".repeat((1 << 20) + 1)), Code(413, 40_005)),
        (text("{\"content\":\"a\",\"content\":\"b\"}"), Field("")),
        (text("{\"content\":\"a\",\"unknown\":{\"content\":[1e400]}}"), Taken),
    ]
}

/// The fields of a message.
fn messages() -> Vec<Case> {
    let reply =
        |id: &str| text(format!(r#"{{"content":"a","message_reference":{{"message_id":{id}}}}}"#));
    let nonce = |nonce: &str| text(format!(r#"{{"content":"a","nonce":{nonce}}}"#));
    let id = "message_reference.message_id";
    vec![
        (text(""), Code(400, 50_006)),
        (text("{}"), Code(400, 50_006)),
        (field("content", &json!("")), Code(400, 50_006)),
        (field("content", &json!(null)), Code(400, 50_006)),
        (field("content", &json!("x".repeat(2_001))), Field("content")),
        (field("content", &json!("\u{1F4AC}".repeat(2_001))), Field("content")),
        (field("content", &json!("\u{1F4AC}".repeat(2_000))), Taken),
        (field("content", &json!("\0\u{202E}\u{FFFF}")), Taken),
        (field("content", &json!(7)), Field("content")),
        (field("content", &json!(["a"])), Field("content")),
        (field("content", &json!({"a": 1})), Field("content")),
        (field("content", &json!(true)), Field("content")),
        (nonce(&format!("\"{}\"", "n".repeat(65))), Field("nonce")),
        (nonce("\"\""), Field("nonce")),
        (nonce("1.5"), Field("nonce")),
        (nonce("1e30"), Field("nonce")),
        (nonce("{}"), Field("nonce")),
        (nonce("-9223372036854775808"), Taken),
        (nonce("18446744073709551615"), Taken),
        (nonce("null"), Taken),
        (reply("-1"), Field(id)),
        (reply("1.5"), Field(id)),
        (reply("1e3"), Field(id)),
        (reply("18446744073709551616"), Field(id)),
        (reply("\"18446744073709551616\""), Field(id)),
        (reply("\"-1\""), Field(id)),
        (reply("\"abc\""), Field(id)),
        (reply("\"\""), Field(id)),
        (reply("\" 1\""), Field(id)),
        (reply("null"), Field(id)),
        (reply("{}"), Field(id)),
        (reply("\"1\""), Field("message_reference")),
        (text(r#"{"content":"a","message_reference":{}}"#), Field(id)),
        (text(r#"{"content":"a","message_reference":7}"#), Field("message_reference")),
    ]
}

/// Names, numbers and lists of guilds and channels.
fn channels() -> Vec<Case> {
    let with = |key: &str, value: Value| {
        let mut body = json!({"name": "room", "type": 0});
        body[key] = value;
        text(body.to_string())
    };
    let overwrite = json!({"id": "1", "type": 1, "allow": "0", "deny": "0"});
    let distinct: Vec<Value> = (1..=2_000)
        .map(|id| json!({"id": id.to_string(), "type": 1, "allow": "0", "deny": "0"}))
        .collect();
    vec![
        (text("{}"), Field("name")),
        (with("name", json!("")), Field("name")),
        (with("name", json!("x".repeat(101))), Field("name")),
        (with("name", json!(null)), Field("name")),
        (with("name", json!(["room"])), Field("name")),
        (with("type", json!(-1)), Field("type")),
        (with("type", json!(99)), Field("type")),
        (with("type", json!(256)), Field("type")),
        (with("type", json!("0")), Field("type")),
        (with("topic", json!("x".repeat(1_025))), Field("topic")),
        (with("nsfw", json!("yes")), Field("nsfw")),
        (with("rate_limit_per_user", json!(-1)), Field("rate_limit_per_user")),
        (with("rate_limit_per_user", json!(21_601)), Field("rate_limit_per_user")),
        (with("rate_limit_per_user", json!(4_294_967_296_u64)), Field("rate_limit_per_user")),
        (with("rate_limit_per_user", json!(1.5)), Field("rate_limit_per_user")),
        (with("parent_id", json!("1")), Field("parent_id")),
        (with("parent_id", json!("x")), Field("parent_id")),
        (with("parent_id", json!(-1)), Field("parent_id")),
        (with("permission_overwrites", json!({})), Field("permission_overwrites")),
        (with("permission_overwrites", json!([7])), Field("permission_overwrites.0")),
        (with("permission_overwrites", json!([{}])), Field("permission_overwrites.0.id")),
        (with("permission_overwrites", json!(distinct)), Field("permission_overwrites")),
        (
            with("permission_overwrites", json!([overwrite, {"id": "1", "type": 7}])),
            Field("permission_overwrites.1.type"),
        ),
        (
            with("permission_overwrites", json!([{"id": "1", "type": 1, "allow": "-1"}])),
            Field("permission_overwrites.0.allow"),
        ),
    ]
}

fn invites() -> Vec<Case> {
    vec![
        (field("max_age", &json!(-1)), Field("max_age")),
        (field("max_age", &json!(604_801)), Field("max_age")),
        (field("max_age", &json!(4_294_967_296_u64)), Field("max_age")),
        (field("max_age", &json!("1 day")), Field("max_age")),
        (field("max_uses", &json!(101)), Field("max_uses")),
        (field("max_uses", &json!(-1)), Field("max_uses")),
    ]
}

fn members() -> Vec<Case> {
    let until = |value: Value| field("communication_disabled_until", &value);
    const UNTIL: Expected = Field("communication_disabled_until");
    vec![
        (until(json!("tomorrow")), UNTIL),
        (until(json!("2999-01-01T00:00:00Z")), UNTIL),
        (until(json!("2024-13-41T25:61:61Z")), UNTIL),
        (until(json!("99999999-01-01T00:00:00Z")), UNTIL),
        (until(json!(1_700_000_000)), UNTIL),
        (until(json!("")), UNTIL),
    ]
}

fn registrations() -> Vec<Case> {
    let with = |key: &str, value: Value| {
        let mut body = json!({"username": "newcomer", "password": "12345678", "invite": "none"});
        body[key] = value;
        text(body.to_string())
    };
    vec![
        (text("{}"), Field("username")),
        (with("username", json!(7)), Field("username")),
        (with("password", json!(12_345_678)), Field("password")),
        (with("password", json!(null)), Field("password")),
        (with("invite", json!(["x"])), Field("invite")),
        (with("invite", json!("x".repeat(100_000))), Code(404, 10_006)),
        (with("invite", json!("../../x")), Code(404, 10_006)),
        (with("invite", json!("\0")), Code(404, 10_006)),
    ]
}

async fn check(world: &World, method: Method, path: &str, cases: Vec<Case>) {
    let mut witness = Witness::start(world).await;
    for (body, expected) in cases {
        let before = metrics::value(world, REFUSED, "").await;
        let answer = world.owner.rest.send_bytes(method.clone(), path, &body).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(120)]).into_owned();
        let refused = u64::from(answer.status >= 400);
        compare(&answer, expected, &shown);
        metrics::reaches(world, REFUSED, "", before + refused).await;
    }
    witness.talks("after").await;
}

#[track_caller]
fn compare(answer: &Answer, expected: Expected, shown: &str) {
    let got = (answer.status, answer.code());
    match expected {
        Taken => assert!(answer.status < 300, "{shown}: {}", answer.body),
        Code(status, code) => assert_eq!(got, (status, Some(code)), "{shown}: {}", answer.body),
        Field(path) => {
            assert_eq!(got, (400, Some(50_035)), "{shown}: {}", answer.body);
            let steps = path.split('.').filter(|step| !step.is_empty());
            let errors = steps.fold(&answer.body["errors"], |errors, step| &errors[step]);
            assert!(errors["_errors"].is_array(), "{shown}: {path} in {}", answer.body);
        }
    }
}

#[tokio::test]
async fn ht1_whatever_is_no_object_in_json_is_refused() {
    let world = World::start().await;
    check(&world, Method::POST, &messages_of(&world), shapes()).await;
}

#[tokio::test]
async fn ht1_wrong_fields_of_a_message_are_named() {
    let world = World::start().await;
    check(&world, Method::POST, &messages_of(&world), messages()).await;
}

#[tokio::test]
async fn ht1_wrong_fields_of_a_channel_are_named() {
    let world = World::start().await;
    let path = format!("/api/v10/guilds/{}/channels", world.guild);
    check(&world, Method::POST, &path, channels()).await;
}

#[tokio::test]
async fn ht1_wrong_fields_of_an_invite_are_named() {
    let world = World::start().await;
    let path = format!("/api/v10/channels/{}/invites", world.general);
    check(&world, Method::POST, &path, invites()).await;
}

#[tokio::test]
async fn ht1_wrong_fields_of_a_member_are_named() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let path = format!("/api/v10/guilds/{}/members/{}", world.guild, ada.id);
    check(&world, Method::PATCH, &path, members()).await;
}

#[tokio::test]
async fn ht1_wrong_fields_of_a_registration_are_named() {
    let world = World::start().await;
    check(&world, Method::POST, "/api/x/auth/register", registrations()).await;
}

fn messages_of(world: &World) -> String {
    format!("/api/v10/channels/{}/messages", world.general)
}
