//! `loadtest churn`: people come and go, some of them out of the guild and in again, for as long as it takes to see
//! whether the server keeps something of each.

mod slope;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Serialize;
use serde_json::json;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep, sleep_until};

use crate::account::Account;
use crate::check::{Heard, Verdict, check_session, window};
use crate::crowd::chance::until_next;
use crate::log::Log;
use crate::pool::Pool;
use crate::process;
use crate::record::Record;
use crate::run::Run;
use crate::session::Session;
use crate::steady::{Steady, Unanswered};
use crate::target::Target;
use slope::slope;

const PEOPLE_MAX: usize = 9_000;
const SECONDS_MAX: f64 = 43_200.0;
const RATE_MAX: f64 = 100.0;
const VISITS_A_SECOND_MAX: f64 = 2_000.0;
/// How often visits are compared with the log, and forgotten.
const COMPARED_EVERY: Duration = Duration::from_secs(5);
const LAST_VISITS_MAX: Duration = Duration::from_secs(30);
/// More accounts than people are there on average, since they come as they come.
const ACCOUNTS_PER_PERSON: usize = 2;
const ACCOUNTS_SPARE: usize = 20;

/// The shape of the coming and going.
#[derive(Args, Clone, Debug)]
pub(crate) struct ChurnOptions {
    /// People who are there, on average.
    #[arg(long, default_value_t = 300)]
    pub(crate) people: usize,
    /// How long one stays, on average, in seconds.
    #[arg(long, default_value_t = 5.0)]
    stay_s: f64,
    /// How long all of it goes on, in seconds.
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    /// Messages a second meanwhile.
    #[arg(long, default_value_t = 5.0)]
    rate: f64,
    /// Of all visits, the percentage that ends without a goodbye.
    #[arg(long, default_value_t = 30.0)]
    cut_percent: f64,
    /// Of all visits, the percentage after which somebody leaves the guild, and comes back by an invite.
    #[arg(long, default_value_t = 20.0)]
    leave_percent: f64,
    /// Bytes that the server may keep of each visit, in the second half of the run.
    #[arg(long)]
    kept_bytes_max: Option<f64>,
}

impl ChurnOptions {
    /// As many as are wanted, and those who are away meanwhile.
    pub(crate) fn accounts(&self) -> usize {
        self.people * ACCOUNTS_PER_PERSON + ACCOUNTS_SPARE
    }

    fn visits_a_second(&self) -> f64 {
        self.people as f64 / self.stay_s
    }

    fn check(&self) -> anyhow::Result<()> {
        ensure!((1..=PEOPLE_MAX).contains(&self.people), "1 to {PEOPLE_MAX} people");
        ensure!(self.seconds > 0.0 && self.seconds <= SECONDS_MAX, "up to {SECONDS_MAX} seconds");
        ensure!(self.rate > 0.0 && self.rate <= RATE_MAX, "up to {RATE_MAX} messages a second");
        let visits = self.visits_a_second();
        ensure!(visits > 0.0 && visits <= VISITS_A_SECOND_MAX, "{visits} visits a second");
        Ok(())
    }
}

/// The figures of a run.
#[derive(Debug, Serialize)]
pub(crate) struct ChurnReport {
    visits: u64,
    /// Who came while everybody was there already.
    turned_away: u64,
    left_the_guild: u64,
    posts: usize,
    /// What the server's memory grew by with each visit, in the second half.
    kept_bytes_per_visit: f64,
    kept_bytes_max: Option<f64>,
    verdict: Verdict,
}

impl ChurnReport {
    pub(crate) fn holds(&self) -> bool {
        let is_small = self.kept_bytes_max.is_none_or(|most| self.kept_bytes_per_visit <= most);
        self.verdict.holds() && is_small
    }
}

impl std::fmt::Display for ChurnReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { visits, turned_away, left_the_guild, posts, .. } = self;
        writeln!(
            out,
            "{visits} visits, {turned_away} turned away, {left_the_guild} left the guild"
        )?;
        writeln!(out, "  {posts} posts")?;
        writeln!(out, "  kept             {:.0} bytes a visit", self.kept_bytes_per_visit)?;
        write!(out, "  {} faults", self.verdict.faults)?;
        self.verdict.first.iter().try_for_each(|fault| write!(out, "\n    {fault}"))
    }
}

/// Somebody who may come.
struct Guest {
    account: Account,
    is_member: bool,
}

/// A visit that is over: behind which position it began, and what was heard.
struct Visit {
    number: u64,
    joined_at: u64,
    heard: Vec<Heard>,
}

/// What all visits share.
struct Churn {
    run: Rc<Run>,
    record: Rc<Record>,
    pool: Pool,
    invite: String,
    options: ChurnOptions,
    away: RefCell<Vec<Guest>>,
    present: Cell<usize>,
    visits: Cell<u64>,
    turned_away: Cell<u64>,
    left_the_guild: Cell<u64>,
    over: RefCell<Vec<Visit>>,
    /// When nobody comes any more, and everybody goes.
    until: Instant,
}

/// How a visit ends, which chance decides.
struct Plan {
    stays: Duration,
    is_cut: bool,
    leaves: bool,
}

/// Runs it against a target on the current thread.
pub(crate) async fn run(options: &ChurnOptions, target: &Target) -> anyhow::Result<ChurnReport> {
    options.check()?;
    ensure!(target.accounts.len() > 1, "the owner and others are needed");
    process::raise_descriptor_limit();
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &ChurnOptions, target: &Target) -> anyhow::Result<ChurnReport> {
    let pid = target.pid()?;
    let run = Rc::new(Run::new(options.rate, &target.record));
    let churn = Rc::new(Churn::new(options, target, &run).await?);
    let mut log = Log::begin(target.door, &target.accounts[0]).await?;
    let mut verdict = Verdict::default();
    let mut memory = Vec::new();
    target.record.load_begins();
    let steady = Steady::begin(target, &run, Unanswered::Fails);
    let coming = spawn_local(Rc::clone(&churn).come_and_go());
    let until = churn.until;
    while Instant::now() < until {
        sleep_until(until.min(Instant::now() + COMPARED_EVERY)).await;
        log.read_on(target.door, &run).await?;
        churn.compare(&log, &mut verdict);
        memory.push((churn.visits.get() as f64, process::resident_bytes(pid)? as f64));
    }
    coming.await?;
    churn.wait_for_the_last().await;
    steady.end();
    target.record.load_ends();
    while steady.is_busy() && Instant::now() < until + LAST_VISITS_MAX {
        sleep(Duration::from_millis(5)).await;
    }
    log.read_on(target.door, &run).await?;
    churn.compare(&log, &mut verdict);
    log.check(target.door, &steady.acknowledged(), &mut verdict).await?;
    Ok(ChurnReport {
        visits: churn.visits.get(),
        turned_away: churn.turned_away.get(),
        left_the_guild: churn.left_the_guild.get(),
        posts: steady.count(),
        kept_bytes_per_visit: slope(&memory[memory.len() / 2..]),
        kept_bytes_max: options.kept_bytes_max,
        verdict,
    })
}

impl Churn {
    async fn new(options: &ChurnOptions, target: &Target, run: &Rc<Run>) -> anyhow::Result<Self> {
        let (pool, owner) = (Pool::new(target.door), &target.accounts[0]);
        let (path, body) = (owner.channel_path("/invites"), json!({"max_uses": 0}).to_string());
        let made = pool.send("POST", &path, &owner.authorization(), body.as_bytes()).await?;
        let invite = made.json()?["code"].as_str().context("an invite without a code")?.to_owned();
        let guest = |account: &Account| Guest { account: account.clone(), is_member: true };
        let away = RefCell::new(target.accounts.iter().skip(1).map(guest).collect());
        let (present, visits, turned_away, left_the_guild, over) = Default::default();
        let (run, record) = (Rc::clone(run), Rc::clone(&target.record));
        let until = Instant::now() + Duration::from_secs_f64(options.seconds);
        let options = options.clone();
        Ok(Self {
            run,
            record,
            pool,
            invite,
            options,
            away,
            present,
            visits,
            turned_away,
            left_the_guild,
            over,
            until,
        })
    }

    /// Guests arrive as they arrive until the time is over.
    async fn come_and_go(self: Rc<Self>) {
        let mut random = StdRng::seed_from_u64(1);
        let (rate, stay_s) = (self.options.visits_a_second(), self.options.stay_s);
        let mut due = Instant::now();
        loop {
            due += until_next(rate, random.random());
            if due >= self.until {
                return;
            }
            let plan = Plan {
                stays: until_next(1.0 / stay_s, random.random()),
                is_cut: random.random::<f64>() * 100.0 < self.options.cut_percent,
                leaves: random.random::<f64>() * 100.0 < self.options.leave_percent,
            };
            sleep_until(due).await;
            let guest = self.away.borrow_mut().pop();
            let Some(guest) = guest else {
                self.turned_away.set(self.turned_away.get() + 1);
                continue;
            };
            let churn = Rc::clone(&self);
            spawn_local(async move { churn.visit(guest, plan, due).await });
        }
    }

    async fn visit(&self, mut guest: Guest, plan: Plan, due: Instant) {
        self.present(1);
        self.record.offered();
        if let Err(error) = self.stay(&mut guest, &plan, due).await {
            self.record.error(&format!("visit: {error:#}"));
        }
        // Whoever was away the longest comes next.
        self.away.borrow_mut().insert(0, guest);
        self.present(-1);
    }

    async fn stay(&self, guest: &mut Guest, plan: &Plan, due: Instant) -> anyhow::Result<()> {
        let account = &guest.account;
        let token = account.authorization();
        if !guest.is_member {
            let path = format!("/api/v10/invites/{}", self.invite);
            let joined = self.pool.send("POST", &path, &token, b"").await?;
            ensure!(joined.status == 200, "the invite: status {}", joined.status);
            guest.is_member = true;
        }
        let channels = [account.channel_id.clone()];
        let session = Session::open(self.pool.door(), account, &channels, &self.run).await?;
        session.listen(&self.run);
        self.record.answered(due.elapsed());
        let number = self.visits.replace(self.visits.get() + 1);
        sleep_until(self.until.min(Instant::now() + plan.stays)).await;
        let ended = session.ended();
        let position = match plan.is_cut {
            true => session.cut(),
            false => session.close().await,
        };
        let (joined_at, heard) = position.heard();
        self.over.borrow_mut().push(Visit { number, joined_at, heard: heard.to_vec() });
        if let Some(reason) = ended {
            anyhow::bail!("the session ended: {reason}");
        }
        if plan.leaves {
            let path = format!("/api/v10/users/@me/guilds/{}", account.guild_id);
            let left = self.pool.send("DELETE", &path, &token, b"").await?;
            ensure!(left.status == 204, "leaving: status {}", left.status);
            guest.is_member = false;
            self.left_the_guild.set(self.left_the_guild.get() + 1);
        }
        Ok(())
    }

    /// Holds visits that are over against the log, as far as it was read.
    fn compare(&self, log: &Log, verdict: &mut Verdict) {
        let known = log.heard().last().map_or(0, |last| last.x_seq);
        let last = |visit: &Visit| visit.heard.iter().map(|heard| heard.x_seq).max().unwrap_or(0);
        let mut over = self.over.borrow_mut();
        for visit in over.extract_if(.., |visit| last(visit) <= known) {
            let log = window(log.heard(), (visit.joined_at, last(&visit)));
            check_session(visit.number as usize, &visit.heard, log, verdict);
        }
    }

    async fn wait_for_the_last(&self) {
        let until = Instant::now() + LAST_VISITS_MAX;
        while self.present.get() > 0 && Instant::now() < until {
            sleep(Duration::from_millis(20)).await;
        }
    }

    fn present(&self, change: isize) {
        self.present.set(self.present.get().saturating_add_signed(change));
        self.record.connected(self.present.get());
    }
}
