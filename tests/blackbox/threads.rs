//! Threads over REST, and what those who listen hear of them.

use serde_json::{Value, json};

use crate::world::{Account, World};

const PUBLIC_THREAD: u64 = 11;
const THREAD_CREATED: u64 = 18;
const THREAD_STARTER: u64 = 21;

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn of(channel: &str) -> String {
    format!("/api/v10/channels/{channel}")
}

async fn says(who: &Account, channel: &str, content: &str) -> Value {
    let path = format!("{}/messages", of(channel));
    who.rest.post(&path, json!({"content": content})).await.expect(200)
}

/// A thread that stands by itself.
async fn opens(who: &Account, channel: &str, name: &str) -> Value {
    let body = json!({"name": name, "type": PUBLIC_THREAD});
    who.rest.post(&format!("{}/threads", of(channel)), body).await.expect(201)
}

#[tokio::test]
async fn a_thread_on_a_message_is_seen_by_all_and_the_message_shows_it() {
    let world = World::start().await;
    let mut ada = world.member("ada").await;
    let bob = world.account("bob").await;
    let said = ada.says("who comes along?").await;
    let path = format!("{}/messages/{}/threads", of(&world.general), id(&said));
    let body = json!({"name": "The trip", "auto_archive_duration": 60});
    let thread = bob.rest.post(&path, body.clone()).await.expect(201);
    // As in v10: it has the id of the message that it began at.
    assert_eq!(thread["id"], said["id"]);
    assert_eq!(thread["type"], PUBLIC_THREAD);
    assert_eq!(thread["parent_id"], json!(world.general));
    assert_eq!(thread["owner_id"], json!(bob.id));
    assert_eq!(thread["thread_metadata"]["auto_archive_duration"], 60);
    assert_eq!(thread["thread_metadata"]["archived"], false);
    let told = ada.socket.event("THREAD_CREATE").await;
    assert_eq!((&told["id"], &told["name"]), (&thread["id"], &json!("The trip")));
    bob.rest.post(&path, body).await.refused(400, 160_004);
    let shown = bob.rest.get(&format!("{}/messages/{}", of(&world.general), id(&said))).await;
    assert_eq!(shown.expect(200)["thread"]["id"], thread["id"]);

    let mut socket = world.socket(&bob).await;
    socket.subscribe(&id(&thread), None).await;
    says(&ada.account, &id(&thread), "I do").await;
    assert_eq!(socket.event("MESSAGE_CREATE").await["content"], "I do");
    let page = bob.rest.get(&format!("{}/messages", of(&id(&thread)))).await.expect(200);
    let kinds: Vec<&Value> = page.as_array().unwrap().iter().map(|said| &said["type"]).collect();
    assert_eq!(kinds, [&json!(0), &json!(THREAD_STARTER)], "{page}");
    assert_eq!(page[1]["referenced_message"]["content"], "who comes along?");
    let counted = bob.rest.get(&of(&id(&thread))).await.expect(200);
    assert_eq!((&counted["message_count"], &counted["member_count"]), (&json!(1), &json!(2)));
}

#[tokio::test]
async fn a_thread_by_itself_is_told_of_and_listed_until_it_is_archived() {
    let world = World::start().await;
    let mut ada = world.member("ada").await;
    let thread = opens(&ada.account, &world.general, "Plans").await;
    let told = ada.next_message().await;
    assert_eq!((&told["type"], &told["content"]), (&json!(THREAD_CREATED), &json!("Plans")));
    let active = format!("/api/v10/guilds/{}/threads/active", world.guild);
    let listed = ada.account.rest.get(&active).await.expect(200);
    assert_eq!(listed["threads"][0]["id"], thread["id"]);
    assert_eq!(listed["members"][0]["user_id"], json!(ada.account.id));

    let path = of(&id(&thread));
    let archived = ada.account.rest.patch(&path, json!({"archived": true})).await.expect(200);
    assert_eq!(archived["thread_metadata"]["archived"], true);
    let told = ada.socket.event("THREAD_UPDATE").await;
    assert_eq!(told["thread_metadata"]["archived"], true);
    assert_eq!(ada.account.rest.get(&active).await.expect(200)["threads"], json!([]));
    let list = format!("{}/threads/archived/public", of(&world.general));
    let listed = ada.account.rest.get(&list).await.expect(200);
    assert_eq!(listed["threads"][0]["id"], thread["id"]);
    assert_eq!(listed["has_more"], false);
}

#[tokio::test]
async fn a_post_brings_an_archived_thread_back_unless_it_is_locked() {
    let world = World::start().await;
    let (ada, bob) = world.two_members().await;
    let thread = id(&opens(&ada.account, &world.general, "Plans").await);
    let said = id(&says(&bob.account, &thread, "first").await);
    let archive = json!({"archived": true});
    ada.account.rest.patch(&of(&thread), archive.clone()).await.expect(200);
    // What adds to it waits until it is back; to post is to bring it back.
    let reaction = format!("{}/messages/{said}/reactions/%F0%9F%91%8D/@me", of(&thread));
    ada.account.rest.put(&reaction, json!({})).await.refused(400, 50_083);
    says(&bob.account, &thread, "still here").await;
    let back = bob.account.rest.get(&of(&thread)).await.expect(200);
    assert_eq!(back["thread_metadata"]["archived"], false);

    let lock = json!({"archived": true, "locked": true});
    ada.account.rest.patch(&of(&thread), json!({"locked": true})).await.refused(403, 50_013);
    world.owner.rest.patch(&of(&thread), lock).await.expect(200);
    let path = format!("{}/messages", of(&thread));
    let refused = bob.account.rest.post(&path, json!({"content": "late"})).await;
    assert_eq!((refused.status, refused.code()), (400, Some(50_083)), "{}", refused.body);
    let unarchived = ada.account.rest.patch(&of(&thread), json!({"archived": false})).await;
    assert!(unarchived.status >= 400, "{}", unarchived.body);
    says(&world.owner, &thread, "I may").await;
}

#[tokio::test]
async fn p2_what_was_said_in_a_thread_while_one_was_away_is_replayed_once_also_after_a_kill() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let thread = id(&opens(&ada, &world.general, "Plans").await);
    let mut socket = world.socket(&ada).await;
    socket.subscribe(&thread, None).await;
    says(&ada, &thread, "seen").await;
    let cursor = socket.event("MESSAGE_CREATE").await["x_seq"].as_u64();
    drop(socket);
    for number in 0..3 {
        says(&world.owner, &thread, &format!("missed {number}")).await;
    }
    world.kill();
    world.start_again();
    let mut socket = world.socket(&ada).await;
    let back = socket.subscribe(&thread, cursor).await;
    assert_eq!((&back["replayed"], &back["reset"]), (&json!(3), &json!(false)));
    says(&ada, &thread, "live").await;
    for expected in ["missed 0", "missed 1", "missed 2", "live"] {
        assert_eq!(socket.event("MESSAGE_CREATE").await["content"], expected);
    }
    let counted = ada.rest.get(&of(&thread)).await.expect(200);
    assert_eq!(counted["message_count"], 5);
}

#[tokio::test]
async fn archived_threads_come_in_pages_without_a_gap() {
    let world = World::start().await;
    let mut expected = Vec::new();
    for number in 0..5 {
        let thread = id(&opens(&world.owner, &world.general, &number.to_string()).await);
        world.owner.rest.patch(&of(&thread), json!({"archived": true})).await.expect(200);
        expected.push(thread);
    }
    expected.reverse();
    let list = format!("{}/threads/archived/public?limit=2", of(&world.general));
    let (mut found, mut path) = (Vec::new(), list.clone());
    loop {
        let page = world.owner.rest.get(&path).await.expect(200);
        let threads = page["threads"].as_array().unwrap();
        found.extend(threads.iter().map(id));
        let Some(last) = threads.last().filter(|_| page["has_more"] == true) else { break };
        let before = last["thread_metadata"]["archive_timestamp"].as_str().unwrap();
        path = format!("{list}&before={}", before.replace('+', "%2B"));
    }
    assert_eq!(found, expected);
}

#[tokio::test]
async fn one_joins_leaves_and_is_brought_in_and_posting_is_joining() {
    let world = World::start().await;
    let (mut ada, bob) = world.two_members().await;
    let thread = id(&opens(&ada.account, &world.general, "Plans").await);
    let members = format!("{}/thread-members", of(&thread));
    let own = format!("{members}/@me");
    bob.account.rest.put(&own, json!({})).await.expect(204);
    let bobs = json!(bob.account.id);
    let comes = |frame: &Value| frame["d"]["added_members"][0]["user_id"] == bobs;
    ada.socket.expect(|frame| frame["t"] == "THREAD_MEMBERS_UPDATE" && comes(frame)).await;
    bob.account.rest.delete(&own).await.expect(204);
    let goes = |frame: &Value| frame["d"]["removed_member_ids"] == json!([bobs]);
    ada.socket.expect(|frame| frame["t"] == "THREAD_MEMBERS_UPDATE" && goes(frame)).await;
    says(&bob.account, &thread, "back by speaking").await;
    let listed = ada.account.rest.get(&members).await.expect(200);
    let ids: Vec<&Value> = listed.as_array().unwrap().iter().map(|m| &m["user_id"]).collect();
    assert_eq!(ids.len(), 2, "{listed}");
    assert!(ids.contains(&&json!(bob.account.id)));
    let gone = format!("{members}/{}", bob.account.id);
    ada.account.rest.delete(&gone).await.refused(403, 50_013);
    world.owner.rest.delete(&gone).await.expect(204);
    bob.account.rest.get(&gone).await.refused(404, 10_007);
}

#[tokio::test]
async fn threads_go_with_their_channel_and_one_that_is_deleted_is_nowhere() {
    let world = World::start().await;
    let mut ada = world.member("ada").await;
    let thread = id(&opens(&ada.account, &world.general, "Plans").await);
    says(&ada.account, &thread, "a secret").await;
    ada.account.rest.delete(&of(&thread)).await.refused(403, 50_013);
    world.owner.rest.delete(&of(&thread)).await.expect(200);
    assert_eq!(ada.socket.event("THREAD_DELETE").await["id"], json!(thread));
    ada.account.rest.get(&of(&thread)).await.refused(404, 10_003);
    ada.account.rest.get(&format!("{}/messages", of(&thread))).await.refused(404, 10_003);

    let below = id(&opens(&ada.account, &world.general, "More plans").await);
    world.owner.rest.delete(&of(&world.general)).await.expect(200);
    ada.account.rest.get(&of(&below)).await.refused(404, 10_003);
    let active = format!("/api/v10/guilds/{}/threads/active", world.guild);
    assert_eq!(ada.account.rest.get(&active).await.expect(200)["threads"], json!([]));
}

#[tokio::test]
async fn bad_threads_are_refused_in_words() {
    let world = World::start().await;
    let path = format!("{}/threads", of(&world.general));
    for (field, body) in [
        ("name", json!({"name": "", "type": 11})),
        ("name", json!({"name": "x".repeat(101), "type": 11})),
        ("type", json!({"name": "private", "type": 12})),
        ("auto_archive_duration", json!({"name": "odd", "type": 11, "auto_archive_duration": 61})),
        ("rate_limit_per_user", json!({"name": "slow", "type": 11, "rate_limit_per_user": 21_601})),
    ] {
        let refused = world.owner.rest.post(&path, body).await;
        assert_eq!((refused.status, refused.code()), (400, Some(50_035)), "{}", refused.body);
        assert!(refused.body["errors"][field].is_object(), "{field}: {}", refused.body);
    }
    let thread = id(&opens(&world.owner, &world.general, "Plans").await);
    let within = format!("{}/threads", of(&thread));
    let body = json!({"name": "within", "type": 11});
    world.owner.rest.post(&within, body).await.refused(400, 50_024);
}
