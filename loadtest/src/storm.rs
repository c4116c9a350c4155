//! `loadtest storm`: everybody is cut off at once and comes back at once, while somebody goes on talking. By
//! RESUME, where the server is still there; from the log, where it was ended and started again.

use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use clap::{Args, ValueEnum};
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep};

use crate::check::{Verdict, check_session, window};
use crate::door::Door;
use crate::latency::{Latency, Quantiles};
use crate::log::Log;
use crate::run::Run;
use crate::session::{Back, Position, Session};
use crate::steady::{Steady, Unanswered};
use crate::swarm;
use crate::target::{Ending, Target};

const SESSIONS_MAX: usize = 19_000;
/// What is missed in an outage must be less than the server replays (500 events).
const RATE_MAX: f64 = 50.0;
const SECONDS_MAX: f64 = 600.0;
/// Handshakes at one time; the kernel's queue of a listener is about twice as long.
const RETURNING_MAX: usize = 512;
const AGAIN_AFTER: Duration = Duration::from_millis(100);
/// Whoever is not back by then stays away.
const BACK_MAX: Duration = Duration::from_secs(60);
const DRAIN_MAX: Duration = Duration::from_secs(15);

/// What cuts everybody off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum By {
    /// The network: the server stays.
    Cut,
    /// The server is asked to end (SIGTERM), and started again.
    Term,
    /// The server is ended by force (SIGKILL), and started again.
    Kill,
}

/// The shape of a storm.
#[derive(Args, Clone, Debug)]
pub(crate) struct StormOptions {
    /// Sessions in one channel.
    #[arg(long, default_value_t = 1_000)]
    pub(crate) sessions: usize,
    /// What cuts them off.
    #[arg(long, default_value = "cut")]
    by: By,
    /// Messages a second, before, meanwhile and after.
    #[arg(long, default_value_t = 10.0)]
    rate: f64,
    /// How long before everybody is cut off, and again after they are back, in seconds.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
}

/// The figures of a storm.
#[derive(Debug, Serialize)]
pub(crate) struct StormReport {
    sessions: usize,
    by: By,
    /// Seconds until the server was there again; none where it stayed.
    server_away_s: f64,
    /// From when everybody was cut off until each was live again, having heard what was missed.
    back: Option<Quantiles>,
    resumed: usize,
    from_the_log: usize,
    posts: usize,
    posts_sent_again: u64,
    verdict: Verdict,
}

impl StormReport {
    pub(crate) fn holds(&self) -> bool {
        self.verdict.holds()
    }
}

impl std::fmt::Display for StormReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sessions, by, resumed, from_the_log, posts, .. } = self;
        writeln!(out, "{sessions} sessions, cut off by {by:?}")?;
        writeln!(out, "  server away      {:.2} s", self.server_away_s)?;
        if let Some(back) = &self.back {
            writeln!(out, "  back after       {back}")?;
        }
        writeln!(out, "  {resumed} resumed, {from_the_log} from the log")?;
        writeln!(out, "  {posts} posts, {} of them sent again", self.posts_sent_again)?;
        write!(out, "  {} faults", self.verdict.faults)?;
        self.verdict.first.iter().try_for_each(|fault| write!(out, "\n    {fault}"))
    }
}

/// Runs a storm against a target on the current thread.
pub(crate) async fn run(
    options: &StormOptions,
    target: &mut Target,
) -> anyhow::Result<StormReport> {
    ensure!((1..=SESSIONS_MAX).contains(&options.sessions), "1 to {SESSIONS_MAX} sessions");
    ensure!(options.rate > 0.0 && options.rate <= RATE_MAX, "up to {RATE_MAX} messages a second");
    ensure!((0.0..=SECONDS_MAX).contains(&options.seconds), "up to {SECONDS_MAX} seconds");
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &StormOptions, target: &mut Target) -> anyhow::Result<StormReport> {
    let run = Rc::new(Run::new(options.rate, &target.record));
    let sessions = swarm::open(target, options.sessions, &run).await?;
    let mut log = Log::begin(target.door, &target.accounts[0]).await?;
    target.record.load_begins();
    let steady = Steady::begin(target, &run, Unanswered::IsSentAgain);
    sleep(Duration::from_secs_f64(options.seconds)).await;
    let cut_at = Instant::now();
    let positions = cut_off(options.by, sessions, target).await?;
    let server_away_s = match options.by {
        By::Cut => 0.0,
        By::Term | By::Kill => cut_at.elapsed().as_secs_f64(),
    };
    let mut verdict = Verdict::default();
    let returned = Returned::all(positions, target, &run, cut_at, &mut verdict).await?;
    target.record.mark("everybody is back");
    sleep(Duration::from_secs_f64(options.seconds)).await;
    steady.end();
    drain(&steady, &run, returned.sessions.len()).await;
    target.record.load_ends();
    log.read_on(target.door, &run).await?;
    log.check(target.door, &steady.acknowledged(), &mut verdict).await?;
    returned.judge(&log, &mut verdict);
    let backs = |back| returned.sessions.iter().filter(|session| session.back() == back).count();
    Ok(StormReport {
        sessions: options.sessions,
        by: options.by,
        server_away_s,
        back: returned.latency.quantiles_if_any(),
        resumed: backs(Back::Resumed),
        from_the_log: backs(Back::FromTheLog),
        posts: steady.count(),
        posts_sent_again: steady.sent_again(),
        verdict,
    })
}

async fn cut_off(
    by: By,
    sessions: Vec<Rc<Session>>,
    target: &mut Target,
) -> anyhow::Result<Vec<Position>> {
    target.record.mark("everybody is cut off");
    let ending = match by {
        By::Cut => None,
        By::Term => Some(Ending::Term),
        By::Kill => Some(Ending::Kill),
    };
    if let Some(how) = ending {
        target.end(how).await?;
        target.record.connected(0);
        target.start_again().await?;
        target.record.mark("the server is there again");
    }
    target.record.connected(0);
    Ok(sessions.into_iter().map(Session::cut).collect())
}

/// Who came back.
struct Returned {
    sessions: Vec<Rc<Session>>,
    latency: Latency,
}

impl Returned {
    async fn all(
        positions: Vec<Position>,
        target: &Target,
        run: &Rc<Run>,
        cut_at: Instant,
        verdict: &mut Verdict,
    ) -> anyhow::Result<Self> {
        let (door, permits) = (target.door, Rc::new(Semaphore::new(RETURNING_MAX)));
        let mut returning = JoinSet::new();
        for position in positions {
            let (run, permits) = (Rc::clone(run), Rc::clone(&permits));
            returning.spawn_local(async move {
                let _permit = permits.acquire().await?;
                take_up(door, &position, &run).await
            });
        }
        let mut all = Self { sessions: Vec::new(), latency: Latency::default() };
        while let Some(returned) = returning.join_next().await {
            match returned? {
                Ok(session) => {
                    all.latency.record(cut_at.elapsed());
                    session.listen(run);
                    all.sessions.push(session);
                    target.record.connected(all.sessions.len());
                }
                Err(error) => {
                    target.record.error("sessions that did not come back");
                    verdict.add(&format!("a session did not come back: {error:#}"));
                }
            }
        }
        Ok(all)
    }

    fn judge(&self, log: &Log, verdict: &mut Verdict) {
        for (number, session) in self.sessions.iter().enumerate() {
            let log = window(log.heard(), (session.joined_at(), u64::MAX));
            check_session(number, &session.heard(), log, verdict);
            if let Some(reason) = session.ended() {
                verdict.add(&format!("session {number} ended: {reason}"));
            }
        }
    }
}

async fn take_up(door: Door, position: &Position, run: &Rc<Run>) -> anyhow::Result<Rc<Session>> {
    let until = Instant::now() + BACK_MAX;
    loop {
        let taken = Session::take_up(door, position, run).await;
        if taken.is_ok() || Instant::now() >= until {
            return taken;
        }
        sleep(AGAIN_AFTER).await;
    }
}

/// Waits until all is answered and everybody heard it, or the bound is reached.
async fn drain(steady: &Steady, run: &Run, sessions: usize) {
    let until = Instant::now() + DRAIN_MAX;
    let mut poll = tokio::time::interval(Duration::from_millis(5));
    let is_missing = || run.deliveries() < (steady.count() * sessions) as u64;
    while (steady.is_busy() || is_missing()) && poll.tick().await < until {}
}
