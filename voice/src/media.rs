//! The door: starts the threads, takes joins and commands.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use str0m::config::DtlsCert;
use tokio::sync::{mpsc, oneshot};

use crate::events::{EVENTS_MAX, Event, Events};
use crate::impairment::Impairment;
use crate::metrics::Metrics;
use crate::negotiate::{self, Negotiated, negotiate};
use crate::peer::{Peer, Terms};
use crate::shard::{COMMANDS_MAX, Command, Shard};
use crate::shared::Shared;
use crate::{Refusal, clock, offer, receiver, sockets};

/// Threads of rooms: more than any machine of this kind of use has cores.
const THREADS_MAX: usize = 64;

/// The most slots that even a yardstick may ask for.
const SLOTS_LIMIT: usize = 64;

/// The most receive slots of a participant, if not set otherwise: a person does not follow more, and each
/// costs every listener's connection.
pub const SLOTS_MAX: usize = 25;

/// How long a command may wait for its thread: as long as any handle of an actor does.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(1);

/// How a media server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens, at least one address; a port may be 0.
    pub listen: Vec<SocketAddr>,
    /// The addresses that clients are told, if they are not those where it listens: behind a router or in
    /// a container. The first one of a kind is the one that checks are sent from.
    pub announced: Vec<IpAddr>,
    /// Threads for rooms; one a core is right.
    pub threads: usize,
    /// The most receive slots of a participant.
    pub slots_max: usize,
    /// When a connection is given up.
    pub patience: Patience,
    /// A bad network on purpose, for tests.
    pub impairment: Option<Impairment>,
}

/// How long a connection is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until it comes about: a browser gives up at about the same time.
    pub connect: Duration,
    /// While nothing comes of it. A browser asks every few seconds, and comes back by itself from an
    /// outage of half a minute.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(15), silence: Duration::from_secs(40) }
    }
}

impl Settings {
    /// One address, what it is announced as, one thread a core.
    pub fn at(listen: SocketAddr) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            listen: vec![listen],
            announced: Vec::new(),
            threads,
            slots_max: SLOTS_MAX,
            patience: Patience::default(),
            impairment: None,
        }
    }
}

/// What goes back to the client whose offer was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The description, with all that the client needs: nothing trickles.
    pub sdp: String,
}

/// A media server. Dropping it ends its threads, for which it waits a tenth of a second.
#[derive(Debug)]
pub struct Media {
    shared: Arc<Shared>,
    commands: Vec<mpsc::Sender<Command>>,
    certificate: DtlsCert,
    terms: Terms,
    threads: Vec<JoinHandle<()>>,
}

impl Media {
    /// Binds the sockets and starts the threads.
    pub fn start(settings: Settings) -> io::Result<(Self, Events)> {
        if let Some(impairment) = &settings.impairment {
            tracing::warn!(?impairment, "the media server is a bad network on purpose");
        }
        let sockets = sockets::bind(&settings.listen, &settings.announced)?;
        let certificate = negotiate::certificate().ok_or(io::ErrorKind::Unsupported)?;
        let shards = settings.threads.clamp(1, THREADS_MAX);
        let shared = Arc::new(Shared::new(sockets, shards));
        let (events, receiver) = mpsc::channel(EVENTS_MAX);
        let mut media = Self {
            shared,
            commands: Vec::new(),
            certificate,
            terms: Terms {
                slots_max: settings.slots_max.clamp(1, SLOTS_LIMIT),
                patience: settings.patience,
            },
            threads: Vec::new(),
        };
        for index in 0..shards {
            media.start_shard(index, events.clone(), settings.impairment)?;
        }
        for socket in 0..media.shared.sockets.len() {
            let shared = Arc::clone(&media.shared);
            media.spawn(format!("media-in-{socket}"), move || receiver::run(&shared, socket))?;
        }
        Ok((media, Events(receiver)))
    }

    fn start_shard(
        &mut self,
        index: usize,
        events: mpsc::Sender<Event>,
        impairment: Option<Impairment>,
    ) -> io::Result<()> {
        let (commands, receiver) = mpsc::channel(COMMANDS_MAX);
        self.commands.push(commands);
        let shard = Shard::new(index, Arc::clone(&self.shared), receiver, events, impairment);
        self.spawn(format!("media-{index}"), move || shard.run())
    }

    fn spawn(&mut self, name: String, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.threads.push(Builder::new().name(name).spawn(run)?);
        Ok(())
    }

    /// Where it listens, with the ports that it got.
    pub fn listens_at(&self) -> Vec<SocketAddr> {
        self.shared.sockets.iter().map(|bound| bound.local).collect()
    }

    /// Takes a participant into a room by the offer of its client: sound only, first one line to speak on,
    /// then as many to listen on as it wants slots. A participant who is there already begins anew.
    pub async fn join(&self, room: u64, peer: u64, offer: String) -> Result<Answer, Refusal> {
        let offer = offer::screen(&offer, self.terms.slots_max)?;
        let negotiated = negotiate(&offer, &self.certificate, &self.shared.sockets)?;
        let Negotiated { rtc, answer, name, types } = negotiated;
        let seat = self.shared.seat(room, peer, name)?;
        let shard = seat.target().shard;
        let peer = Peer::new(seat, rtc, types, self.terms, clock::now());
        let (reply, replied) = oneshot::channel();
        self.send(shard, Command::Join { room, peer: Box::new(peer), reply }).await?;
        let replied = tokio::time::timeout(COMMAND_TIMEOUT, replied).await;
        replied.map_err(|_| Refusal::Busy)?.map_err(|_| Refusal::Busy)??;
        Ok(Answer { sdp: answer })
    }

    /// Lets a participant go; nothing if they are not there.
    pub async fn leave(&self, room: u64, peer: u64) -> Result<(), Refusal> {
        self.command(room, Command::Leave { room, peer }).await
    }

    /// Passes on nothing of a participant from now on, or does so again.
    pub async fn mute(&self, room: u64, peer: u64, is_muted: bool) -> Result<(), Refusal> {
        self.command(room, Command::Mute { room, peer, is_muted }).await
    }

    /// Passes on nothing to a participant from now on, or does so again.
    pub async fn deafen(&self, room: u64, peer: u64, is_deaf: bool) -> Result<(), Refusal> {
        self.command(room, Command::Deafen { room, peer, is_deaf }).await
    }

    /// Passes on to a participant nothing of these others from now on, and of all the rest. For two who
    /// shall not hear one another it is said of both.
    pub async fn apart(&self, room: u64, peer: u64, others: Vec<u64>) -> Result<(), Refusal> {
        self.command(room, Command::Part { room, peer, others }).await
    }

    /// What is counted, a second old at most.
    pub fn metrics(&self) -> Metrics {
        Metrics { rooms: self.shared.rooms.snapshot(), dropped: self.shared.drops.snapshot() }
    }

    /// The connection of a participant panics at its next touch.
    #[cfg(feature = "faults")]
    pub async fn crash_peer(&self, room: u64, peer: u64) -> Result<(), Refusal> {
        self.command(room, Command::CrashPeer { room, peer }).await
    }

    /// The thread of a room panics.
    #[cfg(feature = "faults")]
    pub async fn crash_thread(&self, room: u64) -> Result<(), Refusal> {
        self.command(room, Command::CrashThread).await
    }

    async fn command(&self, room: u64, command: Command) -> Result<(), Refusal> {
        let shard = self.shared.placement.lock().shard_of(room);
        match shard {
            Some(shard) => self.send(shard, command).await,
            // Nobody is there.
            None => Ok(()),
        }
    }

    async fn send(&self, shard: usize, command: Command) -> Result<(), Refusal> {
        let sent = self.commands[shard].send_timeout(command, COMMAND_TIMEOUT).await;
        self.shared.inboxes[shard].wake();
        sent.map_err(|_| Refusal::Busy)
    }
}

impl Drop for Media {
    fn drop(&mut self) {
        self.shared.is_ended.store(true, Ordering::Relaxed);
        for inbox in &self.shared.inboxes {
            inbox.wake();
        }
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a media thread ended by a panic");
            }
        }
    }
}
