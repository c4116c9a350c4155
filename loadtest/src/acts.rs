//! `loadtest acts`: what an edit and a reaction cost the server for each session that hears of them,
//! beside a post, in turn, in one run.

use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use serde_json::json;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep_until};

use crate::account::Account;
use crate::compare::median;
use crate::http::Connection;
use crate::process;
use crate::record::Record;
use crate::run::Run;
use crate::swarm;
use crate::target::Target;

const SESSIONS_MAX: usize = 5_000;
const ACTS_MAX: f64 = 10_000.0;
const ROUNDS_MAX: i64 = 20;
/// How long what is heard may trail the last act.
const DRAIN_MAX: Duration = Duration::from_secs(15);
const CONTENT_BYTES: usize = 100;
const THUMB: &str = "%F0%9F%91%8D";

/// The shape of the load.
#[derive(Args, Clone, Debug)]
pub(crate) struct ActsOptions {
    /// Sessions subscribed to the channel.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) sessions: usize,
    /// Acts a second.
    #[arg(long, default_value_t = 30.0)]
    rate: f64,
    /// How long one kind goes on, in seconds.
    #[arg(long, default_value_t = 8.0)]
    seconds: f64,
    /// How often each kind is measured.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=ROUNDS_MAX))]
    rounds: u8,
    /// Connections, each with a message of its own.
    #[arg(long, default_value_t = 8)]
    actors: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Post,
    Edit,
    /// In turn given and taken back.
    Reaction,
}

/// Median CPU of the server, in seconds per million deliveries, and ratios to a post's.
#[derive(Debug, Serialize)]
pub(crate) struct ActsReport {
    sessions: usize,
    acts_of_a_kind: u32,
    post_cpu_s_per_million: f64,
    edit_cpu_s_per_million: f64,
    reaction_cpu_s_per_million: f64,
    edit_ratio: f64,
    reaction_ratio: f64,
    /// Deliveries that did not come, or came too often.
    faults: u64,
}

impl ActsReport {
    pub(crate) fn holds(&self) -> bool {
        self.faults == 0
    }
}

impl std::fmt::Display for ActsReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sessions, acts_of_a_kind, faults, .. } = self;
        writeln!(out, "{sessions} sessions, {acts_of_a_kind} acts of each kind a round")?;
        let (post, edit) = (self.post_cpu_s_per_million, self.edit_cpu_s_per_million);
        writeln!(out, "CPU s per million deliveries: post {post:.2}")?;
        writeln!(out, "  edit     {edit:.2}, {:.2} x", self.edit_ratio)?;
        let reaction = self.reaction_cpu_s_per_million;
        writeln!(out, "  reaction {reaction:.2}, {:.2} x", self.reaction_ratio)?;
        write!(out, "{faults} faults")
    }
}

/// One connection, and the message that it changes.
struct Actor {
    connection: Connection,
    account: Account,
    message: String,
    has_reacted: bool,
}

/// Runs the load against a target on the current thread.
pub(crate) async fn run(options: &ActsOptions, target: &Target) -> anyhow::Result<ActsReport> {
    ensure!((1..=SESSIONS_MAX).contains(&options.sessions), "1 to {SESSIONS_MAX} sessions");
    let acts = options.rate * options.seconds;
    ensure!((1.0..=ACTS_MAX).contains(&acts), "1 to {ACTS_MAX} acts of a kind");
    ensure!((1..=acts as usize).contains(&options.actors), "1 to as many actors as acts");
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &ActsOptions, target: &Target) -> anyhow::Result<ActsReport> {
    let run = Rc::new(Run::new(options.rate, &target.record));
    let _sessions = swarm::open(target, options.sessions, &run).await?;
    let acts = (options.rate * options.seconds) as u32;
    let mut actors = Vec::new();
    for number in 0..options.actors {
        actors.push(Actor::open(target, number).await?);
    }
    heard(&run, (actors.len() * options.sessions) as u64).await;
    let (mut costs, mut faults) = ([Vec::new(), Vec::new(), Vec::new()], 0);
    for _ in 0..options.rounds {
        for (kind, costs) in [Kind::Post, Kind::Edit, Kind::Reaction].into_iter().zip(&mut costs) {
            let (before, cpu_before) = (run.noticed(), process::cpu_seconds(target.pid()?)?);
            target.record.mark(format!("{kind:?}"));
            actors = act_on_time(actors, kind, acts, &run, &target.record).await?;
            let expected = u64::from(acts) * options.sessions as u64;
            heard(&run, before + expected).await;
            let cpu_s = process::cpu_seconds(target.pid()?)? - cpu_before;
            faults += expected.abs_diff(run.noticed() - before);
            costs.push(cpu_s * 1e6 / expected as f64);
            eprintln!("{kind:?}: {:.2} s per million", cpu_s * 1e6 / expected as f64);
        }
    }
    target.record.errors("events missing or too many", faults);
    let [post, edit, reaction] = costs.map(|costs| median(costs.into_iter()));
    Ok(ActsReport {
        sessions: options.sessions,
        acts_of_a_kind: acts,
        post_cpu_s_per_million: post,
        edit_cpu_s_per_million: edit,
        reaction_cpu_s_per_million: reaction,
        edit_ratio: edit / post,
        reaction_ratio: reaction / post,
        faults,
    })
}

impl Actor {
    async fn open(target: &Target, number: usize) -> anyhow::Result<Self> {
        let account = target.accounts[number % target.accounts.len()].clone();
        let mut connection = Connection::open(target.door).await?;
        let body = json!({"content": format!("{number:0>CONTENT_BYTES$}")}).to_string();
        let path = account.channel_path("/messages");
        let posted = connection.post(&path, &account.authorization(), body.as_bytes()).await?;
        let message = posted.json()?["id"].as_str().context("a message without an id")?.to_owned();
        Ok(Self { connection, account, message, has_reacted: false })
    }

    async fn act(&mut self, kind: Kind, number: u32) -> anyhow::Result<()> {
        let token = self.account.authorization();
        let message = self.account.channel_path(&format!("/messages/{}", self.message));
        let reaction = format!("{message}/reactions/{THUMB}/@me");
        // Never what the message says already: then nobody would hear of it.
        let text = json!({"content": format!("{number:1>CONTENT_BYTES$}")}).to_string();
        let answer = match kind {
            Kind::Post => {
                let path = self.account.channel_path("/messages");
                self.connection.post(&path, &token, text.as_bytes()).await?
            }
            Kind::Edit => self.connection.send("PATCH", &message, &token, text.as_bytes()).await?,
            Kind::Reaction => {
                let method = if self.has_reacted { "DELETE" } else { "PUT" };
                self.has_reacted = !self.has_reacted;
                self.connection.send(method, &reaction, &token, b"").await?
            }
        };
        ensure!((200..300).contains(&answer.status), "{kind:?} refused: {answer:?}");
        Ok(())
    }
}

/// Each actor takes its turn at a steady rate.
async fn act_on_time(
    actors: Vec<Actor>,
    kind: Kind,
    acts: u32,
    run: &Rc<Run>,
    record: &Rc<Record>,
) -> anyhow::Result<Vec<Actor>> {
    run.begin();
    let mut acting = JoinSet::new();
    let every = actors.len();
    for (number, mut actor) in actors.into_iter().enumerate() {
        let (run, record) = (Rc::clone(run), Rc::clone(record));
        acting.spawn_local(async move {
            for act in (number as u32..acts).step_by(every) {
                sleep_until(run.due(act)).await;
                record.offered();
                actor.act(kind, act).await?;
                record.answered(run.due(act).elapsed());
            }
            anyhow::Ok(actor)
        });
    }
    let mut actors = Vec::new();
    while let Some(actor) = acting.join_next().await {
        actors.push(actor??);
    }
    Ok(actors)
}

/// Waits until so many events were heard in all, or the bound is reached.
async fn heard(run: &Run, events: u64) {
    let until = Instant::now() + DRAIN_MAX;
    let mut poll = tokio::time::interval(Duration::from_millis(5));
    while run.noticed() < events && poll.tick().await < until {}
}
