//! Reports of messages: who makes them, who sees them, who takes them, and what rules report by themselves.

use serde_json::{Value, json};

use crate::world::{Account, World, befriend, opened, say};

const VIEW_CHANNEL: u64 = 1 << 10;
const MANAGE_MESSAGES: u64 = 1 << 13;
const UNKNOWN_REPORT: u64 = 900_020;
const TAKEN: u64 = 900_021;

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn messages(channel: &str) -> String {
    format!("/api/v10/channels/{channel}/messages")
}

fn queue(world: &World) -> String {
    format!("/api/x/guilds/{}/reports", world.guild)
}

async fn reports(who: &Account, channel: &str, message: &Value, reason: &str) {
    let path = format!("/api/x/channels/{channel}/messages/{}/report", id(message));
    who.rest.post(&path, json!({"reason": reason})).await.expect(204);
}

async fn waiting(reader: &Account, world: &World) -> Vec<Value> {
    reader.rest.get(&queue(world)).await.expect(200).as_array().expect("a list").clone()
}

/// A member with a role that may do this.
async fn deputy(world: &World, name: &str, bits: u64) -> Account {
    let account = world.account(name).await;
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    let role = json!({"name": name, "permissions": bits.to_string()});
    let role = id(&world.owner.rest.post(&roles, role).await.expect(200));
    let give = format!("/api/v10/guilds/{}/members/{}/roles/{role}", world.guild, account.id);
    assert_eq!(world.owner.rest.put(&give, json!({})).await.status, 204);
    account
}

#[tokio::test]
async fn rp2_a_report_keeps_what_was_said_also_when_its_author_takes_it_back_and_after_a_kill() {
    let mut world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let said = say(&ada, &world.general, "buy my coins").await.expect(200);
    reports(&bob, &world.general, &said, " spam ").await;
    let path = format!("{}/{}", messages(&world.general), id(&said));
    ada.rest.patch(&path, json!({"content": "lovely day"})).await.expect(200);
    ada.rest.delete(&path).await.expect(204);
    world.kill();
    world.start_again();
    let [report] = &waiting(&world.owner, &world).await[..] else { panic!("one report") };
    assert_eq!(report["content"], "buy my coins");
    assert_eq!((&report["reason"], &report["status"]), (&json!("spam"), &json!("open")));
    assert_eq!(report["author"]["username"], "ada");
    assert_eq!(report["reporter"]["username"], "bob");
    assert_eq!(report["message_id"], said["id"]);
    assert_eq!((&report["rule"], &report["outcome"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn rp3_nobody_reports_twice_and_nobody_what_is_not_there() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let said = say(&ada, &world.general, "hello").await.expect(200);
    reports(&bob, &world.general, &said, "one").await;
    reports(&bob, &world.general, &said, "two").await;
    assert_eq!(waiting(&world.owner, &world).await.len(), 1);
    reports(&ada, &world.general, &said, "mine").await;
    assert_eq!(waiting(&world.owner, &world).await.len(), 2);
    let report =
        |message: &str| format!("/api/x/channels/{}/messages/{message}/report", world.general);
    bob.rest.post(&report("77"), json!({"reason": "x"})).await.refused(404, 10_008);
    for reason in ["", "  ", &"x".repeat(513)] {
        let body = json!({"reason": reason});
        bob.rest.post(&report(&id(&said)), body).await.refused(400, 50_035);
    }
    // What two say to each other is no guild's.
    befriend(&ada, &bob).await;
    let direct = opened(&ada, &bob).await;
    let whispered = say(&ada, &direct, "psst").await.expect(200);
    let path = format!("/api/x/channels/{direct}/messages/{}/report", id(&whispered));
    bob.rest.post(&path, json!({"reason": "x"})).await.refused(400, 50_024);
}

#[tokio::test]
async fn rp3_of_two_who_take_a_report_one_has_it_and_the_other_is_told_who() {
    let world = World::start().await;
    let (eve, kim) = (
        deputy(&world, "eve", MANAGE_MESSAGES).await,
        deputy(&world, "kim", MANAGE_MESSAGES).await,
    );
    let said = say(&eve, &world.general, "hello").await.expect(200);
    reports(&kim, &world.general, &said, "why not").await;
    let report = format!("{}/{}", queue(&world), id(&waiting(&eve, &world).await[0]));
    let claim = || json!({"status": "claimed"});
    let (one, other) =
        tokio::join!(eve.rest.patch(&report, claim()), kim.rest.patch(&report, claim()));
    let (winner, loser, refused) = match one.status {
        200 => (&eve, &kim, other),
        _ => (&kim, &eve, one),
    };
    assert!(refused.body["message"].as_str().unwrap().contains(&winner.name), "{}", refused.body);
    refused.refused(400, TAKEN);
    let done = json!({"status": "resolved", "outcome": "deleted"});
    loser.rest.patch(&report, done.clone()).await.refused(400, TAKEN);
    // Twice is once.
    winner.rest.patch(&report, claim()).await.expect(200);
    loser.rest.patch(&report, json!({"status": "open"})).await.expect(200);
    loser.rest.patch(&report, claim()).await.expect(200);
    let resolved = loser.rest.patch(&report, done).await.expect(200);
    assert_eq!(
        (&resolved["status"], &resolved["outcome"]),
        (&json!("resolved"), &json!("deleted"))
    );
    assert_eq!(resolved["resolved_by"]["id"], json!(loser.id));
    winner.rest.patch(&report, claim()).await.refused(400, TAKEN);
    assert!(waiting(&eve, &world).await.is_empty());
    let resolved = format!("{}?status=resolved", queue(&world));
    assert_eq!(eve.rest.get(&resolved).await.expect(200).as_array().unwrap().len(), 1);
    let log = format!("/api/v10/guilds/{}/audit-logs?action_type=200", world.guild);
    let log = world.owner.rest.get(&log).await.expect(200);
    let entries = log["audit_log_entries"].as_array().unwrap();
    assert_eq!(entries.len(), 4, "claimed, let go, claimed, resolved: {log}");
    assert_eq!(entries[0]["options"]["message_id"], said["id"]);
}

#[tokio::test]
async fn rp1_of_a_channel_that_one_does_not_see_one_learns_of_no_report() {
    let world = World::start().await;
    let eve = deputy(&world, "eve", MANAGE_MESSAGES).await;
    let mut hears = world.socket(&eve).await;
    let bob = world.account("bob").await;
    let channels = format!("/api/v10/guilds/{}/channels", world.guild);
    let everyone = json!({"id": world.guild, "type": 0, "deny": VIEW_CHANNEL.to_string()});
    let bobs = json!({"id": bob.id, "type": 1, "allow": VIEW_CHANNEL.to_string()});
    let secret = json!({"name": "secret", "permission_overwrites": [everyone, bobs]});
    let secret = id(&world.owner.rest.post(&channels, secret).await.expect(201));
    let hidden = say(&world.owner, &secret, "hidden").await.expect(200);
    reports(&bob, &secret, &hidden, "hush").await;
    let path = format!("/api/x/channels/{secret}/messages/{}/report", id(&hidden));
    eve.rest.post(&path, json!({"reason": "x"})).await.refused(403, 50_001);
    let said = say(&world.owner, &world.general, "seen").await.expect(200);
    reports(&bob, &world.general, &said, "loud").await;

    let [seen] = &waiting(&eve, &world).await[..] else { panic!("only the open one") };
    assert_eq!(seen["content"], "seen");
    let told = hears.event("X_REPORT").await;
    assert_eq!((&told["id"], &told["status"]), (&seen["id"], &json!("open")));
    let all = waiting(&world.owner, &world).await;
    assert_eq!(all.len(), 2);
    let hidden = format!("{}/{}", queue(&world), id(&all[1]));
    eve.rest.patch(&hidden, json!({"status": "claimed"})).await.refused(404, UNKNOWN_REPORT);
    bob.rest.get(&queue(&world)).await.refused(403, 50_013);
    let log = world.owner.rest.get(&format!("{}?limit=1", queue(&world))).await.expect(200);
    let older = format!("{}?limit=5&before={}", queue(&world), id(&log[0]));
    assert_eq!(world.owner.rest.get(&older).await.expect(200)[0]["content"], "hidden");
    for wrong in ["status=done", "limit=0", "limit=51", "before=x"] {
        let path = format!("{}?{wrong}", queue(&world));
        world.owner.rest.get(&path).await.refused(400, 50_035);
    }
}

#[tokio::test]
async fn what_a_rule_flags_stands_and_is_reported_with_the_message_or_not_at_all() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let mut owner = world.socket(&world.owner).await;
    let rules = format!("/api/x/guilds/{}/word-rules", world.guild);
    let body = json!({"name": "Coins", "words": ["coin*"], "action": "flag"});
    world.owner.rest.post(&rules, body).await.expect(201);
    let said = say(&ada, &world.general, "buy my coins").await.expect(200);
    assert_eq!(owner.event("X_REPORT").await["status"], "open");
    let clean = say(&ada, &world.general, "nothing").await.expect(200);
    let edit = format!("{}/{}", messages(&world.general), id(&clean));
    ada.rest.patch(&edit, json!({"content": "a coin"})).await.expect(200);
    assert_eq!(owner.event("X_REPORT").await["status"], "open");
    let threads = format!("/api/v10/channels/{}/threads", world.general);
    let thread =
        ada.rest.post(&threads, json!({"name": "Coin deals", "type": 11})).await.expect(201);
    world.kill();
    world.start_again();
    let found = waiting(&world.owner, &world).await;
    let told: Vec<_> =
        found.iter().map(|report| (&report["content"], &report["message_id"])).collect();
    let names = [json!("Coin deals"), json!("a coin"), json!("buy my coins")];
    assert_eq!(
        told,
        [(&names[0], &thread["id"]), (&names[1], &clean["id"]), (&names[2], &said["id"])]
    );
    assert_eq!(found[0]["rule"]["name"], "Coins");
    assert_eq!(found[0]["reporter"], Value::Null);
}
