//! One run: several lives of the process over one disk, step by step.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actors::{ChannelError, Clock, Engine, GuildError, SessionHandle};
use parking_lot::Mutex;
use protocol::{ChannelId, MessageId};
use serde_json::Value;
use storage::{FaultPlan, FaultStore};

use crate::client::{Client, Link, Moment};
use crate::deed::Deed;
use crate::dice::Dice;
use crate::hearing::Subscription;
use crate::ledger::{Answer, Ledger};
use crate::sight::Sight;
use crate::socket::Socket;
use crate::tamper::{Tamper, Tampering};
use crate::wish::{self, Wishes, original};
use crate::world::{BOT, CHANNELS, Disk, START_MS, channel, config};

/// After this long everybody who listens has heard what was acknowledged, whatever crashed.
const LATE_MS: i64 = 2_000;

/// Lines of the log that a failure shows.
const LINES_SHOWN: usize = 40;

/// A promise that does not hold, and what led to it.
#[derive(Debug)]
pub(crate) struct Failure {
    broken: String,
    step: usize,
    log: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "step {}: {}", self.step, self.broken)?;
        // A calm in which nobody says anything tells nothing.
        let telling: Vec<&String> =
            self.log.iter().filter(|line| !line.ends_with(" calm")).collect();
        let from = telling.len().saturating_sub(LINES_SHOWN);
        telling[from..].iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// What a task of a life has to report.
pub(crate) enum Done {
    Posted(usize, Answer),
    Did(usize, Result<bool, GuildError>),
    Answered(usize, wish::Answer),
    Opened(usize, Arc<Socket>, Option<SessionHandle>),
    Read { person: usize, channel: usize, since: usize, page: Result<Page, ChannelError> },
}

impl Done {
    fn order(&self) -> (usize, usize) {
        match self {
            Self::Posted(number, _) => (0, *number),
            Self::Did(number, _) => (1, *number),
            Self::Answered(number, _) => (2, *number),
            Self::Opened(number, ..) => (3, *number),
            Self::Read { person, .. } => (4, *person),
        }
    }
}

/// Messages as REST shows them, the newest first.
pub(crate) type Page = Vec<(MessageId, String)>;

/// A deed, and whether an attempt is on its way.
pub(crate) struct Pursued {
    pub(crate) deed: Deed,
    pub(crate) tried: bool,
    pub(crate) done: bool,
    /// Somebody was refused and gave up: what became of it is not known before the next calm.
    pub(crate) abandoned: bool,
}

/// In so many of a hundred refusals somebody gives up.
const GIVES_UP_PERCENT: u64 = 25;

/// One life of the process.
pub(crate) struct Life {
    pub(crate) engine: Engine,
    pub(crate) store: Arc<FaultStore>,
}

impl Life {
    pub(crate) fn now_ms(&self) -> i64 {
        self.engine.clock().now_ms()
    }
}

/// See the module.
pub(crate) struct Run {
    pub(crate) dice: Dice,
    pub(crate) disk: Disk,
    pub(crate) ledger: Ledger,
    pub(crate) sight: Sight,
    pub(crate) clients: Vec<Client>,
    pub(crate) deeds: Vec<Pursued>,
    pub(crate) wishes: Wishes,
    pub(crate) dones: Arc<Mutex<Vec<Done>>>,
    pub(crate) step: usize,
    pub(crate) crashed_ms: BTreeMap<&'static str, i64>,
    seed: u64,
    now_ms: i64,
    lives: u64,
    pub(crate) tampering: Tampering,
    /// What witnesses at sockets found.
    alarms: Arc<Mutex<Vec<String>>>,
    pub(crate) log: Vec<String>,
}

impl Run {
    pub(crate) fn new(seed: u64, tamper: Tamper) -> Self {
        let people = [0, 1, 1, 2, 3, 4, BOT];
        let client = |(i, person): (usize, &usize)| Client::new(format!("k{i}"), *person);
        Self {
            dice: Dice::new(seed),
            disk: Disk::new(),
            ledger: Ledger::new(CHANNELS),
            sight: Sight::new(),
            clients: people.iter().enumerate().map(client).collect(),
            deeds: Vec::new(),
            wishes: Wishes::default(),
            dones: Arc::default(),
            step: 0,
            crashed_ms: BTreeMap::new(),
            seed,
            now_ms: START_MS,
            lives: 0,
            tampering: Tampering::new(tamper),
            alarms: Arc::default(),
            log: Vec::new(),
        }
    }

    pub(crate) fn has_tampered(&self) -> bool {
        self.tampering.is_noticeable()
    }

    /// Runs all steps; gives the log.
    pub(crate) fn run(&mut self, steps: usize) -> Result<Vec<String>, Failure> {
        let outcome = self.lives(steps);
        let log = std::mem::take(&mut self.log);
        match outcome {
            Ok(()) => Ok(log),
            Err(broken) => Err(Failure { broken, step: self.step, log }),
        }
    }

    fn lives(&mut self, steps: usize) -> Result<(), String> {
        while self.step < steps {
            self.lives += 1;
            let mut builder = tokio::runtime::Builder::new_current_thread();
            let runtime = builder.enable_time().start_paused(true).build().unwrap();
            let lived = runtime.block_on(self.live(steps));
            // Kill -9: every task ends where it stands.
            drop(runtime);
            lived?;
            self.killed()?;
        }
        Ok(())
    }

    async fn live(&mut self, steps: usize) -> Result<(), String> {
        let seed = self.seed.wrapping_mul(1_000).wrapping_add(self.lives);
        let plan = match self.dice.below(4) {
            0 => FaultPlan::latencies_only(seed),
            _ => FaultPlan::everything(seed),
        };
        let store = Arc::new(FaultStore::new(Arc::clone(&self.disk.store), plan));
        let clock = Clock::tokio(self.now_ms);
        let engine = Engine::start(config(), Arc::clone(&store) as _, clock).await.unwrap();
        let life = Life { engine, store };
        while self.step < steps {
            self.step += 1;
            let Some(act) = self.act(&life).await? else { break };
            let pause_ms = if self.dice.chance(40) { 3 } else { 40 };
            let pause_ms = self.dice.below(pause_ms);
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            self.note(&life, &act)?;
        }
        if self.step == steps {
            self.calm(&life).await?;
        }
        self.now_ms = life.now_ms();
        Ok(())
    }

    /// After a step: what was heard and answered, and whether the promises hold.
    pub(crate) fn note(&mut self, life: &Life, act: &str) -> Result<(), String> {
        let now_ms = life.now_ms();
        let mut line = format!("{} {} {act}", self.step, now_ms - START_MS);
        self.listen(now_ms, &mut line)?;
        self.collect(now_ms, &mut line)?;
        self.log.push(line);
        if let Some(alarm) = self.alarms.lock().pop() {
            return Err(alarm);
        }
        self.disk.look()?;
        self.check_late(now_ms)
    }

    fn listen(&mut self, now_ms: i64, line: &mut String) -> Result<(), String> {
        let Self { clients, disk, sight, wishes, tampering, step, .. } = self;
        for client in clients {
            let mut at = Moment { disk, sight, wishes, tampering, step: *step, now_ms };
            let heard = client.read(&mut at)?;
            if !heard.is_empty() {
                line.push_str(&format!(" | {} {}", client.name, heard.join(" ")));
            }
        }
        Ok(())
    }

    fn collect(&mut self, now_ms: i64, line: &mut String) -> Result<(), String> {
        let mut dones = std::mem::take(&mut *self.dones.lock());
        // Children of a supervisor that crashed end in any order, and all at the same moment.
        dones.sort_by_key(Done::order);
        for done in dones {
            match done {
                Done::Posted(number, answer) => {
                    line.push_str(&format!(" | n{number} {answer:?}"));
                    let at = (now_ms, self.step);
                    self.ledger.answered(number, answer, at, &self.disk, &self.sight)?;
                }
                Done::Did(number, outcome) => self.did(number, outcome, line)?,
                Done::Answered(number, answer) => {
                    line.push_str(&format!(" | w{number} {answer:?}"));
                    let Self { wishes, disk, sight, step, .. } = self;
                    wishes.answered(number, answer, *step, disk, sight)?;
                }
                Done::Opened(number, socket, Some(session)) => {
                    line.push_str(&format!(" | opened k{number}"));
                    self.clients[number].opened(socket, session, now_ms);
                }
                Done::Opened(number, _, None) => self.clients[number].link = Link::Away,
                Done::Read { person, channel, since, page } => {
                    self.check_page((person, channel, since), page)?;
                }
            }
        }
        Ok(())
    }

    fn did(
        &mut self,
        number: usize,
        outcome: Result<bool, GuildError>,
        line: &mut String,
    ) -> Result<(), String> {
        line.push_str(&format!(" | d{number} {outcome:?}"));
        let pursued = &mut self.deeds[number];
        pursued.tried = false;
        let outcome = outcome.map_err(|error| format!("P1: {:?}: {error}", pursued.deed))?;
        if !outcome {
            pursued.abandoned = self.dice.chance(GIVES_UP_PERCENT);
            pursued.done = pursued.abandoned;
            return Ok(());
        }
        pursued.done = true;
        match &pursued.deed {
            Deed::Hide { channel, whom, .. } => {
                self.sight.settle_hidden(*channel, *whom, self.step);
            }
            Deed::Join { person } | Deed::Leave { person } => {
                self.sight.settle_member(*person, self.step);
            }
        }
        Ok(())
    }

    /// P1 and P5 for a page of messages over REST.
    fn check_page(
        &self,
        (person, number, since): (usize, usize, usize),
        page: Result<Page, ChannelError>,
    ) -> Result<(), String> {
        match page {
            Err(ChannelError::Unavailable) => Ok(()),
            Err(ChannelError::Access(error)) => {
                if self.sight.is_open(person, number, since) {
                    return Err(format!("P5: p{person} may read c{number}: {error}"));
                }
                Ok(())
            }
            Ok(page) => {
                if self.sight.is_blind(person, number, since) {
                    return Err(format!("P5: p{person} may not read c{number}"));
                }
                self.check_messages(number, since, &page)
            }
        }
    }

    /// Everything written between the newest and the oldest of a page is in it, unless it is deleted.
    fn check_messages(&self, number: usize, since: usize, page: &Page) -> Result<(), String> {
        let (Some((newest, _)), Some((oldest, _))) = (page.first(), page.last()) else {
            return Ok(());
        };
        let written = self.disk.written(number).into_iter().rev().map(|(_, message)| message);
        let mut shown = page.iter().peekable();
        for message in written.filter(|message| (oldest..=newest).contains(&message)) {
            let present = self.disk.present(number, message);
            match (shown.next_if(|(id, _)| *id == message), present) {
                (None, Some(_)) => return Err(format!("P1: a page of c{number} lacks {message}")),
                (Some((_, told)), _) if self.wishes.is_deleted(message, since) => {
                    return Err(format!("P5: a page of c{number} has {told:?}, which is deleted"));
                }
                (Some((_, told)), Some(present))
                    if original(told) != original(&present.content) =>
                {
                    return Err(format!("P1: a page of c{number} says {told:?}"));
                }
                _ => {}
            }
        }
        match shown.next() {
            Some((id, _)) => Err(format!("P1: a page of c{number} has {id}, which is in no log")),
            None => Ok(()),
        }
    }

    /// P3 and P4: whoever reads at once has heard by now what was acknowledged a while ago.
    fn check_late(&mut self, now_ms: i64) -> Result<(), String> {
        let due = self.ledger.due(now_ms - LATE_MS);
        for client in self.clients.iter().filter(|client| client.appetite.is_none()) {
            if !matches!(client.link, Link::Open { .. }) {
                continue;
            }
            for (number, hearing) in client.hearings.iter().enumerate() {
                let Subscription::Live(since_ms) = hearing.subscription else { continue };
                let (_, seq) = due[number];
                let is_left_out = |heard: u64| {
                    (heard + 1..=seq).all(|seq| self.disk.may_be_left_out(number, seq))
                };
                let lacks = hearing.cursor.is_some_and(|heard| heard < seq && !is_left_out(heard));
                if since_ms <= now_ms - LATE_MS && lacks {
                    let name = &client.name;
                    return Err(format!("P4: {name} has not heard {seq} of c{number} in time"));
                }
            }
        }
        Ok(())
    }

    /// The process is gone: so are its sessions, and what it had not answered.
    fn killed(&mut self) -> Result<(), String> {
        let now_ms = self.now_ms;
        let mut line = format!("{} {} killed", self.step, now_ms - START_MS);
        self.clients.iter_mut().for_each(|client| client.hurry(now_ms));
        self.listen(now_ms, &mut line)?;
        self.dones.lock().retain(|done| !matches!(done, Done::Opened(..)));
        self.collect(now_ms, &mut line)?;
        self.log.push(line);
        self.clients.iter_mut().for_each(Client::forget_session);
        self.deeds.iter_mut().for_each(|pursued| pursued.tried = false);
        self.ledger.forget_tries();
        self.wishes.forget_tries();
        self.crashed_ms.clear();
        self.disk.look()?;
        if self.ledger.posts.len() > 20 && self.tampering.kind == Tamper::LoseRow {
            self.tampering.done |= self.disk.lose_last(0);
        }
        self.disk.verify()?;
        // Clocks are set back now and then.
        self.now_ms += i64::try_from(self.dice.below(2_000)).unwrap() - 300;
        Ok(())
    }

    /// A socket that raises an alarm about each event that is not durable when it is sent.
    pub(crate) fn socket(&self, capacity: usize) -> Arc<Socket> {
        let (disk, alarms) = (self.disk.clone(), Arc::clone(&self.alarms));
        let witness = move |frame: &Value| {
            // What one read is in no log.
            let is_in_log = |name: &str| name.starts_with("MESSAGE_") && name != "MESSAGE_ACK";
            if !frame["t"].as_str().is_some_and(is_in_log) {
                return;
            }
            let of = frame["d"]["channel_id"].as_str().unwrap().parse::<ChannelId>().unwrap();
            let number = (0..CHANNELS).find(|number| channel(*number) == of).unwrap();
            let seq = frame["d"]["x_seq"].as_u64().unwrap();
            if disk.entry(number, seq).is_none() {
                alarms.lock().push(format!("P1: {seq} of c{number} is sent and not durable"));
            }
        };
        Socket::new(capacity, Some(Box::new(witness)))
    }

    /// Gives somebody an event that it may not hear, or that is in no log.
    pub(crate) fn spoil(&mut self, now_ms: i64) -> Result<(), String> {
        let Self { clients, disk, sight, wishes, tampering, step, .. } = self;
        for client in clients.iter_mut().filter(|client| client.is_prompt()) {
            for number in 0..CHANNELS {
                let head = disk.head(number);
                let blind = sight.is_blind(client.person, number, *step);
                let leaks = blind && head > 0 && tampering.strikes(Tamper::Leak);
                let invents = !blind && !leaks && client.hears(number);
                if leaks || (invents && tampering.strikes(Tamper::Invent)) {
                    let seq = if leaks { head } else { head + 1 };
                    let mut at = Moment { disk, sight, wishes, tampering, step: *step, now_ms };
                    client.told(number, seq, &mut at)?;
                }
            }
        }
        Ok(())
    }
}
