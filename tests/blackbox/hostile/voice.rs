//! What participants of a room, and strangers to it, send one another.

use serde_json::{Value, json};

use super::metrics;
use super::witness::Witness;
use crate::world::{Socket, World, named};

const REFUSED: &str = "confab_voice_signals_refused_total";

const ADA: usize = 0;
const BOB: usize = 1;
const EVE: usize = 2;
const MALLORY: usize = 3;

async fn room(socket: &mut Socket, guild: &str, channel: &str, others: usize) -> Value {
    socket.send(4, json!({"guild_id": guild, "channel_id": channel})).await;
    let is_it = |frame: &Value| {
        frame["op"] == 112 && frame["d"]["peers"].as_array().unwrap().len() == others
    };
    socket.expect(is_it).await["d"].take()
}

#[tokio::test]
async fn what_does_not_belong_into_a_room_reaches_nobody_and_is_counted() {
    let world = World::start().await;
    let mut witness = Witness::start(&world).await;
    let channels = format!("/api/v10/guilds/{}/channels", world.guild);
    let lounge = named(&world.owner.rest.get(&channels).await.expect(200), "Lounge");
    let other = world.owner.rest.post(&channels, json!({"name": "quay", "type": 2})).await;
    let other = other.expect(201)["id"].as_str().unwrap().to_owned();
    let mut sockets = Vec::new();
    for name in ["ada", "bob", "eve", "mallory"] {
        sockets.push(world.socket(&world.account(name).await).await);
    }
    let adas = room(&mut sockets[ADA], &world.guild, &lounge, 0).await["self"].clone();
    let bobs = room(&mut sockets[BOB], &world.guild, &lounge, 1).await["self"].clone();
    let eves = room(&mut sockets[EVE], &world.guild, &other, 0).await["self"].clone();
    let signal = |channel: &str, to: &Value, rest: Value| {
        let mut d = json!({"channel_id": channel, "peer_id": to, "n": 9});
        d.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        d
    };
    let end = || json!({"candidate": null});
    let long_sdp = json!({"sdp": {"type": "offer", "sdp": "v".repeat(16 * 1024 + 1)}});
    let long_candidate = json!({"candidate": {"candidate": "c".repeat(2 * 1024 + 1)}});
    // Who sends it: Eve is in another room, Mallory in none.
    for (sender, d, kind) in [
        (MALLORY, signal(&lounge, &adas, end()), "not_there"),
        (EVE, signal(&lounge, &adas, end()), "not_there"),
        (EVE, signal(&other, &adas, end()), "no_such_peer"),
        (BOB, signal(&lounge, &eves, end()), "no_such_peer"),
        (BOB, signal(&lounge, &bobs, end()), "no_such_peer"),
        (BOB, signal(&lounge, &json!("18446744073709551615"), end()), "no_such_peer"),
        (BOB, signal(&lounge, &adas, json!({})), "empty"),
        (BOB, signal(&lounge, &adas, long_sdp), "too_large"),
        (BOB, signal(&lounge, &adas, long_candidate), "too_large"),
    ] {
        let label = format!("kind=\"{kind}\"");
        let before = metrics::value(&world, REFUSED, &label).await;
        sockets[sender].send(110, d).await;
        metrics::reaches(&world, REFUSED, &label, before + 1).await;
    }
    let before = metrics::value(&world, REFUSED, "kind=\"not_there\"").await;
    for channel in [&lounge, &world.general] {
        sockets[MALLORY].send(113, json!({"channel_id": channel, "speaking": true})).await;
    }
    metrics::reaches(&world, REFUSED, "kind=\"not_there\"", before + 2).await;
    witness.talks("meanwhile").await;

    // The next that Ada hears is the first that was meant for her.
    sockets[BOB].send(110, signal(&lounge, &adas, end())).await;
    let heard = sockets[ADA].expect(|frame| frame["op"] == 110).await;
    assert_eq!(heard["d"], signal(&lounge, &bobs, end()));
    assert!(sockets[ADA].untaken().all(|frame| frame["op"] != 110 && frame["op"] != 113));
    assert_eq!(metrics::value(&world, "confab_voice_rooms", "").await, 2);
    assert_eq!(metrics::value(&world, "confab_voice_participants", "").await, 3);
}
