//! A channel that somebody may not see is, for them, not there: no answer, no event and no error says otherwise.

use serde_json::{Value, json};

use crate::files::png;
use crate::world::{Account, Rest, Socket, World};

/// Is in everything that is said, named or sent where bob may not look.
const CANARY: &str = "treasure";
/// In the same guild, an id that nothing has.
const NOTHING: &str = "1000000000000000000";

/// A channel of text and one of voice that bob may not see, with all that can be in them.
struct Secret {
    text: String,
    voice: String,
    message: String,
    thread: String,
}

fn channels(world: &World) -> String {
    format!("/api/v10/guilds/{}/channels", world.guild)
}

fn id(body: &Value) -> String {
    body["id"].as_str().expect("an id").to_owned()
}

/// Makes a channel that everybody but the owner does not see.
async fn hidden(world: &World, kind: u8) -> String {
    let everyone = json!({"id": world.guild, "type": 0, "deny": "1024"});
    let body = json!({
        "name": format!("{CANARY}-{kind}"), "type": kind, "permission_overwrites": [everyone],
    });
    id(&world.owner.rest.post(&channels(world), body).await.expect(201))
}

/// Does everything that makes events, counts or rows.
async fn lives(world: &World, bob: &str) -> Secret {
    let (text, voice) = (hidden(world, 0).await, hidden(world, 2).await);
    let owner = &world.owner.rest;
    let channel = format!("/api/v10/channels/{text}");
    let topic = json!({"topic": CANARY, "name": format!("{CANARY}-renamed")});
    owner.patch(&channel, topic).await.expect(200);
    owner.post(&format!("{channel}/typing"), json!({})).await.expect(204);
    let messages = format!("{channel}/messages");
    let content = format!("{CANARY} for <@{bob}> and @everyone");
    let first = owner.post(&messages, json!({"content": content})).await.expect(200);
    let message = id(&first);
    let picture = png(8, 8);
    let file = format!("{CANARY}.png");
    owner.post_files(&messages, json!({"content": CANARY}), &[(&file, &picture)]).await.expect(200);
    let own = format!("{messages}/{message}");
    owner.patch(&own, json!({"content": format!("{content}!")})).await.expect(200);
    owner.put(&format!("{own}/reactions/%F0%9F%94%A5/@me"), json!({})).await.expect(204);
    owner.put(&format!("{channel}/messages/pins/{message}"), json!({})).await.expect(204);
    let thread = json!({"name": format!("{CANARY}-thread"), "auto_archive_duration": 60});
    let thread = owner.post(&format!("{own}/threads"), thread).await.expect(201);
    let thread = id(&thread);
    let said = json!({"content": format!("{CANARY} <@{bob}>")});
    owner.post(&format!("/api/v10/channels/{thread}/messages"), said).await.expect(200);
    let gone = owner.post(&messages, json!({"content": CANARY})).await.expect(200);
    owner.delete(&format!("{messages}/{}", id(&gone))).await.expect(204);
    owner.post(&format!("{channel}/invites"), json!({})).await.expect(200);
    let mut socket = world.socket(&world.owner).await;
    socket.send(4, json!({"guild_id": world.guild, "channel_id": voice})).await;
    socket.expect(|frame| frame["t"] == "VOICE_STATE_UPDATE").await;
    Secret { text, voice, message, thread }
}

impl Secret {
    /// Whether a text has anything of it.
    fn is_in(&self, text: &str) -> bool {
        [CANARY, &self.text, &self.voice, &self.message, &self.thread]
            .iter()
            .any(|word| text.contains(word))
    }

    /// What was heard until an event that all hear.
    async fn heard(&self, world: &World, who: &str, socket: &mut Socket) {
        let sign = format!("a sign for {who}");
        let path = format!("/api/v10/channels/{}/messages", world.general);
        world.owner.rest.post(&path, json!({"content": sign})).await.expect(200);
        socket
            .expect(|frame| {
                let text = frame.to_string();
                assert!(!self.is_in(&text), "{who}: {text}");
                frame["d"]["content"] == sign.as_str()
            })
            .await;
    }
}

/// Whatever is asked of a hidden channel has the one answer that v10 has for it, which is the same for what is in
/// the channel and for what is not.
async fn tells_nothing(rest: &Rest, method: &str, path: &str, secret: &Secret, body: Value) {
    let method: reqwest::Method = method.parse().expect("a method");
    let body = (method != reqwest::Method::GET).then_some(body);
    // A thread that began at a message has its id.
    let of_nothing =
        path.replace(&format!("/messages/{}", secret.message), &format!("/messages/{NOTHING}"));
    for path in [path, &of_nothing] {
        let answer = rest.send(method.clone(), path, body.clone()).await;
        assert_eq!((answer.status, answer.code()), (403, Some(50_001)), "{path}: {}", answer.body);
        let wanted = json!({"code": 50_001, "message": answer.body["message"]});
        assert_eq!(answer.body, wanted, "{method} {path}");
        assert!(!secret.is_in(&answer.body.to_string()), "{method} {path}: {}", answer.body);
    }
}

async fn asks_everything(world: &World, bob: &Account, secret: &Secret) {
    let guild = &world.guild;
    for path in [
        format!("/api/v10/guilds/{guild}"),
        format!("/api/v10/guilds/{guild}/channels"),
        format!("/api/v10/guilds/{guild}/threads/active"),
        format!("/api/v10/guilds/{guild}/members?limit=100"),
        format!("/api/v10/guilds/{guild}/roles"),
        format!("/api/v10/guilds/{guild}/invites"),
        format!("/api/v10/guilds/{guild}/audit-logs"),
        format!("/api/v10/channels/{}/messages", world.general),
        "/api/v10/users/@me/guilds".to_owned(),
        "/api/v10/users/@me/channels".to_owned(),
    ] {
        let answer = bob.rest.get(&path).await;
        assert!(!secret.is_in(&answer.body.to_string()), "{path}: {}", answer.body);
    }
    let (text, message) = (&secret.text, &secret.message);
    for channel in [text, &secret.voice, &secret.thread] {
        let channel = format!("/api/v10/channels/{channel}");
        for (method, rest, body) in [
            ("GET", "", json!({})),
            ("PATCH", "", json!({"name": "mine"})),
            ("DELETE", "", json!({})),
            ("GET", "/messages", json!({})),
            ("POST", "/messages", json!({"content": "hello"})),
            ("POST", "/typing", json!({})),
            ("GET", "/messages/pins", json!({})),
            ("GET", "/invites", json!({})),
            ("POST", "/invites", json!({})),
            ("GET", "/thread-members", json!({})),
            ("PUT", "/thread-members/@me", json!({})),
        ] {
            tells_nothing(&bob.rest, method, &format!("{channel}{rest}"), secret, body).await;
        }
    }
    let message = format!("/api/v10/channels/{text}/messages/{message}");
    for (method, rest, body) in [
        ("GET", "", json!({})),
        ("PATCH", "", json!({"content": "mine"})),
        ("DELETE", "", json!({})),
        ("PUT", "/reactions/%F0%9F%94%A5/@me", json!({})),
        ("GET", "/reactions/%F0%9F%94%A5", json!({})),
        ("POST", "/threads", json!({"name": "mine"})),
    ] {
        tells_nothing(&bob.rest, method, &format!("{message}{rest}"), secret, body).await;
    }
    for channel in [text, &secret.thread] {
        let channel = format!("/api/x/channels/{channel}");
        for (method, rest, body) in [
            ("GET", "/events", json!({})),
            ("GET", "/receipts", json!({})),
            ("POST", "/ack", json!({"message_id": secret.message})),
        ] {
            tells_nothing(&bob.rest, method, &format!("{channel}{rest}"), secret, body).await;
        }
    }
    // An answer to a message that one cannot see, from where one may write.
    let path = format!("/api/v10/channels/{}/messages", world.general);
    let answering =
        |message: &str| json!({"content": "yes", "message_reference": {"message_id": message}});
    let hidden = bob.rest.post(&path, answering(&secret.message)).await;
    let nothing = bob.rest.post(&path, answering(NOTHING)).await;
    assert_eq!((hidden.status, hidden.code()), (nothing.status, nothing.code()));
    // Named in a text, it stays a number.
    let named =
        bob.rest.post(&path, json!({"content": format!("see <#{text}>")})).await.expect(200);
    assert!(!named.to_string().contains(CANARY), "{named}");
    // What bob said himself is looked at no more.
    bob.rest.delete(&format!("{path}/{}", id(&named))).await.expect(204);
}

#[tokio::test]
async fn se3_what_is_hidden_is_not_there_in_any_answer_event_count_or_error() {
    let world = World::start().await;
    let bob = world.account("bob").await;
    let mut listening = world.socket(&bob).await;
    listening.subscribe(&world.general, None).await;
    let secret = lives(&world, &bob.id).await;

    secret.heard(&world, "who was there", &mut listening).await;
    for channel in [&secret.text, &secret.thread] {
        let refused = listening.subscribe(channel, Some(0)).await;
        assert_eq!(refused["error"]["code"], 50_001, "{refused}");
    }
    let position = listening.position();
    asks_everything(&world, &bob, &secret).await;

    let mut new = world.connect().await;
    let guilds = new.identify(bob.rest.bare_token()).await;
    assert!(!secret.is_in(&new.ready.to_string()), "{}", new.ready);
    assert!(!secret.is_in(&json!(guilds).to_string()), "{guilds:?}");
    new.subscribe(&world.general, Some(0)).await;
    secret.heard(&world, "who comes new", &mut new).await;

    let mut resumed = world.connect().await;
    assert!(resumed.resume(&position).await);
    secret.heard(&world, "who comes back", &mut resumed).await;

    world.owner.rest.delete(&format!("/api/v10/channels/{}", secret.text)).await.expect(200);
    world.owner.rest.delete(&format!("/api/v10/channels/{}", secret.voice)).await.expect(200);
    secret.heard(&world, "who is there at its end", &mut resumed).await;
}
