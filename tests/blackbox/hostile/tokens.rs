//! Tokens that are not good, or no longer (AC1), by both doors.

use reqwest::header::{AUTHORIZATION, COOKIE, SET_COOKIE};
use serde_json::{Value, json};

use super::metrics;
use super::witness::Witness;
use crate::process::Process;
use crate::world::{PASSWORD, Rest, World};

const REFUSED: &str = "confab_http_refused_total";

/// A login whose cookie is in our hands.
struct Login {
    access: String,
    cookie: String,
}

async fn login(world: &World, name: &str, cookie: Option<&str>) -> Login {
    let body = json!({"username": name, "password": PASSWORD});
    taken(send(world, "/api/x/auth/login", cookie, Some(body)).await).await
}

async fn refresh(world: &World, cookie: &str) -> reqwest::Response {
    send(world, "/api/x/auth/refresh", Some(cookie), None).await
}

async fn send(
    world: &World,
    path: &str,
    cookie: Option<&str>,
    body: Option<Value>,
) -> reqwest::Response {
    let mut request = reqwest::Client::new().post(format!("{}{path}", world.url()));
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    request.body(body.map(|body| body.to_string()).unwrap_or_default()).send().await.unwrap()
}

async fn taken(answer: reqwest::Response) -> Login {
    assert_eq!(answer.status(), 200);
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
    let cookie = cookie.to_owned();
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    Login { access: body["access_token"].as_str().unwrap().to_owned(), cookie }
}

#[tokio::test]
async fn ac1_no_token_but_a_living_one_of_this_server_is_taken() {
    let (world, elsewhere) = (World::start().await, World::start().await);
    let mut witness = Witness::start(&world).await;
    let mine = world.owner.rest.bare_token();
    let bot = world.bot("herald", 0).await;
    let signature = mine.rfind('.').unwrap() + 1;
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", mine.split('.').nth(1).unwrap());
    let cut = &mine[..mine.len() - 1];
    let other_signature = format!("{}{}", &mine[..signature], "A".repeat(mine.len() - signature));
    let long = "x".repeat(8_000);
    let cases = [
        ("none", String::new()),
        ("no scheme", mine.to_owned()),
        ("no token", "Bearer ".to_owned()),
        ("another scheme", format!("Basic {mine}")),
        ("nobody's", "Bearer no.such.token".to_owned()),
        ("not signed", format!("Bearer {unsigned}")),
        ("cut", format!("Bearer {cut}")),
        ("signed by nobody", format!("Bearer {other_signature}")),
        ("of another server", format!("Bearer {}", elsewhere.owner.rest.bare_token())),
        ("a person's as a bot's", format!("Bot {mine}")),
        ("a bot's as a person's", format!("Bearer {}", bot.rest.bare_token())),
        ("a bot's, cut", format!("Bot {}", &bot.rest.bare_token()[..30])),
        ("8 kB", format!("Bearer {long}")),
        ("8 kB of a bot", format!("Bot {long}")),
    ];
    for (name, authorization) in cases {
        let before = metrics::value(&world, REFUSED, "Unauthorized").await;
        let caller = Rest::new(world.url(), Some(&authorization));
        let answer = caller.get("/api/v10/users/@me").await;
        assert_eq!((answer.status, answer.code()), (401, Some(0)), "{name}: {}", answer.body);
        metrics::reaches(&world, REFUSED, "Unauthorized", before + 1).await;
        let token = authorization.split_once(' ').map_or("", |(_, token)| token);
        if !["no scheme", "another scheme", "a person's as a bot's", "a bot's as a person's"]
            .contains(&name)
        {
            let mut socket = world.connect().await;
            socket.send(2, json!({"token": token, "properties": {}})).await;
            assert_eq!(socket.closed().await, 4004, "{name}");
        }
        witness.talks(name).await;
    }
}

#[tokio::test]
async fn ac1_a_header_that_is_no_text_is_no_token() {
    let world = World::start().await;
    let client = reqwest::Client::new();
    let request = client.get(format!("{}/api/v10/users/@me", world.url()));
    let value = reqwest::header::HeaderValue::from_bytes(b"Bearer \xFF\xFE").unwrap();
    assert_eq!(request.header(AUTHORIZATION, value).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn ac1_an_expired_token_is_refused_at_both_doors() {
    let data = tempfile::tempdir().unwrap();
    let settings = [("CONFAB_ACCOUNTS_ACCESS_TOKEN_TTL_MS", "0")];
    let process = Process::start(data.path(), "127.0.0.1:0", &settings);
    let (_, setup) = process.setup_url.as_deref().unwrap().split_once("#token=").unwrap();
    let body =
        json!({"token": setup, "username": "ada", "password": PASSWORD, "guild_name": "Home"});
    let claimed = Rest::new(&process.url, None).post("/api/x/setup", body).await.expect(201);
    let token = claimed["access_token"].as_str().unwrap();
    let bearer = Rest::new(&process.url, Some(&format!("Bearer {token}")));
    bearer.get("/api/x/me").await.refused(401, 0);
    let mut socket = crate::world::Socket::connect(process.address()).await;
    socket.send(2, json!({"token": token, "properties": {}})).await;
    assert_eq!(socket.closed().await, 4004);
}

#[tokio::test]
async fn ac1_a_bots_former_token_stops_working() {
    let world = World::start().await;
    let bot = world.bot("herald", 0).await;
    bot.rest.get("/api/v10/users/@me").await.expect(200);
    let path = format!("/api/x/bots/{}/token", bot.id);
    world.owner.rest.post(&path, json!({})).await.expect(200);
    bot.rest.get("/api/v10/users/@me").await.refused(401, 0);
}

#[tokio::test]
async fn rt3_a_reused_refresh_token_ends_its_login_and_no_other() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    world.account("ada").await;
    let (stolen, other) = (login(&world, "ada", None).await, login(&world, "ada", None).await);
    let mut socket = world.connect().await;
    socket.identify(&stolen.access).await;
    let second = taken(refresh(&world, &stolen.cookie).await).await;
    let third = taken(refresh(&world, &second.cookie).await).await;
    let before = metrics::value(&world, REFUSED, "Unauthorized").await;
    assert_eq!(refresh(&world, &stolen.cookie).await.status(), 401);
    metrics::reaches(&world, REFUSED, "Unauthorized", before + 1).await;
    assert_eq!(socket.closed().await, 4004);
    for access in [&stolen.access, &second.access, &third.access] {
        world.nobody().with_token(access).get("/api/x/me").await.refused(401, 0);
    }
    assert_eq!(refresh(&world, &third.cookie).await.status(), 401);
    world.nobody().with_token(&other.access).get("/api/x/me").await.expect(200);
    taken(refresh(&world, &other.cookie).await).await;
    witness.talks("after").await;
}

#[tokio::test]
async fn rt4_a_refresh_token_that_this_server_never_issued_changes_nothing() {
    let (world, elsewhere) = (World::start().await, World::start().await);
    world.account("ada").await;
    elsewhere.account("ada").await;
    let mine = login(&world, "ada", None).await;
    let foreign = login(&elsewhere, "ada", None).await.cookie;
    let (claim, tag) = mine.cookie.rsplit_once('.').unwrap();
    let (login_of, _generation) = claim.rsplit_once('.').unwrap();
    let forged = [
        foreign,
        claim.to_owned(),
        format!("{claim}."),
        format!("{claim}.{}", "A".repeat(tag.len())),
        format!("{login_of}.1.{tag}"),
        format!("{login_of}.18446744073709551615.{tag}"),
        format!("confab_refresh={}", "9".repeat(4_000)),
        "confab_refresh=".to_owned(),
        "confab_refresh".to_owned(),
    ];
    for cookie in forged {
        assert_eq!(refresh(&world, &cookie).await.status(), 401, "{cookie:.60}");
    }
    world.nobody().with_token(&mine.access).get("/api/x/me").await.expect(200);
    taken(refresh(&world, &mine.cookie).await).await;
}

/// Session fixation: a cookie that somebody else put into the browser is never that login's.
#[tokio::test]
async fn ac1_a_login_never_takes_up_a_cookie_that_was_there_before() {
    let world = World::start().await;
    world.account("ada").await;
    world.account("eve").await;
    let planted = login(&world, "eve", None).await;
    let ada = login(&world, "ada", Some(&planted.cookie)).await;
    assert_ne!(ada.cookie, planted.cookie);
    let who = world.nobody().with_token(&ada.access).get("/api/x/me").await.expect(200);
    assert_eq!(who["user"]["username"], "ada");
    let eve = taken(refresh(&world, &planted.cookie).await).await;
    let who = world.nobody().with_token(&eve.access).get("/api/x/me").await.expect(200);
    assert_eq!(who["user"]["username"], "eve");
}
