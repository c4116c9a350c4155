//! `loadtest idle`: what a connected, identified, subscribed session costs in resident memory.

use std::rc::Rc;

use clap::Args;
use serde::Serialize;
use tokio::task::LocalSet;

use crate::process;
use crate::run::Run;
use crate::swarm;
use crate::target::Target;

/// How many sessions.
#[derive(Args, Clone, Debug)]
pub(crate) struct IdleOptions {
    /// Sessions that are opened and then do nothing.
    #[arg(long, default_value_t = 10_000)]
    pub(crate) sessions: usize,
    /// Sessions that share an account.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=16))]
    pub(crate) sessions_per_account: u64,
}

/// Resident bytes of the server before and after.
#[derive(Debug, Serialize)]
pub(crate) struct IdleReport {
    sessions: usize,
    rss_before_bytes: u64,
    rss_after_bytes: u64,
    rss_per_session_bytes: u64,
    ended: usize,
}

impl IdleReport {
    pub(crate) fn holds(&self) -> bool {
        self.ended == 0
    }
}

impl std::fmt::Display for IdleReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sessions, before, after) =
            (self.sessions, self.rss_before_bytes >> 20, self.rss_after_bytes >> 20);
        let kib = self.rss_per_session_bytes as f64 / 1_024.0;
        write!(
            out,
            "{sessions} idle sessions: {before} MiB -> {after} MiB, {kib:.1} KiB a session, "
        )?;
        write!(out, "{} ended early", self.ended)
    }
}

/// Opens the sessions and reads the server's memory when all is quiet.
pub(crate) async fn run(options: &IdleOptions, target: &Target) -> anyhow::Result<IdleReport> {
    LocalSet::new().run_until(run_locally(options, target)).await
}

async fn run_locally(options: &IdleOptions, target: &Target) -> anyhow::Result<IdleReport> {
    let pid = target.pid()?;
    let run = Rc::new(Run::new(1.0, &target.record));
    // The first session loads the guild and the channel, which are not a session's cost.
    let first = swarm::open(target, 1, &run).await?;
    let rss_before_bytes = process::resident_bytes(pid)?;
    let sessions = swarm::open(target, options.sessions, &run).await?;
    let rss_after_bytes = process::resident_bytes(pid)?;
    let all = first.iter().chain(&sessions);
    let ended = all.filter(|session| session.ended().is_some()).count();
    let rss_per_session_bytes =
        rss_after_bytes.saturating_sub(rss_before_bytes) / sessions.len().max(1) as u64;
    target.record.rss_per_session(rss_per_session_bytes);
    target.record.errors("sessions ended", ended as u64);
    Ok(IdleReport {
        sessions: sessions.len(),
        rss_before_bytes,
        rss_after_bytes,
        rss_per_session_bytes,
        ended,
    })
}
