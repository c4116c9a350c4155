//! Those who run the instance: what they decide holds at once, for everybody, and after a kill.

mod held_back;

use held_back::HeldBack;
use serde_json::{Value, json};

use crate::world::{Account, Answer, BOUNDARY, PASSWORD, Rest, World, form, say};

const SETTINGS: &str = "/api/x/admin/settings";

async fn decides(world: &World, change: Value) -> Value {
    world.owner.rest.because("for a test").patch(SETTINGS, change).await.expect(200)
}

fn path(who: &Account) -> String {
    format!("/api/x/admin/users/{}", who.id)
}

/// Gives `who` an instance role, as `actor`.
async fn gives(actor: &Account, who: &Account, role: &str) -> Answer {
    actor.rest.patch(&path(who), json!({"instance_role": role})).await
}

async fn logs_in(world: &World, who: &Account) -> Answer {
    let body = json!({"username": who.name, "password": PASSWORD});
    world.nobody().post("/api/x/auth/login", body).await
}

#[tokio::test]
async fn who_may_register_is_decided_at_once_and_stays_after_a_kill() {
    let mut world = World::start().await;
    let register = |name: &str| json!({"username": name, "password": PASSWORD});
    let wants = async |world: &World, name: &str| {
        world.nobody().post("/api/x/auth/register", register(name)).await
    };
    wants(&world, "early").await.refused(403, 900_003);
    decides(&world, json!({"registrations": "open"})).await;
    wants(&world, "one").await.expect(201);
    let decided = decides(&world, json!({"registrations": "closed"})).await;
    assert_eq!(decided["registrations"], "closed");
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        wants(&world, "late").await.refused(403, 900_002);
        assert_eq!(world.owner.rest.get(SETTINGS).await.expect(200)["registrations"], "closed");
    }
}

#[tokio::test]
async fn a_read_only_instance_is_read_and_changed_by_nobody_but_its_administrators() {
    let mut world = World::start().await;
    let mut ada = world.member("ada").await;
    let first = ada.says("before").await;
    ada.sees("before").await;
    decides(&world, json!({"read_only": true})).await;
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        for who in [&ada.account, &world.owner] {
            say(who, &world.general, "after").await.refused(403, 900_004);
        }
        let rest = &ada.account.rest;
        let body = json!({"name": "Mine"});
        rest.post("/api/v10/guilds", body).await.refused(403, 900_004);
        rest.patch("/api/v10/users/@me", json!({"global_name": "A"})).await.refused(403, 900_004);
        let messages = format!("/api/v10/channels/{}/messages", world.general);
        assert_eq!(rest.get(&messages).await.expect(200)[0]["content"], "before");
        let ack = format!("/api/x/channels/{}/ack", world.general);
        rest.post(&ack, json!({"message_id": first["id"]})).await.expect(204);
        logs_in(&world, &ada.account).await.expect(200);
    }
    decides(&world, json!({"read_only": false})).await;
    say(&ada.account, &world.general, "after").await.expect(200);
}

#[tokio::test]
async fn slow_mode_of_the_instance_holds_in_every_channel_and_file_limits_for_every_file() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let decided =
        decides(&world, json!({"slow_mode_seconds": 3_600, "upload_bytes_max": 10})).await;
    assert_eq!(
        (&decided["slow_mode_seconds"], &decided["upload_bytes_max"]),
        (&json!(3_600), &json!(10))
    );
    say(&ada, &world.general, "one").await.expect(200);
    say(&ada, &world.general, "two").await.refused(429, 20_016);
    for text in ["one", "two"] {
        say(&world.owner, &world.general, text).await.expect(200);
    }
    let messages = format!("/api/v10/channels/{}/messages", world.general);
    let send = async |bytes: &[u8]| {
        world.owner.rest.post_files(&messages, json!({}), &[("a.txt", bytes)]).await
    };
    send(b"0123456789").await.expect(200);
    send(b"0123456789a").await.refused(413, 40_005);
    for wrong in [json!({"slow_mode_seconds": 21_601}), json!({"upload_bytes_max": 0})] {
        world.owner.rest.patch(SETTINGS, wrong).await.refused(400, 50_035);
    }
    decides(&world, json!({"slow_mode_seconds": 0, "upload_bytes_max": null})).await;
    say(&ada, &world.general, "two").await.expect(200);
    send(b"0123456789a").await.expect(200);
}

#[tokio::test]
async fn guilds_are_made_by_administrators_where_that_is_decided() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let guild = json!({"name": "Another"});
    ada.rest.post("/api/v10/guilds", guild.clone()).await.expect(201);
    decides(&world, json!({"guild_creation": "admins"})).await;
    ada.rest.post("/api/v10/guilds", guild.clone()).await.refused(403, 900_017);
    gives(&world.owner, &ada, "admin").await.expect(200);
    ada.rest.post("/api/v10/guilds", guild).await.expect(201);
}

#[tokio::test]
async fn whoever_is_suspended_is_out_at_once_everywhere_and_told_why() {
    let mut world = World::start().await;
    let (mut ada, bob) = world.two_members().await;
    let made = bob.account.rest.post("/api/x/bots", json!({"name": "beep"})).await.expect(201);
    let token = format!("Bot {}", made["token"].as_str().unwrap());
    let bot = Rest::new(world.url(), Some(&token));
    bot.get("/api/v10/users/@me").await.expect(200);
    let mut bots = world.connect().await;
    bots.identify_with(bot.bare_token(), 1).await;
    let mut socket = world.socket(&bob.account).await;

    let body = json!({"suspended": true, "suspension_reason": "spam"});
    let now = world.owner.rest.because("reported").patch(&path(&bob.account), body).await;
    assert_eq!(now.expect(200)["suspension"]["reason"], "spam");
    assert_eq!(socket.closed().await, 4004);
    assert_eq!(bots.closed().await, 4004);
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        let answer = say(&bob.account, &world.general, "let me").await;
        assert_eq!((&answer.body["reason"], &answer.body["until"]), (&json!("spam"), &Value::Null));
        answer.refused(403, 900_007);
        bot.get("/api/v10/users/@me").await.refused(403, 900_007);
        logs_in(&world, &bob.account).await.refused(403, 900_007);
        let wrong = json!({"username": "bob", "password": "not the password"});
        world.nobody().post("/api/x/auth/login", wrong).await.refused(401, 900_010);
        let mut socket = world.connect().await;
        let identify =
            json!({"token": bob.account.rest.bare_token(), "intents": 1, "properties": {}});
        socket.send(2, identify).await;
        assert_eq!(socket.closed().await, 4004);
    }
    ada.is_back(world.socket(&ada.account).await);
    let lifted = world.owner.rest.patch(&path(&bob.account), json!({"suspended": false})).await;
    assert_eq!(lifted.expect(200)["suspension"], Value::Null);
    bob.account.rest.get("/api/x/me").await.refused(401, 0);
    bot.get("/api/v10/users/@me").await.expect(200);
    let back = logs_in(&world, &bob.account).await.expect(200);
    say(&world.of_login(&back), &world.general, "back again").await.expect(200);
}

#[tokio::test]
async fn a_suspension_ends_in_the_future_and_tells_when() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    let past = json!({"suspended_until": "2020-01-01T00:00:00Z"});
    world.owner.rest.patch(&path(&bob), past).await.refused(400, 50_035);
    let until = json!({"suspended_until": "2999-01-01T00:00:00Z"});
    world.owner.rest.patch(&path(&bob), until).await.expect(200);
    let answer = logs_in(&world, &bob).await;
    assert_eq!(answer.body["until"], "2999-01-01T00:00:00.000000+00:00");
    answer.refused(403, 900_007);
}

#[tokio::test]
async fn p5_nobody_acts_on_an_equal_or_a_higher_one_on_the_instance() {
    let world = World::start().await;
    let (ada, bob, eve) =
        (world.account("ada").await, world.account("bob").await, world.account("eve").await);
    let suspended = || json!({"suspended": true});
    gives(&world.owner, &ada, "admin").await.expect(200);
    gives(&ada, &bob, "moderator").await.expect(200);
    gives(&ada, &eve, "admin").await.refused(403, 50_013);
    gives(&bob, &eve, "moderator").await.refused(403, 50_013);
    for (actor, target) in [(&bob, &ada), (&bob, &bob), (&ada, &world.owner), (&eve, &bob)] {
        actor.rest.patch(&path(target), suspended()).await.refused(403, 50_013);
        actor.rest.delete(&path(target)).await.refused(403, 50_013);
        gives(actor, target, "owner").await.refused(403, 50_013);
    }
    bob.rest.get(SETTINGS).await.refused(403, 50_013);
    bob.rest.get("/api/x/admin/audit-log").await.refused(403, 50_013);
    bob.rest.delete(&path(&eve)).await.refused(403, 50_013);
    bob.rest.get("/api/x/admin/users").await.expect(200);
    bob.rest.patch(&path(&eve), suspended()).await.expect(200);
    // The last owner stays; of two, one may step down, and then no longer acts.
    gives(&world.owner, &world.owner, "user").await.refused(403, 50_013);
    gives(&world.owner, &ada, "owner").await.expect(200);
    gives(&world.owner, &ada, "user").await.refused(403, 50_013);
    gives(&world.owner, &world.owner, "user").await.expect(200);
    world.owner.rest.get(SETTINGS).await.refused(403, 50_013);
    gives(&ada, &ada, "user").await.refused(403, 50_013);
}

#[tokio::test]
async fn accounts_are_listed_by_how_names_begin_and_page_by_page() {
    let world = World::start().await;
    for name in ["anna", "annabel", "ben"] {
        world.account(name).await;
    }
    let names = async |query: &str| {
        let found = world.owner.rest.get(&format!("/api/x/admin/users?{query}")).await.expect(200);
        let found = found.as_array().unwrap().clone();
        let last = found.last().map(|user| user["user"]["id"].as_str().unwrap().to_owned());
        let names: Vec<String> = found
            .iter()
            .map(|user| user["user"]["username"].as_str().unwrap().to_owned())
            .collect();
        (names, last)
    };
    assert_eq!(names("query=ANN").await.0, ["anna", "annabel"]);
    assert_eq!(names("query=zoe").await.0, Vec::<String>::new());
    let (first, last) = names("limit=2").await;
    assert_eq!(first[1], "anna");
    let (second, _) = names(&format!("limit=2&after={}", last.unwrap())).await;
    assert_eq!(second, ["annabel", "ben"]);
    let (first, last) = names("query=ann&limit=1").await;
    assert_eq!(first, ["anna"]);
    assert_eq!(names(&format!("query=ann&limit=1&after={}", last.unwrap())).await.0, ["annabel"]);
}

#[tokio::test]
async fn each_act_has_its_entry_and_what_changes_nothing_has_none() {
    let mut world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    gives(&world.owner, &ada, "admin").await.expect(200);
    decides(&world, json!({"read_only": false})).await;
    decides(&world, json!({"slow_mode_seconds": 5})).await;
    let body = json!({"suspended": true, "suspension_reason": "spam"});
    ada.rest.because("caf%C3%A9").patch(&path(&bob), body).await.expect(200);
    ada.rest.patch(&path(&bob), json!({"suspended": false})).await.expect(200);
    ada.rest.delete(&path(&bob)).await.expect(204);
    logs_in(&world, &bob).await.refused(401, 900_010);
    world.kill();
    world.start_again();
    let read = async |query: &str| {
        let path = format!("/api/x/admin/audit-log{query}");
        world.owner.rest.get(&path).await.expect(200).as_array().unwrap().clone()
    };
    let entries = read("").await;
    let acts: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(acts, ["delete", "unsuspend", "suspend", "settings_update", "role_update"]);
    assert_eq!(entries[2]["reason"], "café");
    assert_eq!(entries[2]["target_id"], bob.id.as_str());
    let slower = json!([{"key": "slow_mode_seconds", "old_value": 0, "new_value": 5}]);
    assert_eq!(entries[3]["changes"], slower);
    assert_eq!(read("?action=suspend").await.len(), 1);
    assert_eq!(read(&format!("?actor={}&limit=2", ada.id)).await.len(), 2);
    let before = entries[3]["id"].as_str().unwrap();
    assert_eq!(read(&format!("?before={before}")).await.len(), 1);
    world.owner.rest.get("/api/x/admin/audit-log?action=x").await.refused(400, 50_035);
}

#[tokio::test]
async fn whoever_owns_guilds_is_not_ended_by_others_either() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    ada.rest.post("/api/v10/guilds", json!({"name": "Another"})).await.expect(201);
    world.owner.rest.delete(&path(&ada)).await.refused(400, 900_014);
    world.owner.rest.delete("/api/x/admin/users/77").await.refused(404, 10_013);
}

/// A message as JSON, and one with a file.
fn posts() -> [(String, Vec<u8>); 2] {
    let message = json!({"content": "too late"});
    let file = form(&message, &[("a.txt", b"too late")]);
    let multipart = format!("multipart/form-data; boundary={BOUNDARY}");
    [("application/json".to_owned(), message.to_string().into_bytes()), (multipart, file)]
}

#[tokio::test]
async fn what_was_begun_before_a_suspension_or_read_only_does_not_end_after_it() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let messages = format!("/api/v10/channels/{}/messages", world.general);
    let begun = async |who: &Account| {
        let mut begun = Vec::new();
        for (content_type, body) in posts() {
            let route = ("POST", messages.as_str());
            begun.push(HeldBack::begin(&world, who, route, (&content_type, body)).await);
        }
        begun
    };
    let (of_bob, of_ada) = (begun(&bob).await, begun(&ada).await);
    world.owner.rest.patch(&path(&bob), json!({"suspended": true})).await.expect(200);
    decides(&world, json!({"read_only": true})).await;
    for (held, code) in [(of_bob, "900007"), (of_ada, "900004")] {
        for request in held {
            let (status, answer) = request.finish().await;
            assert_eq!(status, 403, "{answer}");
            assert!(answer.contains(code), "{answer}");
        }
    }
    assert_eq!(world.owner.rest.get(&messages).await.expect(200), json!([]));
}

#[tokio::test]
async fn ia3_an_administrator_who_is_suspended_meanwhile_changes_nothing() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    gives(&world.owner, &ada, "admin").await.expect(200);
    let change = json!({"registrations": "open"}).to_string().into_bytes();
    let begun =
        HeldBack::begin(&world, &ada, ("PATCH", SETTINGS), ("application/json", change)).await;
    world.owner.rest.patch(&path(&ada), json!({"suspended": true})).await.expect(200);
    let (status, answer) = begun.finish().await;
    assert_eq!(status, 403, "{answer}");
    assert_eq!(world.owner.rest.get(SETTINGS).await.expect(200)["registrations"], "invite");
}

#[tokio::test]
async fn nobody_suspended_becomes_an_owner_and_bots_rank_as_whoever_made_them() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let bot = world.bot("beep", 0).await;
    gives(&world.owner, &bob, "moderator").await.expect(200);
    bob.rest.patch(&path(&bot), json!({"suspended": true})).await.refused(403, 50_013);
    bob.rest.patch(&path(&ada), json!({"suspended": true})).await.expect(200);
    gives(&world.owner, &ada, "owner").await.refused(400, 50_035);
    let both = json!({"instance_role": "owner", "suspended": true});
    world.owner.rest.patch(&path(&bob), both).await.refused(403, 50_013);
    let reason = json!({"suspension_reason": "spam"});
    let now = world.owner.rest.patch(&path(&ada), reason.clone()).await.expect(200);
    assert_eq!(
        (&now["suspension"]["reason"], &now["suspension"]["until"]),
        (&json!("spam"), &Value::Null)
    );
    world.owner.rest.patch(&path(&bob), reason).await.refused(400, 50_035);
}
