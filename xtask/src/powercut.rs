//! `cargo xtask powercut`: the power goes while the server acknowledges messages (promise P1).
//!
//! A round: an ext4 file system on a loop device holds the data directory; posters record what was
//! acknowledged; after a random time the file system is shut down without flushing its log, the
//! server is killed, the file system mounted again, the server started again, and every
//! acknowledged message is asked for. `--without-sync` takes the `fdatasync` out of the server:
//! such a run must lose messages, or the test proves nothing.

mod disk;
mod server;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::{run, workspace};
use disk::Disk;
use server::Server;

/// Members who post, each from a connection of its own.
const POSTERS: usize = 8;
const CUT_AFTER_MS: std::ops::Range<u64> = 300..2_500;
/// Content sizes; 60 KB is far past what sled would move to its unsynced blob folder.
const CONTENT_BYTES: &str = "100..60000";
const ROUNDS_MAX: u32 = 1_000;

#[derive(Args)]
pub(crate) struct Options {
    /// How often the power goes.
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// Take the fdatasync out of the server; the run must then report loss.
    #[arg(long)]
    without_sync: bool,
    /// Repeat the cut times of an earlier run.
    #[arg(long)]
    seed: Option<u64>,
    /// Smallest and largest content, in bytes.
    #[arg(long, default_value = CONTENT_BYTES)]
    bytes: String,
}

/// What became of the acknowledged messages of a round.
enum Outcome {
    Kept,
    Lost(String),
}

/// Cuts the power `rounds` times; any loss is an error.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    if !rustix::process::geteuid().is_root() {
        bail!("powercut mounts a loop device: run it as root");
    }
    if !(1..=ROUNDS_MAX).contains(&options.rounds) {
        bail!("--rounds takes 1 to {ROUNDS_MAX}");
    }
    build()?;
    let seed = options.seed.unwrap_or_else(rand::random);
    println!("seed {seed}, {} rounds, without sync: {}", options.rounds, options.without_sync);
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir()?;
    let mut disk = fresh_disk(folder.path(), options)?;
    let mut lost_rounds = 0;
    let mut first_of_disk = 1;
    for round in 1..=options.rounds {
        let cut_after = Duration::from_millis(random.random_range(CUT_AFTER_MS));
        if let Outcome::Lost(how) = one_round(&disk, folder.path(), round, cut_after, options)? {
            println!("round {round}: LOST: {how}");
            lost_rounds += 1;
            first_of_disk = round + 1;
            drop(disk);
            disk = fresh_disk(folder.path(), options)?;
        }
    }
    if let Outcome::Lost(how) =
        verify_all(&disk, folder.path(), first_of_disk..=options.rounds, options)?
    {
        println!("a later round lost what an earlier one had kept: {how}");
        lost_rounds += 1;
    }
    println!("{} rounds, {lost_rounds} of them lost acknowledged messages", options.rounds);
    if lost_rounds > 0 {
        bail!("acknowledged messages were lost in {lost_rounds} of {} rounds", options.rounds);
    }
    Ok(())
}

fn build() -> anyhow::Result<()> {
    let packages = ["build", "--profile", "ci", "--package", "confab", "--package", "loadtest"];
    run::check(&mut run::cargo(&packages))
}

/// A new file system with the accounts that will post.
fn fresh_disk(folder: &Path, options: &Options) -> anyhow::Result<Disk> {
    let disk = Disk::create(folder)?;
    server::seed(&disk.data(), &tokens_file(folder), POSTERS)?;
    disk.sync()?;
    println!("fresh file system; content of {} bytes", options.bytes);
    Ok(disk)
}

fn one_round(
    disk: &Disk,
    folder: &Path,
    round: u32,
    cut_after: Duration,
    options: &Options,
) -> anyhow::Result<Outcome> {
    let ledger = ledger_file(folder, round);
    let mut server = Server::start(&disk.data(), options.without_sync)?;
    let mut posters = start_posters(folder, server.url(), &ledger, round, &options.bytes)?;
    server::first_acknowledgement(&mut posters)?;
    std::thread::sleep(cut_after);
    disk.cut_power()?;
    server.kill()?;
    wait(&mut posters, "the posters")?;
    disk.remount()?;
    let reopened = Instant::now();
    let server = match Server::start(&disk.data(), options.without_sync) {
        Ok(server) => server,
        Err(error) => return Ok(Outcome::Lost(format!("the store does not open: {error:#}"))),
    };
    let opened_ms = reopened.elapsed().as_millis();
    println!("round {round}: cut after {} ms, ready after {opened_ms} ms", cut_after.as_millis());
    let verdict = verify(folder, server.url(), &ledger)?;
    server.stop()?;
    Ok(verdict)
}

fn start_posters(
    folder: &Path,
    url: &str,
    ledger: &Path,
    round: u32,
    bytes: &str,
) -> anyhow::Result<Child> {
    let prefix = format!("round-{round}-");
    let posters = POSTERS.to_string();
    let mut command = run::command(
        "",
        workspace::program("loadtest"),
        &["post", "--until-gone", "--seconds", "60"],
    );
    command
        .args(["--server", url, "--posters", &posters, "--bytes", bytes, "--nonce", &prefix])
        .arg("--tokens")
        .arg(tokens_file(folder))
        .arg("--ledger")
        .arg(ledger)
        .stdout(Stdio::piped());
    command.spawn().context("cannot start the posters")
}

/// What the rounds of one file system acknowledged is still there after the last of them.
fn verify_all(
    disk: &Disk,
    folder: &Path,
    rounds: RangeInclusive<u32>,
    options: &Options,
) -> anyhow::Result<Outcome> {
    let server = Server::start(&disk.data(), options.without_sync)?;
    println!("all rounds of this file system once more");
    for round in rounds {
        if let Outcome::Lost(how) = verify(folder, server.url(), &ledger_file(folder, round))? {
            return Ok(Outcome::Lost(how));
        }
    }
    server.stop()?;
    Ok(Outcome::Kept)
}

fn verify(folder: &Path, url: &str, ledger: &Path) -> anyhow::Result<Outcome> {
    let mut command = run::command("", workspace::program("loadtest"), &["verify"]);
    command
        .args(["--server", url, "--tokens"])
        .arg(tokens_file(folder))
        .arg("--ledger")
        .arg(ledger);
    let output = command.stderr(Stdio::inherit()).output().context("cannot start the check")?;
    let report = String::from_utf8_lossy(&output.stdout);
    match output.status.code() {
        Some(0) => Ok(Outcome::Kept),
        Some(1) => Ok(Outcome::Lost(report.trim_end().to_owned())),
        _ => bail!("the check itself failed with {}", output.status),
    }
}

fn wait(child: &mut Child, who: &str) -> anyhow::Result<()> {
    let status = child.wait()?;
    if !status.success() {
        bail!("{who} ended with {status}");
    }
    Ok(())
}

fn ledger_file(folder: &Path, round: u32) -> PathBuf {
    folder.join(format!("ledger-{round}.jsonl"))
}

fn tokens_file(folder: &Path) -> PathBuf {
    folder.join("tokens.jsonl")
}
