//! Rules about words: what they refuse, for whom, by whichever way it comes, and what they do beside it.

use serde_json::{Value, json};

use crate::world::{Account, World, befriend, named, opened, say};

const BLOCKED: u64 = 200_000;
const NAME_BLOCKED: u64 = 200_001;
const VIEW_CHANNEL: u64 = 1 << 10;
const MANAGE_GUILD: u64 = 1 << 5;

fn rules_of(world: &World) -> String {
    format!("/api/x/guilds/{}/word-rules", world.guild)
}

fn messages(channel: &str) -> String {
    format!("/api/v10/channels/{channel}/messages")
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

/// Its address.
async fn rule(world: &World, body: Value) -> String {
    let made = world.owner.rest.post(&rules_of(world), body).await.expect(201);
    format!("{}/{}", rules_of(world), id(&made))
}

async fn member_object(world: &World, who: &Account) -> Value {
    let path = format!("/api/v10/guilds/{}/members/{}", world.guild, who.id);
    world.owner.rest.get(&path).await.expect(200)
}

#[tokio::test]
async fn wr1_a_rule_holds_for_posts_edits_files_names_of_threads_and_bots() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let bot = world.bot("beep", 1 << 14).await;
    let body = json!({"name": "Language", "words": ["sludge"], "message": "Mind your language."});
    rule(&world, body).await;
    let clean = say(&ada, &world.general, "something else").await.expect(200);
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        let general = messages(&world.general);
        let refused = say(&ada, &world.general, "such SL\u{200b}UDGE!").await;
        assert_eq!(refused.body["message"], "Mind your language.");
        refused.refused(400, BLOCKED);
        let edit = json!({"content": "ｓludge"});
        ada.rest.patch(&format!("{general}/{}", id(&clean)), edit).await.refused(400, BLOCKED);
        let files: [(&str, &[u8]); 1] = [("sludge.txt", b"x")];
        ada.rest
            .post_files(&general, json!({"content": "look"}), &files)
            .await
            .refused(400, BLOCKED);
        let embed = json!({"embeds": [{"fields": [{"name": "n", "value": "sludge"}]}]});
        bot.rest.post(&general, embed).await.refused(400, BLOCKED);
        let threads = format!("/api/v10/channels/{}/threads", world.general);
        let thread = json!({"name": "Sludge", "type": 11});
        ada.rest.post(&threads, thread).await.refused(400, NAME_BLOCKED);
        // Above the rules.
        say(&world.owner, &world.general, "no sludge here").await.expect(200);
    }
    let threads = format!("/api/v10/channels/{}/threads", world.general);
    let thread = ada.rest.post(&threads, json!({"name": "Talk", "type": 11})).await.expect(201);
    say(&ada, &id(&thread), "sludge").await.refused(400, BLOCKED);
    let rename = format!("/api/v10/channels/{}", id(&thread));
    ada.rest.patch(&rename, json!({"name": "sludge"})).await.refused(400, NAME_BLOCKED);
    let said = world.owner.rest.get(&messages(&id(&thread))).await.expect(200);
    assert!(!said.to_string().to_lowercase().contains("sludge"), "{said}");
}

#[tokio::test]
async fn a_rule_is_the_guilds_own_and_holds_as_it_is_now() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let path =
        rule(&world, json!({"name": "Words", "words": ["sludge"], "patterns": ["x{3}"]})).await;
    say(&ada, &world.general, "xxx").await.refused(400, BLOCKED);
    befriend(&ada, &bob).await;
    let direct = opened(&ada, &bob).await;
    say(&ada, &direct, "sludge xxx").await.expect(200);
    world.owner.rest.patch(&path, json!({"enabled": false})).await.expect(200);
    say(&ada, &world.general, "sludge").await.expect(200);
    world.owner.rest.patch(&path, json!({"enabled": true, "patterns": []})).await.expect(200);
    say(&ada, &world.general, "xxx").await.expect(200);
    let exempt = json!({"exempt_channels": [world.general]});
    world.owner.rest.patch(&path, exempt).await.expect(200);
    say(&ada, &world.general, "sludge").await.expect(200);
    world.owner.rest.patch(&path, json!({"exempt_channels": []})).await.expect(200);
    say(&ada, &world.general, "sludge").await.refused(400, BLOCKED);
    world.owner.rest.delete(&path).await.expect(204);
    world.owner.rest.delete(&path).await.refused(404, 900_018);
    say(&ada, &world.general, "sludge").await.expect(200);
    let log = format!("/api/v10/guilds/{}/audit-logs?limit=6", world.guild);
    let log = world.owner.rest.get(&log).await.expect(200);
    let entries = log["audit_log_entries"].as_array().expect("entries");
    let actions: Vec<&Value> = entries.iter().map(|entry| &entry["action_type"]).collect();
    assert_eq!(
        actions,
        [142, 141, 141, 141, 141, 140].map(|n| json!(n)).iter().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn br1_a_rule_puts_its_author_in_time_out_and_the_log_tells_of_it_once() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let body = json!({"name": "Raids", "words": ["*raid*"], "action": "time_out", "time_out_seconds": 900});
    rule(&world, body).await;
    say(&ada, &world.general, "joinraids now").await.refused(400, BLOCKED);
    let until = &member_object(&world, &ada).await["communication_disabled_until"];
    assert!(until.is_string(), "{until}");
    // In time-out they may not write at all.
    say(&ada, &world.general, "raid").await.refused(403, 50_013);
    let log = format!("/api/v10/guilds/{}/audit-logs?action_type=145", world.guild);
    let log = world.owner.rest.get(&log).await.expect(200);
    let [entry] = &log["audit_log_entries"].as_array().expect("entries")[..] else {
        panic!("one entry: {log}")
    };
    assert_eq!((&entry["user_id"], &entry["target_id"]), (&json!(ada.id), &json!(ada.id)));
    let options = json!({
        "channel_id": world.general,
        "auto_moderation_rule_name": "Raids",
        "auto_moderation_rule_trigger_type": "1",
    });
    assert_eq!(entry["options"], options);
    assert_eq!(&entry["changes"][0]["new_value"], until);
    // The name of a thread is written, too.
    let bob = world.account("bob").await;
    let threads = format!("/api/v10/channels/{}/threads", world.general);
    let thread = json!({"name": "raid plans", "type": 11});
    bob.rest.post(&threads, thread).await.refused(400, NAME_BLOCKED);
    assert!(member_object(&world, &bob).await["communication_disabled_until"].is_string());
}

#[tokio::test]
async fn too_many_mentions_are_against_a_rule() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    rule(&world, json!({"name": "Mentions", "mentions_max": 2})).await;
    say(&ada, &world.general, "<@1> <@1> <@2>").await.expect(200);
    say(&ada, &world.general, "<@1> <@2> <@3>").await.refused(400, BLOCKED);
}

#[tokio::test]
async fn what_no_rule_can_be_is_refused_by_its_field() {
    let world = World::start().await;
    let long = vec!["x".repeat(61)];
    let many: Vec<String> = (0..201).map(|n| format!("word{n}")).collect();
    let large: Vec<String> = (0..150).map(|n| format!("{n:060}")).collect();
    for (field, body) in [
        ("name", json!({"words": ["a"]})),
        ("name", json!({"name": " ", "words": ["a"]})),
        ("words", json!({"name": "n"})),
        ("words", json!({"name": "n", "words": ["**"]})),
        ("words", json!({"name": "n", "words": [""]})),
        ("words", json!({"name": "n", "words": long})),
        ("words", json!({"name": "n", "words": many})),
        ("words", json!({"name": "n", "words": large})),
        ("patterns", json!({"name": "n", "patterns": vec!["a"; 11]})),
        ("mentions_max", json!({"name": "n", "mentions_max": 0})),
        ("time_out_seconds", json!({"name": "n", "words": ["a"], "time_out_seconds": 59})),
        ("message", json!({"name": "n", "words": ["a"], "message": ""})),
        ("exempt_roles", json!({"name": "n", "words": ["a"], "exempt_roles": ["77"]})),
        ("exempt_channels", json!({"name": "n", "words": ["a"], "exempt_channels": ["77"]})),
    ] {
        let refused = world.owner.rest.post(&rules_of(&world), body.clone()).await;
        assert!(refused.body["errors"][field].is_object(), "{field}: {}", refused.body);
        refused.refused(400, 50_035);
    }
    let body = json!({"name": "n", "patterns": ["fine", "a{500}{500}"]});
    let refused = world.owner.rest.post(&rules_of(&world), body).await;
    assert!(refused.body["errors"]["patterns"]["1"].is_object(), "{}", refused.body);
    for number in 0..20 {
        let patterns = if number < 4 { json!(["a"]) } else { json!([]) };
        rule(&world, json!({"name": "n", "words": ["a"], "patterns": patterns})).await;
    }
    let one_more = json!({"name": "n", "words": ["a"]});
    world.owner.rest.post(&rules_of(&world), one_more).await.refused(400, 900_019);
    let rules = world.owner.rest.get(&rules_of(&world)).await.expect(200);
    let last = format!("{}/{}", rules_of(&world), id(&rules[19]));
    world.owner.rest.patch(&last, json!({"patterns": ["b"]})).await.refused(400, 50_035);
}

#[tokio::test]
async fn a_text_is_tried_against_a_rule_that_need_not_be_there() {
    let world = World::start().await;
    let path = format!("{}/try", rules_of(&world));
    for (text, matches) in [("so b\u{336}ad", true), ("badge", false)] {
        let body = json!({"rule": {"words": ["bad"]}, "text": text});
        let tried = world.owner.rest.post(&path, body).await.expect(200);
        assert_eq!(tried, json!({"matches": matches}));
    }
    let body = json!({"rule": {"words": ["bad"]}, "text": "x".repeat(4_001)});
    world.owner.rest.post(&path, body).await.refused(400, 50_035);
    assert_eq!(world.owner.rest.get(&rules_of(&world)).await.expect(200), json!([]));
}

#[tokio::test]
async fn whoever_does_not_see_a_channel_learns_of_it_by_no_rule() {
    let world = World::start().await;
    let channels = format!("/api/v10/guilds/{}/channels", world.guild);
    let everyone = json!({"id": world.guild, "type": 0, "deny": VIEW_CHANNEL.to_string()});
    let secret = json!({"name": "secret", "permission_overwrites": [everyone]});
    let secret = id(&world.owner.rest.post(&channels, secret).await.expect(201));
    let body = json!({"name": "Words", "words": ["sludge"], "exempt_channels": [secret]});
    let path = rule(&world, body).await;
    let eve = world.bot("eve", MANAGE_GUILD).await;
    let rules = eve.rest.get(&rules_of(&world)).await.expect(200);
    assert_eq!(rules[0]["exempt_channels"], json!([]));
    let channels = world.owner.rest.get(&channels).await.expect(200);
    let general = named(&channels, "general");
    eve.rest.patch(&path, json!({"exempt_channels": [general]})).await.expect(200);
    eve.rest.patch(&path, json!({"exempt_channels": [secret]})).await.refused(400, 50_035);
    let rules = world.owner.rest.get(&rules_of(&world)).await.expect(200);
    assert_eq!(
        rules[0]["exempt_channels"],
        json!([general, secret]),
        "it is not eve's to take away"
    );
}
