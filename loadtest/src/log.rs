//! What the server itself says of a channel: its log (`GET /api/x/channels/{c}/events`), which sessions are
//! compared with, and its messages (`GET /api/v10/channels/{c}/messages`), where every acknowledged one is.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::account::Account;
use crate::check::{self, Heard, Kept, Verdict};
use crate::door::Door;
use crate::http::Connection;
use crate::run::Run;

/// The log keeps at least this many entries: a run that posts more reads on meanwhile.
pub(crate) const LOG_ENTRIES_MAX: u32 = 10_000;
const PAGE_ENTRIES: usize = 500;
const PAGE_MESSAGES: usize = 100;
/// More than a run posts into one channel.
const LISTED_MAX: usize = 5_000_000;

/// The log of one channel from where it stood when the run began.
pub(crate) struct Log {
    account: Account,
    cursor: u64,
    heard: Vec<Heard>,
    ids: HashMap<u32, u64>,
}

impl Log {
    /// Of the account's channel, behind its newest event.
    pub(crate) async fn begin(door: Door, account: &Account) -> anyhow::Result<Self> {
        let (account, cursor, heard, ids) = (account.clone(), 0, Vec::new(), HashMap::new());
        let mut log = Self { account, cursor, heard, ids };
        let mut connection = Connection::open(door).await?;
        log.cursor = log.page(&mut connection, 1).await?["head"].as_u64().context("no head")?;
        Ok(log)
    }

    /// Takes in the run's messages among all events that came since.
    pub(crate) async fn read_on(&mut self, door: Door, run: &Run) -> anyhow::Result<()> {
        let mut connection = Connection::open(door).await?;
        loop {
            let page = self.page(&mut connection, PAGE_ENTRIES).await?;
            ensure!(page["reset"] != true, "the log was trimmed during the run");
            let events = page["events"].as_array().context("no events in the answer")?;
            let Some(last) = events.last() else { return Ok(()) };
            self.cursor = last["x_seq"].as_u64().context("no x_seq in an event")?;
            events.iter().for_each(|event| self.take(event, run));
        }
    }

    /// The run's messages, in their order.
    pub(crate) fn heard(&self) -> &[Heard] {
        &self.heard
    }

    /// Compares what was acknowledged with the log and with the channel's messages.
    pub(crate) async fn check(
        &self,
        door: Door,
        acknowledged: &[Kept],
        verdict: &mut Verdict,
    ) -> anyhow::Result<()> {
        check::check_log(&self.heard, acknowledged, verdict);
        let oldest = acknowledged.iter().map(|kept| kept.id).min();
        let listed = match oldest {
            Some(oldest) => self.listed(door, oldest).await?,
            None => Vec::new(),
        };
        check::check_ids(acknowledged, &self.ids, &listed, verdict);
        Ok(())
    }

    fn take(&mut self, event: &Value, run: &Run) {
        let post = event["d"]["nonce"].as_str().and_then(|nonce| run.post_of(nonce));
        if let (Some(post), "MESSAGE_CREATE") = (post, event["t"].as_str().unwrap_or_default()) {
            self.heard.push(Heard { x_seq: event["x_seq"].as_u64().unwrap_or(0), post });
            self.ids.insert(post, id(&event["d"]).unwrap_or(0));
        }
    }

    async fn page(&self, connection: &mut Connection, limit: usize) -> anyhow::Result<Value> {
        let Account { channel_id, .. } = &self.account;
        let after = self.cursor;
        let path = format!("/api/x/channels/{channel_id}/events?after={after}&limit={limit}");
        connection.get(&path, &self.account.authorization()).await?.json()
    }

    /// The ids of all messages from `oldest` on, rising if the server keeps to it.
    async fn listed(&self, door: Door, oldest: u64) -> anyhow::Result<Vec<u64>> {
        let mut connection = Connection::open(door).await?;
        let (mut newest_first, mut before) = (Vec::new(), String::new());
        while newest_first.len() < LISTED_MAX {
            let query = format!("/messages?limit={PAGE_MESSAGES}{before}");
            let path = self.account.channel_path(&query);
            let page = connection.get(&path, &self.account.authorization()).await?.json()?;
            let page = page.as_array().context("a page is no list")?;
            newest_first.extend(page.iter().filter_map(id));
            let Some(last) = page.last().and_then(id).filter(|last| *last > oldest) else { break };
            before = format!("&before={last}");
        }
        newest_first.reverse();
        Ok(newest_first)
    }
}

fn id(message: &Value) -> Option<u64> {
    message["id"].as_str()?.parse().ok()
}
