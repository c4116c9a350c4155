//! `loadtest receipts`: what receipts cost the server in a room where everybody reads along, beside the
//! messages alone and beside marks without receipts, in turn, in one run.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep, sleep_until};

use crate::account::Account;
use crate::compare::median;
use crate::http::Connection;
use crate::process;
use crate::run::Run;
use crate::session::Session;
use crate::swarm;
use crate::target::Target;

/// Above so many people a channel has no receipts.
const SESSIONS_MAX: usize = 100;
const MESSAGES_MAX: f64 = 10_000.0;
const ROUNDS_MAX: i64 = 20;
/// How often a reader's client tells how far it read.
const MARK_EVERY: Duration = Duration::from_millis(2_500);
/// Connections that tell so for all readers.
const MARKERS: usize = 4;
const CONTENT_BYTES: usize = 100;
/// What is written behind is written by then.
const REST: Duration = Duration::from_secs(2);
/// The promise: receipts to messages.
const RATIO_MAX: f64 = 0.1;

/// The shape of the load.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReceiptsOptions {
    /// People in the room, each with a session.
    #[arg(long, default_value_t = 90)]
    pub(crate) sessions: usize,
    /// Messages a second.
    #[arg(long, default_value_t = 30.0)]
    rate: f64,
    /// How long one kind goes on, in seconds.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// How often each kind is measured.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=ROUNDS_MAX))]
    rounds: u8,
    /// Connections that post, each for somebody else.
    #[arg(long, default_value_t = 8)]
    posters: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Messages,
    Marks,
    Receipts,
}

/// Median CPU of the server in seconds, and the ratio.
#[derive(Debug, Serialize)]
pub(crate) struct ReceiptsReport {
    sessions: usize,
    messages: u32,
    messages_cpu_s: f64,
    with_marks_cpu_s: f64,
    with_receipts_cpu_s: f64,
    /// What receipts add, to the messages alone.
    ratio: f64,
    /// Lists that authors heard where there were receipts, and where there must be none.
    heard: u64,
    heard_unwanted: u64,
}

impl ReceiptsReport {
    pub(crate) fn holds(&self) -> bool {
        self.ratio <= RATIO_MAX && self.heard > 0 && self.heard_unwanted == 0
    }
}

impl std::fmt::Display for ReceiptsReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sessions, messages, heard, heard_unwanted, .. } = self;
        writeln!(out, "{sessions} people in a room, {messages} messages of each kind a round")?;
        writeln!(out, "CPU s: messages {:.3}", self.messages_cpu_s)?;
        writeln!(out, "  with marks        {:.3}", self.with_marks_cpu_s)?;
        writeln!(out, "  and with receipts {:.3}", self.with_receipts_cpu_s)?;
        writeln!(out, "receipts cost {:.3} of what the messages do", self.ratio)?;
        write!(out, "{heard} lists heard, {heard_unwanted} where there must be none")
    }
}

/// Runs the load against a target on the current thread.
pub(crate) async fn run(
    options: &ReceiptsOptions,
    target: &Target,
) -> anyhow::Result<ReceiptsReport> {
    ensure!((2..=SESSIONS_MAX).contains(&options.sessions), "2 to {SESSIONS_MAX} sessions");
    let messages = options.rate * options.seconds;
    ensure!((1.0..=MESSAGES_MAX).contains(&messages), "1 to {MESSAGES_MAX} messages of a kind");
    ensure!((1..=options.sessions).contains(&options.posters), "1 to as many posters as people");
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &ReceiptsOptions, target: &Target) -> anyhow::Result<ReceiptsReport> {
    let run = Rc::new(Run::new(options.rate, &target.record));
    let sessions = swarm::open(target, options.sessions, &run).await?;
    let lists = Rc::new(Cell::new(0_u64));
    for session in &sessions {
        let lists = Rc::clone(&lists);
        session.observe(move |payload| lists.set(lists.get() + u64::from(is_list(payload))));
    }
    let room = Room { target, accounts: &target.accounts[..options.sessions], run, sessions };
    let messages = (options.rate * options.seconds) as u32;
    let (mut cpu, mut heard, mut unwanted) = ([Vec::new(), Vec::new(), Vec::new()], 0, 0);
    for _ in 0..options.rounds {
        for (kind, cpu) in [Kind::Messages, Kind::Marks, Kind::Receipts].into_iter().zip(&mut cpu) {
            target.record.mark(format!("{kind:?}"));
            room.set(kind == Kind::Receipts).await?;
            let before = lists.get();
            cpu.push(room.talk(kind, messages, options).await?);
            let lists = lists.get() - before;
            *(if kind == Kind::Receipts { &mut heard } else { &mut unwanted }) += lists;
        }
    }
    let [messages_cpu_s, with_marks_cpu_s, with_receipts_cpu_s] =
        cpu.map(|values| median(values.into_iter()));
    Ok(ReceiptsReport {
        sessions: options.sessions,
        messages,
        messages_cpu_s,
        with_marks_cpu_s,
        with_receipts_cpu_s,
        ratio: (with_receipts_cpu_s - with_marks_cpu_s) / messages_cpu_s,
        heard,
        heard_unwanted: unwanted,
    })
}

fn is_list(payload: &[u8]) -> bool {
    let head = &payload[..payload.len().min(64)];
    crate::http::find(head, b"\"X_RECEIPTS\"").is_some()
}

/// Those who talk, and who read along.
struct Room<'a> {
    target: &'a Target,
    accounts: &'a [Account],
    run: Rc<Run>,
    sessions: Vec<Rc<Session>>,
}

impl Room<'_> {
    /// Everybody gives and wants receipts, or nobody does.
    async fn set(&self, receipts: bool) -> anyhow::Result<()> {
        let mut connection = Connection::open(self.target.door).await?;
        let body = json!({ "receipts": receipts }).to_string();
        for account in self.accounts {
            let (path, token) = ("/api/x/me/settings", account.authorization());
            let answer = connection.send("PATCH", path, &token, body.as_bytes()).await?;
            ensure!(answer.status == 200, "settings were refused: {answer:?}");
        }
        sleep(REST).await;
        Ok(())
    }

    /// The server's CPU seconds.
    async fn talk(
        &self,
        kind: Kind,
        messages: u32,
        options: &ReceiptsOptions,
    ) -> anyhow::Result<f64> {
        let pid = self.target.pid()?;
        let before = process::cpu_seconds(pid)?;
        let newest: Rc<RefCell<Option<String>>> = Rc::default();
        let talking = Rc::new(Cell::new(true));
        self.run.begin();
        let mut marking = JoinSet::new();
        for number in (0..MARKERS).filter(|_| kind != Kind::Messages) {
            let accounts: Vec<Account> =
                self.accounts.iter().skip(number).step_by(MARKERS).cloned().collect();
            let (door, newest) = (self.target.door, Rc::clone(&newest));
            let talking = Rc::clone(&talking);
            marking.spawn_local(async move {
                let connection = Connection::open(door).await?;
                mark(connection, &accounts, &newest, &talking).await
            });
        }
        let mut posting = JoinSet::new();
        for number in 0..options.posters {
            let (account, run) = (self.accounts[number].clone(), Rc::clone(&self.run));
            let (newest, every) = (Rc::clone(&newest), options.posters);
            let record = Rc::clone(&self.target.record);
            let mut connection = Connection::open(self.target.door).await?;
            posting.spawn_local(async move {
                for message in (number as u32..messages).step_by(every) {
                    sleep_until(run.due(message)).await;
                    record.offered();
                    let id = post(&mut connection, &account, message).await?;
                    record.answered(run.due(message).elapsed());
                    *newest.borrow_mut() = Some(id);
                }
                anyhow::Ok(())
            });
        }
        while let Some(posted) = posting.join_next().await {
            posted??;
        }
        sleep(MARK_EVERY).await;
        talking.set(false);
        while let Some(marked) = marking.join_next().await {
            marked??;
        }
        sleep(REST).await;
        let ended = self.sessions.iter().find_map(|session| session.ended());
        ensure!(ended.is_none(), "a session ended: {ended:?}");
        Ok(process::cpu_seconds(pid)? - before)
    }
}

async fn post(
    connection: &mut Connection,
    account: &Account,
    number: u32,
) -> anyhow::Result<String> {
    let body = json!({"content": format!("{number:0>CONTENT_BYTES$}")}).to_string();
    let path = account.channel_path("/messages");
    let posted = connection.post(&path, &account.authorization(), body.as_bytes()).await?;
    Ok(posted.json()?["id"].as_str().context("a message without an id")?.to_owned())
}

/// Each reader in turn tells how far it read, as its client would.
async fn mark(
    mut connection: Connection,
    accounts: &[Account],
    newest: &RefCell<Option<String>>,
    talking: &Cell<bool>,
) -> anyhow::Result<()> {
    let mut due = Instant::now();
    for account in accounts.iter().cycle() {
        due += MARK_EVERY / accounts.len() as u32;
        sleep_until(due).await;
        if !talking.get() {
            break;
        }
        let Some(message) = newest.borrow().clone() else { continue };
        let path = format!("/api/x/channels/{}/ack", account.channel_id);
        let body: Value = json!({ "message_id": message });
        let body = body.to_string();
        let answer = connection.post(&path, &account.authorization(), body.as_bytes()).await?;
        ensure!(answer.status == 204, "a mark was refused: {answer:?}");
    }
    Ok(())
}
