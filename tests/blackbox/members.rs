//! The member list by viewport: rows in their order, kept up to date, right after a RESUME, and for
//! members only.

use serde_json::{Value, json};

use crate::world::{Account, Socket, World};

async fn looks(socket: &mut Socket, guild: &str, ranges: Value) {
    socket.send(102, json!({"guild_id": guild, "ranges": ranges})).await;
}

async fn shows(socket: &mut Socket, status: &str) {
    socket.send(3, json!({"since": null, "activities": [], "status": status, "afk": false})).await;
}

/// `name status` of each row, in all ranges.
fn rows(d: &Value) -> Vec<String> {
    let ranges = d["ranges"].as_array().expect("ranges").iter();
    let rows = ranges.flat_map(|range| range["members"].as_array().expect("members"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    rows.map(|row| text(&row["user"]["username"]) + " " + &text(&row["presence"]["status"]))
        .collect()
}

/// Waits for a list that says `wanted` at its end.
async fn hears(socket: &mut Socket, wanted: &[&str]) -> Value {
    let says =
        |frame: &Value| frame["t"] == "X_MEMBERS" && rows(&frame["d"]).ends_with(&owned(wanted));
    socket.expect(says).await["d"].take()
}

fn owned(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|row| (*row).to_owned()).collect()
}

#[tokio::test]
async fn rows_stand_by_hoisted_role_presence_and_name_and_move_live() {
    let world = World::start().await;
    let (mut zoe, mut bob) = (world.member("zoe").await, world.member("bob").await);
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    let role = json!({"name": "Keepers", "hoist": true});
    let role = world.owner.rest.post(&roles, role).await.expect(200)["id"].clone();
    let role = role.as_str().expect("an id");
    let give = format!("/api/v10/guilds/{}/members/{}/roles/{role}", world.guild, zoe.account.id);
    world.owner.rest.put(&give, Value::Null).await.expect(204);

    looks(&mut bob.socket, &world.guild, json!([[0, 99]])).await;
    let told = hears(&mut bob.socket, &["zoe online", "bob online", "owner offline"]).await;
    let groups = json!([
        {"id": role, "count": 1}, {"id": "online", "count": 1}, {"id": "offline", "count": 1},
    ]);
    assert_eq!((&told["total"], &told["groups"]), (&json!(3), &groups));
    let row = &told["ranges"][0]["members"][0];
    assert_eq!(
        (&row["roles"], &row["presence"]["user"]["id"]),
        (&json!([role]), &json!(zoe.account.id))
    );

    // One row, and no other, says something else.
    shows(&mut bob.socket, "dnd").await;
    let told = hears(&mut bob.socket, &["bob dnd"]).await;
    assert_eq!((rows(&told).len(), &told["ranges"][0]["from"]), (1, &json!(1)));
    shows(&mut zoe.socket, "invisible").await;
    hears(&mut bob.socket, &["bob dnd", "owner offline", "zoe offline"]).await;
    let nick = json!({"global_name": "Aaron"});
    zoe.account.rest.patch("/api/v10/users/@me", nick).await.expect(200);
    hears(&mut bob.socket, &["zoe offline", "owner offline"]).await;
}

#[tokio::test]
async fn p2_after_a_resume_the_rows_are_those_of_now() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    looks(&mut bob.socket, &world.guild, json!([[0, 99]])).await;
    hears(&mut bob.socket, &["ada online", "bob online", "owner offline"]).await;
    let position = bob.socket.position();
    bob.is_back(world.connect().await);
    shows(&mut ada.socket, "dnd").await;
    looks(&mut ada.socket, &world.guild, json!([[0, 0]])).await;
    hears(&mut ada.socket, &["ada dnd"]).await;
    assert!(bob.socket.resume(&position).await);
    hears(&mut bob.socket, &["ada dnd", "bob online", "owner offline"]).await;
    shows(&mut ada.socket, "idle").await;
    hears(&mut bob.socket, &["ada idle"]).await;
}

#[tokio::test]
async fn whoever_is_no_member_or_a_bot_or_has_left_is_told_nothing() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    let other =
        world.owner.rest.post("/api/v10/guilds", json!({"name": "Other"})).await.expect(201);
    let bot: Account = world.bot("beep", 0).await;
    let mut bots = world.socket(&bot).await;
    for guild in [other["id"].as_str().expect("an id"), "1", &world.guild] {
        looks(&mut bob.socket, guild, json!([[0, 99]])).await;
        looks(&mut bots, guild, json!([[0, 99]])).await;
    }
    hears(&mut bob.socket, &["ada online", "beep online", "bob online", "owner offline"]).await;
    let leave = format!("/api/v10/users/@me/guilds/{}", world.guild);
    bob.account.rest.delete(&leave).await.expect(204);
    bob.socket.event("GUILD_DELETE").await;
    looks(&mut ada.socket, &world.guild, json!([[0, 99]])).await;
    hears(&mut ada.socket, &["ada online", "beep online", "owner offline"]).await;
    shows(&mut ada.socket, "dnd").await;
    hears(&mut ada.socket, &["ada dnd"]).await;
    for socket in [&mut bob.socket, &mut bots] {
        socket.send(1, Value::Null).await;
        socket.expect(|frame| frame["op"] == 11).await;
        assert!(socket.untaken().all(|frame| frame["t"] != "X_MEMBERS"));
    }
}
