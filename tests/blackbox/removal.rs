//! Guilds and channels that are deleted: gone at once for all, and after a restart too. And how many
//! guilds there may be.

use serde_json::json;

use crate::world::{World, named};

#[tokio::test]
async fn p1_a_deleted_guild_is_gone_for_all_its_members_also_after_a_kill() {
    let mut world = World::start().await;
    let (ada, mut bob) = world.two_members().await;
    let guild = format!("/api/v10/guilds/{}", world.guild);
    let messages = format!("/api/v10/channels/{}/messages", world.general);
    let invite = world.invite(&world.general).await;
    ada.account.rest.delete(&guild).await.refused(403, 50_013);
    assert_eq!(world.owner.rest.delete(&guild).await.status, 204);
    let gone = bob.socket.event("GUILD_DELETE").await;
    assert_eq!(gone, json!({"id": world.guild}));
    for restarted in [false, true] {
        if restarted {
            world.kill();
            world.start_again();
        }
        for who in [&world.owner, &bob.account] {
            who.rest.get(&guild).await.refused(404, 10_004);
            who.rest.get(&messages).await.refused(404, 10_003);
            who.rest.post(&messages, json!({"content": "hello?"})).await.refused(404, 10_003);
            let guilds = who.rest.get("/api/v10/users/@me/guilds").await.expect(200);
            assert_eq!(guilds, json!([]));
        }
        let path = format!("/api/v10/invites/{invite}");
        world.nobody().get(&path).await.refused(404, 10_006);
        let mut socket = world.connect().await;
        socket.identify(bob.account.rest.bare_token()).await;
        assert_eq!(socket.ready["guilds"], json!([]));
    }
}

#[tokio::test]
async fn a_deleted_channel_is_gone_for_those_who_listen_and_takes_its_invites() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    ada.says("last words").await;
    bob.sees("last words").await;
    let channel = format!("/api/v10/channels/{}", world.general);
    let invite = world.invite(&world.general).await;
    ada.account.rest.delete(&channel).await.refused(403, 50_013);
    let deleted = world.owner.rest.delete(&channel).await.expect(200);
    assert_eq!(deleted["name"], "general");
    let gone = bob.socket.event("CHANNEL_DELETE").await;
    assert_eq!(gone["id"], world.general.as_str());
    ada.posts("anyone?", "late").await.refused(404, 10_003);
    world.owner.rest.delete(&channel).await.refused(404, 10_003);
    world.nobody().get(&format!("/api/v10/invites/{invite}")).await.refused(404, 10_006);
    let invites = format!("/api/v10/guilds/{}/invites", world.guild);
    assert_eq!(world.owner.rest.get(&invites).await.expect(200), json!([]));
}

#[tokio::test]
async fn the_children_of_a_deleted_category_stay() {
    let world = World::start().await;
    let mut socket = world.socket(&world.owner).await;
    let channels = format!("/api/v10/guilds/{}/channels", world.guild);
    let owner = &world.owner.rest;
    let category = owner.post(&channels, json!({"name": "Talk", "type": 4})).await.expect(201);
    let move_it = json!([{"id": world.general, "position": 3, "parent_id": category["id"]}]);
    assert_eq!(owner.patch(&channels, move_it).await.status, 204);
    let moved = socket.event("CHANNEL_UPDATE").await;
    assert_eq!((&moved["parent_id"], &moved["position"]), (&category["id"], &json!(3)));
    owner
        .delete(&format!("/api/v10/channels/{}", category["id"].as_str().unwrap()))
        .await
        .expect(200);
    let freed = socket.event("CHANNEL_UPDATE").await;
    assert_eq!((&freed["id"], &freed["parent_id"]), (&json!(world.general), &json!(null)));
}

#[tokio::test]
async fn invites_are_listed_for_those_who_manage_and_their_deletion_is_said() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&world.owner).await;
    let of_channel = format!("/api/v10/channels/{}/invites", world.general);
    let of_guild = format!("/api/v10/guilds/{}/invites", world.guild);
    let made = ada.rest.post(&of_channel, json!({"max_uses": 3, "max_age": 600})).await.expect(200);
    socket.event("INVITE_CREATE").await;
    for path in [&of_channel, &of_guild] {
        ada.rest.get(path).await.refused(403, 50_013);
        let listed = world.owner.rest.get(path).await.expect(200);
        let listed =
            listed.as_array().unwrap().iter().find(|invite| invite["code"] == made["code"]);
        let listed = listed.expect("the invite is listed");
        assert_eq!((&listed["max_uses"], &listed["uses"]), (&json!(3), &json!(0)));
        assert_eq!(listed["inviter"]["id"], ada.id.as_str());
    }
    let path = format!("/api/v10/invites/{}", made["code"].as_str().unwrap());
    world.owner.rest.delete(&path).await.expect(200);
    let deleted = socket.event("INVITE_DELETE").await;
    assert_eq!(deleted["code"], made["code"]);
}

#[tokio::test]
async fn a_guild_is_handed_over_by_its_owner_only() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let path = format!("/api/v10/guilds/{}", world.guild);
    let hand_over = |to: &str| json!({"owner_id": to});
    ada.rest.patch(&path, hand_over(&ada.id)).await.refused(403, 50_013);
    world.owner.rest.patch(&path, hand_over("77")).await.refused(404, 10_007);
    let guild = world.owner.rest.patch(&path, hand_over(&ada.id)).await.expect(200);
    assert_eq!(guild["owner_id"], ada.id.as_str());
    assert_eq!(socket.event("GUILD_UPDATE").await["owner_id"], ada.id.as_str());
    world.owner.rest.patch(&path, json!({"name": "Mine"})).await.refused(403, 50_013);
    ada.rest.patch(&path, json!({"name": "Hers"})).await.expect(200);
}

#[tokio::test]
async fn nobody_is_in_more_than_a_hundred_guilds_and_leaving_one_makes_room() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut last = world.guild.clone();
    for number in 2..=100 {
        let body = json!({"name": format!("Guild {number}")});
        let guild = ada.rest.post("/api/v10/guilds", body).await.expect(201);
        last = guild["id"].as_str().unwrap().to_owned();
    }
    let one_more = json!({"name": "One more"});
    ada.rest.post("/api/v10/guilds", one_more.clone()).await.refused(400, 30_001);
    let bob = world.account("bob").await;
    let theirs = bob.rest.post("/api/v10/guilds", one_more).await.expect(201);
    let channels = format!("/api/v10/guilds/{}/channels", theirs["id"].as_str().unwrap());
    let channel = named(&bob.rest.get(&channels).await.expect(200), "general");
    let path = format!("/api/v10/channels/{channel}/invites");
    let invite = bob.rest.post(&path, json!({})).await.expect(200);
    let invite = format!("/api/v10/invites/{}", invite["code"].as_str().unwrap());
    ada.rest.post(&invite, json!({})).await.refused(400, 30_001);
    // Where one is already, one may come again.
    let home = world.invite(&world.general).await;
    ada.rest.post(&format!("/api/v10/invites/{home}"), json!({})).await.expect(200);
    assert_eq!(ada.rest.delete(&format!("/api/v10/guilds/{last}")).await.status, 204);
    ada.rest.post(&invite, json!({})).await.expect(200);
}
