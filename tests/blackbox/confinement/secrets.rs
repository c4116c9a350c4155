//! Nothing secret is in the log, however much is logged.

use reqwest::Client;
use serde_json::{Value, json};

use crate::process::Process;
use crate::world::{Rest, Socket};

/// What must not be found, each under a name for the report.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn add(&mut self, name: &'static str, secret: &str) {
        self.0.push((name, secret.to_owned()));
        // The part that is worth something: a token's signature, a cookie's tag.
        if let Some((_, last)) = secret.rsplit_once('.').filter(|(_, last)| last.len() > 16) {
            self.0.push((name, last.to_owned()));
        }
    }
}

/// Posts as a browser does, and answers body and cookie.
async fn post(url: &str, path: &str, cookie: &str, body: Value) -> (Value, String) {
    let request = Client::new().post(format!("{url}{path}")).header("cookie", cookie);
    let answer = request.body(body.to_string()).send().await.unwrap();
    let cookie = answer.headers().get("set-cookie").map_or("", |value| value.to_str().unwrap());
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    (serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default(), cookie)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text but {value}"))
}

#[tokio::test]
async fn ac4_no_secret_of_a_whole_story_is_in_the_log() {
    let (data, logs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = logs.path().join("stderr");
    let mut process = Process::start_logging(data.path(), &[("CONFAB_LOG", "trace")], &log);
    let secrets = story(&process).await;
    assert_eq!(process.terminate(), Some(0));
    let logged = std::fs::read_to_string(&log).unwrap();
    assert!(logged.contains("TRACE"), "the log was on");
    assert!(logged.contains("/api/x/auth/login"), "requests were logged");
    for (name, secret) in secrets.0.iter().filter(|(_, secret)| !secret.is_empty()) {
        let line = logged.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(line, None, "{name} is in the log");
    }
    assert!(secrets.0.len() > 15);
}

/// The first run, a login, its end, and everything wrong on the way.
async fn story(process: &Process) -> Secrets {
    let url = process.url.as_str();
    let mut secrets = Secrets::default();
    let setup = process.setup_url.as_deref().unwrap().split_once("#token=").unwrap().1;
    secrets.add("the set-up token", setup);
    let passwords = ["claim-Passw0rd-1", "wrong-Passw0rd-2", "new-Passw0rd-3", "short-3"];
    passwords.iter().for_each(|password| secrets.add("a password", password));
    let claim = |token: &str, password: &str| json!({"token": token, "username": "ada", "password": password, "guild_name": "Home"});
    secrets.add("a wrong set-up token", "wrong-setup-token");
    post(url, "/api/x/setup", "", claim("wrong-setup-token", passwords[0])).await;
    post(url, "/api/x/setup", "", claim(setup, passwords[3])).await;
    let (claimed, first_cookie) = post(url, "/api/x/setup", "", claim(setup, passwords[0])).await;
    let login = |password: &str| json!({"username": "ada", "password": password});
    post(url, "/api/x/auth/login", "", login(passwords[1])).await;
    let (logged_in, cookie) = post(url, "/api/x/auth/login", "", login(passwords[0])).await;
    let (refreshed, second_cookie) = post(url, "/api/x/auth/refresh", &cookie, json!({})).await;
    let (_, third_cookie) = post(url, "/api/x/auth/refresh", &second_cookie, json!({})).await;
    for cookie in [&first_cookie, &cookie, &second_cookie, &third_cookie] {
        secrets.add("a refresh token", cookie.strip_prefix("confab_refresh=").unwrap());
    }
    for login in [&claimed, &logged_in, &refreshed] {
        secrets.add("an access token", text(&login["access_token"]));
    }
    let token = text(&claimed["access_token"]);
    let ada = Rest::new(url, Some(&format!("Bearer {token}")));
    let change = json!({"old": passwords[0], "new": passwords[2]});
    ada.post("/api/x/auth/password", change).await.expect(204);
    let bot = ada.post("/api/x/bots", json!({"name": "herald"})).await.expect(201);
    secrets.add("a bot token", text(&bot["token"]));
    Rest::new(url, Some(&format!("Bot {}", text(&bot["token"])))).get("/api/v10/users/@me").await;
    Rest::new(url, Some(&format!("Bearer {}x", token)))
        .get("/api/v10/users/@me")
        .await
        .refused(401, 0);
    for token in [token, text(&bot["token"]), "wrong-gateway-token"] {
        let mut socket = Socket::connect(process.address()).await;
        socket.send(2, json!({"token": token, "properties": {}})).await;
        socket.send(1, json!(null)).await;
        socket.expect_or_end(|frame| frame["op"] == 11).await;
    }
    secrets.add("a wrong gateway token", "wrong-gateway-token");
    // A reused refresh token ends its login, which is worth a warning, but not its text.
    post(url, "/api/x/auth/refresh", &cookie, json!({})).await;
    ada.post("/api/x/auth/logout", json!({})).await.expect(204);
    secrets
}
