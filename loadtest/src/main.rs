//! The swarm: load tests that speak the wire and see no server code. But `voice`, which runs the media
//! server in this process: what is measured are its threads.
//!
//! Words go to stderr, one JSON object to stdout, a report to files if asked. The exit status is 0 when
//! every promise and limit held, 1 when one did not, 2 when the test itself failed. Load goes to loopback
//! only, and every run is bounded in count and time.

#![allow(clippy::disallowed_methods, reason = "a load test lives by the clock")]

mod account;
mod acts;
mod baseline;
mod check;
mod churn;
mod compare;
mod crowd;
mod door;
mod event;
mod fanout;
mod frames;
mod http;
mod idle;
mod large;
mod latency;
mod ledger;
mod limits;
mod log;
mod page;
mod peers;
mod pool;
mod post;
mod presence;
mod process;
mod receipts;
mod record;
mod report;
mod run;
mod session;
mod slo;
mod stalled;
mod start;
mod steady;
mod storm;
mod swarm;
mod target;
mod upload;
mod verify;
mod voice;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::rc::Rc;

use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use serde_json::Value;

use crowd::{CrowdOptions, Doing};
use limits::Limits;
use record::{Figures, Record};
use report::{Machine, Outcome, Report, ReportOptions};
use target::{Kind, Target, TargetOptions};

#[derive(Parser)]
#[command(
    about = "Load tests of Confab, with proof of what arrived",
    after_help = "Exit status: 0 when every promise and limit held, 1 when one broke, 2 when the test could not run."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    report: ReportOptions,
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
    /// People in many rooms, few of which are popular: they post and read history.
    Chat(With<CrowdOptions>),
    /// The same people with all that surrounds talk: presence, receipts, reactions, threads.
    Social(With<CrowdOptions>),
    /// Everybody is cut off at once and comes back: by RESUME, or after a restart.
    Storm(With<storm::StormOptions>),
    /// People come and go for as long as it takes to see what the server keeps of each.
    Churn(With<churn::ChurnOptions>),
    /// How many people this machine holds: a crowd grows until a limit breaks (p99 of 250 ms if none is given).
    Slo(With<slo::SloOptions>),
    /// `fanout` of the product and of the yardstick in turn, and the ratio of their CPU.
    Compare(With<compare::CompareOptions>),
    /// Other servers in turn with the product, under one client that is nobody's.
    Peers(peers::PeersOptions),
    /// `fanout` beside sockets that never read, and without them.
    Stalled(With<stalled::StalledOptions>),
    /// A large guild: what it takes to enter it, and how soon an edit of a role is seen.
    Large(With<large::LargeOptions>),
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
    /// How long a page of history takes, and how many come a second.
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
    fn open(
        &self,
        kind: Kind,
        accounts: usize,
        messages: u64,
        record: &Rc<Record>,
    ) -> anyhow::Result<Target> {
        Target::open(&self.target, kind, accounts, messages, record)
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match serve_or_test(cli) {
        Ok(outcome) => ExitCode::from(outcome as u8),
        Err(error) => {
            eprintln!("loadtest: {error:#}");
            ExitCode::from(Outcome::CouldNotRun as u8)
        }
    }
}

fn serve_or_test(cli: Cli) -> anyhow::Result<Outcome> {
    if let Command::Baseline { listen } = cli.command {
        // As many threads as the product's own runtime has.
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        return runtime.block_on(baseline::serve(listen)).map(|()| Outcome::Held);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let record = Rc::new(Record::default());
    let command = cli.command;
    let limits = match command {
        Command::Slo(_) => cli.limits.or_objective(),
        _ => cli.limits,
    };
    let ended = runtime.block_on(record.beside(test(command, &limits, &record)));
    let report = judge(ended, &limits, &record);
    report.tell();
    report.write(&cli.report)?;
    Ok(report.outcome)
}

/// What a scenario says when it is done, and whether its own promises held.
struct Done {
    words: String,
    result: Value,
    held: bool,
    /// What the limits are for, where that is not the whole run.
    figures: Option<Figures>,
}

fn done(report: &(impl Serialize + std::fmt::Display), held: bool) -> anyhow::Result<Done> {
    let (words, result) = (report.to_string(), serde_json::to_value(report)?);
    Ok(Done { words, result, held, figures: None })
}

/// Puts what was promised beside what came of it.
fn judge(ended: anyhow::Result<Done>, limits: &Limits, record: &Record) -> Report {
    let own = ended.as_ref().ok().and_then(|done| done.figures.clone());
    let figures = own.unwrap_or_else(|| record.figures());
    let judged = ended.and_then(|done| Ok((done, limits.judge(&figures)?)));
    let error = judged.as_ref().err().map(|error| format!("{error:#}"));
    let (done, limits) = judged.map_or((None, Vec::new()), |(done, limits)| (Some(done), limits));
    let outcome = match &done {
        None => Outcome::CouldNotRun,
        Some(done) if done.held && limits.iter().all(|limit| limit.held) => Outcome::Held,
        Some(_) => Outcome::Broken,
    };
    let (words, result) = done.map(|done| (done.words, done.result)).unwrap_or_default();
    let words_of = |word: String| word.rsplit('/').next().map(ToOwned::to_owned);
    let name = std::env::args().next().and_then(words_of).unwrap_or_default();
    let command = std::iter::once(name).chain(std::env::args().skip(1)).collect::<Vec<_>>();
    Report {
        command: command.join(" "),
        outcome,
        error,
        words,
        result,
        figures,
        limits,
        machine: Machine::this(),
        marks: record.marks(),
        seconds: record.seconds(),
    }
}

/// Runs a test.
async fn test(command: Command, limits: &Limits, record: &Rc<Record>) -> anyhow::Result<Done> {
    match command {
        Command::Baseline { .. } => anyhow::bail!("the yardstick is no test"),
        Command::Fanout { kind, with } => {
            let target = with.open(kind, with.options.sessions, 0, record)?;
            let report = fanout::run(&with.options, &target).await?;
            done(&report, report.verdict.holds())
        }
        Command::Acts(with) => {
            let target = with.open(Kind::Confab, with.options.sessions, 0, record)?;
            let report = acts::run(&with.options, &target).await?;
            done(&report, report.holds())
        }
        Command::Chat(with) => crowd(&with, Doing::Chat, record).await,
        Command::Social(with) => crowd(&with, Doing::Social, record).await,
        Command::Storm(with) => {
            let mut target = with.open(Kind::Confab, with.options.sessions, 0, record)?;
            let report = storm::run(&with.options, &mut target).await?;
            done(&report, report.holds())
        }
        Command::Churn(with) => {
            let target = with.open(Kind::Confab, with.options.accounts(), 0, record)?;
            let report = churn::run(&with.options, &target).await?;
            done(&report, report.holds())
        }
        Command::Slo(with) => {
            let target = with.open(Kind::Confab, with.options.people_max, 0, record)?;
            let report = slo::run(&with.options, limits, &target).await?;
            let figures = Some(report.figures.clone());
            Ok(Done { figures, ..done(&report, report.holds())? })
        }
        Command::Compare(with) => {
            let report = compare::run(&with.options, &with.target, record).await?;
            done(&report, report.holds())
        }
        Command::Peers(options) => {
            let report = peers::run(&options, record).await?;
            done(&report, report.holds())
        }
        Command::Large(with) => {
            let target = with.open(Kind::Confab, with.options.members, 0, record)?;
            done(&large::run(&with.options, &target).await?, true)
        }
        Command::Stalled(with) => {
            let report = stalled::run(&with.options, &with.target, record).await?;
            done(&report, report.holds())
        }
        Command::Receipts(with) => {
            let target = with.open(Kind::Confab, with.options.sessions, 0, record)?;
            let report = receipts::run(&with.options, &target).await?;
            done(&report, report.holds())
        }
        Command::Idle(with) => {
            let accounts =
                with.options.sessions.div_ceil(with.options.sessions_per_account as usize);
            let report =
                idle::run(&with.options, &with.open(Kind::Confab, accounts, 0, record)?).await?;
            done(&report, report.holds())
        }
        Command::Post(with) => {
            let target = with.open(Kind::Confab, with.options.posters, 0, record)?;
            let report = post::run(&with.options, &target).await?;
            done(&report, report.holds())
        }
        Command::Presence(with) => {
            let target = with.open(Kind::Confab, with.options.members, 0, record)?;
            let report = presence::run(&with.options, &target).await?;
            done(&report, report.holds())
        }
        Command::Upload(with) => {
            let target = with.open(Kind::Confab, with.options.posters, 0, record)?;
            done(&upload::run(&with.options, &target).await?, true)
        }
        Command::Page(with) => {
            let target = with.open(Kind::Confab, 1, with.options.messages, record)?;
            done(&page::run(&with.options, &target).await?, true)
        }
        Command::Start(with) => {
            let target = with.open(Kind::Confab, 1, with.options.messages, record)?;
            done(&start::run(&with.options, &target).await?, true)
        }
        Command::Verify(with) => {
            let report =
                verify::run(&with.options, &with.open(Kind::Confab, 1, 0, record)?).await?;
            done(&report, report.holds())
        }
        Command::Voice(options) => done(&voice::run(&options, record).await?, true),
    }
}

async fn crowd(
    with: &With<CrowdOptions>,
    doing: Doing,
    record: &Rc<Record>,
) -> anyhow::Result<Done> {
    let target = with.open(Kind::Confab, with.options.people, 0, record)?;
    let report = crowd::run(&with.options, doing, &target).await?;
    done(&report, report.holds())
}
