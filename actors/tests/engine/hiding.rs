//! People who come and go in a room, and hide their address and show it, by a seed: what the room promises
//! of that holds after each step.

use std::net::SocketAddr;
use std::time::Duration;

use actors::{Fault, GuildHandle};
use protocol::gateway::{PeerId, VoiceSignal, VoiceStateChange};
use protocol::{ChannelId, UserId};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::voice::{frames, mode, peer, voice_channel};
use crate::world::{Client, World, name, settle};

const STEPS: usize = 120;
const NAMES: [&str; 5] = ["ada", "bob", "cat", "dan", "eve"];
/// By default.
const MESH_MAX: usize = 4;

/// Somebody, and what they chose.
struct Person {
    user: UserId,
    client: Client,
    /// Their number in the room, if they are in it.
    seat: Option<PeerId>,
    hides: bool,
    /// How much of what they heard was looked at.
    looked_at: usize,
}

struct Stage {
    world: World,
    guild: GuildHandle,
    lounge: ChannelId,
    people: Vec<Person>,
    /// As RO8 has it.
    outgrew: bool,
    has_media: bool,
    signals: u32,
}

async fn stage(has_media: bool) -> Stage {
    let world = World::start().await;
    if has_media {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        world
            .engine
            .start_media(::voice::Settings { threads: 1, ..::voice::Settings::at(listen) })
            .unwrap();
    }
    let ada = world.account(NAMES[0]).await;
    let (guild, general) = world.guild(ada).await;
    let lounge = voice_channel(&guild, ada, Vec::new()).await;
    let mut people = Vec::new();
    for name in NAMES {
        let user = if name == NAMES[0] { ada } else { world.account(name).await };
        if user != ada {
            world.join(&guild, general, ada, user).await;
        }
        let client = world.connect(user).await;
        people.push(Person { user, client, seat: None, hides: false, looked_at: 0 });
    }
    Stage { world, guild, lounge, people, outgrew: false, has_media, signals: 0 }
}

impl Stage {
    fn enters(&self, who: usize, channel_id: Option<ChannelId>) {
        self.people[who].client.session.change_voice(VoiceStateChange {
            guild_id: Some(self.guild.view().id()),
            channel_id,
            self_mute: false,
            self_deaf: false,
            self_video: false,
        });
    }

    async fn chooses(&mut self, who: usize, hides: bool) {
        let Value::Object(patch) = json!({ "hide_address": hides }) else { unreachable!() };
        self.world.engine.change_settings(self.people[who].user, patch).await.unwrap();
        self.people[who].hides = hides;
    }

    fn seated(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.seat.is_some())
    }

    fn is_hiding(&self) -> bool {
        self.seated().any(|person| person.hides)
    }

    fn seats(&self) -> Vec<(usize, PeerId)> {
        let people = self.people.iter().enumerate();
        people.filter_map(|(who, person)| Some((who, person.seat?))).collect()
    }

    /// By which number it is known.
    fn sends(&mut self, from: usize, peer_id: PeerId) -> u32 {
        self.signals += 1;
        let (channel_id, n) = (self.lounge, self.signals);
        let signal = VoiceSignal { channel_id, peer_id, n, sdp: None, candidate: Some(None) };
        self.people[from].client.session.signal(&signal);
        n
    }

    /// Each to each other one: it arrives in a mesh, and nowhere else.
    async fn signal_all(&mut self) {
        let (seats, is_mesh) = (self.seats(), !self.outgrew && !self.is_hiding());
        for (from, _) in &seats {
            for (to, peer_id) in seats.iter().filter(|(to, _)| to != from) {
                let n = self.sends(*from, *peer_id);
                let heard = frames(self.people[*to].client.read().await, 110);
                let is_heard = heard.iter().any(|frame| frame["n"] == n);
                assert_eq!(is_heard, is_mesh, "{} to {}", NAMES[*from], NAMES[*to]);
            }
        }
    }

    /// Nothing of whoever just chose to hide passes any more, whichever way the room still has.
    async fn no_signal_of(&mut self, who: usize) {
        let Some(own) = self.people[who].seat else { return };
        for (other, their) in self.seats().into_iter().filter(|(other, _)| *other != who) {
            self.sends(who, their);
            self.sends(other, own);
        }
        for person in &mut self.people {
            let heard = frames(person.client.read().await, 110);
            assert!(heard.is_empty(), "RO11: {heard:?}");
        }
    }

    /// Everybody reads, is where they should be, and hears of the way that they should.
    async fn look(&mut self, before: bool) {
        settle().await;
        let has_media = self.has_media;
        for person in &mut self.people {
            person.client.read().await;
            for frame in &person.client.heard[person.looked_at..] {
                let own = name(frame) == "X_SETTINGS";
                assert!(own || !frame.to_string().contains("hide"), "RO11: {frame}");
            }
            person.looked_at = person.client.heard.len();
            if !has_media && person.hides {
                person.seat = None;
            }
        }
        let count = self.seated().count();
        self.outgrew = count > MESH_MAX - usize::from(before);
        let wanted = if self.outgrew || self.is_hiding() { "sfu" } else { "mesh" };
        for person in self.seated() {
            let shown = mode(&person.client.heard);
            assert_eq!((&shown["mode"], peer(&shown)), (&json!(wanted), person.seat.unwrap()));
            assert_eq!(shown["peers"].as_array().unwrap().len(), count - 1);
        }
    }

    async fn comes(&mut self, who: usize) {
        self.enters(who, Some(self.lounge));
        let heard = self.people[who].client.read().await;
        let refused = heard.iter().find(|frame| name(frame) == "X_VOICE_REFUSED");
        let code = refused.map(|frame| frame["d"]["code"].as_u64().unwrap());
        let person = &mut self.people[who];
        if !self.has_media && person.hides {
            assert_eq!(code, Some(900_016));
        } else if code.is_none() {
            person.seat = Some(peer(&mode(&person.client.heard)));
        } else {
            assert_eq!((code, self.has_media), (Some(900_015), false), "a mesh is full");
        }
    }
}

async fn story(seed: u64, has_media: bool) -> usize {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut stage = stage(has_media).await;
    let mut hidden = 0;
    for _ in 0..STEPS {
        let who = dice.random_range(0..NAMES.len());
        let before = stage.outgrew;
        match dice.random_range(0..10) {
            0..4 if stage.people[who].seat.is_none() => stage.comes(who).await,
            0..2 => {
                stage.enters(who, None);
                stage.people[who].seat = None;
            }
            2..7 => {
                let hides = !stage.people[who].hides;
                stage.chooses(who, hides).await;
                if hides {
                    // Those whom the choice is about, before anybody looked.
                    hidden += usize::from(stage.people[who].seat.is_some());
                    stage.no_signal_of(who).await;
                }
            }
            7 => {
                stage.world.engine.crash(Fault::Room(stage.guild.view().id(), stage.lounge));
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            _ => {}
        }
        stage.look(before).await;
        stage.signal_all().await;
    }
    hidden
}

#[tokio::test(start_paused = true)]
async fn ro11_whoever_hides_is_never_in_a_mesh_whatever_happens() {
    for seed in 0..6 {
        assert!(story(seed, true).await > 3, "seed {seed}: somebody hid");
    }
}

#[tokio::test(start_paused = true)]
async fn ro11_without_a_media_server_whoever_hides_is_out_and_the_mesh_goes_on() {
    for seed in 0..6 {
        assert!(story(seed, false).await > 3, "seed {seed}: somebody hid");
    }
}
