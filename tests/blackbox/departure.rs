//! An account that ends: nobody logs in to it, everybody is told, and what it wrote stays.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Account, Answer, Member, PASSWORD, World, befriend, open};

async fn end(account: &Account, password: &str) -> Answer {
    let body = json!({"password": password});
    account.rest.send(Method::DELETE, "/api/x/me", Some(body)).await
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

async fn page(reader: &Account, channel: &str) -> Value {
    reader.rest.get(&format!("/api/v10/channels/{channel}/messages")).await.expect(200)
}

fn assert_stub(user: &Value, of: &Account) {
    let name = user["username"].as_str().expect("a name");
    assert!(name.starts_with("deleted_"), "{user}");
    let shown = (&user["id"], &user["global_name"], &user["avatar"]);
    assert_eq!(shown, (&json!(of.id), &json!("Deleted user"), &json!(null)));
}

#[tokio::test]
async fn what_an_account_wrote_stays_and_nobody_logs_in_to_it_any_more() {
    let world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    bob.says("I was here").await;
    let (mut told, bob_socket) = (ada.socket, &mut bob.socket);
    end(&bob.account, PASSWORD).await.expect(204);
    assert_eq!(bob_socket.closed().await, 4004);
    let gone = told.event("GUILD_MEMBER_REMOVE").await;
    assert_eq!(gone["user"]["id"], bob.account.id.as_str());

    let said = page(&ada.account, &world.general).await;
    assert_eq!(said[0]["content"], "I was here");
    assert_stub(&said[0]["author"], &bob.account);
    bob.account.rest.get("/api/x/me").await.expect(401);
    bob.account.rest.post("/api/x/auth/refresh", json!({})).await.expect(401);
    let login = json!({"username": "bob", "password": PASSWORD});
    world.nobody().post("/api/x/auth/login", login).await.refused(401, 900_010);
    let stub = said[0]["author"]["username"].as_str().expect("a name");
    let login = json!({"username": stub, "password": PASSWORD});
    world.nobody().post("/api/x/auth/login", login).await.refused(401, 900_010);

    // The name is free, and who takes it is somebody else.
    let anew = world.account("bob").await;
    assert_ne!(anew.id, bob.account.id);
    let said = page(&anew, &world.general).await;
    assert_stub(&said[0]["author"], &bob.account);
}

#[tokio::test]
async fn friends_are_told_and_keep_what_was_said_and_nobody_finds_the_stub() {
    let world = World::start().await;
    let (mut ada, bob) = world.two_members().await;
    befriend(&ada.account, &bob.account).await;
    let direct = id(&open(&ada.account, &bob.account).await.expect(200));
    let path = format!("/api/v10/channels/{direct}/messages");
    bob.account.rest.post(&path, json!({"content": "between us"})).await.expect(200);
    let people = json!({"recipient_ids": [ada.account.id]});
    let group = id(&bob.account.rest.post("/api/x/dms", people).await.expect(201));

    end(&bob.account, PASSWORD).await.expect(204);
    let told = ada.socket.event("RELATIONSHIP_REMOVE").await;
    assert_eq!(told, json!({"id": bob.account.id, "type": 1}));
    assert_eq!(ada.account.rest.get("/api/x/relationships").await.expect(200), json!([]));
    let said = page(&ada.account, &direct).await;
    assert_stub(&said[0]["author"], &bob.account);
    ada.account.rest.post(&path, json!({"content": "hello?"})).await.refused(403, 50_007);
    let left = ada.account.rest.get(&format!("/api/v10/channels/{group}")).await.expect(200);
    assert_eq!((&left["owner_id"], &left["recipients"]), (&json!(ada.account.id), &json!([])));

    let stub = said[0]["author"]["username"].clone();
    let by_id = format!("/api/x/relationships/{}", bob.account.id);
    for body in [json!({}), json!({"type": 2})] {
        ada.account.rest.put(&by_id, body).await.refused(404, 10_013);
    }
    let by_name = json!({"username": stub});
    ada.account.rest.post("/api/x/relationships", by_name).await.refused(404, 10_013);
    open(&ada.account, &bob.account).await.refused(404, 10_013);
    let me = json!({"username": stub, "password": PASSWORD});
    let taken = ada.account.rest.patch("/api/v10/users/@me", me).await.expect(400);
    let taken = &taken["errors"]["username"]["_errors"][0]["code"];
    assert_eq!(taken, "USERNAME_ALREADY_TAKEN");
}

#[tokio::test]
async fn bots_end_with_whoever_made_them() {
    let world = World::start().await;
    let (mut ada, bob) = world.two_members().await;
    let made = bob.account.rest.post("/api/x/bots", json!({"name": "beep"})).await.expect(201);
    let grant = format!("/api/x/guilds/{}/bots/{}", world.guild, id(&made));
    world.owner.rest.put(&grant, json!({"permissions": "0"})).await.expect(204);
    let token = format!("Bot {}", made["token"].as_str().expect("a token"));
    let beep = crate::world::Rest::new(world.url(), Some(&token));
    beep.get("/api/v10/users/@me").await.expect(200);

    end(&bob.account, PASSWORD).await.expect(204);
    beep.get("/api/v10/users/@me").await.expect(401);
    let mut gone = Vec::new();
    while gone.len() < 2 {
        gone.push(ada.socket.event("GUILD_MEMBER_REMOVE").await["user"]["id"].clone());
    }
    assert_eq!(gone, [made["id"].clone(), json!(bob.account.id)]);
    ada.account.rest.post("/api/x/bots", json!({"name": "beep"})).await.expect(201);
}

#[tokio::test]
async fn who_owns_something_or_does_not_know_the_password_stays() {
    let world = World::start().await;
    let (ada, bob) = world.two_members().await;
    for (password, code) in [("a wrong one", "PASSWORD_DOES_NOT_MATCH"), ("", "BASE_TYPE_REQUIRED")]
    {
        let refused = end(&bob.account, password).await.expect(400);
        assert_eq!(refused["errors"]["password"]["_errors"][0]["code"], code, "{refused}");
    }
    end(&world.owner, PASSWORD).await.refused(403, 50_013);
    let guild = bob.account.rest.post("/api/v10/guilds", json!({"name": "Mine"})).await;
    let guild = id(&guild.expect(201));
    end(&bob.account, PASSWORD).await.refused(400, 900_014);
    bob.account.rest.get("/api/x/me").await.expect(200);

    joins(&bob, &ada, &guild).await;
    let path = format!("/api/v10/guilds/{guild}");
    let next = json!({"owner_id": ada.account.id});
    bob.account.rest.patch(&path, next).await.expect(200);
    end(&bob.account, PASSWORD).await.expect(204);
}

async fn joins(owner: &Member, newcomer: &Member, guild: &str) {
    let channels = format!("/api/v10/guilds/{guild}/channels");
    let channels = owner.account.rest.get(&channels).await.expect(200);
    let text = channels.as_array().expect("a list").iter().find(|one| one["type"] == 0);
    let path = format!("/api/v10/channels/{}/invites", id(text.expect("a text channel")));
    let invite = owner.account.rest.post(&path, json!({})).await.expect(200);
    let path = format!("/api/v10/invites/{}", invite["code"].as_str().expect("a code"));
    newcomer.account.rest.post(&path, json!({})).await.expect(200);
}

#[tokio::test]
async fn p1_it_has_ended_after_a_kill() {
    let mut world = World::start().await;
    let (ada, bob) = world.two_members().await;
    end(&bob.account, PASSWORD).await.expect(204);
    world.kill();
    world.start_again();
    let members = format!("/api/v10/guilds/{}/members/{}", world.guild, bob.account.id);
    let ada = Account { rest: ada.account.rest.at(world.url()), ..ada.account };
    ada.rest.get(&members).await.refused(404, 10_007);
    bob.account.rest.at(world.url()).get("/api/x/me").await.expect(401);
}
