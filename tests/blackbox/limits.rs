//! Rate limits as a client meets them: headers that count down, and refusals that say for how long.

use reqwest::Response;
use serde_json::{Value, json};

use crate::world::{Account, World};

/// Three messages in a window that lasts longer than a test.
const LONG: [(&str, &str); 2] =
    [("CONFAB_LIMITS_MESSAGE_REQUESTS", "3"), ("CONFAB_LIMITS_MESSAGE_PERIOD_MS", "600000")];

/// The answer with its headers.
async fn posts(who: &Account, channel: &str) -> Response {
    let path = format!("/api/v10/channels/{channel}/messages");
    who.rest.raw("POST", &path, json!({"content": "hi"})).await
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

fn number(response: &Response, name: &str) -> f64 {
    header(response, name).unwrap_or_else(|| panic!("no {name}")).parse().unwrap()
}

#[tokio::test]
async fn headers_count_down_and_the_refusal_says_when_to_come_back() {
    let world = World::start_with(&LONG).await;
    let ada = world.account("ada").await;
    let mut buckets = Vec::new();
    for left in [2.0, 1.0, 0.0] {
        let taken = posts(&ada, &world.general).await;
        assert_eq!(taken.status(), 200);
        assert_eq!(number(&taken, "x-ratelimit-limit"), 3.0);
        assert_eq!(number(&taken, "x-ratelimit-remaining"), left);
        assert!((0.0..=600.0).contains(&number(&taken, "x-ratelimit-reset-after")));
        for absent in ["x-ratelimit-scope", "x-ratelimit-global", "retry-after"] {
            assert_eq!(header(&taken, absent), None, "{absent}");
        }
        buckets.push(header(&taken, "x-ratelimit-bucket").unwrap().to_owned());
    }
    let refused = posts(&ada, &world.general).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "content-type"), Some("application/json"));
    assert_eq!(header(&refused, "x-ratelimit-scope"), Some("user"));
    assert_eq!(header(&refused, "x-ratelimit-global"), None);
    assert!(header(&refused, "via").is_some(), "discord.py gives up without it");
    assert_eq!(number(&refused, "x-ratelimit-remaining"), 0.0);
    buckets.push(header(&refused, "x-ratelimit-bucket").unwrap().to_owned());
    buckets.dedup();
    assert_eq!(buckets.len(), 1);
    let (wait_s, after) =
        (number(&refused, "retry-after"), number(&refused, "x-ratelimit-reset-after"));
    let reset_s = number(&refused, "x-ratelimit-reset");
    let body: Value = refused.json().await.unwrap();
    let exact = body["retry_after"].as_f64().unwrap();
    assert!(exact > 500.0 && exact <= 600.0, "{exact}");
    assert_eq!(wait_s, exact.ceil());
    assert!((after - exact).abs() < 0.002);
    assert!(reset_s > 1_700_000_000.0);
    assert_eq!(body["global"], false);
    assert!(body["message"].is_string());
}

#[tokio::test]
async fn a_full_bucket_stops_nobody_else_and_nothing_elsewhere() {
    let world = World::start_with(&LONG).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let path = format!("/api/v10/guilds/{}/channels", world.guild);
    let other = world.owner.rest.post(&path, json!({"name": "other"})).await.expect(201);
    let other = other["id"].as_str().unwrap();
    for status in [200, 200, 200, 429, 429] {
        assert_eq!(posts(&ada, &world.general).await.status(), status);
    }
    assert_eq!(posts(&bob, &world.general).await.status(), 200);
    let elsewhere = posts(&ada, other).await;
    assert_eq!(number(&elsewhere, "x-ratelimit-remaining"), 2.0);
    let read = format!("/api/v10/channels/{}/messages", world.general);
    assert_eq!(ada.rest.get(&read).await.expect(200).as_array().unwrap().len(), 4);
    let metrics = world.nobody().get("/metrics").await;
    let text = metrics.body.as_str().unwrap();
    assert!(text.contains("confab_rate_limited_total{scope=\"route\"} 2"), "{text}");
}

#[tokio::test]
async fn all_requests_of_a_user_have_a_limit_that_is_global() {
    let settings =
        [("CONFAB_LIMITS_USER_REQUESTS", "20"), ("CONFAB_LIMITS_USER_PERIOD_MS", "600000")];
    let world = World::start_with(&settings).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    for _ in 0..20 {
        ada.rest.get("/api/v10/users/@me").await.expect(200);
    }
    let refused = ada.rest.raw("GET", "/api/v10/gateway/bot", Value::Null).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "x-ratelimit-global"), Some("true"));
    assert_eq!(header(&refused, "x-ratelimit-scope"), Some("global"));
    assert_eq!(header(&refused, "x-ratelimit-bucket"), None);
    assert!(number(&refused, "retry-after") > 500.0);
    assert_eq!(refused.json::<Value>().await.unwrap()["global"], true);
    bob.rest.get("/api/v10/users/@me").await.expect(200);
    world.nobody().get("/api/v10/gateway").await.expect(200);
}

#[tokio::test]
async fn requests_without_a_token_are_limited_by_address_and_those_with_one_are_not() {
    let settings =
        [("CONFAB_LIMITS_NETWORK_REQUESTS", "10"), ("CONFAB_LIMITS_NETWORK_PERIOD_MS", "600000")];
    let world = World::start_with(&settings).await;
    let nobody = world.nobody();
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(nobody.get("/api/v10/gateway").await.status);
    }
    // Claiming the server was a request without a token as well.
    assert_eq!(statuses, [[200; 9].as_slice(), &[429; 3]].concat());
    assert_eq!(nobody.get("/healthz").await.status, 200);
    world.owner.rest.get("/api/v10/users/@me").await.expect(200);
}

#[tokio::test]
async fn an_address_whose_requests_are_refused_too_often_is_left_out() {
    let settings =
        [("CONFAB_LIMITS_INVALID_REQUESTS", "5"), ("CONFAB_LIMITS_INVALID_PERIOD_MS", "600000")];
    let world = World::start_with(&settings).await;
    let wrong = crate::world::Rest::new(world.url(), Some("Bearer no.such.token"));
    for _ in 0..5 {
        wrong.get("/api/v10/users/@me").await.refused(401, 0);
    }
    for who in [&wrong, &world.owner.rest] {
        let refused = who.raw("GET", "/api/v10/users/@me", Value::Null).await;
        assert_eq!(refused.status(), 429);
        assert_eq!(header(&refused, "x-ratelimit-global"), Some("true"));
        assert!(number(&refused, "retry-after") > 500.0);
    }
    assert_eq!(world.nobody().get("/healthz").await.status, 200);
}

#[tokio::test]
async fn without_settings_the_test_profile_has_no_limits() {
    let world = World::start().await;
    for _ in 0..60 {
        let taken = posts(&world.owner, &world.general).await;
        assert_eq!(taken.status(), 200);
        assert_eq!(header(&taken, "x-ratelimit-limit"), None);
    }
}
