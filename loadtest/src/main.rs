//! The swarm: load tests that speak the wire and see no server code. But `voice`, which runs the media
//! server in this process: what is measured are its threads.
//!
//! Words go to stderr, one JSON object to stdout. The exit status is 0 when every promise held,
//! 1 when one did not, 2 when the test itself failed. Load goes to loopback only, and every run is
//! bounded in count and time.

#![allow(clippy::disallowed_methods, reason = "a load test lives by the clock")]

mod account;
mod acts;
mod baseline;
mod check;
mod compare;
mod event;
mod fanout;
mod frames;
mod http;
mod idle;
mod latency;
mod ledger;
mod log;
mod page;
mod post;
mod presence;
mod process;
mod receipts;
mod run;
mod session;
mod start;
mod swarm;
mod target;
mod upload;
mod verify;
mod voice;

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;

use target::{Kind, Target, TargetOptions};

#[derive(Parser)]
#[command(about = "Load tests of Confab, with proof of what arrived")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The yardstick: a bare fan-out server without store, permissions or replay.
    Baseline {
        /// Where it listens.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
    /// Many sessions in one channel; every delivery is checked against the channel's log.
    Fanout {
        /// Which server to start, where none runs.
        #[arg(long, default_value = "confab")]
        kind: Kind,
        #[command(flatten)]
        with: With<fanout::FanoutOptions>,
    },
    /// Edits and reactions in a channel of many sessions, beside posts, and the ratios of their CPU.
    Acts(With<acts::ActsOptions>),
    /// `fanout` of the product and of the yardstick in turn, and the ratio of their CPU.
    Compare(With<compare::CompareOptions>),
    /// Memory of an idle session.
    Idle(With<idle::IdleOptions>),
    /// Durable posts a second, and how long an acknowledgement takes.
    Post(With<post::PostOptions>),
    /// A storm of presences in a large guild: what those hear who look at its members, and the CPU.
    Presence(With<presence::PresenceOptions>),
    /// A room where everybody reads along, and what receipts add to the CPU of the messages.
    Receipts(With<receipts::ReceiptsOptions>),
    /// Uploads beside posters: what they cost these, and the server's memory.
    Upload(With<upload::UploadOptions>),
    /// How long a page of history takes.
    Page(With<page::PageOptions>),
    /// How long a start takes, beside the storage engine's own open.
    Start(With<start::StartOptions>),
    /// Whether every message of a ledger is there.
    Verify(With<verify::VerifyOptions>),
    /// Rooms of clients who talk through the media server: what is lost, how late it is, what it costs.
    Voice(voice::VoiceOptions),
}

/// The options of a command, and the server it is for.
#[derive(Args, Clone, Debug)]
struct With<O: Args> {
    #[command(flatten)]
    options: O,
    #[command(flatten)]
    target: TargetOptions,
}

impl<O: Args> With<O> {
    fn open(&self, kind: Kind, accounts: usize, messages: u64) -> anyhow::Result<Target> {
        Target::open(&self.target, kind, accounts, messages)
    }
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    match serve_or_test(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("loadtest: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn serve_or_test(command: Command) -> anyhow::Result<bool> {
    if let Command::Baseline { listen } = command {
        // As many threads as the product's own runtime has.
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        return runtime.block_on(baseline::serve(listen)).map(|()| true);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(test(command))
}

/// Runs a test; whether what it checked held.
async fn test(command: Command) -> anyhow::Result<bool> {
    match command {
        Command::Baseline { .. } => Ok(true),
        Command::Fanout { kind, with } => {
            let target = with.open(kind, with.options.sessions, 0)?;
            let report = fanout::run(&with.options, &target).await?;
            show(&report, report.verdict.holds())
        }
        Command::Acts(with) => {
            let target = with.open(Kind::Confab, with.options.sessions, 0)?;
            let report = acts::run(&with.options, &target).await?;
            show(&report, report.holds())
        }
        Command::Compare(with) => {
            let report = compare::run(&with.options, &with.target).await?;
            show(&report, report.holds())
        }
        Command::Receipts(with) => {
            let target = with.open(Kind::Confab, with.options.sessions, 0)?;
            let report = receipts::run(&with.options, &target).await?;
            show(&report, report.holds())
        }
        Command::Idle(with) => {
            let accounts =
                with.options.sessions.div_ceil(with.options.sessions_per_account as usize);
            let report = idle::run(&with.options, &with.open(Kind::Confab, accounts, 0)?).await?;
            show(&report, report.holds())
        }
        Command::Post(with) => {
            let target = with.open(Kind::Confab, with.options.posters, 0)?;
            let report = post::run(&with.options, &target).await?;
            show(&report, report.holds())
        }
        Command::Presence(with) => {
            let target = with.open(Kind::Confab, with.options.members, 0)?;
            let report = presence::run(&with.options, &target).await?;
            show(&report, report.holds())
        }
        Command::Upload(with) => {
            let target = with.open(Kind::Confab, with.options.posters, 0)?;
            show(&upload::run(&with.options, &target).await?, true)
        }
        Command::Page(with) => {
            let target = with.open(Kind::Confab, 1, with.options.messages)?;
            show(&page::run(&with.options, &target).await?, true)
        }
        Command::Start(with) => {
            let target = with.open(Kind::Confab, 1, with.options.messages)?;
            show(&start::run(&with.options, &target).await?, true)
        }
        Command::Verify(with) => {
            let report = verify::run(&with.options, &with.open(Kind::Confab, 1, 0)?).await?;
            show(&report, report.holds())
        }
        Command::Voice(options) => {
            let report = voice::run(&options).await?;
            show(&report, report.holds())
        }
    }
}

fn show(report: &(impl Serialize + std::fmt::Display), holds: bool) -> anyhow::Result<bool> {
    eprintln!("{report}");
    println!("{}", serde_json::to_string(report)?);
    Ok(holds)
}
