//! A crowd: people in rooms of which few are popular, each of whom acts when it occurs to them.
//!
//! - CW1  When acts are due is drawn beforehand and waits for no answer; their latency runs from there.
//! - CW2  Every session is held against the log of each of its rooms, every acknowledged id against the log and
//!   the messages of its room.
//! - CW3  What is on its way is bounded; beyond it acts fail, and are counted.

mod act;
pub(crate) mod chance;
mod judge;
mod rooms;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use clap::Args;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Serialize;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep_until};

use crate::account::Account;
use crate::check::Verdict;
use crate::latency::{Latency, Quantiles};
use crate::pool::Pool;
use crate::record::Record;
use crate::run::Run;
use crate::session::Session;
use crate::swarm;
use crate::target::Target;
use act::Act;
use chance::{Weighted, until_next};
use rooms::Room;

const PEOPLE_MAX: usize = 19_000;
const ROOMS_MAX: usize = 400;
/// A session subscribes to no more.
const ROOMS_EACH_MAX: usize = 100;
const SECONDS_MAX: f64 = 43_200.0;
const ACTS_MAX: f64 = 2_000_000.0;
const IN_FLIGHT_MAX: usize = 4_000;
const DRAIN_MAX: Duration = Duration::from_secs(15);
/// How often the logs are read on, since they are trimmed.
const READ_ON: Duration = Duration::from_secs(20);
/// The rate of a schedule that nobody reads, as every act is planned for.
const UNUSED_RATE: f64 = 1.0;

/// The shape of a crowd.
#[derive(Args, Clone, Debug)]
pub(crate) struct CrowdOptions {
    /// People, each with a session.
    #[arg(long, default_value_t = 500)]
    pub(crate) people: usize,
    /// Rooms.
    #[arg(long, default_value_t = 50)]
    pub(crate) rooms: usize,
    /// Rooms that each of them is in.
    #[arg(long, default_value_t = 5)]
    pub(crate) rooms_each: usize,
    /// How unequal rooms are: the n-th has `1 / n^ZIPF` of the people and talk of the first.
    #[arg(long, default_value_t = 1.0)]
    pub(crate) zipf: f64,
    /// Seconds between two acts of one person, on average; they come as they come (Poisson).
    #[arg(long, default_value_t = 20.0)]
    pub(crate) think_s: f64,
    /// How long, in seconds.
    #[arg(long, default_value_t = 30.0)]
    pub(crate) seconds: f64,
    /// Length of a message's content, in bytes.
    #[arg(long, default_value_t = 100)]
    pub(crate) content_bytes: usize,
    /// The same number gives the same acts at the same times.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

impl CrowdOptions {
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        ensure!((1..=PEOPLE_MAX).contains(&self.people), "1 to {PEOPLE_MAX} people");
        ensure!((1..=ROOMS_MAX).contains(&self.rooms), "1 to {ROOMS_MAX} rooms");
        let each_max = self.rooms.min(ROOMS_EACH_MAX);
        ensure!((1..=each_max).contains(&self.rooms_each), "everybody is in 1 to {each_max} rooms");
        ensure!((0.0..=3.0).contains(&self.zipf), "an exponent of 0 to 3");
        ensure!(self.think_s >= 0.1 && self.think_s.is_finite(), "at least 0.1 s between acts");
        ensure!(self.seconds > 0.0 && self.seconds <= SECONDS_MAX, "up to {SECONDS_MAX} seconds");
        ensure!(self.rate() * self.seconds <= ACTS_MAX, "at most {ACTS_MAX} acts");
        ensure!((32..=2_000).contains(&self.content_bytes), "content of 32 to 2000 bytes");
        Ok(())
    }

    /// Acts of all of them, a second.
    fn rate(&self) -> f64 {
        self.people as f64 / self.think_s
    }
}

/// What people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Post, and read history.
    Chat,
    /// That, and all that surrounds it: presence, marks with receipts, reactions, threads.
    Social,
}

/// The figures of a crowd, and whether the promises held.
#[derive(Debug, Serialize)]
pub(crate) struct CrowdReport {
    people: usize,
    rooms: usize,
    acts: BTreeMap<&'static str, ActReport>,
    deliveries: u64,
    delivery: Option<Quantiles>,
    pub(crate) verdict: Verdict,
}

/// One kind of acts.
#[derive(Debug, Serialize)]
struct ActReport {
    answered: u64,
    answer: Quantiles,
}

impl CrowdReport {
    pub(crate) fn holds(&self) -> bool {
        self.verdict.holds()
    }
}

impl std::fmt::Display for CrowdReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { people, rooms, deliveries, .. } = self;
        writeln!(out, "{people} people in {rooms} rooms: {deliveries} deliveries")?;
        if let Some(delivery) = &self.delivery {
            writeln!(out, "  delivered after  {delivery}")?;
        }
        for (act, ActReport { answered, answer }) in &self.acts {
            writeln!(out, "  {act:<16} {answered}: {answer}")?;
        }
        write!(out, "  {} faults", self.verdict.faults)?;
        self.verdict.first.iter().try_for_each(|fault| write!(out, "\n    {fault}"))
    }
}

/// Somebody, and where they are.
struct Person {
    account: Account,
    session: Rc<Session>,
    /// Places in the list of rooms.
    rooms: Vec<usize>,
    /// Which of those they go to.
    favourite: Weighted,
}

/// All that acts need.
struct Crowd {
    run: Rc<Run>,
    record: Rc<Record>,
    pool: Pool,
    people: Vec<Person>,
    rooms: Vec<Room>,
    /// The room of each post.
    room_of: RefCell<Vec<usize>>,
    content_bytes: usize,
    in_flight: Cell<usize>,
    threads: Cell<u32>,
    presences: Cell<usize>,
    latencies: RefCell<BTreeMap<&'static str, (u64, Latency)>>,
}

/// Runs a crowd against a target on the current thread.
pub(crate) async fn run(
    options: &CrowdOptions,
    doing: Doing,
    target: &Target,
) -> anyhow::Result<CrowdReport> {
    options.check()?;
    ensure!(target.accounts.len() >= options.people, "there are too few accounts");
    LocalSet::new().run_until(run_locally(options, doing, target)).await
}

async fn run_locally(
    options: &CrowdOptions,
    doing: Doing,
    target: &Target,
) -> anyhow::Result<CrowdReport> {
    let mut random = StdRng::seed_from_u64(options.seed);
    let crowd = Rc::new(Crowd::gather(options, target, &mut random).await?);
    if doing == Doing::Social {
        crowd.want_receipts().await?;
    }
    target.record.load_begins();
    let reading = spawn_local(rooms::read_on(Rc::clone(&crowd), target.door, READ_ON));
    crowd.act_on_time(options, doing, &mut random).await;
    crowd.drain().await;
    target.record.load_ends();
    reading.abort();
    let verdict = judge::judge(&crowd, target.door).await?;
    for person in &crowd.people {
        Rc::clone(&person.session).close().await;
    }
    target.record.connected(0);
    Ok(crowd.report(verdict))
}

impl Crowd {
    async fn gather(
        options: &CrowdOptions,
        target: &Target,
        random: &mut StdRng,
    ) -> anyhow::Result<Self> {
        let run = Rc::new(Run::new(UNUSED_RATE, &target.record));
        let mut rooms = rooms::open(target, options.rooms).await?;
        let popular = Weighted::zipf(rooms.len(), options.zipf);
        let mut memberships = Vec::with_capacity(options.people);
        for _ in 0..options.people {
            let mine = rooms::choose(options.rooms_each, rooms.len(), &popular, random);
            mine.iter().for_each(|room| rooms[*room].listeners += 1);
            memberships.push(mine);
        }
        let wanted = target.accounts.iter().zip(&memberships).map(|(account, mine)| {
            let channels = mine.iter().map(|room| rooms[*room].account.channel_id.clone());
            (account.clone(), channels.collect())
        });
        let sessions = swarm::open_all(target, wanted.collect(), &run).await?;
        let people = target.accounts.iter().zip(memberships).zip(sessions);
        let people = people.map(|((account, rooms), session)| Person {
            account: account.clone(),
            session,
            favourite: Weighted::new(rooms.iter().map(|room| popularity(*room, options.zipf))),
            rooms,
        });
        let (room_of, in_flight, threads, presences, latencies) = Default::default();
        Ok(Self {
            run,
            record: Rc::clone(&target.record),
            pool: Pool::new(target.door),
            people: people.collect(),
            rooms,
            room_of,
            content_bytes: options.content_bytes,
            in_flight,
            threads,
            presences,
            latencies,
        })
    }

    async fn act_on_time(
        self: &Rc<Self>,
        options: &CrowdOptions,
        doing: Doing,
        random: &mut StdRng,
    ) {
        let acts = Act::mix(doing);
        let mut due = Instant::now();
        let end = due + Duration::from_secs_f64(options.seconds);
        loop {
            due += until_next(options.rate(), random.random());
            if due >= end {
                return;
            }
            let act = Act::ALL[acts.pick(random.random())];
            let person = random.random_range(0..self.people.len());
            let favourite = self.people[person].favourite.pick(random.random());
            let room = self.people[person].rooms[favourite];
            sleep_until(due).await;
            self.begin(act, person, room, due);
        }
    }

    fn begin(self: &Rc<Self>, act: Act, person: usize, room: usize, due: Instant) {
        self.record.offered();
        if self.in_flight.get() >= IN_FLIGHT_MAX {
            return self.record.error("not begun: too much was on its way");
        }
        self.in_flight.set(self.in_flight.get() + 1);
        let crowd = Rc::clone(self);
        spawn_local(async move {
            let (act, done) = crowd.act(act, person, room, due).await;
            crowd.in_flight.set(crowd.in_flight.get() - 1);
            match done {
                Ok(()) => crowd.answered(act, due.elapsed()),
                Err(error) => crowd.record.error(&format!("{}: {error:#}", act.name())),
            }
        });
    }

    fn answered(&self, act: Act, after: Duration) {
        self.record.answered(after);
        let mut latencies = self.latencies.borrow_mut();
        let (count, latency) = latencies.entry(act.name()).or_default();
        *count += 1;
        latency.record(after);
    }

    /// Waits until all is answered and everybody heard what was acknowledged, or the bound is reached.
    async fn drain(&self) {
        let until = Instant::now() + DRAIN_MAX;
        let mut poll = tokio::time::interval(Duration::from_millis(5));
        while (self.in_flight.get() > 0 || self.run.deliveries() < self.expected())
            && poll.tick().await < until
        {}
    }

    fn expected(&self) -> u64 {
        let of = |room: &Room| (room.acknowledged.borrow().len() * room.listeners) as u64;
        self.rooms.iter().map(of).sum()
    }

    fn report(&self, verdict: Verdict) -> CrowdReport {
        let latencies = self.latencies.borrow();
        let acts = latencies.iter().map(|(act, (answered, latency))| {
            (*act, ActReport { answered: *answered, answer: latency.quantiles() })
        });
        CrowdReport {
            people: self.people.len(),
            rooms: self.rooms.len(),
            acts: acts.collect(),
            deliveries: self.run.deliveries(),
            delivery: self.run.latency().quantiles_if_any(),
            verdict,
        }
    }
}

/// How much is said in a room, against the first one.
fn popularity(room: usize, zipf: f64) -> f64 {
    (room as f64 + 1.0).powf(-zipf)
}
