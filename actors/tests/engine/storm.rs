//! A storm of edits, deletions, reactions and pins by several at once, over a channel that crashes
//! now and then: in the end whoever listened, came back or came late knows what the store knows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use actors::{Act, Anchor, ChannelHandle, Edit, EngineConfig, Fault};
use protocol::{ChannelId, MessageId, UserId};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use storage::{FaultPlan, FaultStore, MemoryStore};

use crate::story::resume;
use crate::world::{Client, World, name, settle};

const STEPS: usize = 200;
const EMOJIS: [&str; 3] = ["👍", "🎉", "🚀"];

/// What somebody knows of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    content: String,
    pinned: bool,
    reactions: BTreeMap<String, BTreeSet<String>>,
}

type Channel = BTreeMap<String, Known>;

/// What a client makes of what it hears.
#[derive(Default)]
struct Reader {
    channel: Channel,
    read: usize,
    /// The last position; every position is heard once.
    seq: u64,
}

impl Reader {
    async fn read(&mut self, client: &mut Client) {
        client.read().await;
        for frame in &client.heard[self.read..] {
            let Some(seq) = frame["d"]["x_seq"].as_u64() else { continue };
            assert!(seq > self.seq, "P2: {seq} after {}", self.seq);
            self.seq = seq;
            self.apply(name(frame), &frame["d"]);
        }
        self.read = client.heard.len();
    }

    fn apply(&mut self, name: &str, d: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let says = |d: &Value| (text(&d["content"]), d["pinned"] == true);
        let id = if d["message_id"].is_string() { text(&d["message_id"]) } else { text(&d["id"]) };
        match name {
            "MESSAGE_CREATE" => {
                let (content, pinned) = says(d);
                let known = Known { content, pinned, ..Known::default() };
                assert_eq!(self.channel.insert(id, known), None, "P2: created twice");
            }
            "MESSAGE_DELETE" => drop(self.channel.remove(&id)),
            "MESSAGE_DELETE_BULK" => {
                for id in d["ids"].as_array().unwrap() {
                    self.channel.remove(&text(id));
                }
            }
            _ => {
                // What was deleted meanwhile is left out of a replay, and what follows may not be.
                let Some(known) = self.channel.get_mut(&id) else { return };
                let (emoji, user) = (text(&d["emoji"]["name"]), text(&d["user_id"]));
                match name {
                    "MESSAGE_UPDATE" => (known.content, known.pinned) = says(d),
                    "MESSAGE_REACTION_ADD" => {
                        assert!(known.reactions.entry(emoji).or_default().insert(user), "twice");
                    }
                    "MESSAGE_REACTION_REMOVE" => {
                        let users = known.reactions.get_mut(&emoji).unwrap();
                        assert!(users.remove(&user), "it was not there");
                    }
                    "MESSAGE_REACTION_REMOVE_ALL" => known.reactions.clear(),
                    "MESSAGE_REACTION_REMOVE_EMOJI" => drop(known.reactions.remove(&emoji)),
                    other => panic!("what is {other}?"),
                }
                known.reactions.retain(|_, users| !users.is_empty());
            }
        }
    }
}

/// What REST answers.
async fn stored(channel: &ChannelHandle, reader: UserId) -> Channel {
    let mut all = Channel::new();
    let mut anchor = Anchor::Latest;
    loop {
        let page = channel.messages(anchor, 100, reader).await.unwrap();
        let Some(oldest) = page.last() else { return all };
        anchor = Anchor::Before(oldest.id);
        for message in page {
            let mut known = Known {
                content: message.content.clone(),
                pinned: message.pinned,
                ..Known::default()
            };
            for reaction in message.reactions.unwrap() {
                let emoji = reaction.emoji.name.unwrap();
                let who = channel.reactors(message.id, &emoji, None, 100).await.unwrap().unwrap();
                let who: BTreeSet<String> = who.iter().map(|user| user.id.to_string()).collect();
                assert_eq!(who.len(), reaction.count as usize, "RX3");
                known.reactions.insert(emoji, who);
            }
            all.insert(message.id.to_string(), known);
        }
    }
}

/// Somebody does something to one of the messages there are.
fn any_act(dice: &mut StdRng, ids: &[MessageId], people: &[UserId]) -> Act {
    let message = ids[dice.random_range(ids.len().saturating_sub(12)..ids.len())];
    let emoji = EMOJIS[dice.random_range(0..EMOJIS.len())].to_owned();
    match dice.random_range(0..20) {
        0..4 => Act::Edit(Edit {
            content: Some(format!("edit {}", dice.random_range(0..1_000))),
            ..Edit::of(message)
        }),
        4..6 => Act::Delete(message),
        6 => Act::BulkDelete(ids[ids.len().saturating_sub(3)..].to_vec()),
        7..14 => Act::React { message, emoji },
        14..16 => Act::Unreact { message, emoji, user: people[dice.random_range(0..people.len())] },
        16 => Act::RemoveEmoji { message, emoji },
        17 => Act::RemoveReactions(message),
        18 => Act::Pin(message),
        _ => Act::Unpin(message),
    }
}

async fn storm(seed: u64) {
    let mut dice = StdRng::seed_from_u64(seed);
    let store = FaultStore::new(MemoryStore::new(), FaultPlan::latencies_only(seed));
    let world = World::over(EngineConfig::default(), Arc::new(store) as _).await;
    let (ada, bob) = (world.account("ada").await, world.account("bob").await);
    let (guild, general) = world.guild(ada).await;
    world.join(&guild, general, ada, bob).await;
    let mut clients = Vec::new();
    for user in [ada, bob] {
        let client = world.connect(user).await;
        client.session.subscribe(general, None);
        settle().await;
        clients.push((client, Reader::default()));
    }
    let channel = world.engine.channel(general, ada).await.unwrap();
    let mut ids: Vec<MessageId> = Vec::new();
    for step in 0..STEPS {
        let actor = [ada, bob][dice.random_range(0..2)];
        if ids.len() < 3 || dice.random_range(0..4) == 0 {
            let posted = world.post(actor, general, &format!("m{step}"), None).await;
            ids.extend(posted.ok().map(|message| message.id));
        } else {
            let (channel, act) = (channel.clone(), any_act(&mut dice, &ids, &[ada, bob]));
            // Many are on their way at once; some are refused, and some meet a crash.
            tokio::spawn(async move { drop(channel.act(actor, act).await) });
        }
        if dice.random_range(0..40) == 0 {
            world.engine.crash(Fault::Channel(guild.view().id(), general));
        }
        if step % 50 == 25 {
            let (client, _) = &mut clients[1];
            client.socket.hang_up(true);
        }
        if step % 50 == 30 {
            resume(&world, &mut clients[1].0);
        }
        if step % 50 == 49 {
            clients.push(late(&world, bob, general).await);
        }
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..30))).await;
    }
    tokio::time::sleep(Duration::from_secs(10)).await;
    let wanted = stored(&channel, ada).await;
    assert!(wanted.values().any(|known| !known.reactions.is_empty()), "the storm did something");
    for (number, (client, reader)) in clients.iter_mut().enumerate() {
        reader.read(client).await;
        assert_eq!(reader.channel, wanted, "seed {seed}: client {number}");
    }
}

/// Somebody who comes with a cursor from before everything.
async fn late(world: &World, user: UserId, general: ChannelId) -> (Client, Reader) {
    let client = world.connect(user).await;
    client.session.subscribe(general, Some(0));
    (client, Reader::default())
}

#[tokio::test(start_paused = true)]
async fn p1_p2_after_a_storm_everybody_knows_what_the_store_knows() {
    for seed in 0..12 {
        storm(seed).await;
    }
}
