//! Roles and exceptions, as the members of a guild see them.

use serde_json::{Value, json};

use crate::world::{Account, World};

const MANAGE_ROLES: u64 = 1 << 28;
const BAN_MEMBERS: u64 = 1 << 2;
const VIEW_CHANNEL: u64 = 1 << 10;

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

async fn role(world: &World, by: &Account, body: Value) -> Value {
    by.rest.post(&format!("/api/v10/guilds/{}/roles", world.guild), body).await.expect(200)
}

#[tokio::test]
async fn a_role_is_made_changed_given_taken_and_deleted_before_everyones_eyes() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let owner = &world.owner.rest;
    let body = json!({"name": "crew", "colors": {"primary_color": 255}, "hoist": true, "mentionable": true});
    let made = role(&world, &world.owner, body).await;
    assert_eq!(
        (&made["name"], &made["color"], &made["hoist"]),
        (&json!("crew"), &json!(255), &json!(true))
    );
    assert_eq!(
        socket.event("GUILD_ROLE_CREATE").await,
        json!({"guild_id": world.guild, "role": made})
    );

    let path = format!("/api/v10/guilds/{}/roles/{}", world.guild, id(&made));
    assert_eq!(owner.get(&path).await.expect(200), made);
    let changed = owner.patch(&path, json!({"name": "deck", "color": 1})).await.expect(200);
    assert_eq!(
        (&changed["name"], &changed["colors"]["primary_color"]),
        (&json!("deck"), &json!(1))
    );
    assert_eq!(socket.event("GUILD_ROLE_UPDATE").await["role"], changed);

    let given = format!("/api/v10/guilds/{}/members/{}/roles/{}", world.guild, ada.id, id(&made));
    assert_eq!(owner.put(&given, json!({})).await.status, 204);
    assert_eq!(socket.event("GUILD_MEMBER_UPDATE").await["roles"], json!([made["id"]]));
    assert_eq!(owner.delete(&given).await.status, 204);
    assert_eq!(socket.event("GUILD_MEMBER_UPDATE").await["roles"], json!([]));
    assert_eq!(owner.put(&given, json!({})).await.status, 204);
    socket.event("GUILD_MEMBER_UPDATE").await;

    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(socket.event("GUILD_ROLE_DELETE").await["role_id"], made["id"]);
    owner.get(&path).await.refused(404, 10_011);
    let member = format!("/api/v10/guilds/{}/members/@me", world.guild);
    assert_eq!(ada.rest.get(&member).await.expect(200)["roles"], json!([]));
    // One event says it of all: no member is told one by one.
    assert!(socket.untaken().all(|frame| frame["t"] != "GUILD_MEMBER_UPDATE"));
}

#[tokio::test]
async fn p1_what_a_deleted_role_gave_is_gone_also_after_a_kill() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let made = role(&world, &world.owner, json!({"permissions": MANAGE_ROLES.to_string()})).await;
    let given = format!("/api/v10/guilds/{}/members/{}/roles/{}", world.guild, ada.id, id(&made));
    world.owner.rest.put(&given, json!({})).await;
    role(&world, &ada, json!({})).await;
    let path = format!("/api/v10/guilds/{}/roles/{}", world.guild, id(&made));
    assert_eq!(world.owner.rest.delete(&path).await.status, 204);
    world.kill();
    world.start_again();
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    ada.rest.post(&roles, json!({})).await.refused(403, 50_013);
    let member = format!("/api/v10/guilds/{}/members/{}", world.guild, ada.id);
    assert_eq!(ada.rest.get(&member).await.expect(200)["roles"], json!([]));
}

#[tokio::test]
async fn p5_nobody_climbs_by_roles() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let guild = &world.guild;
    let low = role(&world, &world.owner, json!({"name": "low"})).await;
    let mods = json!({"name": "mods", "permissions": MANAGE_ROLES.to_string()});
    let mods = role(&world, &world.owner, mods).await;
    let top = json!({"name": "top", "permissions": BAN_MEMBERS.to_string()});
    let top = role(&world, &world.owner, top).await;
    let roles = format!("/api/v10/guilds/{guild}/roles");
    let order = json!([{"id": top["id"], "position": 3}, {"id": mods["id"], "position": 2}, {"id": low["id"], "position": 1}]);
    let ordered = world.owner.rest.patch(&roles, order).await.expect(200);
    let position = |name: &str| {
        let all = ordered.as_array().unwrap();
        all.iter().find(|role| role["name"] == name).unwrap()["position"].clone()
    };
    assert_eq!([position("@everyone"), position("low"), position("top")], [0, 1, 3]);
    let to_ada =
        |role: &Value| format!("/api/v10/guilds/{guild}/members/{}/roles/{}", ada.id, id(role));
    assert_eq!(world.owner.rest.put(&to_ada(&mods), json!({})).await.status, 204);

    assert_eq!(ada.rest.put(&to_ada(&low), json!({})).await.status, 204);
    ada.rest.put(&to_ada(&top), json!({})).await.refused(403, 50_013);
    let everything = json!({"permissions": u64::MAX.to_string()});
    ada.rest.post(&roles, everything.clone()).await.refused(403, 50_013);
    for role in [&low, &mods, &top] {
        ada.rest
            .patch(&format!("{roles}/{}", id(role)), everything.clone())
            .await
            .refused(403, 50_013);
    }
    ada.rest.patch(&roles, json!([{"id": low["id"], "position": 9}])).await.refused(403, 50_013);
    ada.rest.delete(&format!("{roles}/{}", id(&top))).await.refused(403, 50_013);
    let everyone = format!("{roles}/{guild}");
    world.owner.rest.delete(&everyone).await.refused(400, 50_028);
    for wrong in [json!({}), json!([1]), json!([{"position": 1}])] {
        world.owner.rest.patch(&roles, wrong).await.refused(400, 50_035);
    }
}

#[tokio::test]
async fn p5_an_exception_takes_a_channel_out_of_sight_and_its_end_brings_it_back() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let path = format!("/api/v10/channels/{}/permissions/{}", world.general, ada.id);
    let deny = json!({"type": 1, "deny": VIEW_CHANNEL.to_string()});
    ada.rest.put(&path, deny.clone()).await.refused(403, 50_013);
    assert_eq!(world.owner.rest.put(&path, deny).await.status, 204);
    assert_eq!(socket.event("CHANNEL_DELETE").await["id"], world.general.as_str());
    ada.rest.get(&format!("/api/v10/channels/{}", world.general)).await.refused(403, 50_001);
    assert_eq!(world.owner.rest.delete(&path).await.status, 204);
    assert_eq!(socket.event("CHANNEL_CREATE").await["id"], world.general.as_str());
    world.owner.rest.delete(&path).await.refused(404, 10_009);
    let ghost = format!("/api/v10/channels/{}/permissions/77", world.general);
    world.owner.rest.put(&ghost, json!({"type": 0})).await.refused(404, 10_011);
}
