//! `loadtest voice`: rooms of str0m clients over real sockets on loopback, a packet of sound every 20 ms
//! from each talker, all through a media server in this process.
//!
//! The server's threads are known by their names, and only their CPU counts. Latency is what the server
//! adds: from just before a client encrypts to just after another one has read the datagram.

mod client;
pub(crate) mod media_threads;
mod tally;

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep};
use voice::{Media, Settings};

use crate::latency::Quantiles;
use crate::record::{Record, Source};
use client::Client;
use tally::{Phase, Tally};

const CLIENTS_MAX: usize = 500;
const SLOTS_MAX: usize = 64;
const SECONDS_MAX: f64 = 300.0;
const CONNECT_MAX: Duration = Duration::from_secs(60);
/// How long everybody talks before it counts: slots are chosen and buffers have grown by then.
const WARM_UP: Duration = Duration::from_secs(2);
/// How long packets may trail the end. Counters of the server are a second old at most.
const DRAIN_MAX: Duration = Duration::from_secs(5);

/// The shape of the load.
#[derive(Args, Clone, Debug)]
pub(crate) struct VoiceOptions {
    /// Rooms.
    #[arg(long, default_value_t = 1)]
    rooms: usize,
    /// Clients in each room.
    #[arg(long, default_value_t = 10)]
    clients: usize,
    /// How many of them talk.
    #[arg(long, default_value_t = 10)]
    talkers: usize,
    /// Receive slots of each client.
    #[arg(long, default_value_t = 10)]
    slots: usize,
    /// How long, in seconds.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Threads of the media server; as many as cores if not given.
    #[arg(long)]
    threads: Option<usize>,
}

impl VoiceOptions {
    fn check(&self) -> anyhow::Result<()> {
        let clients = self.rooms * self.clients;
        ensure!((2..=CLIENTS_MAX).contains(&clients), "2 to {CLIENTS_MAX} clients in all");
        ensure!(self.talkers <= self.clients, "as many talkers as clients at most");
        ensure!((1..=SLOTS_MAX).contains(&self.slots), "1 to {SLOTS_MAX} slots");
        ensure!(self.seconds > 0.0 && self.seconds <= SECONDS_MAX, "up to {SECONDS_MAX} seconds");
        Ok(())
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::at(([127, 0, 0, 1], 0).into());
        settings.slots_max = settings.slots_max.max(self.slots);
        settings.threads = self.threads.unwrap_or(settings.threads);
        settings
    }
}

/// The figures of a run.
#[derive(Debug, Serialize)]
pub(crate) struct VoiceReport {
    rooms: usize,
    clients: usize,
    talkers: usize,
    slots: usize,
    seconds: f64,
    /// Packets that the talkers sent, all told.
    sent: u64,
    /// Packets that the server says it took in and passed on, all told.
    taken: u64,
    forwarded: u64,
    /// Packets that the clients got, all told, and those missing between them.
    received: u64,
    missing: u64,
    /// What the server says it could not hand to the kernel, or not take in.
    unsent: u64,
    overflow: u64,
    /// Packets received in a second of the measured time.
    received_per_s: f64,
    latency: Quantiles,
    cpu_s: f64,
    /// CPU seconds per million packets that were passed on.
    cpu_s_per_million: f64,
    /// CPU of the server's threads as a share of one core.
    core_share: f64,
}

impl VoiceReport {
    /// Packets that were lost on the way to the server, in it, or on the way from it. A hole between two
    /// that came is as likely one that the server passed on as one that it did not.
    fn lost(&self) -> u64 {
        let on_the_way = self.forwarded.saturating_sub(self.received);
        self.sent.saturating_sub(self.taken) + on_the_way.max(self.missing)
    }
}

impl fmt::Display for VoiceReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rooms, clients, talkers, slots, .. } = self;
        writeln!(out, "{rooms} rooms of {clients} clients, {talkers} of them talk, {slots} slots")?;
        writeln!(
            out,
            "sent {}, taken in {}, passed on {}, received {} ({:.0}/s), missing {}",
            self.sent, self.taken, self.forwarded, self.received, self.received_per_s, self.missing
        )?;
        writeln!(out, "not sent {}, not taken in {}", self.unsent, self.overflow)?;
        writeln!(out, "added latency: {}", self.latency)?;
        write!(
            out,
            "media threads: {:.2} CPU s in {:.1} s, {:.2} of a core, {:.2} CPU s per million",
            self.cpu_s, self.seconds, self.core_share, self.cpu_s_per_million
        )
    }
}

/// Connects everybody, lets them talk, and takes the figures.
pub(crate) async fn run(
    options: &VoiceOptions,
    record: &Rc<Record>,
) -> anyhow::Result<VoiceReport> {
    options.check()?;
    crate::process::raise_descriptor_limit();
    let (media, mut events) = Media::start(options.settings())?;
    // Nobody acts on them here, but they are to be read.
    let drained = async move { while events.next().await.is_some() {} };
    let clients = LocalSet::new();
    clients.spawn_local(drained);
    record.watch(Some(Source::MediaThreads));
    clients.run_until(measure(options, &media, record)).await
}

async fn measure(
    options: &VoiceOptions,
    media: &Media,
    record: &Rc<Record>,
) -> anyhow::Result<VoiceReport> {
    let tally = Rc::new(Tally::of(record));
    let mut tasks = JoinSet::new();
    for room in 0..options.rooms {
        for number in 0..options.clients {
            let is_talker = number < options.talkers;
            let at = room * options.clients + number;
            let client = Client::join(media, room as u64 + 1, at as u64 + 1, options.slots).await?;
            tasks.spawn_local(client.run(Rc::clone(&tally), is_talker));
        }
    }
    connected(&tally.connected, options.rooms * options.clients).await?;
    record.connected(options.rooms * options.clients);
    record.mark("everybody is connected");
    tally.phase.set(Phase::WarmUp);
    sleep(WARM_UP).await;
    tally.phase.set(Phase::Measured);
    record.load_begins();
    let (begun, received) = (Instant::now(), tally.received());
    let cpu_before = media_threads::cpu_seconds()?;
    sleep(Duration::from_secs_f64(options.seconds)).await;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu_s = media_threads::cpu_seconds()? - cpu_before;
    record.load_ends();
    let measured = tally.received() - received;
    tally.phase.set(Phase::Over);
    drain(media, &tally).await;
    tally.phase.set(Phase::Gone);
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    let report = report(options, media, &tally, Measured { seconds, cpu_s, received: measured });
    record.lost_share(report.lost() as f64 / (report.received + report.lost()).max(1) as f64);
    Ok(report)
}

async fn connected(count: &Cell<usize>, all: usize) -> anyhow::Result<()> {
    let wait = async {
        while count.get() < all {
            sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(CONNECT_MAX, wait).await;
    waited.with_context(|| format!("{} of {all} clients connected", count.get()))
}

/// Waits until everything has arrived, or will not.
async fn drain(media: &Media, tally: &Tally) {
    let end = Instant::now() + DRAIN_MAX;
    while Instant::now() < end && counted(media) != (tally.sent(), tally.received()) {
        sleep(Duration::from_millis(100)).await;
    }
}

/// Packets that the server says it took in and passed on.
fn counted(media: &Media) -> (u64, u64) {
    let rooms = media.metrics().rooms;
    rooms.iter().fold((0, 0), |(taken, forwarded), room| {
        (taken + room.received, forwarded + room.forwarded)
    })
}

struct Measured {
    seconds: f64,
    cpu_s: f64,
    received: u64,
}

fn report(options: &VoiceOptions, media: &Media, tally: &Tally, measured: Measured) -> VoiceReport {
    let ((taken, forwarded), dropped) = (counted(media), media.metrics().dropped);
    let Measured { seconds, cpu_s, received } = measured;
    VoiceReport {
        rooms: options.rooms,
        clients: options.clients,
        talkers: options.talkers,
        slots: options.slots,
        seconds,
        sent: tally.sent(),
        taken,
        forwarded,
        received: tally.received(),
        missing: tally.missing(),
        unsent: dropped.unsent,
        overflow: dropped.overflow,
        received_per_s: received as f64 / seconds,
        latency: tally.latency.borrow().quantiles(),
        cpu_s,
        cpu_s_per_million: cpu_s * 1e6 / received.max(1) as f64,
        core_share: cpu_s / seconds,
    }
}
