//! `loadtest page`: how long a page of history takes, anywhere in the channel, and how many come a second.

use anyhow::{Context, ensure};
use clap::Args;
use rand::RngExt;
use serde::Serialize;
use tokio::time::Instant;

use crate::http::Connection;
use crate::latency::{Latency, Quantiles};
use crate::target::Target;

/// How many pages, out of how long a channel.
#[derive(Args, Clone, Debug)]
pub(crate) struct PageOptions {
    /// Messages that a started server's channel is filled with.
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) messages: u64,
    /// Pages that are measured, after as many to warm up.
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub(crate) pages: u64,
    /// Messages a page.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=100))]
    pub(crate) limit: u64,
    /// Connections that ask at the same time, each for one page after another.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) connections: u8,
}

/// The figures of a run.
#[derive(Debug, Serialize)]
pub(crate) struct PageReport {
    pages: u64,
    limit: u64,
    connections: u8,
    warming: Quantiles,
    warm: Quantiles,
    warm_per_second: f64,
}

impl std::fmt::Display for PageReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { pages, limit, connections, warming, warm, warm_per_second } = self;
        write!(out, "{pages} pages of {limit} over {connections} connections: {warm}, ")?;
        write!(out, "{warm_per_second:.0} a second (first time round: {warming})")
    }
}

/// Takes pages before messages at random places, twice the same ones.
pub(crate) async fn run(options: &PageOptions, target: &Target) -> anyhow::Result<PageReport> {
    let mut pagers = Vec::new();
    for _ in 0..options.connections {
        pagers.push(Pager { connection: Connection::open(target.door).await?, target });
    }
    let (oldest, newest) = pagers[0].bounds().await?;
    let mut random = rand::rng();
    let cursors: Vec<u64> =
        (0..options.pages).map(|_| random.random_range(oldest..=newest)).collect();
    target.record.mark("the first time round");
    let (warming, _) = measure(&mut pagers, &cursors, options.limit).await?;
    target.record.mark("the second time round");
    let (warm, warm_per_second) = measure(&mut pagers, &cursors, options.limit).await?;
    let PageOptions { pages, limit, connections, .. } = *options;
    Ok(PageReport { pages, limit, connections, warming, warm, warm_per_second })
}

/// Has all pagers take their part of the pages at the same time. How long one took, and how many came a second.
async fn measure(
    pagers: &mut [Pager<'_>],
    cursors: &[u64],
    limit: u64,
) -> anyhow::Result<(Quantiles, f64)> {
    let begun = Instant::now();
    let parts = cursors.chunks(cursors.len().div_ceil(pagers.len()));
    let all = pagers.iter_mut().zip(parts).map(|(pager, part)| pager.measure(part, limit));
    let mut latency = Latency::default();
    for part in futures_util::future::try_join_all(all).await? {
        latency.add(&part);
    }
    Ok((latency.quantiles(), cursors.len() as f64 / begun.elapsed().as_secs_f64()))
}

struct Pager<'a> {
    connection: Connection,
    target: &'a Target,
}

impl Pager<'_> {
    async fn measure(&mut self, cursors: &[u64], limit: u64) -> anyhow::Result<Latency> {
        let mut latency = Latency::default();
        for cursor in cursors {
            let begun = Instant::now();
            let page = self.get(&format!("before={cursor}&limit={limit}")).await?;
            let after = begun.elapsed();
            latency.record(after);
            self.target.record.offered();
            self.target.record.answered(after);
            ensure!(page.starts_with(b"["), "a page is no list");
        }
        Ok(latency)
    }

    /// The ids of the first message and of the last one.
    async fn bounds(&mut self) -> anyhow::Result<(u64, u64)> {
        Ok((self.bound("after=0&limit=1").await?, self.bound("limit=1").await?))
    }

    /// The id of the message that a query for one gives.
    async fn bound(&mut self, query: &str) -> anyhow::Result<u64> {
        let page: serde_json::Value = serde_json::from_slice(&self.get(query).await?)?;
        let id = page[0]["id"].as_str().context("the channel is empty")?;
        Ok(id.parse()?)
    }

    async fn get(&mut self, query: &str) -> anyhow::Result<Vec<u8>> {
        let account = &self.target.accounts[0];
        let path = account.channel_path(&format!("/messages?{query}"));
        let response = self.connection.get(&path, &account.authorization()).await?;
        ensure!(response.status == 200, "status {}", response.status);
        Ok(response.body)
    }
}
