//! Who is put out of a guild: gone for themselves and for all others, and who is let in again.

use serde_json::{Value, json};

use crate::world::{Account, Answer, PASSWORD, World, say};

fn member(world: &World, who: &Account) -> String {
    format!("/api/v10/guilds/{}/members/{}", world.guild, who.id)
}

async fn come(world: &World, who: &Account) -> Answer {
    let code = world.invite(&world.general).await;
    who.rest.post(&format!("/api/v10/invites/{code}"), json!({})).await
}

#[tokio::test]
async fn whoever_is_kicked_is_out_at_once_for_all_and_may_come_back() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    bob.says("still here").await;
    ada.sees("still here").await;
    ada.account.rest.delete(&member(&world, &bob.account)).await.refused(403, 50_013);
    world.owner.rest.delete(&member(&world, &world.owner)).await.refused(403, 50_013);
    let nobody = format!("/api/v10/guilds/{}/members/77", world.guild);
    world.owner.rest.delete(&nobody).await.refused(404, 10_007);

    world.owner.rest.delete(&member(&world, &bob.account)).await.expect(204);
    assert_eq!(bob.socket.event("GUILD_DELETE").await, json!({"id": world.guild}));
    let gone = ada.socket.event("GUILD_MEMBER_REMOVE").await;
    assert_eq!(gone["user"]["id"], bob.account.id.as_str());
    world.owner.rest.delete(&member(&world, &bob.account)).await.refused(404, 10_007);
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        say(&bob.account, &world.general, "let me in").await.refused(404, 10_003);
        let guilds = bob.account.rest.get("/api/v10/users/@me/guilds").await.expect(200);
        assert_eq!(guilds, json!([]));
    }
    come(&world, &bob.account).await.expect(200);
    say(&bob.account, &world.general, "back again").await.expect(200);
}

#[tokio::test]
async fn a_bot_that_is_kicked_takes_its_role_along() {
    let world = World::start().await;
    let bot = world.bot("beep", 1 << 1).await;
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    let names = |roles: &Value| {
        let roles = roles.as_array().expect("a list");
        roles.iter().map(|role| role["name"].as_str().expect("a name").to_owned()).collect()
    };
    let before: Vec<String> = names(&world.owner.rest.get(&roles).await.expect(200));
    assert!(before.contains(&"beep".to_owned()), "{before:?}");
    world.owner.rest.delete(&member(&world, &bot)).await.expect(204);
    let after: Vec<String> = names(&world.owner.rest.get(&roles).await.expect(200));
    assert_eq!(after, ["@everyone"]);
    bot.rest.get(&roles).await.refused(404, 10_004);
}

fn ban(world: &World, who: &Account) -> String {
    format!("/api/v10/guilds/{}/bans/{}", world.guild, who.id)
}

async fn puts_ban(world: &World, who: &Account, reason: &str) {
    world.owner.rest.because(reason).put(&ban(world, who), json!({})).await.expect(204);
}

#[tokio::test]
async fn p5_whoever_is_banned_is_a_stranger_until_the_ban_is_taken_back_also_after_a_kill() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    bob.says("hello").await;
    ada.sees("hello").await;
    ada.account.rest.put(&ban(&world, &bob.account), json!({})).await.refused(403, 50_013);
    let (himself, nobody) = (ban(&world, &world.owner), ban(&world, &bob.account) + "7");
    world.owner.rest.put(&himself, json!({})).await.refused(403, 50_013);
    world.owner.rest.put(&nobody, json!({})).await.refused(404, 10_013);

    puts_ban(&world, &bob.account, "spam%20%C3%A9").await;
    assert_eq!(bob.socket.event("GUILD_DELETE").await, json!({"id": world.guild}));
    let gone = ada.socket.event("GUILD_MEMBER_REMOVE").await;
    assert_eq!(gone["user"]["id"], bob.account.id.as_str());
    // Twice is once, and the first reason stays.
    puts_ban(&world, &bob.account, "more").await;
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        say(&bob.account, &world.general, "let me in").await.refused(404, 10_003);
        come(&world, &bob.account).await.refused(403, 40_007);
        let code = world.invite(&world.general).await;
        let page = bob.account.rest.get(&format!("/api/v10/invites/{code}")).await.expect(200);
        assert_eq!(page["guild"]["id"], world.guild.as_str());
        let kept = world.owner.rest.get(&ban(&world, &bob.account)).await.expect(200);
        assert_eq!((&kept["reason"], &kept["user"]["username"]), (&json!("spam é"), &json!("bob")));
    }
    world.owner.rest.delete(&ban(&world, &bob.account)).await.expect(204);
    world.owner.rest.delete(&ban(&world, &bob.account)).await.refused(404, 10_026);
    world.owner.rest.get(&ban(&world, &bob.account)).await.refused(404, 10_026);
    come(&world, &bob.account).await.expect(200);
}

#[tokio::test]
async fn a_ban_is_told_to_those_who_may_ban_and_to_bots_that_ask_for_such_events() {
    let world = World::start().await;
    let (mut ada, bob) = world.two_members().await;
    let mut owner = world.socket(&world.owner).await;
    let (bot, other) = (world.bot("beep", 0).await, world.bot("boop", 1 << 2).await);
    let (mut bots, mut others) = (world.connect().await, world.connect().await);
    bots.identify_with(bot.rest.bare_token(), 1 | 1 << 2).await;
    others.identify_with(other.rest.bare_token(), 1).await;
    for (event, act) in [("GUILD_BAN_ADD", "PUT"), ("GUILD_BAN_REMOVE", "DELETE")] {
        let path = ban(&world, &bob.account);
        world.owner.rest.send(act.parse().unwrap(), &path, Some(json!({}))).await.expect(204);
        for socket in [&mut owner, &mut bots] {
            let told = socket.event(event).await;
            assert_eq!(told["guild_id"], world.guild.as_str());
            assert_eq!(told["user"]["id"], bob.account.id.as_str());
        }
    }
    for socket in [&mut ada.socket, &mut others] {
        socket.send(1, Value::Null).await;
        socket.expect(|frame| frame["op"] == 11).await;
        let is_ban = |frame: &Value| frame["t"].as_str().is_some_and(|t| t.contains("_BAN_"));
        assert!(!socket.untaken().any(is_ban));
    }
}

#[tokio::test]
async fn bans_are_listed_by_user_page_by_page_and_outlive_the_account() {
    let world = World::start().await;
    let mut banned = Vec::new();
    for name in ["ada", "bob", "cat", "dan"] {
        let account = world.account(name).await;
        puts_ban(&world, &account, "").await;
        banned.push(account);
    }
    let list = async |query: &str| {
        let path = format!("/api/v10/guilds/{}/bans{query}", world.guild);
        let page = world.owner.rest.get(&path).await.expect(200);
        let page = page.as_array().expect("a list").clone();
        assert!(page.iter().all(|ban| ban["reason"].is_null()), "{page:?}");
        let ids = page.iter().map(|ban| ban["user"]["id"].as_str().expect("an id").to_owned());
        ids.collect::<Vec<_>>()
    };
    let ids: Vec<&str> = banned.iter().map(|account| account.id.as_str()).collect();
    assert_eq!(list("").await, ids);
    assert_eq!(list("?limit=2").await, ids[..2]);
    assert_eq!(list(&format!("?limit=2&after={}", ids[1])).await, ids[2..]);
    assert_eq!(list(&format!("?limit=2&before={}&after={}", ids[3], ids[2])).await, ids[1..3]);
    let path = format!("/api/v10/guilds/{}/bans?limit=1001", world.guild);
    world.owner.rest.get(&path).await.refused(400, 50_035);

    let body = json!({"password": PASSWORD});
    banned[1].rest.send(reqwest::Method::DELETE, "/api/x/me", Some(body)).await.expect(204);
    let kept = world.owner.rest.get(&ban(&world, &banned[1])).await.expect(200);
    let name = kept["user"]["username"].as_str().expect("a name");
    assert!(name.starts_with("deleted_"), "{kept}");
    assert_eq!(list("").await, ids);
    world.owner.rest.delete(&ban(&world, &banned[1])).await.expect(204);
}

#[tokio::test]
async fn gu4_a_bot_that_is_banned_is_not_brought_in() {
    let world = World::start().await;
    let bot = world.bot("beep", 0).await;
    puts_ban(&world, &bot, "").await;
    let grant = format!("/api/x/guilds/{}/bots/{}", world.guild, bot.id);
    let bits = json!({"permissions": "0"});
    world.owner.rest.put(&grant, bits.clone()).await.refused(403, 40_007);
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    assert_eq!(world.owner.rest.get(&roles).await.expect(200).as_array().map(Vec::len), Some(1));
    world.owner.rest.delete(&ban(&world, &bot)).await.expect(204);
    world.owner.rest.put(&grant, bits).await.expect(204);
}

#[tokio::test]
async fn gu4_of_a_ban_and_a_join_at_once_no_member_is_left_who_is_banned() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    for _ in 0..30 {
        let code = world.invite(&world.general).await;
        let invite = format!("/api/v10/invites/{code}");
        world.owner.rest.delete(&member(&world, &bob)).await.expect(204);
        let path = ban(&world, &bob);
        let (came, put) = tokio::join!(
            bob.rest.post(&invite, json!({})),
            world.owner.rest.put(&path, json!({})),
        );
        put.expect(204);
        assert!(came.status == 200 || came.code() == Some(40_007), "{}", came.body);
        world.owner.rest.get(&member(&world, &bob)).await.refused(404, 10_007);
        world.owner.rest.delete(&path).await.expect(204);
        come(&world, &bob).await.expect(200);
    }
}

async fn contents(world: &World, channel: &str) -> Vec<String> {
    let path = format!("/api/v10/channels/{channel}/messages?limit=100");
    let page = world.owner.rest.get(&path).await.expect(200);
    let page = page.as_array().expect("a list").iter().rev();
    page.map(|message| message["content"].as_str().expect("a text").to_owned()).collect()
}

#[tokio::test]
async fn ms1_what_a_banned_user_said_lately_goes_in_channels_and_threads() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    for content in ["one", "two", "three"] {
        bob.says(content).await;
    }
    let about = ada.says("what is this?").await;
    let path = format!(
        "/api/v10/channels/{}/messages/{}/threads",
        world.general,
        about["id"].as_str().expect("an id")
    );
    let thread = ada.account.rest.post(&path, json!({"name": "This"})).await.expect(201);
    let thread = thread["id"].as_str().expect("an id").to_owned();
    ada.socket.subscribe(&thread, None).await;
    say(&bob.account, &thread, "four").await.expect(200);
    say(&ada.account, &thread, "five").await.expect(200);
    let archive = json!({"archived": true});
    let path = format!("/api/v10/channels/{thread}");
    world.owner.rest.patch(&path, archive).await.expect(200);

    let week = json!({"delete_message_seconds": 604_800});
    world.owner.rest.put(&ban(&world, &bob.account), week).await.expect(204);
    for (channel, count) in [(&world.general, 3), (&thread, 1)] {
        let wanted = |frame: &Value| {
            frame["t"] == "MESSAGE_DELETE_BULK" && frame["d"]["channel_id"] == channel.as_str()
        };
        let told = ada.socket.expect(wanted).await;
        assert_eq!(told["d"]["ids"].as_array().map(Vec::len), Some(count), "{told}");
    }
    assert_eq!(contents(&world, &thread).await.last().map(String::as_str), Some("five"));
    assert!(!contents(&world, &thread).await.contains(&"four".to_owned()));
    assert_eq!(contents(&world, &world.general).await, ["what is this?"]);
}

#[tokio::test]
async fn ms1_a_server_that_is_killed_behind_the_ban_still_takes_the_messages() {
    let mut world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    for number in 0..120 {
        bob.says(&format!("spam {number}")).await;
    }
    ada.sees("spam 119").await;
    let day = format!("{}?delete_message_days=1", ban(&world, &bob.account));
    world.owner.rest.put(&day, json!({})).await.expect(204);
    world.kill();
    world.start_again();
    let mut socket = world.socket(&ada.account).await;
    socket.subscribe(&world.general, Some(ada.cursor)).await;
    let mut gone = 0;
    while gone < 120 {
        let told = socket.event("MESSAGE_DELETE_BULK").await;
        gone += told["ids"].as_array().expect("a list").len();
    }
    assert_eq!(contents(&world, &world.general).await, [""; 0]);
}

#[tokio::test]
async fn many_are_banned_at_once_and_those_who_could_not_be_are_named() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let path = format!("/api/v10/guilds/{}/bulk-ban", world.guild);
    let of = |ids: Value| json!({"user_ids": ids});
    let (owner, both) = (&world.owner.rest, json!([ada.id, bob.id, bob.id, world.owner.id, "77"]));
    ada.rest.post(&path, of(json!([bob.id]))).await.refused(403, 50_013);
    // To ban is not enough for many.
    let bot = world.bot("beep", 1 << 2).await;
    bot.rest.post(&path, of(json!([bob.id]))).await.refused(403, 50_013);
    bot.rest.put(&ban(&world, &bob), json!({})).await.expect(204);

    let done = owner.post(&path, of(both)).await.expect(200);
    assert_eq!(done["banned_users"], json!([ada.id, bob.id]));
    assert_eq!(done["failed_users"], json!(["77", world.owner.id]));
    for who in [&ada, &bob] {
        come(&world, who).await.refused(403, 40_007);
    }
    owner.post(&path, of(json!(["77", world.owner.id]))).await.refused(400, 500_000);
    let many: Vec<String> = (1..=201).map(|id: u32| id.to_string()).collect();
    for wrong in [json!([]), json!(many)] {
        owner.post(&path, of(wrong)).await.refused(400, 50_035);
    }
    for wrong in [json!({"delete_message_seconds": 604_801}), json!({"delete_message_days": 8})] {
        owner.put(&ban(&world, &ada), wrong).await.refused(400, 50_035);
    }
}
