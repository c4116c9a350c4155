//! The member list by viewport: rows in their order, kept up to date, right after a RESUME, and for
//! members only.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::world::{Account, Socket, World};

async fn looks(socket: &mut Socket, guild: &str, ranges: Value) {
    socket.send(102, json!({"guild_id": guild, "ranges": ranges})).await;
}

async fn says(socket: &mut Socket, status: &str) {
    socket.send(3, json!({"since": null, "activities": [], "status": status, "afk": false})).await;
}

/// What somebody who looks has on screen: `name status`, by row.
#[derive(Default)]
struct Screen(BTreeMap<u64, String>);

impl Screen {
    /// Waits until the rows are these, whatever comes in between; the last list that was told.
    async fn shows(&mut self, socket: &mut Socket, wanted: &[&str]) -> Value {
        loop {
            let told = socket.event("X_MEMBERS").await;
            self.apply(&told);
            if self.0.values().eq(wanted) {
                return told;
            }
        }
    }

    fn apply(&mut self, told: &Value) {
        for range in told["ranges"].as_array().expect("ranges") {
            let from = range["from"].as_u64().expect("a number");
            for (number, row) in (from..).zip(range["members"].as_array().expect("members")) {
                let text = |value: &Value| value.as_str().expect("a text").to_owned();
                let name = text(&row["user"]["username"]);
                self.0.insert(number, name + " " + &text(&row["presence"]["status"]));
            }
        }
        self.0.retain(|number, _| *number < told["total"].as_u64().expect("a number"));
    }
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

    let mut screen = Screen::default();
    looks(&mut bob.socket, &world.guild, json!([[0, 99]])).await;
    screen.shows(&mut bob.socket, &["zoe online", "bob online", "owner offline"]).await;
    looks(&mut bob.socket, &world.guild, json!([[0, 1], [1, 50]])).await;
    let told = bob.socket.event("X_MEMBERS").await;
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
    says(&mut bob.socket, "dnd").await;
    let told = screen.shows(&mut bob.socket, &["zoe online", "bob dnd", "owner offline"]).await;
    let [range] = &told["ranges"].as_array().expect("ranges")[..] else { panic!("{told}") };
    assert_eq!((&range["from"], range["members"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    says(&mut zoe.socket, "invisible").await;
    screen.shows(&mut bob.socket, &["bob dnd", "owner offline", "zoe offline"]).await;
    let nick = json!({"global_name": "Aaron"});
    zoe.account.rest.patch("/api/v10/users/@me", nick).await.expect(200);
    screen.shows(&mut bob.socket, &["bob dnd", "zoe offline", "owner offline"]).await;
}

#[tokio::test]
async fn p2_after_a_resume_the_rows_are_those_of_now() {
    let world = World::start().await;
    let (mut ada, mut bob) = world.two_members().await;
    let (mut of_ada, mut of_bob) = (Screen::default(), Screen::default());
    looks(&mut bob.socket, &world.guild, json!([[0, 99]])).await;
    of_bob.shows(&mut bob.socket, &["ada online", "bob online", "owner offline"]).await;
    let position = bob.socket.position();
    bob.is_back(world.connect().await);
    says(&mut ada.socket, "dnd").await;
    looks(&mut ada.socket, &world.guild, json!([[0, 0]])).await;
    of_ada.shows(&mut ada.socket, &["ada dnd"]).await;
    assert!(bob.socket.resume(&position).await);
    of_bob.0.clear();
    of_bob.shows(&mut bob.socket, &["ada dnd", "bob online", "owner offline"]).await;
    says(&mut ada.socket, "idle").await;
    of_bob.shows(&mut bob.socket, &["ada idle", "bob online", "owner offline"]).await;
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
    let (mut of_ada, mut of_bob) = (Screen::default(), Screen::default());
    let all = ["ada online", "beep online", "bob online", "owner offline"];
    of_bob.shows(&mut bob.socket, &all).await;
    let leave = format!("/api/v10/users/@me/guilds/{}", world.guild);
    bob.account.rest.delete(&leave).await.expect(204);
    bob.socket.event("GUILD_DELETE").await;
    looks(&mut ada.socket, &world.guild, json!([[0, 99]])).await;
    of_ada.shows(&mut ada.socket, &["ada online", "beep online", "owner offline"]).await;
    says(&mut ada.socket, "dnd").await;
    of_ada.shows(&mut ada.socket, &["ada dnd", "beep online", "owner offline"]).await;
    for socket in [&mut bob.socket, &mut bots] {
        socket.send(1, Value::Null).await;
        socket.expect(|frame| frame["op"] == 11).await;
        assert!(socket.untaken().all(|frame| frame["t"] != "X_MEMBERS"));
    }
}
