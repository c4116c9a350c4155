//! `loadtest large`: a guild of many members and channels. What it takes to enter it, and how soon everybody who
//! listens has seen an edit of a role.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep};

use crate::http::{Connection, find};
use crate::latency::{Latency, Quantiles};
use crate::run::Run;
use crate::session::Session;
use crate::swarm;
use crate::target::Target;

/// As many as a guild has.
const CHANNELS_MAX: usize = 500;
/// An edit that nobody has seen by then is lost.
const PATIENCE: Duration = Duration::from_secs(30);
/// ADD_REACTIONS and SEND_MESSAGES, of which each edit gives or takes the first one.
const BITS: [u64; 2] = [1 << 6, 1 << 11];
/// How far into a frame the event's name may stand.
const NAME_WITHIN_BYTES: usize = 96;

/// How large it is, and who listens.
#[derive(Args, Clone, Debug)]
pub(crate) struct LargeOptions {
    /// Members.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) members: usize,
    /// Channels.
    #[arg(long, default_value_t = CHANNELS_MAX)]
    channels: usize,
    /// Members with a session, who have to see each edit.
    #[arg(long, default_value_t = 200)]
    sessions: usize,
    /// How often somebody enters, and how many edits there are.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u8).range(1..=200))]
    rounds: u8,
}

/// The figures of a large guild.
#[derive(Debug, Serialize)]
pub(crate) struct LargeReport {
    members: usize,
    channels: usize,
    sessions: usize,
    /// From IDENTIFY to the end of GUILD_CREATE.
    entered: Quantiles,
    entered_bytes: u64,
    /// From the request to its answer.
    edited: Quantiles,
    /// From the request until the last session had it.
    seen: Quantiles,
}

impl std::fmt::Display for LargeReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { members, channels, sessions, entered, entered_bytes, edited, seen } = self;
        writeln!(out, "a guild of {members} members and {channels} channels")?;
        writeln!(out, "entered after        {entered}, {entered_bytes} bytes")?;
        writeln!(out, "a role is edited in  {edited}")?;
        write!(out, "and seen by all {sessions} in {seen}")
    }
}

/// Measures a guild that is made for it.
pub(crate) async fn run(options: &LargeOptions, target: &Target) -> anyhow::Result<LargeReport> {
    ensure!(options.channels <= CHANNELS_MAX, "at most {CHANNELS_MAX} channels");
    ensure!((1..=options.members).contains(&options.sessions), "1 to as many sessions as members");
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &LargeOptions, target: &Target) -> anyhow::Result<LargeReport> {
    let mut owner = Owner { connection: Connection::open(target.door).await?, target };
    let channels = owner.fill(options.channels).await?;
    let run = Rc::new(Run::new(1.0, &target.record));
    let (mut entered, mut entered_bytes) = (Latency::default(), 0);
    for account in target.accounts.iter().rev().take(usize::from(options.rounds)) {
        let (after, bytes) = Session::enter(target.door, account, &run).await?;
        entered.record(after);
        entered_bytes = entered_bytes.max(bytes);
    }
    let sessions = swarm::open(target, options.sessions, &run).await?;
    let seen_by = Rc::new(Cell::new(0));
    for session in &sessions {
        let seen_by = Rc::clone(&seen_by);
        session.observe(move |text| seen_by.set(seen_by.get() + usize::from(is_role_update(text))));
    }
    let (mut edited, mut seen) = (Latency::default(), Latency::default());
    for round in 0..options.rounds {
        seen_by.set(0);
        let begun = Instant::now();
        owner.edit(if round.is_multiple_of(2) { BITS[1] } else { BITS[0] | BITS[1] }).await?;
        edited.record(begun.elapsed());
        while seen_by.get() < sessions.len() {
            ensure!(begun.elapsed() < PATIENCE, "an edit was seen by {} only", seen_by.get());
            sleep(Duration::from_millis(1)).await;
        }
        seen.record(begun.elapsed());
    }
    Ok(LargeReport {
        members: target.accounts.len(),
        channels,
        sessions: sessions.len(),
        entered: entered.quantiles(),
        entered_bytes,
        edited: edited.quantiles(),
        seen: seen.quantiles(),
    })
}

fn is_role_update(text: &[u8]) -> bool {
    find(&text[..text.len().min(NAME_WITHIN_BYTES)], br#""GUILD_ROLE_UPDATE""#).is_some()
}

/// Who changes the guild.
struct Owner<'a> {
    connection: Connection,
    target: &'a Target,
}

impl Owner<'_> {
    /// Makes channels until there are so many. How many there are then.
    async fn fill(&mut self, channels: usize) -> anyhow::Result<usize> {
        let path = self.path("/channels");
        let there = self.send("GET", &path, &Value::Null).await?;
        let there = there.as_array().context("channels are a list")?.len();
        for number in there..channels {
            self.send("POST", &path, &json!({"name": format!("room-{number}"), "type": 0})).await?;
        }
        Ok(channels.max(there))
    }

    /// Gives everybody these permissions.
    async fn edit(&mut self, bits: u64) -> anyhow::Result<()> {
        // VIEW_CHANNEL and READ_MESSAGE_HISTORY stay.
        let bits = bits | 1 << 10 | 1 << 16;
        let path = self.path(&format!("/roles/{}", self.target.accounts[0].guild_id));
        self.send("PATCH", &path, &json!({"permissions": bits.to_string()})).await.map(drop)
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v10/guilds/{}{rest}", self.target.accounts[0].guild_id)
    }

    async fn send(&mut self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let authorization = self.target.accounts[0].authorization();
        let response = self.connection.send(method, path, &authorization, &body).await?;
        response.json().with_context(|| format!("{method} {path}"))
    }
}
