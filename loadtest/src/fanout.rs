//! `loadtest fanout`: many sessions in one channel, a steady stream of posts, every delivery checked.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use serde_json::json;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep_until};

use crate::account::Account;
use crate::check::{self, Heard, Kept, Verdict};
use crate::http::Connection;
use crate::latency::{Latency, Quantiles};
use crate::log::{LOG_ENTRIES_MAX, Log};
use crate::process;
use crate::record::Record;
use crate::run::Run;
use crate::session::Session;
use crate::swarm;
use crate::target::Target;

const DELIVERIES_MAX: u64 = 50_000_000;
const DURATION_MAX_S: f64 = 600.0;
/// How long deliveries may trail the last post before they count as missed.
const DRAIN_MAX: Duration = Duration::from_secs(15);

/// The shape of the load.
#[derive(Args, Clone, Debug)]
pub(crate) struct FanoutOptions {
    /// Sessions subscribed to the channel.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) sessions: usize,
    /// Messages posted a second.
    #[arg(long, default_value_t = 30.0)]
    pub(crate) rate: f64,
    /// How long, in seconds.
    #[arg(long, default_value_t = 20.0)]
    pub(crate) seconds: f64,
    /// Connections that the posts are spread over.
    #[arg(long, default_value_t = 8)]
    pub(crate) posters: usize,
    /// Length of a message's content, in bytes.
    #[arg(long, default_value_t = 100)]
    pub(crate) content_bytes: usize,
}

impl FanoutOptions {
    fn posts(&self) -> u32 {
        (self.rate * self.seconds) as u32
    }

    fn check(&self) -> anyhow::Result<()> {
        ensure!(self.rate > 0.0 && self.seconds > 0.0 && self.seconds <= DURATION_MAX_S, "bounds");
        ensure!(
            (1..=self.posts() as usize).contains(&self.posters),
            "1 to as many posters as posts"
        );
        ensure!((16..=2_000).contains(&self.content_bytes), "content of 16 to 2000 bytes");
        ensure!(self.posts() < LOG_ENTRIES_MAX, "more posts than the log keeps");
        let deliveries = u64::from(self.posts()) * self.sessions as u64;
        ensure!(deliveries <= DELIVERIES_MAX, "at most {DELIVERIES_MAX} deliveries");
        Ok(())
    }
}

/// The figures of a run, and whether the promises held.
#[derive(Debug, Serialize)]
pub(crate) struct FanoutReport {
    pub(crate) server: &'static str,
    pub(crate) sessions: usize,
    pub(crate) posts: u32,
    pub(crate) acknowledged: usize,
    pub(crate) deliveries: u64,
    pub(crate) bytes_per_delivery: u64,
    pub(crate) delivery: Quantiles,
    pub(crate) acknowledgement: Quantiles,
    pub(crate) cpu_s: f64,
    pub(crate) cpu_s_per_million: f64,
    pub(crate) rss_per_session_bytes: u64,
    pub(crate) verdict: Verdict,
}

impl std::fmt::Display for FanoutReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { server, sessions, deliveries, bytes_per_delivery, .. } = self;
        write!(out, "{server}: {sessions} sessions, {deliveries} deliveries ")?;
        writeln!(out, "of {bytes_per_delivery} bytes")?;
        writeln!(out, "  delivered after  {}", self.delivery)?;
        writeln!(out, "  acknowledged     {}", self.acknowledgement)?;
        writeln!(out, "  CPU              {:.2} s per million deliveries", self.cpu_s_per_million)?;
        writeln!(out, "  RSS              {} bytes a session", self.rss_per_session_bytes)?;
        let (posts, acknowledged) = (self.posts, self.acknowledged);
        write!(out, "  {acknowledged} of {posts} acknowledged, {} faults", self.verdict.faults)?;
        self.verdict.first.iter().try_for_each(|fault| write!(out, "\n    {fault}"))
    }
}

/// What the posters learned.
#[derive(Default)]
struct Posted {
    acknowledged: Vec<Kept>,
    latency: Latency,
    refusals: Vec<String>,
}

/// Runs the load against a target on the current thread.
pub(crate) async fn run(options: &FanoutOptions, target: &Target) -> anyhow::Result<FanoutReport> {
    run_beside(options, 0, target).await
}

/// The same beside sessions that subscribe and read nothing.
pub(crate) async fn run_beside(
    options: &FanoutOptions,
    stalled: usize,
    target: &Target,
) -> anyhow::Result<FanoutReport> {
    options.check()?;
    LocalSet::new().run_until(run_locally(options, stalled, target)).await
}

async fn run_locally(
    options: &FanoutOptions,
    stalled: usize,
    target: &Target,
) -> anyhow::Result<FanoutReport> {
    let pid = target.pid()?;
    let run = Rc::new(Run::new(options.rate, &target.record));
    let rss_before = process::resident_bytes(pid)?;
    let sessions = swarm::open(target, options.sessions, &run).await?;
    let rss_bytes = process::resident_bytes(pid)?.saturating_sub(rss_before);
    let _unread = swarm::open_unread(target, options.sessions, stalled, &run).await?;
    let mut log = match target.has_log {
        true => Some(Log::begin(target.door, &target.accounts[0]).await?),
        false => None,
    };
    target.record.load_begins();
    let cpu_before = process::cpu_seconds(pid)?;
    let posted = post_all(options, target, &run).await?;
    drain(posted.acknowledged.len(), &sessions, &run).await;
    let cpu_s = process::cpu_seconds(pid)? - cpu_before;
    target.record.load_ends();
    let rss_per_session_bytes = rss_bytes / sessions.len().max(1) as u64;
    target.record.rss_per_session(rss_per_session_bytes);
    let verdict = judge(target, log.as_mut(), &run, &sessions, &posted).await?;
    let deliveries = run.deliveries();
    Ok(FanoutReport {
        server: target.name,
        sessions: sessions.len(),
        posts: options.posts(),
        acknowledged: posted.acknowledged.len(),
        deliveries,
        bytes_per_delivery: run.bytes_per_delivery(),
        delivery: run.latency().quantiles(),
        acknowledgement: posted.latency.quantiles(),
        cpu_s,
        cpu_s_per_million: cpu_s * 1e6 / deliveries.max(1) as f64,
        rss_per_session_bytes,
        verdict,
    })
}

/// Compares all that was heard and acknowledged with what the server has; a server without a log is taken at the
/// word of its first session.
async fn judge(
    target: &Target,
    log: Option<&mut Log>,
    run: &Run,
    sessions: &[Rc<Session>],
    posted: &Posted,
) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::default();
    posted.refusals.iter().for_each(|refusal| verdict.add(refusal));
    let first: Vec<Heard>;
    let log = match log {
        Some(log) => {
            log.read_on(target.door, run).await?;
            log.check(target.door, &posted.acknowledged, &mut verdict).await?;
            log.heard()
        }
        None => {
            first = sessions.first().map(|session| session.heard().clone()).unwrap_or_default();
            check::check_log(&first, &posted.acknowledged, &mut verdict);
            &first
        }
    };
    for (number, session) in sessions.iter().enumerate() {
        check::check_session(number, &session.heard(), log, &mut verdict);
        if let Some(reason) = session.ended() {
            verdict.add(&format!("session {number} ended: {reason}"));
        }
    }
    Ok(verdict)
}

async fn post_all(
    options: &FanoutOptions,
    target: &Target,
    run: &Rc<Run>,
) -> anyhow::Result<Posted> {
    let posted = Rc::new(RefCell::new(Posted::default()));
    let mut posters = JoinSet::new();
    let mut connections = Vec::new();
    for _ in 0..options.posters {
        connections.push(Connection::open(target.door).await?);
    }
    run.begin();
    for (number, connection) in connections.into_iter().enumerate() {
        let account = target.accounts[number % target.accounts.len()].clone();
        let posts = (number as u32..options.posts()).step_by(options.posters);
        let (run, posted, bytes) = (run.clone(), posted.clone(), options.content_bytes);
        let record = target.record.clone();
        posters.spawn_local(async move {
            let poster = Poster { connection, account, content_bytes: bytes, record };
            poster.post_on_time(posts, &run, &posted).await
        });
    }
    while let Some(ended) = posters.join_next().await {
        ended??;
    }
    Ok(posted.take())
}

/// One connection and who posts on it.
struct Poster {
    connection: Connection,
    account: Account,
    content_bytes: usize,
    record: Rc<Record>,
}

impl Poster {
    async fn post_on_time(
        mut self,
        posts: impl Iterator<Item = u32>,
        run: &Run,
        posted: &RefCell<Posted>,
    ) -> anyhow::Result<()> {
        let path = self.account.channel_path("/messages");
        let authorization = self.account.authorization();
        let bytes = self.content_bytes;
        for post in posts {
            sleep_until(run.due(post)).await;
            self.record.offered();
            let nonce = run.nonce(post);
            let content = format!("{nonce:x<bytes$}");
            let body = json!({"content": content, "nonce": nonce}).to_string();
            let response = self.connection.post(&path, &authorization, body.as_bytes()).await?;
            let after = Instant::now().saturating_duration_since(run.due(post));
            let mut posted = posted.borrow_mut();
            posted.latency.record(after);
            match response.json().and_then(|message| id(&message)) {
                Ok(id) => {
                    self.record.answered(after);
                    posted.acknowledged.push(Kept { post, id });
                }
                Err(refusal) => {
                    self.record.error(&format!("status {}", response.status));
                    posted.refusals.push(format!("post {post} refused: {refusal:#}"));
                }
            }
        }
        Ok(())
    }
}

fn id(message: &serde_json::Value) -> anyhow::Result<u64> {
    Ok(message["id"].as_str().context("an answer without an id")?.parse()?)
}

/// Waits until every session heard every acknowledged post, or the bound is reached.
async fn drain(acknowledged: usize, sessions: &[Rc<Session>], run: &Run) {
    let expected = acknowledged as u64 * sessions.len() as u64;
    let until = Instant::now() + DRAIN_MAX;
    let mut poll = tokio::time::interval(Duration::from_millis(5));
    while run.deliveries() < expected && poll.tick().await < until {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account;
    use crate::baseline;

    #[tokio::test]
    async fn p2_every_session_of_the_baseline_hears_every_post_once() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(baseline::accept(listener));
        let target = Target::of_this_process("baseline", address, account::anyone(4));
        let options = FanoutOptions {
            sessions: 40,
            rate: 200.0,
            seconds: 0.5,
            posters: 4,
            content_bytes: 100,
        };
        let report = run(&options, &target).await.unwrap();
        assert!(report.verdict.holds(), "{report}");
        assert_eq!((report.acknowledged, report.deliveries), (100, 4_000));
    }
}
