//! The audit log: who may did what and why, in the batch of the act, and nothing of what is private.

use serde_json::{Value, json};

use crate::world::{Account, World};

const VIEW_AUDIT_LOG: u64 = 1 << 7;
const MANAGE_MESSAGES: u64 = 1 << 13;
const VIEW_CHANNEL: u64 = 1 << 10;

fn log_of(world: &World) -> String {
    format!("/api/v10/guilds/{}/audit-logs", world.guild)
}

/// The entries that a reader gets.
async fn entries(reader: &Account, path: &str) -> Vec<Value> {
    let log = reader.rest.get(path).await.expect(200);
    log["audit_log_entries"].as_array().expect("entries").clone()
}

fn actions(entries: &[Value]) -> Vec<u64> {
    entries.iter().map(|entry| entry["action_type"].as_u64().expect("a number")).collect()
}

/// A member with a role that may do this.
async fn deputy(world: &World, name: &str, bits: u64) -> Account {
    let account = world.account(name).await;
    let roles = format!("/api/v10/guilds/{}/roles", world.guild);
    let role = json!({"name": name, "permissions": bits.to_string()});
    let role = world.owner.rest.post(&roles, role).await.expect(200);
    let role = role["id"].as_str().expect("an id");
    let give = format!("/api/v10/guilds/{}/members/{}/roles/{role}", world.guild, account.id);
    assert_eq!(world.owner.rest.put(&give, json!({})).await.status, 204);
    account
}

#[tokio::test]
async fn au1_an_act_is_told_with_its_reason_and_outlives_a_kill() {
    let mut world = World::start().await;
    let owner = world.owner.rest.because("too loud %E2%98%95");
    let guild = format!("/api/v10/guilds/{}", world.guild);
    owner.patch(&guild, json!({"name": "Harbour"})).await.expect(200);
    let before = world.owner.rest.get(&log_of(&world)).await.expect(200);
    let newest = &before["audit_log_entries"][0];
    let wanted = json!({
        "id": newest["id"], "user_id": world.owner.id, "target_id": world.guild, "action_type": 1,
        "changes": [{"key": "name", "old_value": newest["changes"][0]["old_value"], "new_value": "Harbour"}],
        "reason": "too loud ☕",
    });
    assert_eq!(newest, &wanted);
    assert!(newest["changes"][0]["old_value"].is_string());
    assert_eq!(before["users"][0]["id"], json!(world.owner.id));
    world.kill();
    world.start_again();
    assert_eq!(world.owner.rest.get(&log_of(&world)).await.expect(200), before);
}

#[tokio::test]
async fn au1_what_is_done_to_messages_of_others_is_told() {
    let world = World::start().await;
    let mut ada = world.member("ada").await;
    let posted = ada.says("hello").await;
    let id = posted["id"].as_str().expect("an id").to_owned();
    let messages = format!("/api/v10/channels/{}/messages", world.general);
    let pin = format!("{messages}/pins/{id}");
    assert_eq!(world.owner.rest.put(&pin, json!({})).await.status, 204);
    assert_eq!(world.owner.rest.delete(&pin).await.status, 204);
    let delete = format!("{messages}/{id}");
    assert_eq!(world.owner.rest.because("spam").delete(&delete).await.status, 204);
    let own = ada.says("mine").await;
    let own = format!("{messages}/{}", own["id"].as_str().expect("an id"));
    assert_eq!(ada.account.rest.delete(&own).await.status, 204);
    let two = [ada.says("one").await, ada.says("two").await];
    let both = json!({"messages": [two[0]["id"], two[1]["id"]]});
    let bulk = format!("{messages}/bulk-delete");
    assert_eq!(world.owner.rest.post(&bulk, both).await.status, 204);

    let told = entries(&world.owner, &format!("{}?limit=4", log_of(&world))).await;
    assert_eq!(actions(&told), [73, 72, 75, 74]);
    let channel = &world.general;
    assert_eq!(told[0]["options"], json!({"channel_id": channel, "count": "2"}));
    assert_eq!(
        (&told[1]["target_id"], &told[1]["reason"]),
        (&json!(ada.account.id), &json!("spam"))
    );
    assert_eq!(told[1]["options"], json!({"channel_id": channel, "count": "1"}));
    assert_eq!(told[3]["options"], json!({"channel_id": channel, "message_id": id}));
}

#[tokio::test]
async fn au3_a_private_channel_is_not_told_of_also_when_it_is_gone() {
    let world = World::start().await;
    let eve = deputy(&world, "eve", VIEW_AUDIT_LOG).await;
    let mut hears = world.socket(&eve).await;
    let channels = format!("/api/v10/guilds/{}/channels", world.guild);
    let everyone = json!({"id": world.guild, "type": 0, "deny": VIEW_CHANNEL.to_string()});
    let secret = json!({"name": "secret", "permission_overwrites": [everyone]});
    let secret = world.owner.rest.post(&channels, secret).await.expect(201);
    let secret = format!("/api/v10/channels/{}", secret["id"].as_str().expect("an id"));
    world.owner.rest.patch(&secret, json!({"topic": "treasure"})).await.expect(200);
    world.owner.rest.post(&format!("{secret}/invites"), json!({})).await.expect(200);
    let open = world.owner.rest.post(&channels, json!({"name": "open"})).await.expect(201);
    let open = format!("/api/v10/channels/{}", open["id"].as_str().expect("an id"));

    let path = format!("{}?limit=100", log_of(&world));
    let silent = |told: &[Value]| {
        !format!("{told:?}").contains("secret") && !format!("{told:?}").contains("treasure")
    };
    let told = entries(&eve, &path).await;
    assert!(silent(&told), "{told:?}");
    assert_eq!(actions(&told)[0], 10, "the open one is told");
    let heard = hears.event("GUILD_AUDIT_LOG_ENTRY_CREATE").await;
    assert_eq!(heard["changes"][0]["new_value"], "open", "the first that is heard is the open one");

    world.owner.rest.delete(&secret).await.expect(200);
    world.owner.rest.delete(&open).await.expect(200);
    let told = entries(&eve, &path).await;
    assert!(silent(&told), "{told:?}");
    assert_eq!(actions(&told)[..2], [12, 10]);
    let all = entries(&world.owner, &path).await;
    assert_eq!(all.len(), told.len() + 4, "making, changing, inviting and deleting it");
}

#[tokio::test]
async fn it_is_read_by_pages_and_filters_by_those_who_may() {
    let world = World::start().await;
    let eve = deputy(&world, "eve", VIEW_AUDIT_LOG | MANAGE_MESSAGES).await;
    let bob = world.account("bob").await;
    bob.rest.get(&log_of(&world)).await.refused(403, 50_013);
    let guild = format!("/api/v10/guilds/{}", world.guild);
    for number in 0..5 {
        let name = json!({"name": format!("name {number}")});
        world.owner.rest.patch(&guild, name).await.expect(200);
    }
    let path = log_of(&world);
    let all = entries(&eve, &path).await;
    let ids: Vec<&str> = all.iter().map(|entry| entry["id"].as_str().expect("an id")).collect();
    // Before that bob was invited, and before that she got her role.
    assert_eq!(actions(&all)[..8], [1, 1, 1, 1, 1, 40, 25, 30]);
    let page = |query: String| {
        let (path, eve) = (format!("{path}?{query}"), &eve);
        async move {
            let page = entries(eve, &path).await;
            page.iter()
                .map(|entry| entry["id"].as_str().expect("an id").to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(page("limit=2".to_owned()).await, ids[..2]);
    assert_eq!(page(format!("limit=2&before={}", ids[1])).await, ids[2..4]);
    assert_eq!(page(format!("limit=2&after={}", ids[3])).await, [ids[2], ids[1]]);
    assert_eq!(page("action_type=25".to_owned()).await, [ids[6]]);
    assert_eq!(page(format!("user_id={}", eve.id)).await, [""; 0]);
    for wrong in ["limit=0", "limit=101", "action_type=2", "action_type=x", "before=x"] {
        eve.rest.get(&format!("{path}?{wrong}")).await.refused(400, 50_035);
    }
}
