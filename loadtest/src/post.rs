//! `loadtest post`: durable posts over HTTP, each poster sending the next when the last is answered.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use rand::RngExt;
use serde::Serialize;
use serde_json::json;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::Instant;

use crate::http::{Connection, Response};
use crate::latency::{Latency, Quantiles};
use crate::ledger::{self, Entry};
use crate::record::Record;
use crate::target::Target;

const DURATION_MAX_S: f64 = 600.0;
const POSTERS_MAX: usize = 1_024;
const POSTS_MAX: usize = 5_000_000;

/// How many posters, how long, what.
#[derive(Args, Clone, Debug)]
pub(crate) struct PostOptions {
    /// Connections, each with one post in flight.
    #[arg(long, default_value_t = 64)]
    pub(crate) posters: usize,
    /// How long, in seconds.
    #[arg(long, default_value_t = 10.0)]
    pub(crate) seconds: f64,
    /// Content length: a number of bytes, or `MIN..MAX` for one at random.
    #[arg(long, default_value = "100", value_parser = byte_range)]
    pub(crate) bytes: (usize, usize),
    /// What all nonces begin with.
    #[arg(long, default_value = "post-")]
    pub(crate) nonce: String,
    /// Where to write what was acknowledged.
    #[arg(long)]
    pub(crate) ledger: Option<PathBuf>,
    /// Post until the server is gone: its end is not an error, and refusals are only counted.
    #[arg(long)]
    pub(crate) until_gone: bool,
}

impl Default for PostOptions {
    fn default() -> Self {
        Self {
            posters: 64,
            seconds: 10.0,
            bytes: (100, 100),
            nonce: "post-".to_owned(),
            ledger: None,
            until_gone: false,
        }
    }
}

/// The figures of a run.
#[derive(Debug, Serialize)]
pub(crate) struct PostReport {
    posters: usize,
    acknowledged: usize,
    refused: u64,
    per_second: f64,
    pub(crate) acknowledgement: Quantiles,
    until_gone: bool,
}

impl PostReport {
    pub(crate) fn holds(&self) -> bool {
        self.until_gone || self.refused == 0
    }
}

impl std::fmt::Display for PostReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { posters, acknowledged, refused, per_second, acknowledgement, .. } = self;
        write!(out, "{posters} posters: {acknowledged} acknowledged, {refused} refused, ")?;
        write!(out, "{per_second:.0} a second, {acknowledgement}")
    }
}

struct Posting {
    options: PostOptions,
    until: Instant,
    next: Cell<usize>,
    refused: Cell<u64>,
    latency: RefCell<Latency>,
    acknowledged: RefCell<Vec<Entry>>,
    record: Rc<Record>,
}

/// Posts until the time is up, or the server is gone.
pub(crate) async fn run(options: &PostOptions, target: &Target) -> anyhow::Result<PostReport> {
    ensure!((1..=POSTERS_MAX).contains(&options.posters), "1 to {POSTERS_MAX} posters");
    ensure!((0.0..=DURATION_MAX_S).contains(&options.seconds), "at most {DURATION_MAX_S} seconds");
    let begun = Instant::now();
    let posting = Rc::new(Posting {
        options: options.clone(),
        until: begun + Duration::from_secs_f64(options.seconds),
        next: Cell::default(),
        refused: Cell::default(),
        latency: RefCell::default(),
        acknowledged: RefCell::default(),
        record: Rc::clone(&target.record),
    });
    target.record.load_begins();
    LocalSet::new().run_until(post_all(&posting, target)).await?;
    target.record.load_ends();
    let acknowledged = posting.acknowledged.borrow();
    if let Some(file) = &options.ledger {
        ledger::write(file, &acknowledged)?;
    }
    Ok(PostReport {
        posters: options.posters,
        acknowledged: acknowledged.len(),
        refused: posting.refused.get(),
        per_second: acknowledged.len() as f64 / begun.elapsed().as_secs_f64(),
        acknowledgement: posting.latency.borrow().quantiles(),
        until_gone: options.until_gone,
    })
}

async fn post_all(posting: &Rc<Posting>, target: &Target) -> anyhow::Result<()> {
    let mut posters = JoinSet::new();
    for number in 0..posting.options.posters {
        let connection = Connection::open(target.door).await?;
        let account = target.accounts[number % target.accounts.len()].clone();
        let posting = posting.clone();
        posters.spawn_local(async move {
            let ended = posting.post(connection, &account).await;
            if posting.options.until_gone { Ok(()) } else { ended }
        });
    }
    while let Some(ended) = posters.join_next().await {
        ended??;
    }
    Ok(())
}

impl Posting {
    async fn post(
        &self,
        mut connection: Connection,
        account: &crate::account::Account,
    ) -> anyhow::Result<()> {
        let (path, authorization) = (account.channel_path("/messages"), account.authorization());
        while Instant::now() < self.until && self.next.get() < POSTS_MAX {
            let nonce = self.next_nonce();
            let (least, most) = self.options.bytes;
            let content_bytes = rand::rng().random_range(least..=most);
            let content = ledger::content(&nonce, content_bytes);
            let body = json!({"content": content, "nonce": nonce}).to_string();
            let sent = Instant::now();
            self.record.offered();
            let response = connection.post(&path, &authorization, body.as_bytes()).await?;
            let after = sent.elapsed();
            self.latency.borrow_mut().record(after);
            if response.status != 200 {
                self.refuse(&response);
                continue;
            }
            self.record.answered(after);
            let id = response.json()?["id"].as_str().context("no id in the answer")?.to_owned();
            let channel_id = account.channel_id.clone();
            self.acknowledge(Entry { channel_id, id, nonce, content_bytes });
        }
        Ok(())
    }

    fn next_nonce(&self) -> String {
        let number = self.next.replace(self.next.get() + 1);
        format!("{}{number}", self.options.nonce)
    }

    fn acknowledge(&self, entry: Entry) {
        let mut acknowledged = self.acknowledged.borrow_mut();
        if acknowledged.is_empty() && self.options.until_gone {
            println!("the first message is acknowledged");
        }
        acknowledged.push(entry);
    }

    fn refuse(&self, response: &Response) {
        if self.refused.get() == 0 {
            eprintln!("refused: {}", String::from_utf8_lossy(&response.body));
        }
        if !self.options.until_gone {
            self.record.error(&format!("status {}", response.status));
        }
        self.refused.set(self.refused.get() + 1);
    }
}

fn byte_range(text: &str) -> Result<(usize, usize), String> {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    let number = |digits: &str| digits.parse::<usize>().map_err(|error| error.to_string());
    let range = (number(least)?, number(most)?);
    if range.0 == 0 || range.0 > range.1 {
        return Err("at least one byte, and no less than the minimum".to_owned());
    }
    Ok(range)
}
