//! The media server beside the rooms, in real time: its threads are none of the runtime's.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use actors::{EngineConfig, MediaSettings};
use protocol::ChannelId;
use protocol::gateway::{MediaOffer, VoiceStateChange};
use serde_json::{Value, json};

use crate::voice::{frames, voice_channel};
use crate::world::{Client, World};

/// Whatever is waited for longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// A line to speak on and one to listen on, as a browser offers them.
fn offer() -> String {
    let fingerprint = vec!["AB"; 32].join(":");
    let mut offer =
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n".to_owned();
    for (mid, direction) in [(0, "sendrecv"), (1, "recvonly")] {
        offer += &format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n\
             a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 {fingerprint}\r\n\
             a=setup:actpass\r\na=mid:{mid}\r\na={direction}\r\na=rtcp-mux\r\n\
             a=rtpmap:111 opus/48000/2\r\n"
        );
    }
    offer
}

/// Waits for what the media server says to one, and takes it.
async fn said(client: &mut Client, is_it: impl Fn(&Value) -> bool) -> Value {
    let wait = async {
        loop {
            let said = frames(client.read().await, 111);
            if let Some(found) = said.into_iter().find(&is_it) {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap()
}

struct Room {
    channel: ChannelId,
    people: Vec<Client>,
}

impl Room {
    /// Everybody offers, and is answered.
    async fn offers(&mut self, n: u32) {
        for client in &mut self.people {
            let (channel_id, offer) = (self.channel, offer());
            client.session.offer_sound(MediaOffer { channel_id, n, offer });
            said(client, |said| said["n"] == n && said["answer"].is_string()).await;
        }
    }
}

/// Two rooms of two each, whose sound goes through two threads of the media server.
async fn stage() -> (World, [Room; 2]) {
    let mut config = EngineConfig::default();
    config.voice.mesh_max = 1;
    let world = World::over(config, Arc::new(storage::MemoryStore::new())).await;
    let media = MediaSettings { threads: 2, ..MediaSettings::at(loopback()) };
    world.engine.start_media(media).unwrap();
    let ada = world.account("ada").await;
    let (guild, general) = world.guild(ada).await;
    let mut rooms = Vec::new();
    for names in [["ada", "bob"], ["cat", "dan"]] {
        let channel = voice_channel(&guild, ada, Vec::new()).await;
        let mut people = Vec::new();
        for name in names {
            let user = if name == "ada" { ada } else { world.account(name).await };
            if user != ada {
                world.join(&guild, general, ada, user).await;
            }
            let client = world.connect(user).await;
            client.session.change_voice(VoiceStateChange {
                guild_id: Some(guild.view().id()),
                channel_id: Some(channel),
                self_mute: false,
                self_deaf: false,
                self_video: false,
            });
            people.push(client);
        }
        for client in &mut people {
            let wait = async {
                while !frames(client.read().await, 112).iter().any(|mode| mode["mode"] == "sfu") {}
            };
            tokio::time::timeout(PATIENCE, wait).await.unwrap();
        }
        let mut room = Room { channel, people };
        room.offers(1).await;
        rooms.push(room);
    }
    (world, rooms.try_into().ok().unwrap())
}

#[tokio::test]
async fn a_thread_of_the_media_server_that_crashes_sends_its_rooms_anew_and_no_others() {
    let (world, [mut struck, mut other]) = stage().await;
    world.engine.crash_media_thread(struck.channel).await;
    for client in &mut struck.people {
        let ended = said(client, |said| said["ended"] == true).await;
        assert_eq!((&ended["n"], &ended["channel_id"]), (&json!(1), &json!(struck.channel)));
    }
    struck.offers(2).await;
    other.offers(2).await;
    for client in &other.people {
        assert!(!frames(&client.heard, 111).iter().any(|said| said["ended"] == true));
    }
    let told = world.engine.rooms().rooms;
    assert!(told.iter().all(|room| room.is_forwarded && room.media.is_some()), "{told:?}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_and_another_one_can_be_had() {
    let world = World::start().await;
    let taken = UdpSocket::bind(loopback()).unwrap();
    let at = taken.local_addr().unwrap();
    assert!(world.engine.start_media(MediaSettings::at(at)).is_err());
    assert_ne!(world.engine.start_media(MediaSettings::at(loopback())).unwrap(), [at]);
}
