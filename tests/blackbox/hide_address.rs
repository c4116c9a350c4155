//! Whoever hides their address talks through the media server, and nobody in the room learns it.

use serde_json::{Value, json};

use crate::voice::{answered, enters, goes, is_told_of, offer, offers, shown, stage};
use crate::world::Account;

async fn chooses(who: &Account, hides: Value) {
    who.rest.patch("/api/x/me/settings", json!({ "hide_address": hides })).await.expect(200);
}

#[tokio::test]
async fn ro11_a_room_goes_through_the_media_server_while_one_of_two_hides_and_back() {
    let mut stage = stage(&[]).await;
    let (adas, bobs) = (shown(&mut stage.adas, 1).await, shown(&mut stage.bobs, 1).await);
    let trickle = |to: &Value, n: u32| {
        let candidate = json!({"candidate": "candidate:1 1 udp 2122 192.0.2.9 50000 typ host",
            "sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": "u"});
        json!({"channel_id": stage.lounge, "peer_id": to, "n": n, "candidate": candidate})
    };
    stage.bobs.send(110, trickle(&adas["self"], 1)).await;
    stage.adas.expect(|frame| frame["op"] == 110 && frame["d"]["n"] == 1).await;

    chooses(&stage.ada, json!(true)).await;
    // By the time that the choice is answered nothing passes any more.
    stage.adas.send(110, trickle(&bobs["self"], 2)).await;
    stage.bobs.send(110, trickle(&adas["self"], 3)).await;
    for socket in [&mut stage.adas, &mut stage.bobs] {
        goes(socket, "sfu").await;
        offers(socket, &stage.lounge, 1, &offer(10)).await;
        let answer = answered(socket, 1).await;
        assert!(answer.contains("a=candidate:") && !answer.contains("192.0.2."));
    }
    // Whatever was passed on would be there by the next answer.
    offers(&mut stage.adas, &stage.lounge, 2, &offer(10)).await;
    answered(&mut stage.adas, 2).await;
    for socket in [&mut stage.adas, &mut stage.bobs] {
        assert!(socket.untaken().all(|frame| frame["op"] != 110));
    }
    let hears = |frame: &Value| frame.to_string().contains("hide_address");
    assert!(!stage.bobs.untaken().any(hears), "who hides is not told");
    let metrics = stage.world.nobody().get("/metrics").await.expect(200);
    let is_counted = |kind: &str| {
        let line = format!("confab_voice_signals_refused_total{{kind=\"{kind}\"}}");
        metrics.as_str().unwrap().contains(&line)
    };
    assert!(is_counted("address_hidden") || is_counted("not_mesh"), "by when the room looked");

    // Somebody who comes changes nothing; who hides goes, and the others are a mesh again.
    enters(&stage.world, &mut stage.others, stage.lounge.as_str()).await;
    goes(&mut stage.others, "sfu").await;
    shown(&mut stage.bobs, 2).await;
    enters(&stage.world, &mut stage.adas, Value::Null).await;
    goes(&mut stage.bobs, "mesh").await;
    enters(&stage.world, &mut stage.adas, stage.lounge.as_str()).await;
    assert_eq!(shown(&mut stage.bobs, 2).await["mode"], "sfu");
    chooses(&stage.ada, Value::Null).await;
    goes(&mut stage.bobs, "mesh").await;
    goes(&mut stage.adas, "mesh").await;
}

#[tokio::test]
async fn ro11_the_choice_is_of_the_account_and_holds_for_all_devices_from_the_first_joining() {
    let mut stage = stage(&[]).await;
    enters(&stage.world, &mut stage.adas, Value::Null).await;
    is_told_of(&mut stage.others, &stage.ada, Value::Null).await;
    chooses(&stage.ada, json!(true)).await;
    let mut laptop = stage.world.socket(&stage.ada).await;
    assert_eq!(laptop.ready["settings"]["hide_address"], true);
    enters(&stage.world, &mut laptop, stage.lounge.as_str()).await;
    let room = shown(&mut laptop, 1).await;
    assert_eq!(room["mode"], "sfu");
    let is_mesh = |frame: &Value| frame["op"] == 112 && frame["d"]["mode"] == "mesh";
    assert!(!laptop.untaken().any(is_mesh), "nor was it a mesh before");
    stage
        .ada
        .rest
        .patch("/api/x/me/settings", json!({"hide_address": "yes"}))
        .await
        .refused(400, 50_035);
}

#[tokio::test]
async fn ro11_without_a_media_server_whoever_hides_is_told_why_and_the_others_talk_on() {
    let mut stage = stage(&[("CONFAB_VOICE_MEDIA", "false")]).await;
    shown(&mut stage.bobs, 1).await;
    chooses(&stage.ada, json!(true)).await;
    let refused = stage.adas.event("X_VOICE_REFUSED").await;
    assert_eq!((&refused["channel_id"], &refused["code"]), (&json!(stage.lounge), &json!(900_016)));
    is_told_of(&mut stage.adas, &stage.ada, Value::Null).await;
    assert_eq!(shown(&mut stage.bobs, 0).await["mode"], "mesh");
    enters(&stage.world, &mut stage.adas, stage.lounge.as_str()).await;
    assert_eq!(stage.adas.event("X_VOICE_REFUSED").await["code"], 900_016);
    chooses(&stage.ada, json!(false)).await;
    enters(&stage.world, &mut stage.adas, stage.lounge.as_str()).await;
    assert_eq!(shown(&mut stage.bobs, 1).await["mode"], "mesh");
    let hears = |frame: &Value| frame.to_string().contains("900016");
    assert!(!stage.bobs.untaken().any(hears));
}
