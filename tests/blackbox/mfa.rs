//! Second factors: logins that ask for a code, which the test computes as an app would.

mod app;

use app::App;
use serde_json::{Value, json};

use crate::process::Process;
use crate::world::{Account, Answer, PASSWORD, Rest, World};

const MFA: &str = "/api/x/users/@me/mfa";

/// Somebody whose logins ask for a code. One code of the app is used.
async fn guarded(who: &Account) -> (App, Vec<String>) {
    let app = proposed(who).await;
    let enabled = enable(who, PASSWORD, &app, &app.code(0)).await.expect(200);
    let codes = enabled["recovery_codes"].as_array().unwrap();
    (app, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

async fn proposed(who: &Account) -> App {
    let proposed = who.rest.post(&format!("{MFA}/totp"), Value::Null).await.expect(200);
    let secret = proposed["secret"].as_str().unwrap();
    let uri = format!("otpauth://totp/Confab:{}?secret={secret}&issuer=Confab", who.name);
    assert_eq!(proposed["uri"], uri);
    App::new(secret)
}

async fn enable(who: &Account, password: &str, app: &App, code: &str) -> Answer {
    let body = json!({"password": password, "secret": app.secret, "code": code});
    who.rest.post(&format!("{MFA}/totp/enable"), body).await
}

async fn disable(who: &Account, password: &str, code: &str) -> Answer {
    let body = json!({"password": password, "code": code});
    who.rest.post(&format!("{MFA}/totp/disable"), body).await
}

/// The first step, which is answered with a ticket and nothing else.
async fn ticket(rest: &Rest, name: &str) -> String {
    let login = json!({"username": name, "password": PASSWORD});
    let asked = rest.post("/api/x/auth/login", login).await.expect(200);
    assert_eq!((&asked["mfa"], asked.as_object().unwrap().len()), (&json!(true), 2));
    asked["ticket"].as_str().unwrap().to_owned()
}

async fn second_step(rest: &Rest, ticket: &str, code: &str) -> Answer {
    rest.post("/api/x/auth/mfa/totp", json!({"ticket": ticket, "code": code})).await
}

#[tokio::test]
async fn a_login_asks_for_a_code_and_no_code_is_good_twice_nor_after_a_kill() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    assert_eq!(socket.ready["user"]["mfa_enabled"], false);
    let (app, codes) = guarded(&ada).await;
    let told = socket.event("USER_UPDATE").await;
    assert_eq!((&told["id"], &told["mfa_enabled"]), (&json!(ada.id), &json!(true)));

    let rest = world.nobody();
    let first = ticket(&rest, "ada").await;
    // What switched it on is used.
    second_step(&rest, &first, &app.code(0)).await.refused(400, 60_008);
    let login = second_step(&rest, &first, &app.code(1)).await.expect(200);
    let browser = rest.with_token(login["access_token"].as_str().unwrap());
    assert_eq!(browser.get("/api/x/me").await.expect(200)["user"]["mfa_enabled"], true);
    // The cookie is that of any login.
    rest.post("/api/x/auth/refresh", Value::Null).await.expect(200);
    second_step(&rest, &first, &codes[0]).await.refused(400, 900_025);
    let second = ticket(&rest, "ada").await;
    second_step(&rest, &second, &codes[0].to_uppercase()).await.expect(200);

    world.kill();
    world.start_again();
    let rest = world.nobody();
    second_step(&rest, &second, &codes[1]).await.refused(400, 900_025);
    let third = ticket(&rest, "ada").await;
    for used in [&app.code(0), &app.code(1), &codes[0]] {
        second_step(&rest, &third, used).await.refused(400, 60_008);
    }
    second_step(&rest, &third, &codes[1]).await.expect(200);
    let ada = Account { rest: ada.rest.at(world.url()), ..ada };
    let state = ada.rest.get(MFA).await.expect(200);
    assert_eq!((&state["totp"], &state["codes_left"]), (&json!(true), &json!(8)));
}

#[tokio::test]
async fn the_first_step_sets_no_cookie_and_opens_nothing() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    guarded(&ada).await;
    let login = json!({"username": "ada", "password": PASSWORD});
    let asked = world.nobody().raw("POST", "/api/x/auth/login", login).await;
    assert!(asked.headers().get("set-cookie").is_none());
    assert_eq!(asked.headers()["cache-control"], "no-store");
    let asked: Value = serde_json::from_slice(&asked.bytes().await.unwrap()).unwrap();
    let ticket = asked["ticket"].as_str().unwrap();
    world.nobody().with_token(ticket).get("/api/x/me").await.refused(401, 0);
    // Neither a wrong password nor a wrong ticket tells who has a second factor.
    for name in ["ada", "nobody", "owner"] {
        let wrong = json!({"username": name, "password": "a wrong one"});
        world.nobody().post("/api/x/auth/login", wrong).await.refused(401, 900_010);
    }
    second_step(&world.nobody(), "invented", "123456").await.refused(400, 900_025);
}

#[tokio::test]
async fn it_is_switched_on_and_off_by_password_and_code_and_ends_no_login() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let login = json!({"username": "ada", "password": PASSWORD});
    let phone = world.nobody().post("/api/x/auth/login", login).await.expect(200);
    let phone = world.of_login(&phone);
    let app = proposed(&ada).await;
    enable(&ada, "a wrong one", &app, &app.code(0)).await.refused(400, 50_035);
    enable(&ada, PASSWORD, &app, "000000x").await.refused(400, 60_008);
    disable(&ada, PASSWORD, &app.code(0)).await.refused(400, 900_024);
    let enabled = enable(&ada, PASSWORD, &app, &app.code(0)).await.expect(200);
    let others = enabled["logins"].as_array().unwrap();
    assert_eq!((others.len(), &others[0]["current"]), (1, &json!(false)));
    phone.rest.get("/api/x/me").await.expect(200);
    enable(&ada, PASSWORD, &app, &app.code(1)).await.refused(400, 900_023);

    let codes = enabled["recovery_codes"].as_array().unwrap();
    let code = codes[0].as_str().unwrap();
    let renew = json!({"password": PASSWORD, "code": code});
    let renewed = ada.rest.post(&format!("{MFA}/codes"), renew).await.expect(200);
    disable(&ada, PASSWORD, codes[1].as_str().unwrap()).await.refused(400, 60_008);
    disable(&ada, "a wrong one", &app.code(1)).await.refused(400, 50_035);
    let code = renewed["recovery_codes"][0].as_str().unwrap();
    disable(&ada, PASSWORD, code).await.expect(204);
    let login = json!({"username": "ada", "password": PASSWORD});
    world.nobody().post("/api/x/auth/login", login).await.expect(200)["access_token"]
        .as_str()
        .expect("the password is enough again");
}

#[tokio::test]
async fn owners_see_who_has_one_and_bots_go_on_as_before() {
    let world = World::start().await;
    let bot = world.bot("beep", 0).await;
    let (owner, eve) = (&world.owner, world.account("eve").await);
    guarded(owner).await;
    bot.rest.get("/api/v10/users/@me").await.expect(200);
    let role = json!({"instance_role": "moderator"});
    owner.rest.patch(&format!("/api/x/admin/users/{}", eve.id), role).await.expect(200);
    let shown = async |who: &Account| {
        let list = who.rest.get("/api/x/admin/users").await.expect(200);
        let list = list.as_array().unwrap().clone();
        let of = |id: &str| list.iter().find(|row| row["user"]["id"] == id).unwrap().clone();
        [of(&owner.id), of(&eve.id)].map(|row| row["mfa_enabled"].clone())
    };
    assert_eq!(shown(owner).await, [json!(true), json!(false)]);
    assert_eq!(shown(&eve).await, [Value::Null, Value::Null]);
}

#[tokio::test]
async fn an_operator_lets_somebody_in_who_lost_everything() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    guarded(&ada).await;
    assert_eq!(world.terminate(), Some(0));
    let operator = |name: &str| {
        Process::admin(world.data(), &["mfa-off", "--username", name, "--reason", "lost it all"])
    };
    assert_eq!(operator("nobody"), Some(64));
    assert_eq!(operator("ada"), Some(0));
    assert_eq!(operator("ada"), Some(64));
    world.start_again();
    let login = json!({"username": "ada", "password": PASSWORD});
    let login = world.nobody().post("/api/x/auth/login", login).await.expect(200);
    assert_eq!(login["user"]["mfa_enabled"], false);
    let log = "/api/x/admin/audit-log?action=second_factor_off";
    let log = world.owner.rest.get(log).await.expect(200);
    let entry = &log.as_array().unwrap()[0];
    assert_eq!(entry["actor_id"], Value::Null);
    assert_eq!((&entry["target_id"], &entry["reason"]), (&json!(ada.id), &json!("lost it all")));
    let changes = json!([{"key": "mfa_enabled", "old_value": true, "new_value": false}]);
    assert_eq!(entry["changes"], changes);
}

#[tokio::test]
async fn nothing_secret_of_it_is_in_the_log() {
    let (data, logs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = logs.path().join("stderr");
    let mut process = Process::start_logging(data.path(), &[("CONFAB_LOG", "trace")], &log);
    let token = process.setup_url.as_deref().unwrap().split_once("#token=").unwrap().1;
    let claim =
        json!({"token": token, "username": "ada", "password": PASSWORD, "guild_name": "Home"});
    let nobody = Rest::new(&process.url, None);
    let claimed = nobody.post("/api/x/setup", claim).await.expect(201);
    let rest = nobody.with_token(claimed["access_token"].as_str().unwrap());
    let ada = Account { id: String::new(), name: "ada".to_owned(), rest };
    let (app, codes) = guarded(&ada).await;
    let ticket = ticket(&nobody, "ada").await;
    let (code, next) = (app.code(0), app.code(1));
    second_step(&nobody, &ticket, &next).await.expect(200);
    assert_eq!(process.terminate(), Some(0));
    let logged = std::fs::read_to_string(&log).unwrap();
    assert!(logged.contains("/api/x/auth/mfa/totp"), "requests were logged");
    let secrets = [&app.secret, &ticket, &codes[0], &code, &next];
    for secret in secrets {
        let line = logged.lines().find(|line| line.contains(secret.as_str()));
        assert_eq!(line, None, "{secret} is in the log");
    }
}
