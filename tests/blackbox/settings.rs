//! Settings that clients keep with the account: the same on all devices, in the order of the changes.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::world::{Account, Socket, World};

const PATH: &str = "/api/x/me/settings";

async fn changes(who: &Account, patch: Value) -> Value {
    who.rest.patch(PATH, patch).await.expect(200)
}

async fn hears(socket: &mut Socket) -> Value {
    socket.event("X_SETTINGS").await["settings"].take()
}

#[tokio::test]
async fn sg1_all_devices_hear_of_each_change_in_one_order_and_later_ones_begin_with_it() {
    let mut world = World::start().await;
    let ada = world.account("ada").await;
    let mut devices = [world.socket(&ada).await, world.socket(&ada).await];
    assert_eq!(devices[0].ready["settings"], json!({}), "at first");

    let keys: Vec<String> = (0..20).map(|number| format!("notify:{number}")).collect();
    join_all(keys.iter().map(|key| changes(&ada, json!({ key: {"level": "all"} })))).await;
    let mut heard = [Vec::new(), Vec::new()];
    for (socket, heard) in devices.iter_mut().zip(&mut heard) {
        for _ in &keys {
            heard.push(hears(socket).await);
        }
    }
    assert_eq!(heard[0], heard[1]);
    let sizes: Vec<usize> = heard[0].iter().map(|all| all.as_object().unwrap().len()).collect();
    assert_eq!(sizes, (1..=20).collect::<Vec<_>>(), "each holds all that went before");

    let whole = ada.rest.get("/api/x/me").await.expect(200)["settings"].take();
    assert_eq!(heard[0].last(), Some(&whole));
    assert_eq!(world.socket(&ada).await.ready["settings"], whole);
    world.kill();
    world.start_again();
    let ada = Account { rest: ada.rest.at(world.url()), ..ada };
    assert_eq!(world.socket(&ada).await.ready["settings"], whole, "after a kill");
}

#[tokio::test]
async fn sg2_what_changes_nothing_is_told_to_nobody_and_others_hear_nothing_at_all() {
    let world = World::start().await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (mut own, mut other) = (world.socket(&ada).await, world.socket(&bob).await);
    changes(&ada, json!({"a": {"x": 1, "y": [2]}})).await;
    changes(&ada, json!({"a": {"y": [2], "x": 1}, "gone": null})).await;
    changes(&ada, json!({"a": null})).await;
    assert_eq!(hears(&mut own).await, json!({"a": {"x": 1, "y": [2]}}));
    assert_eq!(hears(&mut own).await, json!({}));
    changes(&bob, json!({"b": true})).await;
    assert_eq!(hears(&mut other).await, json!({"b": true}));
}

#[tokio::test]
async fn settings_are_an_object_of_16_kib_at_most_and_what_is_refused_changes_nothing() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    let mut socket = world.socket(&ada).await;
    let room = 16 * 1024 - r#"{"a":""}"#.len();
    changes(&ada, json!({"a": "x".repeat(room)})).await;
    for patch in [json!({"b": 1}), json!({"a": "x".repeat(room + 1)}), json!(["a"]), json!(null)] {
        ada.rest.patch(PATH, patch).await.refused(400, 50_035);
    }
    // What is put in its place is counted, not what was there.
    changes(&ada, json!({"a": null, "b": "y".repeat(room)})).await;
    assert_eq!(hears(&mut socket).await["a"].as_str().map(str::len), Some(room));
    assert_eq!(hears(&mut socket).await["b"].as_str().map(str::len), Some(room));
}
