//! What a browser may do with our answers (HT5), and what a foreign page can make it do (HT7).

mod secrets;

use reqwest::header::{HeaderMap, ORIGIN};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

use crate::world::{PASSWORD, World};

const EVERYWHERE: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("content-security-policy", "frame-ancestors 'none'"),
];

/// Answers of every kind: pages, files, JSON, errors of each layer, health, metrics.
const ANSWERS: [(&str, &str, u16); 15] = [
    ("GET", "/", 200),
    ("GET", "/channels/1/2", 200),
    ("GET", "/assets/none.js", 404),
    ("POST", "/", 405),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/metrics", 200),
    ("GET", "/metrics/rooms", 200),
    ("GET", "/gateway", 400),
    ("GET", "/api/v10/gateway", 200),
    ("GET", "/api/v10/users/@me", 401),
    ("GET", "/api/v10/nothing", 404),
    ("DELETE", "/api/v10/gateway", 405),
    ("POST", "/api/x/auth/login", 400),
    ("OPTIONS", "/api/v10/users/@me", 405),
];

async fn ask(url: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let method: Method = method.parse().unwrap();
    let mut request = Client::new().request(method, format!("{url}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn ht5_every_answer_confines_the_browser() {
    let world = World::start().await;
    for (method, path, status) in ANSWERS {
        let answer = ask(world.url(), method, path, &[]).await;
        assert_eq!(answer.status(), status, "{method} {path}");
        for (name, part) in EVERYWHERE {
            let value = header(answer.headers(), name);
            assert!(value.contains(part), "{method} {path}: {name} is {value:?}");
        }
        let permissions = header(answer.headers(), "permissions-policy");
        assert!(permissions.contains("microphone=(self)"), "{method} {path}");
        assert!(permissions.contains("camera=()"), "{method} {path}");
        let transport = header(answer.headers(), "strict-transport-security");
        assert_eq!(transport, "", "plain HTTP is what this server is reached by");
    }
    // A WebSocket's handshake is an answer too.
    let handshake = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let answer = ask(world.url(), "GET", "/gateway", &handshake).await;
    assert_eq!(answer.status(), 101);
    assert_eq!(header(answer.headers(), "x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn ht5_the_page_has_no_inline_script_and_its_policy_allows_none() {
    let world = World::start().await;
    let answer = ask(world.url(), "GET", "/", &[]).await;
    let policy = header(answer.headers(), "content-security-policy").to_owned();
    let scripts = policy.split(';').map(str::trim).find(|rule| rule.starts_with("script-src "));
    assert_eq!(scripts, Some("script-src 'self' 'wasm-unsafe-eval'"), "{policy}");
    for rule in ["default-src 'self'", "object-src 'none'", "base-uri 'none'"] {
        assert!(policy.contains(rule), "{policy}");
    }
    let page = answer.text().await.unwrap().to_ascii_lowercase();
    for (at, _) in page.match_indices("<script") {
        let tag = &page[at..page[at..].find('>').unwrap() + at];
        assert!(tag.contains(" src="), "{tag}");
    }
    for inline in [" onload=", " onerror=", " onclick=", "javascript:", " style=", "<style"] {
        assert!(!page.contains(inline), "{inline} in {page}");
    }
}

/// Bots are no browsers and need none of it; a page of another origin gets nothing to read.
#[tokio::test]
async fn ht7_no_answer_may_be_read_across_origins() {
    let world = World::start().await;
    let preflight = [
        ("origin", "https://evil.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization"),
    ];
    for (_, path, _) in ANSWERS {
        for method in ["GET", "POST", "OPTIONS"] {
            let answer = ask(world.url(), method, path, &preflight).await;
            let names = answer.headers().keys().map(|name| name.as_str());
            let allowed: Vec<_> =
                names.filter(|name| name.starts_with("access-control-")).collect();
            assert_eq!(allowed, [] as [&str; 0], "{method} {path}");
            assert!(method != "OPTIONS" || !answer.status().is_success(), "{path}");
        }
    }
}

async fn login(world: &World, headers: &[(&str, &str)]) -> Response {
    let body = json!({"username": "ada", "password": PASSWORD}).to_string();
    let mut request = Client::new().post(format!("{}/api/x/auth/login", world.url())).body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn ht7_a_foreign_page_neither_spends_nor_gets_a_cookie() {
    let world = World::start().await;
    world.account("ada").await;
    let own = world.url().to_owned();
    let logged_in = login(&world, &[("sec-fetch-site", "same-origin"), ("origin", &own)]).await;
    assert_eq!(logged_in.status(), 200);
    let cookie = header(logged_in.headers(), "set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/x/auth"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let foreign: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://other.chat.example")],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1:1")],
        &[("origin", "null")],
    ];
    for headers in foreign {
        let with_cookie = [headers, &[("cookie", cookie.as_str())]].concat();
        for path in ["/api/x/auth/refresh", "/api/x/auth/logout", "/api/x/auth/register"] {
            let answer = ask(&own, "POST", path, &with_cookie).await;
            refused(answer, path).await;
        }
        // A form elsewhere that logs its visitor in as somebody else.
        refused(login(&world, headers).await, "login").await;
    }
    // The cookie was not spent by any of it.
    let answer = ask(&own, "POST", "/api/x/auth/refresh", &[("cookie", &cookie)]).await;
    assert_eq!(answer.status(), 200);
}

async fn refused(answer: Response, what: &str) {
    assert_eq!(answer.status(), 403, "{what}");
    assert!(!answer.headers().contains_key("set-cookie"), "{what}");
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(body["code"], 0, "{what}");
}

/// The token of a session is in IDENTIFY, which no cookie replaces: a socket that a foreign page
/// opens knows nothing, so its origin does not matter.
#[tokio::test]
async fn ht7_a_foreign_page_has_a_socket_and_nothing_more() {
    use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
    let world = World::start().await;
    world.account("ada").await;
    let logged_in = login(&world, &[]).await;
    let cookie = header(logged_in.headers(), "set-cookie").split(';').next().unwrap().to_owned();
    let url = format!("ws://{}/gateway", world.address());
    let mut request = url.into_client_request().unwrap();
    request.headers_mut().insert(ORIGIN.as_str(), "https://evil.example".parse().unwrap());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    let mut socket = crate::world::Socket::connect_with(request).await;
    socket.send(3, json!({"status": "idle"})).await;
    assert_eq!(socket.closed().await, 4003);
}
