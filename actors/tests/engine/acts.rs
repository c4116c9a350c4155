//! What is done to messages that are there, as those who listen and those who come back see it.

use std::sync::Arc;

use actors::{
    Act, ActError, Anchor, ChannelHandle, Draft, Edit, EngineConfig, OutboxLimits, Reply,
};
use protocol::{MessageId, UserId};
use serde_json::Value;
use storage::MemoryStore;

use crate::story::{Two, resume, two_members};
use crate::world::{Client, World, name, settle};

async fn general(two: &Two) -> ChannelHandle {
    two.world.engine.channel(two.general, two.ada).await.unwrap()
}

async fn post(two: &Two, author: UserId, content: &str) -> MessageId {
    two.world.post(author, two.general, content, None).await.unwrap().id
}

fn edit(message: MessageId, content: &str) -> Act {
    Act::Edit(Edit { content: Some(content.to_owned()), ..Edit::of(message) })
}

fn react(message: MessageId) -> Act {
    Act::React { message, emoji: "👍".to_owned() }
}

async fn heard(client: &mut Client) -> Vec<(String, u64)> {
    let frames = client.read().await.iter();
    let with_seq = frames.filter_map(|frame| Some((frame, frame["d"]["x_seq"].as_u64()?)));
    with_seq.map(|(frame, seq)| (name(frame).to_owned(), seq)).collect()
}

fn names(heard: &[(String, u64)]) -> Vec<&str> {
    heard.iter().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn p2_every_act_is_heard_once_at_the_next_position() {
    let mut two = two_members().await;
    let channel = general(&two).await;
    let one = post(&two, two.bob, "one").await;
    let two_ = post(&two, two.bob, "two").await;
    let other = post(&two, two.bob, "three").await;
    for (actor, act) in [
        (two.bob, edit(one, "one, edited")),
        (two.ada, react(one)),
        (two.ada, Act::Unreact { message: one, emoji: "👍".to_owned(), user: two.ada }),
        (two.bob, react(one)),
        (two.ada, Act::RemoveEmoji { message: one, emoji: "👍".to_owned() }),
        (two.bob, react(one)),
        (two.ada, Act::RemoveReactions(one)),
        (two.ada, Act::Pin(one)),
        (two.ada, Act::Unpin(one)),
        (two.bob, Act::Delete(one)),
        (two.ada, Act::BulkDelete(vec![two_, other])),
    ] {
        channel.act(actor, act).await.unwrap();
    }
    let heard = heard(&mut two.bobs).await;
    let seqs: Vec<u64> = heard.iter().map(|(_, seq)| *seq).collect();
    assert_eq!(seqs, (1..=17).collect::<Vec<u64>>(), "{heard:?}");
    let wanted = [
        "MESSAGE_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE_EMOJI",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE_ALL",
        "MESSAGE_UPDATE",
        "CHANNEL_PINS_UPDATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "CHANNEL_PINS_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
    ];
    assert_eq!(names(&heard), wanted);
    let reacted = two.bobs.heard.iter().find(|f| name(f) == "MESSAGE_REACTION_ADD").unwrap();
    assert_eq!(reacted["d"]["message_author_id"], two.bob.to_string());
    assert_eq!(reacted["d"]["member"]["user"]["username"], "ada");
}

#[tokio::test(start_paused = true)]
async fn ac2_what_changes_nothing_is_told_to_nobody() {
    let mut two = two_members().await;
    let channel = general(&two).await;
    let id = post(&two, two.bob, "one").await;
    channel.act(two.ada, react(id)).await.unwrap();
    two.bobs.read().await;
    channel.act(two.ada, react(id)).await.unwrap();
    channel.act(two.bob, edit(id, "one")).await.unwrap();
    channel.act(two.ada, Act::Unpin(id)).await.unwrap();
    let other = Act::Unreact { message: id, emoji: "👎".to_owned(), user: two.ada };
    channel.act(two.ada, other).await.unwrap();
    assert_eq!(heard(&mut two.bobs).await, []);
    let shown = channel.message(id, two.ada).await.unwrap().unwrap();
    let reactions = shown.reactions.unwrap();
    assert_eq!((reactions[0].count, reactions[0].me), (1, true));
    assert!(!channel.message(id, two.bob).await.unwrap().unwrap().reactions.unwrap()[0].me);
}

#[tokio::test(start_paused = true)]
async fn ac3_of_two_deletions_at_once_one_is_late_and_an_edit_in_flight_brings_nothing_back() {
    let two = two_members().await;
    let channel = general(&two).await;
    let id = post(&two, two.bob, "one").await;
    let (first, second, late) = tokio::join!(
        channel.act(two.bob, Act::Delete(id)),
        channel.act(two.ada, Act::Delete(id)),
        channel.act(two.bob, edit(id, "back")),
    );
    assert_eq!((first, second), (Ok(()), Err(ActError::UnknownMessage)));
    assert_eq!(late, Err(ActError::UnknownMessage));
    assert!(channel.message(id, two.ada).await.unwrap().is_none());
    let page = channel.messages(Anchor::Latest, 10, two.ada).await.unwrap();
    assert!(page.is_empty());
}

#[tokio::test(start_paused = true)]
async fn reactions_at_once_are_all_counted() {
    let two = two_members().await;
    let channel = general(&two).await;
    let id = post(&two, two.bob, "one").await;
    let (a, b, again) = tokio::join!(
        channel.act(two.ada, react(id)),
        channel.act(two.bob, react(id)),
        channel.act(two.ada, react(id)),
    );
    assert_eq!((a, b, again), (Ok(()), Ok(()), Ok(())));
    let shown = channel.message(id, two.ada).await.unwrap().unwrap();
    assert_eq!(shown.reactions.unwrap()[0].count, 2);
    let who = channel.reactors(id, "👍", None, 10).await.unwrap().unwrap();
    assert_eq!(who.len(), 2);
    let rest = channel.reactors(id, "👍", Some(who[0].id), 10).await.unwrap().unwrap();
    assert_eq!(rest, who[1..]);
}

#[tokio::test(start_paused = true)]
async fn what_was_deleted_is_in_no_ring_and_in_no_answer_to_it() {
    let mut two = two_members().await;
    let channel = general(&two).await;
    settle().await;
    two.bobs.socket.hang_up(true);
    settle().await;
    let secret = post(&two, two.ada, "a secret").await;
    let reply = Reply { to: secret, must_exist: true, mention: true };
    let draft = Draft { reply: Some(reply), ..Draft::text(two.ada, "an answer") };
    channel.post(draft).await.unwrap();
    channel.act(two.ada, Act::Delete(secret)).await.unwrap();
    resume(&two.world, &mut two.bobs);
    two.bobs.read().await;
    let all: Vec<String> = two.bobs.heard.iter().map(Value::to_string).collect();
    assert!(!all.iter().any(|frame| frame.contains("a secret")), "{all:?}");
    let answer = two.bobs.heard.iter().find(|f| f["d"]["content"] == "an answer").unwrap();
    assert_eq!(answer["d"].get("referenced_message"), Some(&Value::Null));
    assert!(two.bobs.heard.iter().any(|frame| name(frame) == "MESSAGE_DELETE"));
    let page = channel.messages(Anchor::Latest, 10, two.bob).await.unwrap();
    let page = serde_json::to_string(&page).unwrap();
    assert!(!page.contains("a secret") && page.contains("an answer"));
}

#[tokio::test(start_paused = true)]
async fn what_was_deleted_while_it_waited_for_a_slow_socket_goes_out_blank() {
    let two = two_members().await;
    let channel = general(&two).await;
    let mut slow = two.world.connect_with(two.bob, 6_000).await;
    slow.session.subscribe(two.general, None);
    settle().await;
    slow.socket.read(usize::MAX);
    let padding = "x".repeat(1_900);
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(post(&two, two.ada, &format!("secret {number} {padding}")).await);
    }
    channel.act(two.ada, Act::BulkDelete(ids)).await.unwrap();
    slow.socket.widen();
    slow.read().await;
    let created = slow.heard.iter().filter(|frame| name(frame) == "MESSAGE_CREATE");
    let contents: Vec<&str> =
        created.map(|frame| frame["d"]["content"].as_str().unwrap()).collect();
    assert_eq!(contents.len(), 6, "each is there, so that positions have no hole");
    assert_eq!(contents.last(), Some(&""));
    assert_eq!(slow.heard.last().map(name), Some("MESSAGE_DELETE_BULK"));
}

#[tokio::test(start_paused = true)]
async fn what_was_deleted_while_a_catch_up_waited_for_a_slow_socket_is_read_again() {
    let outbox = OutboxLimits {
        queue_events_max: 150,
        queue_bytes_max: 1 << 20,
        ring_events_max: 1_000,
        ring_bytes_max: 1 << 20,
    };
    let config = EngineConfig { outbox, ..EngineConfig::default() };
    let world = World::over(config, Arc::new(MemoryStore::new())).await;
    let ada = world.account("ada").await;
    let (_, general) = world.guild(ada).await;
    let mut ids = Vec::new();
    for number in 0..150 {
        let posted = world.post(ada, general, &format!("secret {number}."), None).await;
        ids.push(posted.unwrap().id);
    }
    let mut slow = world.connect_with(ada, 1_000).await;
    slow.session.subscribe(general, Some(0));
    settle().await;
    // The first page fills the queue; the second was read, and waits.
    let channel = world.engine.channel(general, ada).await.unwrap();
    channel.act(ada, Act::Delete(ids[120])).await.unwrap();
    slow.socket.widen();
    let names = slow.names().await;
    assert_eq!(names.last().map(String::as_str), Some("X_SUBSCRIBED"), "{names:?}");
    let told: Vec<String> = slow.heard.iter().map(Value::to_string).collect();
    let tells =
        |number: usize| told.iter().any(|frame| frame.contains(&format!("secret {number}.")));
    assert_eq!((0..150).filter(|number| !tells(*number)).collect::<Vec<_>>(), [120]);
}

#[tokio::test(start_paused = true)]
async fn rp1_rp3_a_replay_shows_what_is_there_and_counts_right() {
    let two = two_members().await;
    let channel = general(&two).await;
    let kept = post(&two, two.bob, "kept").await; // 1
    let gone = post(&two, two.bob, "gone").await; // 2
    channel.act(two.bob, edit(kept, "kept, once")).await.unwrap(); // 3
    channel.act(two.ada, react(kept)).await.unwrap(); // 4
    channel.act(two.ada, react(gone)).await.unwrap(); // 5
    channel.act(two.bob, edit(kept, "kept, twice")).await.unwrap(); // 6
    channel.act(two.bob, Act::Delete(gone)).await.unwrap(); // 7
    let replay = async |after| {
        let events = channel.events(after, 100, two.ada).await.unwrap().events;
        let shown: Vec<(u64, String)> = events
            .iter()
            .map(|event| (event.x_seq, String::from_utf8(event.tail.to_vec()).unwrap()))
            .collect();
        assert!(!shown.iter().any(|(_, tail)| tail.contains("gone")), "{shown:?}");
        shown
    };
    let positions = |shown: &[(u64, String)]| shown.iter().map(|(seq, _)| *seq).collect::<Vec<_>>();
    let whole = replay(0).await;
    assert_eq!(positions(&whole), [1, 4]);
    assert!(whole[0].1.contains("kept, twice"));
    let later = replay(2).await;
    assert_eq!(positions(&later), [4, 6, 7], "an update is shown once, and the deletion");
    let mut anew = two.world.connect(two.bob).await;
    anew.session.subscribe(two.general, Some(2));
    let names = anew.names().await;
    let wanted = ["MESSAGE_REACTION_ADD", "MESSAGE_UPDATE", "MESSAGE_DELETE", "X_SUBSCRIBED"];
    assert!(names.ends_with(&wanted.map(str::to_owned)), "{names:?}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_shows_what_it_answers_and_mentions_its_author_if_allowed() {
    let mut two = two_members().await;
    let channel = general(&two).await;
    let first = post(&two, two.bob, "a question").await;
    let answer = async |mention| {
        let reply = Reply { to: first, must_exist: true, mention };
        let draft = Draft { reply: Some(reply), ..Draft::text(two.ada, "an answer") };
        channel.post(draft).await.unwrap()
    };
    let loud = serde_json::to_value(answer(true).await).unwrap();
    assert_eq!(loud["type"], 19);
    assert_eq!(loud["referenced_message"]["content"], "a question");
    assert_eq!(loud["mentions"][0]["id"], two.bob.to_string());
    let quiet = serde_json::to_value(answer(false).await).unwrap();
    assert_eq!(quiet["mentions"], serde_json::json!([]));
    two.bobs.read().await;
    let heard = two.bobs.heard.iter().find(|f| f["d"]["content"] == "an answer").unwrap();
    assert_eq!(heard["d"]["referenced_message"]["content"], "a question");
}

#[tokio::test(start_paused = true)]
async fn pins_are_listed_newest_first_and_go_with_their_messages() {
    let two = two_members().await;
    let channel = general(&two).await;
    let mut ids = Vec::new();
    for number in 0..3 {
        let id = post(&two, two.bob, &format!("m{number}")).await;
        channel.act(two.ada, Act::Pin(id)).await.unwrap();
        settle().await;
        ids.push(id);
    }
    channel.act(two.ada, Act::Delete(ids[1])).await.unwrap();
    let (pins, more) = channel.pins(None, 50, two.bob).await.unwrap();
    let listed: Vec<MessageId> = pins.iter().map(|pin| pin.message.id).collect();
    assert_eq!((listed, more), (vec![ids[2], ids[0]], false));
    let (first, more) = channel.pins(None, 1, two.bob).await.unwrap();
    assert_eq!((first[0].message.id, more), (ids[2], true));
    let (rest, _) = channel.pins(Some(first[0].pinned_at), 50, two.bob).await.unwrap();
    assert_eq!(rest.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn former_versions_are_there_for_those_who_may_ask() {
    let two = two_members().await;
    let channel = general(&two).await;
    let id = post(&two, two.bob, "first").await;
    channel.act(two.bob, edit(id, "second")).await.unwrap();
    channel.act(two.bob, edit(id, "third")).await.unwrap();
    let versions = channel.versions(id).await.unwrap().unwrap();
    let said: Vec<&str> = versions.iter().map(|version| version.content.as_str()).collect();
    assert_eq!(said, ["first", "second"]);
    assert!(channel.message(id, two.ada).await.unwrap().unwrap().edited_timestamp.is_some());
    channel.act(two.bob, Act::Delete(id)).await.unwrap();
    assert!(channel.versions(id).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_repeat_of_a_deleted_post_says_nothing_of_it() {
    let two = two_members().await;
    let channel = general(&two).await;
    let posted = two.world.post(two.bob, two.general, "once", Some("n")).await.unwrap();
    channel.act(two.bob, Act::Delete(posted.id)).await.unwrap();
    let again = two.world.post(two.bob, two.general, "once", Some("n")).await;
    assert_eq!(again.map(drop), Err(actors::PostError::Deleted));
}
