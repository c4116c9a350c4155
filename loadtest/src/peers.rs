//! `loadtest peers`: Confab, the yardstick and other servers in turn, under one client that knows no more of each
//! than how it is spoken to.
//!
//! - PE1  Every socket has heard every post once, all in the same order, or the round is broken.
//! - PE2  A latency runs from when a post was due, not from when it was sent.
//!
//! The servers that are not of this workspace are in `bench/peers`, a folder each.

mod ceiling;
mod course;
mod dialect;
mod fault;
mod peer;
mod poster;
mod report;
mod room;
mod server;
mod socket;

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::ensure;
use clap::Args;
use tokio::task::LocalSet;

use crate::record::Record;
use crate::target::TargetOptions;
use peer::Peer;
pub(crate) use report::PeersReport;
use report::Round;
use room::Room;
use server::Places;

const LISTENERS_MAX: usize = 15_000;
const ROUNDS_MAX: i64 = 20;
const POSTS_MAX: f64 = 20_000.0;

/// Who is compared, under which load.
#[derive(Args, Clone, Debug)]
pub(crate) struct PeersOptions {
    /// Who takes part; the first is what the others are compared with.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Peer::ALL)]
    peers: Vec<Peer>,
    /// How often each is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=ROUNDS_MAX))]
    rounds: u8,
    /// Sockets in the room.
    #[arg(long, default_value_t = 1_000)]
    listeners: usize,
    /// Messages posted a second. One that has no room for as many gets what it has.
    #[arg(long, default_value_t = 30.0)]
    rate: f64,
    /// How long, in seconds.
    #[arg(long, default_value_t = 20.0)]
    seconds: f64,
    /// Raises the rate from `--rate` on until a round breaks or p99 is over half a second.
    #[arg(long)]
    ceiling: bool,
    /// Where the servers that are not of this workspace are.
    #[arg(long, default_value = "bench/peers")]
    folder: PathBuf,
    /// The product; by default the `confab` beside this program.
    #[arg(long)]
    confab: Option<PathBuf>,
    /// Writes the tables, in Markdown.
    #[arg(long)]
    markdown: Option<PathBuf>,
}

impl PeersOptions {
    fn check(&self) -> anyhow::Result<()> {
        ensure!((1..=LISTENERS_MAX).contains(&self.listeners), "1 to {LISTENERS_MAX} listeners");
        ensure!(self.rate > 0.0 && self.seconds > 0.0, "a rate and a time");
        ensure!((1.0..=POSTS_MAX).contains(&(self.rate * self.seconds)), "1 to {POSTS_MAX} posts");
        ensure!(!self.peers.is_empty(), "somebody takes part");
        Ok(())
    }
}

/// Measures all in turn, on the current thread.
pub(crate) async fn run(
    options: &PeersOptions,
    record: &Rc<Record>,
) -> anyhow::Result<PeersReport> {
    options.check()?;
    let report = LocalSet::new().run_until(run_locally(options, record)).await?;
    if let Some(file) = &options.markdown {
        std::fs::write(file, format!("{report}\n"))?;
    }
    Ok(report)
}

async fn run_locally(options: &PeersOptions, record: &Rc<Record>) -> anyhow::Result<PeersReport> {
    let target = TargetOptions { confab: options.confab.clone(), ..TargetOptions::default() };
    let places = Places { target, folder: options.folder.clone(), record: Rc::clone(record) };
    let mut report = PeersReport::new(options.listeners, &options.peers);
    for _ in 0..options.rounds {
        for peer in options.peers.iter().copied() {
            record.mark(format!("{peer:?}"));
            if options.ceiling {
                let last = report.lowest_ceiling(peer);
                let ceiling = ceiling::find(peer, options, last, &places).await?;
                eprintln!("{ceiling}");
                report.ceilings.push(ceiling);
            } else {
                let round = measure(peer, options, &places).await?;
                eprintln!("{round}");
                report.rounds.push(round);
            }
        }
    }
    Ok(report)
}

async fn measure(peer: Peer, options: &PeersOptions, places: &Places) -> anyhow::Result<Round> {
    let room = Room::open(peer, options.listeners, places).await?;
    let rate = options.rate.min(peer.rate_max());
    let leg = room.talk(rate, (rate * options.seconds).ceil() as u32).await?;
    Ok(Round { peer, rss_per_socket_bytes: room.rss_per_socket_bytes, leg })
}
