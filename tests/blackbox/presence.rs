//! Presence: what somebody chose holds on all of their devices, ends when it says, and shows nobody who
//! hides.

use protocol::Timestamp;
use serde_json::{Value, json};

use crate::world::{Account, Member, Socket, World};

/// GUILDS and GUILD_PRESENCES.
const INTENTS: u64 = 1 | 1 << 8;

async fn choose(account: &Account, settings: Value) {
    account.rest.patch("/api/x/me/settings", settings).await.expect(200);
}

/// The next news of `user`: status and the text beside it.
async fn seen(socket: &mut Socket, user: &Account) -> (String, Option<String>) {
    let is_of_user = |one: &Value| one["user"]["id"] == user.id.as_str();
    let presences = |frame: &Value| frame["d"]["presences"].as_array().cloned().unwrap_or_default();
    let frame = socket
        .expect(|frame| frame["t"] == "X_PRESENCES" && presences(frame).iter().any(is_of_user))
        .await;
    let told = presences(&frame).into_iter().find(is_of_user).unwrap();
    let text = told["activities"][0]["state"].as_str().map(str::to_owned);
    (told["status"].as_str().unwrap().to_owned(), text)
}

/// Waits until ada is seen online by bob.
async fn met(world: &World) -> (Member, Member) {
    let (ada, mut bob) = world.two_members().await;
    while seen(&mut bob.socket, &ada.account).await.0 != "online" {}
    (ada, bob)
}

#[tokio::test]
async fn a_choice_holds_for_all_sessions_and_is_there_when_one_begins() {
    let world = World::start().await;
    let (ada, mut bob) = met(&world).await;
    choose(&ada.account, json!({"status": "dnd", "custom_status": {"text": "Tuning"}})).await;
    let dnd = ("dnd".to_owned(), Some("Tuning".to_owned()));
    assert_eq!(seen(&mut bob.socket, &ada.account).await, dnd);
    // A device that says to be online does not undo it.
    let _second = world.socket(&ada.account).await;
    ada.account.rest.patch("/api/x/me/settings", json!({"custom_status": null})).await.expect(200);
    assert_eq!(seen(&mut bob.socket, &ada.account).await, ("dnd".to_owned(), None));

    let bot = world.bot("beep", 0).await;
    let mut socket = world.connect().await;
    socket.identify_with(bot.rest.bare_token(), INTENTS).await;
    choose(&ada.account, json!({"custom_status": {"text": "Still tuning"}})).await;
    let is_of_ada = |frame: &Value| {
        frame["t"] == "PRESENCE_UPDATE" && frame["d"]["user"]["id"] == ada.account.id.as_str()
    };
    let told = socket.expect(is_of_ada).await;
    let activity = &told["d"]["activities"][0];
    assert_eq!((&activity["type"], &activity["state"]), (&json!(4), &json!("Still tuning")));
}

#[tokio::test]
async fn a_text_ends_by_itself() {
    let world = World::start().await;
    let (mut ada, mut bob) = met(&world).await;
    // By the server's clock.
    let said = ada.says("now").await["timestamp"].take();
    let now: Timestamp = said.as_str().unwrap().parse().unwrap();
    let soon = Timestamp::from_ms(now.as_ms() + 1_500);
    let custom = json!({"text": "Back in a second", "expires_at": soon.to_string()});
    choose(&ada.account, json!({ "custom_status": custom })).await;
    let with_text = ("online".to_owned(), Some("Back in a second".to_owned()));
    assert_eq!(seen(&mut bob.socket, &ada.account).await, with_text);
    assert_eq!(seen(&mut bob.socket, &ada.account).await, ("online".to_owned(), None));
}

#[tokio::test]
async fn whoever_hides_is_not_seen_to_come_to_type_or_to_go() {
    let world = World::start().await;
    let (mut ada, mut bob) = met(&world).await;
    choose(&ada.account, json!({"status": "invisible"})).await;
    assert_eq!(seen(&mut bob.socket, &ada.account).await, ("offline".to_owned(), None));

    let _second = world.socket(&ada.account).await;
    bob.socket.subscribe(&world.general, None).await;
    ada.socket.subscribe(&world.general, None).await;
    let typing = format!("/api/v10/channels/{}/typing", world.general);
    ada.account.rest.post(&typing, json!({})).await.expect(204);
    bob.account.rest.post(&typing, json!({})).await.expect(204);
    let told = bob.socket.event("TYPING_START").await;
    assert_eq!(told["user_id"], bob.account.id, "hers would have come before");
    let told = ada.socket.event("TYPING_START").await;
    assert_eq!(told["user_id"], bob.account.id);

    // The list of a newcomer does not have her, nor does that of members.
    let mut third = world.socket(&bob.account).await;
    let guild = json!({"guild_id": world.guild, "query": "", "limit": 0, "presences": true});
    third.send(8, guild).await;
    let chunk = third.event("GUILD_MEMBERS_CHUNK").await;
    let present = chunk["presences"].as_array().unwrap();
    assert!(present.iter().all(|one| one["user"]["id"] != ada.account.id.as_str()), "{chunk}");

    choose(&ada.account, json!({"status": "online"})).await;
    let next = seen(&mut bob.socket, &ada.account).await;
    assert_eq!(next, ("online".to_owned(), None), "nothing came before");
}

#[tokio::test]
async fn what_is_no_status_is_refused_by_its_field() {
    let world = World::start().await;
    let ada = world.account("ada").await;
    for (field, settings) in [
        ("status", json!({"status": "away"})),
        ("custom_status", json!({"custom_status": {"text": ""}})),
        ("custom_status", json!({"custom_status": {"text": "x", "expires_at": "soon"}})),
    ] {
        let refused = ada.rest.patch("/api/x/me/settings", settings).await.expect(400);
        assert!(refused["errors"][field]["_errors"].is_array(), "{refused}");
    }
    let me = ada.rest.get("/api/x/me").await.expect(200);
    assert_eq!(me["settings"], json!({}));
}
