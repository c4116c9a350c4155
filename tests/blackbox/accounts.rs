//! Claiming, registering, logging in and out, as the API page has it.

use serde_json::json;

use crate::process::Process;
use crate::world::{PASSWORD, Rest, World};

#[tokio::test]
async fn an_unclaimed_server_answers_503_until_its_link_is_used_once() {
    let data = tempfile::tempdir().unwrap();
    let process = Process::start(data.path(), "127.0.0.1:0", &[]);
    let nobody = Rest::new(&process.url, None);
    nobody.get("/api/v10/users/@me").await.refused(503, 900_001);
    assert_eq!(nobody.get("/healthz").await.status, 200);
    let (_, token) = process.setup_url.as_deref().unwrap().split_once("#token=").unwrap();
    let claim = |token: &str| json!({"token": token, "username": "owner", "password": PASSWORD, "guild_name": "The Guild"});
    assert_eq!(nobody.post("/api/x/setup", claim("wrong")).await.status, 403);
    let claimed = nobody.post("/api/x/setup", claim(token)).await.expect(201);
    assert_eq!(claimed["guild"]["name"], "The Guild");
    assert_eq!(nobody.post("/api/x/setup", claim(token)).await.status, 404);
}

#[tokio::test]
async fn p1_a_claim_survives_a_kill_and_shows_no_link_again() {
    let data = tempfile::tempdir().unwrap();
    let mut process = Process::start(data.path(), "127.0.0.1:0", &[]);
    let link = process.setup_url.clone().unwrap();
    let (_, token) = link.split_once("#token=").unwrap();
    let body =
        json!({"token": token, "username": "o_o", "password": PASSWORD, "guild_name": "The Guild"});
    Rest::new(&process.url, None).post("/api/x/setup", body).await.expect(201);
    process.kill();
    let process = Process::start(data.path(), "127.0.0.1:0", &[]);
    assert_eq!(process.setup_url, None);
    let login = json!({"username": "o_o", "password": PASSWORD});
    Rest::new(&process.url, None).post("/api/x/auth/login", login).await.expect(200);
}

#[tokio::test]
async fn registering_needs_an_invite_that_is_still_good() {
    let world = World::start().await;
    let nobody = world.nobody();
    let register = |name: &str, invite: Option<&str>| json!({"username": name, "password": PASSWORD, "invite": invite});
    nobody.post("/api/x/auth/register", register("ada", None)).await.refused(403, 900_003);
    let unknown = nobody.post("/api/x/auth/register", register("ada", Some("nosuch"))).await;
    unknown.refused(404, 10_006);
    let path = format!("/api/v10/channels/{}/invites", world.general);
    let once = world.owner.rest.post(&path, json!({"max_uses": 1})).await.expect(200);
    let code = once["code"].as_str();
    let ada = nobody.post("/api/x/auth/register", register("ada", code)).await.expect(201);
    let ada = world.of_login(&ada);
    let guilds = ada.rest.get("/api/v10/users/@me/guilds").await.expect(200);
    assert_eq!(guilds[0]["id"], world.guild.as_str());
    nobody.post("/api/x/auth/register", register("bob", code)).await.refused(404, 10_006);
    let taken = register("ADA", Some(&world.invite(&world.general).await));
    nobody.post("/api/x/auth/register", taken).await.refused(400, 50_035);
}

#[tokio::test]
async fn a_wrong_login_neither_says_nor_shows_by_its_work_whether_the_name_exists() {
    let world = World::start().await;
    world.account("ada").await;
    world.bot("beep", 0).await;
    let mut answers = Vec::new();
    for (name, password) in [
        ("ada", "not the password"),
        ("nobody", PASSWORD),
        ("beep", PASSWORD),
        ("no name!", PASSWORD),
    ] {
        let before = password_hashes(&world).await;
        let body = json!({"username": name, "password": password});
        let answer = world.nobody().post("/api/x/auth/login", body).await;
        assert_eq!(password_hashes(&world).await - before, 1, "{name}");
        answers.push(answer.expect(401));
    }
    assert_eq!(answers[0]["code"], 900_010);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

/// How many passwords were hashed since the start.
async fn password_hashes(world: &World) -> u64 {
    let metrics = world.nobody().get("/metrics").await.expect(200);
    let mut lines = metrics.as_str().unwrap().lines();
    let count = lines.find_map(|line| line.strip_prefix("confab_password_hashes_total "));
    count.expect("the counter is there").parse().unwrap()
}

#[tokio::test]
async fn logging_out_ends_the_login_and_its_sessions_at_once() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let body = json!({"username": "ada", "password": PASSWORD});
    let phone = world.nobody().post("/api/x/auth/login", body).await.expect(200);
    let phone = world.of_login(&phone);
    let mut socket = world.socket(&phone).await;
    assert_eq!(phone.rest.post("/api/x/auth/logout", json!({})).await.status, 204);
    assert_eq!(socket.closed().await, 4004);
    assert_eq!(phone.rest.get("/api/x/me").await.status, 401);
    assert_eq!(ada.rest.get("/api/x/me").await.status, 200);
}

#[tokio::test]
async fn refreshing_gives_a_new_token_and_cookie() {
    let world = World::start().await;
    world.account("ada").await;
    let browser = world.nobody();
    let body = json!({"username": "ada", "password": PASSWORD});
    browser.post("/api/x/auth/login", body).await.expect(200);
    let first = browser.post("/api/x/auth/refresh", json!({})).await.expect(200);
    let second = browser.post("/api/x/auth/refresh", json!({})).await.expect(200);
    for login in [&first, &second] {
        let token = login["access_token"].as_str().unwrap();
        assert_eq!(browser.with_token(token).get("/api/x/me").await.status, 200);
    }
    world.nobody().post("/api/x/auth/refresh", json!({})).await.refused(401, 0);
}

#[tokio::test]
async fn a_member_sees_logins_and_ends_one() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let body = json!({"username": "ada", "password": PASSWORD});
    let other = world.nobody().post("/api/x/auth/login", body).await.expect(200);
    let other = world.of_login(&other);
    let logins = ada.rest.get("/api/x/auth/logins").await.expect(200);
    let logins = logins.as_array().unwrap();
    assert_eq!(logins.len(), 2);
    let foreign = logins.iter().find(|login| login["current"] == false).unwrap();
    let path = format!("/api/x/auth/logins/{}", foreign["id"].as_str().unwrap());
    assert_eq!(ada.rest.delete(&path).await.status, 204);
    assert_eq!(other.rest.get("/api/x/me").await.status, 401);
}

#[tokio::test]
async fn answers_are_exactly_application_json_and_unknown_fields_are_ignored() {
    let world = World::start().await;
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let body = json!({"content": "hi", "something": {"else": []}});
    let answer = world.owner.rest.post(&path, body).await;
    assert_eq!(answer.content_type.as_deref(), Some("application/json"));
    answer.expect(200);
    let wrong = world.owner.rest.post(&path, json!({"content": 7})).await;
    assert_eq!(wrong.content_type.as_deref(), Some("application/json"));
    assert!(wrong.body["errors"]["content"].is_object(), "{}", wrong.body);
    wrong.refused(400, 50_035);
}

#[tokio::test]
async fn an_orderly_end_is_exit_code_0() {
    let mut world = World::start().await;
    let mut socket = world.socket(&world.owner).await;
    assert_eq!(world.terminate(), Some(0));
    socket.expect(|frame| frame["op"] == 7).await;
    socket.gone().await;
}
