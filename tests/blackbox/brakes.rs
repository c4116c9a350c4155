//! Raid brakes: each of them, for whom, and after a kill.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::world::{Account, Answer, PASSWORD, World};

const INVITES_PAUSED: u64 = 900_026;
const ACCOUNT_TOO_YOUNG: u64 = 900_027;
const TOO_MANY_JOINS: u64 = 900_028;
const MANAGE_GUILD: u64 = 1 << 5;
/// The number of the entry in the audit log.
const SET: u64 = 201;

fn path(world: &World) -> String {
    format!("/api/x/guilds/{}/brakes", world.guild)
}

async fn set(world: &World, brakes: Value) -> Value {
    world.owner.rest.patch(&path(world), brakes).await.expect(200)
}

async fn registers(world: &World, name: &str, code: &str) -> Answer {
    let body = json!({"username": name, "password": PASSWORD, "invite": code});
    world.nobody().post("/api/x/auth/register", body).await
}

async fn joins(who: &Account, code: &str) -> Answer {
    who.rest.post(&format!("/api/v10/invites/{code}"), json!({})).await
}

/// A member who left, so that joining is one request.
async fn outsider(world: &World, name: &str) -> Account {
    let account = world.account(name).await;
    let leave = format!("/api/v10/users/@me/guilds/{}", world.guild);
    account.rest.delete(&leave).await.expect(204);
    account
}

#[tokio::test]
async fn rb1_while_invites_are_paused_nobody_joins_and_nobody_loses_an_invite_or_a_name() {
    let mut world = World::start().await;
    let ada = outsider(&world, "ada").await;
    let code = world.invite(&world.general).await;
    let paused = set(&world, json!({"invites_paused": true})).await;
    let wanted = json!({"invites_paused": true, "min_account_age_s": 0, "joins_per_minute": 0});
    assert_eq!(paused, wanted);
    joins(&ada, &code).await.refused(403, INVITES_PAUSED);
    registers(&world, "eve", &code).await.refused(403, INVITES_PAUSED);
    // Whoever is in uses nothing up, and is not held back.
    joins(&world.owner, &code).await.expect(200);
    world.bot("herald", 0).await;
    world.kill();
    world.start_again();
    assert_eq!(world.owner.rest.get(&path(&world)).await.expect(200), wanted);
    let ada = ada.rest.at(world.url());
    let join = format!("/api/v10/invites/{code}");
    ada.post(&join, json!({})).await.refused(403, INVITES_PAUSED);
    set(&world, json!({"invites_paused": false})).await;
    ada.post(&join, json!({})).await.expect(200);
    registers(&world, "eve", &code).await.expect(201);
}

#[tokio::test]
async fn rb1_an_account_that_is_too_new_is_told_when_it_may_come() {
    let world = World::start().await;
    let ada = outsider(&world, "ada").await;
    let code = world.invite(&world.general).await;
    set(&world, json!({"min_account_age_s": 7_776_000})).await;
    let refused = joins(&ada, &code).await;
    assert_eq!(refused.body["message"], "This account is too new to join: try again in 90 days.");
    refused.refused(403, ACCOUNT_TOO_YOUNG);
    registers(&world, "eve", &code).await.refused(403, ACCOUNT_TOO_YOUNG);
    set(&world, json!({"min_account_age_s": 0})).await;
    joins(&ada, &code).await.expect(200);
}

#[tokio::test]
async fn rb2_of_a_crowd_as_many_join_within_a_minute_as_are_allowed_also_after_a_kill() {
    let mut world = World::start().await;
    let code = world.invite(&world.general).await;
    set(&world, json!({"joins_per_minute": 2})).await;
    let crowd = ["ada", "bob", "cat", "dan", "eve"];
    let came = join_all(crowd.map(|name| registers(&world, name, &code))).await;
    let let_in = came.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(let_in, 2);
    for answer in came.into_iter().filter(|answer| answer.status != 201) {
        answer.refused(403, TOO_MANY_JOINS);
    }
    let members = format!("/api/v10/guilds/{}/members?limit=10", world.guild);
    assert_eq!(world.owner.rest.get(&members).await.expect(200).as_array().unwrap().len(), 3);
    world.kill();
    world.start_again();
    registers(&world, "fay", &code).await.refused(403, TOO_MANY_JOINS);
    set(&world, json!({"joins_per_minute": 3})).await;
    registers(&world, "fay", &code).await.expect(201);
    registers(&world, "gil", &code).await.refused(403, TOO_MANY_JOINS);
}

#[tokio::test]
async fn brakes_are_for_those_who_manage_the_guild_with_an_entry_in_its_log_and_have_bounds() {
    let world = World::start().await;
    let (ada, eve) = (world.account("ada").await, outsider(&world, "eve").await);
    let pause = json!({"invites_paused": true});
    ada.rest.get(&path(&world)).await.refused(403, 50_013);
    ada.rest.patch(&path(&world), pause.clone()).await.refused(403, 50_013);
    eve.rest.get(&path(&world)).await.refused(404, 10_004);
    eve.rest.patch(&path(&world), pause.clone()).await.refused(404, 10_004);
    let wrong = [
        json!({"invites_paused": "yes"}),
        json!({"min_account_age_s": 7_776_001}),
        json!({"min_account_age_s": -1}),
        json!({"joins_per_minute": 1_001}),
        json!({"joins_per_minute": 70_000}),
        json!({"invites_paused": true, "joins_per_minute": 1.5}),
    ];
    for body in wrong {
        world.owner.rest.patch(&path(&world), body).await.refused(400, 50_035);
    }
    // Changes nothing, and is told of nowhere.
    set(&world, json!({"joins_per_minute": 0})).await;
    let bot = world.bot("guard", MANAGE_GUILD).await;
    let raid = bot.rest.because("a raid");
    raid.patch(&path(&world), json!({"invites_paused": true, "joins_per_minute": 7}))
        .await
        .expect(200);
    let log = format!("/api/v10/guilds/{}/audit-logs?action_type={SET}", world.guild);
    let log = world.owner.rest.get(&log).await.expect(200);
    let [entry] = &log["audit_log_entries"].as_array().unwrap()[..] else { panic!("{log}") };
    assert_eq!((&entry["user_id"], &entry["reason"]), (&json!(bot.id), &json!("a raid")));
    assert_eq!(entry["target_id"], json!(world.guild));
    let changes = json!([
        {"key": "invites_paused", "old_value": false, "new_value": true},
        {"key": "joins_per_minute", "old_value": 0, "new_value": 7},
    ]);
    assert_eq!(entry["changes"], changes);
}
