//! Groups of friends: who comes in and who goes out hears it at once, and nothing before or after that.

use serde_json::{Value, json};

use crate::world::{Account, Answer, CONVERSATIONS, Rest, Socket, World, befriend, say};

const GROUPS: &str = "/api/x/dms";

async fn make(who: &Account, with: &[&Account]) -> Answer {
    let ids: Vec<&str> = with.iter().map(|account| account.id.as_str()).collect();
    who.rest.post(GROUPS, json!({"recipient_ids": ids})).await
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

/// Ada, who owns it, and her friends bob and cyd, who are none of each other's.
async fn three(world: &World) -> (Account, Account, Account, String) {
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    befriend(&ada, &cyd).await;
    let group = id(&make(&ada, &[&bob, &cyd]).await.expect(201));
    (ada, bob, cyd, group)
}

fn recipient(group: &str, user: &Account) -> String {
    format!("{GROUPS}/{group}/recipients/{}", user.id)
}

fn at(group: &str, rest: &str) -> String {
    format!("/api/v10/channels/{group}{rest}")
}

async fn listed(of: &Rest) -> Vec<Value> {
    let list = of.get(CONVERSATIONS).await.expect(200);
    list.as_array().expect("a list").clone()
}

fn names(of: &Value) -> Vec<&str> {
    let recipients = of["recipients"].as_array().expect("recipients").iter();
    recipients.map(|user| user["username"].as_str().expect("a name")).collect()
}

/// The kinds, and whom they mention, of what stands in the log, the oldest first.
async fn told(reader: &Account, group: &str) -> Vec<(u64, String)> {
    let page = reader.rest.get(&at(group, "/messages")).await.expect(200);
    let messages = page.as_array().expect("a page").iter().rev();
    let shown = messages.map(|message| {
        let about = message["mentions"][0]["username"].as_str().or(message["content"].as_str());
        (message["type"].as_u64().expect("a type"), about.unwrap_or_default().to_owned())
    });
    shown.collect()
}

/// Everything that a socket heard of a group until a request of its own is answered by an event.
async fn heard_of(socket: &mut Socket, group: &str) -> Vec<String> {
    // Its answer comes behind all that was sent before.
    socket.subscribe("17", None).await;
    let of_group = |frame: &&Value| frame["d"].to_string().contains(group);
    let name = |frame: &Value| frame["t"].as_str().unwrap_or_default().to_owned();
    socket.untaken().filter(of_group).map(name).collect()
}

#[tokio::test]
async fn gr1_a_group_of_friends_stands_in_everybodys_list_from_the_first_moment() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let cyd = world.account("cyd").await;
    befriend(&ada, &bob).await;
    make(&ada, &[&bob, &cyd]).await.refused(403, 50_007);
    make(&ada, &[]).await.refused(400, 50_035);
    make(&ada, &[&ada]).await.refused(400, 50_035);
    ada.rest.post(GROUPS, json!({"recipient_ids": "1"})).await.refused(400, 50_035);
    ada.rest.post(GROUPS, json!({"recipient_ids": ["1"]})).await.refused(404, 10_013);
    let bot = world.bot("beep", 8).await;
    bot.rest.post(GROUPS, json!({"recipient_ids": [ada.id]})).await.refused(403, 20_001);
    befriend(&ada, &cyd).await;
    let mut at_cyd = world.socket(&cyd).await;
    let made = make(&ada, &[&bob, &cyd, &bob]).await.expect(201);
    assert_eq!((&made["type"], &made["owner_id"]), (&json!(3), &json!(ada.id)));
    let absent = [made.get("name"), made.get("icon"), made.get("last_message_id")];
    assert_eq!(absent, [Some(&Value::Null); 3]);
    assert_eq!(names(&made), ["bob", "cyd"]);
    let created = at_cyd.event("CHANNEL_CREATE").await;
    assert_eq!((&created["id"], names(&created)), (&made["id"], vec!["ada", "bob"]));
    for who in [&ada, &bob, &cyd] {
        assert_eq!(listed(&who.rest).await.len(), 1);
        say(who, &id(&made), "hi").await.expect(200);
    }
    // Another one of the same people is another one.
    assert_ne!(make(&ada, &[&bob, &cyd]).await.expect(201)["id"], made["id"]);
}

#[tokio::test]
async fn gr1_ten_people_are_the_most_and_each_takes_in_their_own_friends() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut friends = Vec::new();
    for number in 2..=11 {
        let friend = world.account(&format!("friend{number}")).await;
        befriend(&ada, &friend).await;
        friends.push(friend);
    }
    let all: Vec<&Account> = friends.iter().collect();
    make(&ada, &all).await.refused(400, 30_004);
    let group = id(&make(&ada, &all[..8]).await.expect(201));
    let (bob, eve) = (&friends[0], world.account("eve").await);
    bob.rest.put(&recipient(&group, &eve), json!({})).await.refused(403, 50_007);
    bob.rest.put(&recipient(&group, all[8]), json!({})).await.refused(403, 50_007);
    ada.rest.put(&recipient(&group, all[8]), json!({})).await.expect(204);
    // Once more changes nothing, and one more is too many.
    bob.rest.put(&recipient(&group, all[8]), json!({})).await.expect(204);
    ada.rest.put(&recipient(&group, all[9]), json!({})).await.refused(400, 30_004);
    eve.rest.put(&recipient(&group, &eve), json!({})).await.refused(404, 10_003);
    assert_eq!(names(&ada.rest.get(&at(&group, "")).await.expect(200)).len(), 9);
}

#[tokio::test]
async fn gr3_who_is_taken_in_has_the_group_before_any_event_and_reads_all_of_it() {
    let world = World::start().await;
    let (ada, bob, cyd, group) = three(&world).await;
    let dan = world.account("dan").await;
    befriend(&bob, &dan).await;
    say(&ada, &group, "before").await.expect(200);
    let (mut at_ada, mut at_dan) = (world.socket(&ada).await, world.socket(&dan).await);
    at_ada.subscribe(&group, None).await;
    at_dan.subscribe(&group, None).await;
    bob.rest.put(&recipient(&group, &dan), json!({})).await.expect(204);
    say(&cyd, &group, "after").await.expect(200);

    let heard = at_dan.expect(|frame| frame["d"].to_string().contains(&group)).await;
    assert_eq!(
        (&heard["t"], names(&heard["d"])),
        (&json!("CHANNEL_CREATE"), vec!["ada", "bob", "cyd"])
    );
    let said = at_dan.event("X_MENTION").await;
    assert_eq!(
        (&said["message"]["type"], &said["message"]["author"]["id"]),
        (&json!(1), &json!(bob.id))
    );
    assert_eq!(said["message"]["mentions"][0]["id"], dan.id.as_str());
    // What was said before is there to be read and is no news.
    let read = at_dan.event("MESSAGE_ACK").await;
    assert_eq!((&read["channel_id"], &read["mention_count"]), (&json!(group), &json!(1)));
    let after =
        [(0, "before"), (1, "dan"), (0, "after")].map(|(kind, said)| (kind, said.to_owned()));
    assert_eq!(told(&dan, &group).await, after);

    let changed = at_ada.event("CHANNEL_UPDATE").await;
    assert_eq!((&changed["id"], names(&changed)), (&json!(group), vec!["bob", "cyd", "dan"]));
    let added = at_ada.event("CHANNEL_RECIPIENT_ADD").await;
    assert_eq!((&added["channel_id"], &added["user"]["id"]), (&json!(group), &json!(dan.id)));
    let said = at_ada.event("MESSAGE_CREATE").await;
    assert_eq!((&said["type"], &said["mentions"][0]["username"]), (&json!(1), &json!("dan")));
}

#[tokio::test]
async fn gr3_who_is_taken_out_hears_and_reads_nothing_of_it_any_more() {
    let world = World::start().await;
    let (ada, bob, cyd, group) = three(&world).await;
    let said = say(&bob, &group, "mine").await.expect(200);
    let (mut first, mut second) = (world.socket(&bob).await, world.socket(&bob).await);
    let mut at_cyd = world.socket(&cyd).await;
    first.subscribe(&group, None).await;
    at_cyd.subscribe(&group, None).await;
    cyd.rest.delete(&recipient(&group, &bob)).await.refused(403, 50_013);
    ada.rest.delete(&recipient(&group, &world.owner)).await.refused(404, 10_013);
    ada.rest.delete(&recipient(&group, &bob)).await.expect(204);
    say(&ada, &group, "without bob").await.expect(200);
    ada.rest.post(&at(&group, "/typing"), json!({})).await.expect(204);
    ada.rest.patch(&at(&group, ""), json!({"name": "Two"})).await.expect(200);

    for socket in [&mut first, &mut second] {
        assert_eq!(socket.event("CHANNEL_DELETE").await["id"], group.as_str());
        assert_eq!(heard_of(socket, &group).await, [""; 0]);
        assert_eq!(socket.subscribe(&group, Some(0)).await["error"]["code"], 10_003);
    }
    assert!(listed(&bob.rest).await.is_empty());
    assert_eq!(world.socket(&bob).await.ready["private_channels"], json!([]));
    for path in ["", "/messages", "/pins"] {
        bob.rest.get(&at(&group, path)).await.refused(404, 10_003);
    }
    say(&bob, &group, "hello?").await.refused(404, 10_003);
    bob.rest.delete(&at(&group, &format!("/messages/{}", id(&said)))).await.refused(404, 10_003);
    bob.rest.put(&recipient(&group, &ada), json!({})).await.refused(404, 10_003);
    bob.rest.get(&format!("/api/x/channels/{group}/events?after=0")).await.refused(404, 10_003);

    // Those who stay hear who went, and by whom.
    assert_eq!(at_cyd.event("CHANNEL_RECIPIENT_REMOVE").await["user"]["id"], bob.id.as_str());
    let told = at_cyd.event("MESSAGE_CREATE").await;
    assert_eq!((&told["type"], &told["author"]["id"]), (&json!(2), &json!(ada.id)));
    assert_eq!(told["mentions"][0]["username"], "bob");
    // What bob wrote stays his, and he may come back.
    ada.rest.put(&recipient(&group, &bob), json!({})).await.expect(204);
    let page = bob.rest.get(&at(&group, "/messages")).await.expect(200);
    assert_eq!(page.as_array().unwrap().last().unwrap()["author"]["username"], "bob");
}

#[tokio::test]
async fn gr3_of_whoever_writes_while_they_are_taken_out_all_is_told_before_that_or_refused() {
    let world = World::start().await;
    let (ada, bob, cyd, group) = three(&world).await;
    let (mut at_bob, mut at_cyd) = (world.socket(&bob).await, world.socket(&cyd).await);
    at_bob.subscribe(&group, None).await;
    at_cyd.subscribe(&group, None).await;
    let writing = async {
        let mut written = Vec::new();
        for number in 0.. {
            let answer = say(&bob, &group, &format!("bob {number}")).await;
            if answer.status != 200 {
                answer.refused(404, 10_003);
                return written;
            }
            written.push(answer.body["content"].as_str().unwrap().to_owned());
        }
        written
    };
    let removing = async {
        // In the middle of it.
        at_cyd.expect(|frame| frame["d"]["content"] == "bob 5").await;
        ada.rest.delete(&recipient(&group, &bob)).await.expect(204);
        say(&ada, &group, "he is gone").await.expect(200);
    };
    let (written, ()) = tokio::join!(writing, removing);
    let page = cyd.rest.get(&at(&group, "/messages?limit=100")).await.expect(200);
    let page: Vec<&Value> = page.as_array().unwrap().iter().rev().collect();
    let gone = page.iter().position(|message| message["type"] == 2).expect("it is told");
    let by_bob = page.iter().filter(|message| message["author"]["id"] == bob.id.as_str());
    assert!(by_bob.clone().count() >= written.len(), "what was acknowledged is there");
    let last = page.iter().rposition(|message| message["author"]["id"] == bob.id.as_str());
    assert!(last < Some(gone), "{last:?} {gone}");
    at_bob.event("CHANNEL_DELETE").await;
    heard_of(&mut at_bob, &group).await;
    let heard = at_bob.untaken().any(|frame| frame["d"].to_string().contains("he is gone"));
    assert!(!heard);
}

#[tokio::test]
async fn the_owner_leaves_it_to_who_came_first_and_the_last_one_takes_it_along() {
    let world = World::start().await;
    let (ada, bob, cyd, group) = three(&world).await;
    let mut at_bob = world.socket(&bob).await;
    assert_eq!(ada.rest.delete(&at(&group, "")).await.expect(200)["id"], group.as_str());
    let changed = at_bob.event("CHANNEL_UPDATE").await;
    assert_eq!((&changed["owner_id"], names(&changed)), (&json!(bob.id), vec!["cyd"]));
    ada.rest.get(&at(&group, "")).await.refused(404, 10_003);
    cyd.rest.delete(&recipient(&group, &bob)).await.refused(403, 50_013);
    bob.rest.delete(&recipient(&group, &cyd)).await.expect(204);
    assert_eq!(told(&bob, &group).await, [(2, "ada".to_owned()), (2, "cyd".to_owned())]);
    bob.rest.delete(&recipient(&group, &bob)).await.expect(204);
    assert_eq!(at_bob.event("CHANNEL_DELETE").await["id"], group.as_str());
    for who in [&ada, &bob, &cyd] {
        who.rest.get(&at(&group, "")).await.refused(404, 10_003);
        assert!(listed(&who.rest).await.is_empty());
    }
}

#[tokio::test]
async fn everybody_in_it_gives_it_a_name_or_takes_it_away() {
    let world = World::start().await;
    let (ada, bob, cyd, group) = three(&world).await;
    let (mut at_cyd, path) = (world.socket(&cyd).await, at(&group, ""));
    at_cyd.subscribe(&group, None).await;
    let named = bob.rest.patch(&path, json!({"name": "Trip"})).await.expect(200);
    assert_eq!((&named["name"], &named["type"]), (&json!("Trip"), &json!(3)));
    assert_eq!(at_cyd.event("CHANNEL_UPDATE").await["name"], "Trip");
    let told = at_cyd.event("MESSAGE_CREATE").await;
    assert_eq!((&told["type"], &told["content"]), (&json!(4), &json!("Trip")));
    assert_eq!(told["author"]["id"], bob.id.as_str());
    ada.rest.patch(&path, json!({"name": ""})).await.refused(400, 50_035);
    ada.rest.patch(&path, json!({"name": "x".repeat(101)})).await.refused(400, 50_035);
    assert_eq!(ada.rest.patch(&path, json!({})).await.expect(200)["name"], "Trip");
    let nameless = ada.rest.patch(&path, json!({"name": null})).await.expect(200);
    assert_eq!(nameless["name"], Value::Null);
    let eve = world.account("eve").await;
    eve.rest.patch(&path, json!({"name": "Mine"})).await.refused(404, 10_003);
    // Nobody edits what the system says.
    let message = at(&group, &format!("/messages/{}", id(&told)));
    bob.rest.patch(&message, json!({"content": "x"})).await.refused(403, 50_021);
}

#[tokio::test]
async fn a_conversation_of_two_is_no_group() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    befriend(&ada, &bob).await;
    let open = json!({"recipient_id": bob.id});
    let pair = id(&ada.rest.post("/api/v10/users/@me/channels", open).await.expect(200));
    ada.rest.put(&recipient(&pair, &bob), json!({})).await.refused(400, 50_024);
    ada.rest.delete(&recipient(&pair, &ada)).await.refused(400, 50_024);
    ada.rest.patch(&at(&pair, ""), json!({"name": "Us"})).await.refused(400, 50_024);
    let general = &world.general;
    ada.rest.put(&recipient(general, &bob), json!({})).await.refused(400, 50_024);
}

#[tokio::test]
async fn p1_a_group_is_there_after_a_kill_with_those_who_were_in_it() {
    let mut world = World::start().await;
    let (ada, bob, cyd, group) = three(&world).await;
    // A friendship that ends takes nobody out, and whoever is in it writes.
    ada.rest.delete(&format!("/api/x/relationships/{}", cyd.id)).await.expect(204);
    ada.rest.patch(&at(&group, ""), json!({"name": "Trip"})).await.expect(200);
    ada.rest.delete(&recipient(&group, &bob)).await.expect(204);
    world.kill();
    world.start_again();
    let again = |who: &Account| Account { rest: who.rest.at(world.url()), ..who.clone() };
    let (ada, bob, cyd) = (again(&ada), again(&bob), again(&cyd));
    say(&cyd, &group, "still here").await.expect(200);
    let ready = world.socket(&ada).await.ready["private_channels"][0].take();
    assert_eq!((&ready["id"], &ready["name"]), (&json!(group), &json!("Trip")));
    assert_eq!((names(&ready), &ready["owner_id"]), (vec!["cyd"], &json!(ada.id)));
    assert_eq!(world.socket(&bob).await.ready["private_channels"], json!([]));
    bob.rest.get(&at(&group, "/messages")).await.refused(404, 10_003);
    let expected = [(4, "Trip"), (2, "bob"), (0, "still here")];
    assert_eq!(told(&ada, &group).await, expected.map(|(kind, said)| (kind, said.to_owned())));
}
