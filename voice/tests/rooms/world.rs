//! A media server and its clients, all in one loop: talkers say a packet every 20 ms until what a test
//! waits for is true. Nothing waits for a time to pass.

use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use voice::{Event, Events, Media, Refusal, RoomMetrics, Settings};

use crate::client::Client;

pub(crate) const ROOM: u64 = 7;

/// A test that waits longer for something has failed.
const PATIENCE: Duration = Duration::from_secs(20);

const PACKET_PERIOD: Duration = Duration::from_millis(20);

#[expect(clippy::disallowed_methods, reason = "real sockets need the real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

pub(crate) struct World {
    pub(crate) media: Media,
    pub(crate) clients: Vec<Client>,
    pub(crate) events: Vec<Event>,
    source: Events,
    runtime: Runtime,
    next_packet: Instant,
}

impl World {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| {})
    }

    pub(crate) fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::at("127.0.0.1:0".parse().unwrap());
        settings.threads = 2;
        change(&mut settings);
        let (media, source) = Media::start(settings).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (clients, events) = Default::default();
        Self { media, clients, events, source, runtime, next_packet: now() }
    }

    /// Clients 1 to `count`, connected in one room.
    pub(crate) fn with(count: u64, slots: usize) -> Self {
        let mut world = Self::start();
        for id in 1..=count {
            world.join(ROOM, id, slots).unwrap();
        }
        world.until("all are connected", |world| {
            let connected = |event: &&Event| matches!(event, Event::Connected { .. });
            world.events.iter().filter(connected).count() == count as usize
                && world.clients.iter().all(|client| client.is_connected)
        });
        world
    }

    pub(crate) fn join(&mut self, room: u64, id: u64, slots: usize) -> Result<(), Refusal> {
        self.join_with(room, id, Client::offer(id, slots))
    }

    pub(crate) fn join_with(
        &mut self,
        room: u64,
        id: u64,
        (mut client, offer): (Client, String),
    ) -> Result<(), Refusal> {
        let answer = self.runtime.block_on(self.media.join(room, id, offer))?;
        client.accept(&answer.sdp);
        self.clients.retain(|client| client.id != id);
        self.clients.push(client);
        Ok(())
    }

    /// Asks the server for something.
    pub(crate) fn ask<T>(&self, question: impl AsyncFnOnce(&Media) -> T) -> T {
        self.runtime.block_on(question(&self.media))
    }

    pub(crate) fn client(&mut self, id: u64) -> &mut Client {
        self.clients.iter_mut().find(|client| client.id == id).unwrap()
    }

    /// From now on these talk, at these levels; the others are still.
    pub(crate) fn talk(&mut self, talkers: &[(u64, i8)]) {
        for client in &mut self.clients {
            let talker = talkers.iter().find(|(id, _)| *id == client.id);
            client.level = talker.map(|(_, level)| *level);
        }
    }

    pub(crate) fn forget_heard(&mut self) {
        for client in &mut self.clients {
            client.heard.clear();
        }
    }

    /// The counters of the room as of now: each publication is awaited.
    pub(crate) fn metrics(&self) -> RoomMetrics {
        let rooms = self.media.metrics().rooms;
        rooms.into_iter().find(|metrics| metrics.room == ROOM).unwrap()
    }

    /// Goes on until `is_true`.
    pub(crate) fn until(&mut self, what: &str, is_true: impl FnMut(&mut Self) -> bool) {
        self.until_within(PATIENCE, what, is_true);
    }

    /// The same for what takes its time.
    pub(crate) fn until_within(
        &mut self,
        patience: Duration,
        what: &str,
        mut is_true: impl FnMut(&mut Self) -> bool,
    ) {
        let begun = now();
        while !is_true(self) {
            assert!(now() - begun < patience, "never: {what}\n{:#?}", self.events);
            self.step();
        }
    }

    /// Goes on until somebody has heard so many more packets of somebody.
    pub(crate) fn until_heard(&mut self, listener: u64, talker: u64, more: usize) {
        let enough = self.client(listener).heard_of(talker) + more;
        self.until(&format!("{listener} hears {talker}"), |world| {
            world.client(listener).heard_of(talker) >= enough
        });
    }

    fn step(&mut self) {
        if self.next_packet <= now() {
            self.next_packet += PACKET_PERIOD;
            for client in &mut self.clients {
                if let (Some(level), true) = (client.level, client.is_connected) {
                    client.say(level);
                }
            }
        }
        for client in &mut self.clients {
            client.pump();
        }
        let next =
            async { tokio::time::timeout(Duration::from_millis(1), self.source.next()).await };
        if let Ok(Some(event)) = self.runtime.block_on(next) {
            self.events.push(event);
        }
    }
}
