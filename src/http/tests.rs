//! REST over real connections.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Actor, World, body_of, text};

#[tokio::test]
async fn ht1_errors_are_json_whatever_asks() {
    let (world, ada, _) = World::claimed().await;
    let cases = [
        (Method::GET, "/api/v10/nothing", 404),
        (Method::GET, "/api/x/nothing", 404),
        (Method::GET, "/api/nothing", 404),
        (Method::DELETE, "/api/v10/users/@me", 405),
        (Method::GET, "/api/v10/channels/1", 404),
        (Method::GET, "/api/v10/channels/x", 400),
        (Method::GET, "/gateway", 400),
    ];
    for (method, path, status) in cases {
        let answer = world.request(method, path, Some(&ada)).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/json", "{path}");
        let body: Value = answer.json().await.expect("JSON");
        assert!(body["code"].is_u64() && body["message"].is_string(), "{path}: {body}");
    }
}

#[tokio::test]
async fn ht1_wrong_fields_are_named_by_their_path() {
    let (world, ada, guild) = World::claimed().await;
    let path = format!("/api/v10/guilds/{}/channels", text(&guild["id"]));
    let cases = [
        (json!({}), "name", "BASE_TYPE_REQUIRED"),
        (json!({ "name": 7 }), "name", "BASE_TYPE_INVALID"),
        (json!({ "name": "" }), "name", "BASE_TYPE_BAD_LENGTH"),
        (json!({ "name": "x", "type": 1 }), "type", "BASE_TYPE_CHOICES"),
        (json!({ "name": "x", "type": 99 }), "type", "BASE_TYPE_INVALID"),
    ];
    for (body, field, code) in cases {
        let answer = world.post(&path, Some(&ada), &body).await;
        let refusal = body_of(answer, StatusCode::BAD_REQUEST).await;
        assert_eq!(refusal["code"], 50_035, "{body}");
        assert_eq!(refusal["errors"][field]["_errors"][0]["code"], code, "{body}: {refusal}");
    }
}

#[tokio::test]
async fn ht5_a_server_behind_https_is_never_asked_in_the_clear_again() {
    let https = Some("https://chat.example".to_owned());
    let world = World::unclaimed(|settings| settings.public_url = https).await;
    for path in ["/", "/healthz", "/api/v10/gateway", "/nothing"] {
        let answer = world.get(path, None).await;
        let transport = answer.headers()["strict-transport-security"].to_str().expect("text");
        assert!(transport.starts_with("max-age="), "{path}: {transport}");
    }
}

#[tokio::test]
async fn ht2_paths_are_decoded_and_aliases_answer() {
    let (world, ada, guild) = World::claimed().await;
    let guild = text(&guild["id"]);
    for path in [
        "/api/v10/users/%40me",
        "/api/v9/users/@me",
        "/api/users/@me",
        &format!("/api/v10/guilds/{guild}/members/%40me"),
    ] {
        body_of(world.get(path, Some(&ada)).await, StatusCode::OK).await;
    }
}

#[tokio::test]
async fn ht3_an_unclaimed_server_answers_503_but_for_the_claim_and_health() {
    let world = World::unclaimed(|_| {}).await;
    for path in ["/api/v10/users/@me", "/api/x/nothing", "/gateway"] {
        let refusal = body_of(world.get(path, None).await, StatusCode::SERVICE_UNAVAILABLE).await;
        assert_eq!(refusal["code"], 900_001, "{path}");
    }
    for path in ["/healthz", "/readyz", "/metrics", "/", "/setup"] {
        assert_eq!(world.get(path, None).await.status(), StatusCode::OK, "{path}");
    }
    world.claim().await;
    let again =
        json!({ "token": "x", "username": "eve", "password": "12345678", "guild_name": "G" });
    body_of(world.post("/api/x/setup", None, &again).await, StatusCode::NOT_FOUND).await;
}

#[tokio::test]
async fn ht3_a_claim_with_wrong_fields_can_be_tried_again() {
    let world = World::unclaimed(|_| {}).await;
    let token = world.app.accounts.setup_token().expect("not claimed yet");
    let claim = |username: &str, guild: &str| json!({ "token": token, "username": username, "password": "12345678", "guild_name": guild });
    for body in [claim("x", "Home"), claim("ada", "")] {
        let refused = world.post("/api/x/setup", None, &body).await;
        body_of(refused, StatusCode::BAD_REQUEST).await;
    }
    let (ada, guild) = world.claim().await;
    assert_eq!(guild["owner_id"], json!(ada.id));
    assert_eq!(guild["name"], "Home");
}

#[tokio::test]
async fn ht4_bodies_are_bounded_in_bytes_and_depth() {
    let world = World::unclaimed(|settings| settings.http.body_bytes_max = 2_000).await;
    let (ada, guild) = world.claim().await;
    let channel = world.general(&ada, &guild).await;
    let path = format!("/api/v10/channels/{channel}/messages");
    let send = async |body: String| {
        let request = world.request(Method::POST, &path, Some(&ada)).body(body);
        request.send().await.expect("an answer")
    };
    let large = send(format!("{{\"content\":\"{}\"}}", "x".repeat(3_000))).await;
    assert_eq!(body_of(large, StatusCode::PAYLOAD_TOO_LARGE).await["code"], 40_005);
    let deep = send(format!("{{\"x\":{}{}}}", "[".repeat(40), "]".repeat(40))).await;
    assert_eq!(body_of(deep, StatusCode::BAD_REQUEST).await["code"], 50_109);
    let list = send("[\"hi\"]".to_owned()).await;
    assert_eq!(body_of(list, StatusCode::BAD_REQUEST).await["code"], 50_035);
    body_of(send("{\"content\":\"hi\",\"unknown\":[1]}".to_owned()).await, StatusCode::OK).await;
}

#[tokio::test]
async fn ht4_a_head_that_is_too_long_is_refused() {
    let (world, _, _) = World::claimed().await;
    let request = world.request(Method::GET, "/healthz", None).header("x", "y".repeat(20_000));
    let status = request.send().await.expect("an answer").status();
    assert_eq!(status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}

#[tokio::test]
async fn the_refresh_cookie_is_rotated_and_ends_with_the_login() {
    let (world, _, _) = World::claimed().await;
    let login = json!({ "username": "ada", "password": "correct horse" });
    let granted = world.post("/api/x/auth/login", None, &login).await;
    let cookie = |answer: &reqwest::Response| {
        let value = answer.headers()["set-cookie"].to_str().expect("text").to_owned();
        assert!(value.contains("Path=/api/x/auth; HttpOnly; SameSite=Strict"), "{value}");
        value.split(';').next().expect("a pair").to_owned()
    };
    let first = cookie(&granted);
    let refresh = async |cookie: &str| {
        let request = world.request(Method::POST, "/api/x/auth/refresh", None);
        request.header("cookie", cookie).send().await.expect("an answer")
    };
    let refreshed = refresh(&first).await;
    let second = cookie(&refreshed);
    assert_ne!(first, second);
    let body = body_of(refreshed, StatusCode::OK).await;
    assert_eq!(body["expires_in"], 900);
    let third = cookie(&refresh(&second).await);
    body_of(refresh(&first).await, StatusCode::UNAUTHORIZED).await;
    body_of(refresh(&third).await, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn settings_are_merged_and_shown_with_the_account() {
    let (world, ada, _) = World::claimed().await;
    let patch = async |body: Value| {
        let request = world.request(Method::PATCH, "/api/x/me/settings", Some(&ada)).json(&body);
        request.send().await.expect("an answer")
    };
    body_of(patch(json!({ "theme": "dark", "x": 1 })).await, StatusCode::OK).await;
    body_of(patch(json!({ "x": null })).await, StatusCode::OK).await;
    let me = body_of(world.get("/api/x/me", Some(&ada)).await, StatusCode::OK).await;
    assert_eq!(me["settings"], json!({ "theme": "dark" }));
    assert_eq!(me["instance_role"], "owner");
    let large = patch(json!({ "x": "y".repeat(20_000) })).await;
    body_of(large, StatusCode::BAD_REQUEST).await;
}

#[tokio::test]
async fn pages_of_messages_lie_before_after_and_around() {
    let (world, ada, guild) = World::claimed().await;
    let channel = world.general(&ada, &guild).await;
    let path = format!("/api/v10/channels/{channel}/messages");
    let mut ids = Vec::new();
    for number in 0..5 {
        let body = json!({ "content": number.to_string() });
        let posted = world.post(&path, Some(&ada), &body).await;
        ids.push(text(&body_of(posted, StatusCode::OK).await["id"]));
    }
    let page = async |query: String| {
        let listed = world.get(&format!("{path}?{query}"), Some(&ada)).await;
        let listed = body_of(listed, StatusCode::OK).await;
        let all = listed.as_array().expect("a list").iter();
        all.map(|message| text(&message["content"])).collect::<String>()
    };
    assert_eq!(page(String::new()).await, "43210");
    assert_eq!(page("limit=2".into()).await, "43");
    assert_eq!(page(format!("limit=2&before={}", ids[2])).await, "10");
    assert_eq!(page(format!("limit=2&after={}", ids[1])).await, "32");
    assert_eq!(page(format!("limit=3&around={}", ids[2])).await, "321");
    for query in ["limit=0", "limit=101", "before=x", "before=1&after=1"] {
        let refused = world.get(&format!("{path}?{query}"), Some(&ada)).await;
        body_of(refused, StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test]
async fn the_log_of_a_channel_is_read_behind_a_cursor() {
    let (world, ada, guild) = World::claimed().await;
    let channel = world.general(&ada, &guild).await;
    for content in ["one", "two"] {
        let path = format!("/api/v10/channels/{channel}/messages");
        let posted = world.post(&path, Some(&ada), &json!({ "content": content })).await;
        body_of(posted, StatusCode::OK).await;
    }
    let path = format!("/api/x/channels/{channel}/events?after=1");
    let log = body_of(world.get(&path, Some(&ada)).await, StatusCode::OK).await;
    assert_eq!((&log["head"], &log["reset"]), (&json!(2), &json!(false)));
    assert_eq!(log["events"].as_array().expect("a list").len(), 1);
    assert_eq!(log["events"][0]["x_seq"], 2);
    assert_eq!(log["events"][0]["t"], "MESSAGE_CREATE");
    assert_eq!(log["events"][0]["d"]["content"], "two");
}

#[tokio::test]
async fn an_invite_is_seen_by_anyone_and_a_used_up_one_by_nobody() {
    let (world, ada, guild) = World::claimed().await;
    let channel = world.general(&ada, &guild).await;
    let path = format!("/api/v10/channels/{channel}/invites");
    let invite = world.post(&path, Some(&ada), &json!({ "max_uses": 1 })).await;
    let invite = text(&body_of(invite, StatusCode::OK).await["code"]);
    let shown = world.get(&format!("/api/v10/invites/{invite}"), None).await;
    assert_eq!(body_of(shown, StatusCode::OK).await["guild"]["name"], "Home");
    let register = async |name: &str| {
        let body = json!({ "username": name, "password": "12345678", "invite": invite });
        world.post("/api/x/auth/register", None, &body).await
    };
    let bob = body_of(register("bob").await, StatusCode::CREATED).await;
    assert_eq!(bob["user"]["username"], "bob");
    let refused = body_of(register("eve").await, StatusCode::NOT_FOUND).await;
    assert_eq!(refused["code"], 10_006);
}

#[tokio::test]
async fn lm3_no_bot_is_looked_up_for_a_network_that_may_ask_no_more() {
    // The claim is the first request without a token.
    let world = World::unclaimed(|settings| {
        settings.limits.network_requests = 2;
        settings.limits.network_period_ms = 3_600_000;
    });
    let world = world.await;
    let (ada, _) = world.claim().await;
    let bot = async |name: &str| {
        let made = world.post("/api/x/bots", Some(&ada), &json!({ "name": name })).await;
        let made = body_of(made, StatusCode::CREATED).await;
        let authorization = format!("Bot {}", text(&made["token"]));
        Actor { id: text(&made["id"]), authorization }
    };
    let (known, unknown) = (bot("known").await, bot("unknown").await);
    let me = async |who: Option<&Actor>| world.get("/api/v10/users/@me", who).await.status();
    assert_eq!(me(Some(&known)).await, StatusCode::OK);
    assert_eq!(me(None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(me(Some(&unknown)).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(me(Some(&known)).await, StatusCode::OK);
    assert_eq!(me(Some(&ada)).await, StatusCode::OK);
}
