//! `loadtest upload`: what uploads cost those who only post, and the server's memory.

use std::cell::Cell;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{anyhow, ensure};
use clap::Args;
use serde::Serialize;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::account::Account;
use crate::compare::median;
use crate::door::Door;
use crate::http::Connection;
use crate::latency::Quantiles;
use crate::post::{self, PostOptions};
use crate::process;
use crate::target::Target;

const UPLOADS_MAX: usize = 256;
const FILE_BYTES_MAX: u64 = 1 << 30;
/// How often the server's memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// On loopback what the kernel buffers of all uploads is sent at once: that is no upload over a network.
const BEGINNING: Duration = Duration::from_secs(1);

/// How many uploads, how large, beside how many posters.
#[derive(Args, Clone, Debug)]
pub(crate) struct UploadOptions {
    /// Uploads at once, each begun again when it is answered.
    #[arg(long, default_value_t = 64)]
    uploads: usize,
    /// Bytes of a file.
    #[arg(long, default_value_t = 4 << 20)]
    file_bytes: u64,
    /// Connections that post meanwhile.
    #[arg(long, default_value_t = 64)]
    pub(crate) posters: usize,
    /// How long they post, without uploads and again with them, in seconds.
    #[arg(long, default_value_t = 8.0)]
    seconds: f64,
    /// How often, since a machine is never the same twice.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    rounds: u8,
}

/// The figures of a run.
#[derive(Debug, Serialize)]
pub(crate) struct UploadReport {
    uploads: usize,
    file_bytes: u64,
    rounds: Vec<Round>,
    /// The median of the rounds.
    p99_ratio: f64,
    rss_before_bytes: u64,
    rss_peak_bytes: u64,
}

/// Posts alone, then beside uploads.
#[derive(Debug, Serialize)]
struct Round {
    uploaded: u64,
    alone: Quantiles,
    beside_uploads: Quantiles,
}

impl Round {
    fn p99_ratio(&self) -> f64 {
        self.beside_uploads.p99_ms / self.alone.p99_ms
    }
}

impl std::fmt::Display for UploadReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { uploads, rounds, p99_ratio, .. } = self;
        let megabytes = self.file_bytes as f64 / 1e6;
        writeln!(out, "{uploads} uploads of {megabytes:.1} MB at once")?;
        for round in rounds {
            let Round { uploaded, alone, beside_uploads } = round;
            writeln!(out, "posts alone:   {alone}\nposts beside:  {beside_uploads}")?;
            writeln!(out, "  p99 {:.2} x, {uploaded} uploaded", round.p99_ratio())?;
        }
        let (before, peak) = (self.rss_before_bytes >> 20, self.rss_peak_bytes >> 20);
        write!(out, "p99 {p99_ratio:.2} x; memory {before} MiB before, {peak} MiB at most")
    }
}

/// Posts alone and beside uploads, in turn.
pub(crate) async fn run(options: &UploadOptions, target: &Target) -> anyhow::Result<UploadReport> {
    ensure!((1..=UPLOADS_MAX).contains(&options.uploads), "1 to {UPLOADS_MAX} uploads");
    ensure!(options.file_bytes <= FILE_BYTES_MAX, "at most {FILE_BYTES_MAX} bytes a file");
    let posts = |nonce: String| PostOptions {
        posters: options.posters,
        seconds: options.seconds,
        nonce,
        ..PostOptions::default()
    };
    let pid = target.pid()?;
    let (mut rounds, mut rss_before_bytes, peak) = (Vec::new(), 0, Cell::new(0));
    for number in 0..options.rounds {
        target.record.mark("posts alone");
        let alone = post::run(&posts(format!("alone{number}-")), target).await?.acknowledgement;
        if rss_before_bytes == 0 {
            rss_before_bytes = process::resident_bytes(pid)?;
        }
        target.record.mark("posts beside uploads");
        let uploads = Uploads::start(options, target)?;
        tokio::time::sleep(BEGINNING).await;
        let beside_uploads = posts(format!("beside{number}-"));
        let beside_uploads = tokio::select! {
            posted = post::run(&beside_uploads, target) => posted?.acknowledgement,
            failed = watch(pid, &peak) => failed.and_then(|()| anyhow::bail!("nothing to watch"))?,
        };
        let uploaded = uploads.stop()?;
        rounds.push(Round { uploaded, alone, beside_uploads });
    }
    Ok(UploadReport {
        uploads: options.uploads,
        file_bytes: options.file_bytes,
        p99_ratio: median(rounds.iter().map(Round::p99_ratio)),
        rounds,
        rss_before_bytes,
        rss_peak_bytes: peak.get(),
    })
}

/// Uploads on a thread of their own, so that what the client does for them holds up none of its posts.
struct Uploads {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<anyhow::Result<u64>>,
}

impl Uploads {
    fn start(options: &UploadOptions, target: &Target) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let (uploads, file_bytes) = (options.uploads, options.file_bytes);
        let (door, accounts) = (target.door, target.accounts.clone());
        let thread = thread::spawn(move || {
            let uploaded = Cell::new(0);
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => Ok(uploaded.get()),
                    failed = upload(uploads, file_bytes, door, &accounts, &uploaded) => {
                        failed.and_then(|()| anyhow::bail!("no uploads"))
                    }
                }
            })
        });
        Ok(Self { stop, thread })
    }

    /// How many were answered.
    fn stop(self) -> anyhow::Result<u64> {
        // Whoever failed hears it no more, and says why.
        let _ = self.stop.send(());
        self.thread.join().map_err(|_| anyhow!("the uploads panicked"))?
    }
}

/// Uploads until it is dropped.
async fn upload(
    uploads: usize,
    file_bytes: u64,
    door: Door,
    accounts: &[Account],
    uploaded: &Cell<u64>,
) -> anyhow::Result<()> {
    let mut running = JoinSet::new();
    let begin = |number: usize, running: &mut JoinSet<_>| {
        let account = accounts[number % accounts.len()].clone();
        running.spawn(async move { once(door, &account, file_bytes).await.map(|()| number) });
    };
    (0..uploads).for_each(|number| begin(number, &mut running));
    while let Some(ended) = running.join_next().await {
        begin(ended??, &mut running);
        uploaded.set(uploaded.get() + 1);
    }
    Ok(())
}

async fn once(door: Door, account: &Account, file_bytes: u64) -> anyhow::Result<()> {
    let mut connection = Connection::open(door).await?;
    let path = account.channel_path("/messages");
    connection.upload(&path, &account.authorization(), file_bytes).await?.json().map(drop)
}

/// Notes the most memory that the server had.
async fn watch(pid: u32, peak: &Cell<u64>) -> anyhow::Result<()> {
    loop {
        peak.set(peak.get().max(process::resident_bytes(pid)?));
        tokio::time::sleep(LOOK).await;
    }
}
