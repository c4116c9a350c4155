//! A changed account is seen as it is, everywhere and at once.

use serde_json::json;

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn a_new_name_is_seen_live_by_oneself_and_by_others() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    ada.says("hi").await;
    let patch = json!({"global_name": "Countess", "username": "Lovelace", "password": PASSWORD});
    let me = ada.account.rest.patch("/api/v10/users/@me", patch).await.expect(200);
    assert_eq!((&me["username"], &me["global_name"]), (&json!("lovelace"), &json!("Countess")));
    assert_eq!(ada.account.rest.get("/api/v10/users/@me").await.expect(200), me);

    let own = ada.socket.event("USER_UPDATE").await;
    assert_eq!(own["username"], "lovelace");
    let seen = bob.socket.event("GUILD_MEMBER_UPDATE").await;
    assert_eq!(seen["guild_id"], world.guild.as_str());
    assert_eq!(seen["user"]["global_name"], "Countess");
    bob.socket.send(1, json!(null)).await;
    bob.socket.expect(|frame| frame["op"] == 11).await;
    assert!(bob.socket.untaken().all(|frame| frame["t"] != "USER_UPDATE"));

    ada.says("it is me").await;
    let message = bob.sees("it is me").await;
    assert_eq!(message["author"]["username"], "lovelace");
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let page = bob.account.rest.get(&path).await.expect(200);
    let authors = page.as_array().unwrap().iter().map(|message| &message["author"]["username"]);
    assert!(authors.eq(["lovelace", "lovelace"].iter()));
}

#[tokio::test]
async fn p1_a_new_name_is_the_login_after_a_kill_and_the_old_one_is_free() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let patch = json!({"username": "lovelace", "password": PASSWORD});
    ada.rest.patch("/api/v10/users/@me", patch).await.expect(200);
    world.kill();
    world.start_again();
    let login = |name: &str| json!({"username": name, "password": PASSWORD});
    world.nobody().post("/api/x/auth/login", login("lovelace")).await.expect(200);
    world.nobody().post("/api/x/auth/login", login("ada")).await.refused(401, 900_010);
    let newcomer = world.account("ada").await;
    assert_ne!(newcomer.id, ada.id);
}

#[tokio::test]
async fn a_username_is_changed_by_who_knows_the_password_and_only_to_a_free_one() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let bot = world.bot("beep", 0).await;
    let patch = async |body| ada.rest.patch("/api/v10/users/@me", body).await;
    let cases = [
        (json!({"username": "eve"}), "password", "BASE_TYPE_REQUIRED"),
        (
            json!({"username": "eve", "password": "wrong one"}),
            "password",
            "PASSWORD_DOES_NOT_MATCH",
        ),
        (json!({"username": "owner", "password": PASSWORD}), "username", "USERNAME_ALREADY_TAKEN"),
        (json!({"username": "x", "password": PASSWORD}), "username", "BASE_TYPE_BAD_LENGTH"),
        (json!({"username": "a b", "password": PASSWORD}), "username", "STRING_TYPE_REGEX"),
        (json!({"global_name": "x".repeat(33)}), "global_name", "BASE_TYPE_BAD_LENGTH"),
    ];
    for (body, field, code) in cases {
        let refused = patch(body.clone()).await.expect(400);
        assert_eq!(refused["errors"][field]["_errors"][0]["code"], code, "{body}");
    }
    assert_eq!(patch(json!({"username": "ada"})).await.expect(200)["username"], "ada");
    let shown = patch(json!({"global_name": "Ada L."})).await.expect(200);
    assert_eq!(shown["global_name"], "Ada L.");
    assert_eq!(patch(json!({})).await.expect(200)["global_name"], "Ada L.");
    let hidden = patch(json!({"global_name": null})).await.expect(200);
    assert_eq!(hidden["global_name"], json!(null));
    // A bot has no password.
    let renamed = bot.rest.patch("/api/v10/users/@me", json!({"username": "boop"})).await;
    assert_eq!(renamed.expect(200)["username"], "boop");
    let other = format!("/api/v10/users/{}", world.owner.id);
    ada.rest.patch(&other, json!({})).await.refused(405, 0);
}
