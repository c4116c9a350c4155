//! The bare committer beside the whole server, in turn: how many batches of a post's rows become durable a second,
//! and how many posts over HTTP do.
//!
//! The bare one is the store in this process: as many writers, each with one batch in flight. What is between the
//! two is HTTP, JSON, the checks and the channel's actor.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use bench::{AUTHOR, CHANNEL, CONTENT, GUILD, POSTED_AT_MS};
use protocol::MessageId;
use storage::records::{LogEntry, LogKind, Message, Nonce};
use storage::{Batch, Shard, SledOptions, SledStore, Store};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::Instant;

/// Writers, each with one batch or post in flight.
const WRITERS: usize = 64;
/// How long each of the two writes in a round.
const SECONDS: u64 = 6;
const ROUNDS: usize = 5;

fn main() -> anyhow::Result<()> {
    // Names of other benches select those.
    if std::env::args().skip(1).any(|argument| !argument.starts_with("--")) {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let swarm = swarm();
    if swarm.is_none() {
        eprintln!(
            "`cargo build --release -p confab -p loadtest` is missing: posts are not measured"
        );
    }
    let (mut batches, mut posts) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir()?;
        batches.push(runtime.block_on(commit(folder.path()))?);
        posts.extend(swarm.as_deref().map(posted).transpose()?);
    }
    let batches = median(&mut batches);
    println!("bare committer, {WRITERS} writers: {batches:.0} batches a second");
    if !posts.is_empty() {
        let posts = median(&mut posts);
        println!(
            "posts over HTTP, {WRITERS} posters: {posts:.0} a second, {:.2} of it",
            posts / batches
        );
    }
    Ok(())
}

/// The load test of a release build.
fn swarm() -> Option<PathBuf> {
    // This program is in `release/deps`.
    let release = std::env::current_exe().ok()?.parent()?.parent()?.to_owned();
    Some(release.join("loadtest")).filter(|program| program.exists())
}

/// Posts a second.
fn posted(swarm: &Path) -> anyhow::Result<f64> {
    let (posters, seconds) = (WRITERS.to_string(), SECONDS.to_string());
    let mut command = Command::new(swarm);
    command.args(["post", "--posters", &posters, "--seconds", &seconds]).stderr(Stdio::null());
    let output = command.output()?;
    ensure!(output.status.success(), "the load test ended with {}", output.status);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    report["per_second"].as_f64().context("no figure in the report")
}

/// Batches a second.
async fn commit(folder: &Path) -> anyhow::Result<f64> {
    let store = Rc::new(SledStore::open(folder, SledOptions::production())?);
    let next = Rc::new(Cell::new(1_u64));
    let begun = Instant::now();
    let until = begun + Duration::from_secs(SECONDS);
    let all = async {
        let mut writers = JoinSet::new();
        for _ in 0..WRITERS {
            let (store, next) = (Rc::clone(&store), Rc::clone(&next));
            writers.spawn_local(async move {
                while Instant::now() < until {
                    store.commit(batch(next.replace(next.get() + 1))).await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(ended) = writers.join_next().await {
            ended??;
        }
        anyhow::Ok(next.get() - 1)
    };
    let committed = LocalSet::new().run_until(all).await?;
    Ok(committed as f64 / begun.elapsed().as_secs_f64())
}

/// The rows of a post: the message, its place in the log, and its nonce.
fn batch(number: u64) -> Batch {
    let id = MessageId::new(number);
    let entry = LogEntry {
        channel: CHANNEL,
        seq: number,
        kind: LogKind::Create,
        message: id,
        created_at_ms: POSTED_AT_MS,
    };
    // Nonces lie anywhere.
    let mut hash = [0; 16];
    hash[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    let nonce =
        Nonce { author: AUTHOR, channel: CHANNEL, hash, message: id, created_at_ms: POSTED_AT_MS };
    Batch::new(Shard::Guild(GUILD))
        .put(&Message::new(CHANNEL, id, AUTHOR, CONTENT.to_owned(), POSTED_AT_MS))
        .put(&entry)
        .expect_absent::<Nonce>(&(AUTHOR, CHANNEL, hash))
        .put(&nonce)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
