//! Direct messages of bots: to people of their guilds who want them, and back.

use serde_json::{Value, json};

use crate::world::{Account, Socket, World, open, opened, say};

const GUILDS: u64 = 1;
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;
const GUILD_PRESENCES: u64 = 1 << 8;

async fn listens(world: &World, bot: &Account, intents: u64) -> Socket {
    let mut socket = world.connect().await;
    socket.identify_with(bot.rest.bare_token(), intents).await;
    socket
}

fn names(socket: &Socket) -> Vec<String> {
    socket.untaken().filter_map(|frame| frame["t"].as_str()).map(str::to_owned).collect()
}

/// What came to a socket until it answers a heartbeat.
async fn heard(socket: &mut Socket) -> Vec<String> {
    socket.send(1, json!(null)).await;
    socket.expect(|frame| frame["op"] == 11).await;
    names(socket)
}

#[tokio::test]
async fn cv3_a_bot_writes_and_hears_the_answer_by_its_intent() {
    let world = World::start().await;
    let (ada, bot) = (world.account("ada").await, world.bot("beep", 0).await);
    let mut at_ada = world.socket(&ada).await;
    let mut at_bot = listens(&world, &bot, GUILDS | DIRECT_MESSAGES).await;
    let mut deaf = listens(&world, &bot, GUILDS | GUILD_MESSAGES).await;

    let channel = open(&bot, &ada).await.expect(200);
    assert_eq!((&channel["type"], &channel["recipients"][0]["id"]), (&json!(1), &json!(ada.id)));
    let channel = channel["id"].as_str().unwrap().to_owned();
    assert_eq!(opened(&bot, &ada).await, channel, "the same one each time");
    say(&bot, &channel, "hello").await.expect(200);
    let told = at_ada.event("CHANNEL_CREATE").await;
    assert_eq!(told["recipients"][0]["bot"], true);
    let mention = at_ada.event("X_MENTION").await;
    assert_eq!(mention["message"]["content"], "hello");
    assert_eq!(at_ada.event("X_UNREAD").await["channels"][0]["mentions"], 1);

    // A bot reads what is said to it, without the intent for what is said in guilds.
    say(&ada, &channel, "and you?").await.expect(200);
    for content in ["hello", "and you?"] {
        let said = at_bot.event("MESSAGE_CREATE").await;
        assert_eq!((&said["content"], said.get("guild_id")), (&json!(content), None));
    }
    // It has no list that anything comes into.
    assert!(!heard(&mut at_bot).await.contains(&"CHANNEL_CREATE".to_owned()));
    assert!(!heard(&mut deaf).await.contains(&"MESSAGE_CREATE".to_owned()));
}

#[tokio::test]
async fn a_person_may_be_the_first_to_write_and_finds_it_in_the_list_after_a_kill() {
    let mut world = World::start().await;
    let (ada, bot) = (world.account("ada").await, world.bot("beep", 0).await);
    let channel = opened(&ada, &bot).await;
    say(&ada, &channel, "help").await.expect(200);
    say(&bot, &channel, "with what?").await.expect(200);
    world.kill();
    world.start_again();
    let ada = Account { rest: ada.rest.at(world.url()), ..ada };
    let mut socket = world.socket(&ada).await;
    assert_eq!(socket.ready["private_channels"][0]["recipients"][0]["bot"], true);
    let unread = socket.ready["read_state"].as_array().unwrap().iter();
    let unread: Vec<&Value> = unread.filter(|state| state["channel_id"] == channel).collect();
    assert_eq!(unread[0]["mention_count"], 1, "{unread:?}");
    assert_eq!(socket.subscribe(&channel, Some(0)).await["replayed"], 2);
    let bot = Account { rest: bot.rest.at(world.url()), ..bot };
    say(&bot, &channel, "still there?").await.expect(200);
    assert_eq!(socket.event("MESSAGE_CREATE").await["content"], "help");
}

/// Nobody adds to a conversation, and both read it.
async fn is_shut(one: &Account, other: &Account, channel: &str) {
    for (who, whom) in [(one, other), (other, one)] {
        say(who, channel, "refused").await.refused(403, 50_007);
        open(who, whom).await.refused(403, 50_007);
        let typing = format!("/api/v10/channels/{channel}/typing");
        who.rest.post(&typing, json!({})).await.refused(403, 50_007);
        let page = who.rest.get(&format!("/api/v10/channels/{channel}/messages")).await.expect(200);
        assert_eq!(page[0]["content"], "before");
    }
}

#[tokio::test]
async fn cv2_it_is_shut_while_the_person_blocks_the_bot() {
    let world = World::start().await;
    let (ada, bot) = (world.account("ada").await, world.bot("beep", 0).await);
    let mut at_bot = listens(&world, &bot, GUILDS | GUILD_PRESENCES).await;
    let _online = world.socket(&ada).await;
    let is_ada = |frame: &Value| {
        frame["t"] == "PRESENCE_UPDATE" && frame["d"]["user"]["id"] == ada.id.as_str()
    };
    assert_eq!(at_bot.expect(is_ada).await["d"]["status"], "online");
    let channel = opened(&bot, &ada).await;
    say(&bot, &channel, "before").await.expect(200);
    let block = format!("/api/x/relationships/{}", bot.id);
    ada.rest.put(&block, json!({"type": 2})).await.expect(204);
    is_shut(&ada, &bot, &channel).await;
    let listed = ada.rest.get("/api/x/relationships").await.expect(200);
    assert_eq!((&listed[0]["type"], &listed[0]["user"]["bot"]), (&json!(2), &json!(true)));
    // It is not told, and sees less.
    assert_eq!(at_bot.expect(is_ada).await["d"]["status"], "offline");
    assert!(!heard(&mut at_bot).await.iter().any(|name| name.contains("RELATION")));
    ada.rest.delete(&block).await.expect(204);
    say(&bot, &channel, "again").await.expect(200);
    say(&ada, &channel, "again").await.expect(200);
}

#[tokio::test]
async fn cv2_it_is_shut_while_they_share_no_guild() {
    let world = World::start().await;
    let (ada, bot) = (world.account("ada").await, world.bot("beep", 0).await);
    let channel = opened(&bot, &ada).await;
    say(&bot, &channel, "before").await.expect(200);
    let leave = format!("/api/v10/users/@me/guilds/{}", world.guild);
    bot.rest.delete(&leave).await.expect(204);
    is_shut(&ada, &bot, &channel).await;
    let grant = format!("/api/x/guilds/{}/bots/{}", world.guild, bot.id);
    world.owner.rest.put(&grant, json!({"permissions": "0"})).await.expect(204);
    say(&bot, &channel, "again").await.expect(200);
}

#[tokio::test]
async fn cv2_it_is_shut_while_the_person_wants_no_messages_of_bots() {
    let world = World::start().await;
    let (ada, bot) = (world.account("ada").await, world.bot("beep", 0).await);
    let channel = opened(&bot, &ada).await;
    say(&bot, &channel, "before").await.expect(200);
    let settings = async |wants: Value| {
        ada.rest.patch("/api/x/me/settings", json!({"bot_messages": wants})).await
    };
    settings(json!("no")).await.refused(400, 50_035);
    settings(json!(false)).await.expect(200);
    is_shut(&ada, &bot, &channel).await;
    settings(json!(null)).await.expect(200);
    say(&bot, &channel, "again").await.expect(200);
}

#[tokio::test]
async fn cv2_bots_write_to_no_bots_and_are_in_no_groups_and_people_still_need_to_be_friends() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (bot, other) = (world.bot("beep", 0).await, world.bot("boop", 0).await);
    open(&bot, &other).await.refused(403, 50_007);
    open(&bot, &bot).await.refused(403, 50_007);
    open(&ada, &bob).await.refused(403, 50_007);
    open(&bot, &Account { id: "17".to_owned(), ..ada.clone() }).await.refused(404, 10_013);
    let people = json!({"recipient_ids": [bot.id]});
    ada.rest.post("/api/x/dms", people).await.refused(403, 50_007);
}
