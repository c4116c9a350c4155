//! `loadtest verify`: every message of a ledger is there, with the content that was sent (P1).

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::check::Verdict;
use crate::http::Connection;
use crate::ledger::{self, Entry};
use crate::target::Target;

/// Which ledger.
#[derive(Args, Clone, Debug)]
pub(crate) struct VerifyOptions {
    /// What `post --ledger` wrote.
    #[arg(long)]
    pub(crate) ledger: PathBuf,
}

/// How many of the acknowledged messages were found as they were sent.
#[derive(Debug, Serialize)]
pub(crate) struct VerifyReport {
    acknowledged: usize,
    found: usize,
    verdict: Verdict,
}

impl VerifyReport {
    pub(crate) fn holds(&self) -> bool {
        self.verdict.holds()
    }
}

impl std::fmt::Display for VerifyReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.verdict.first.iter().try_for_each(|fault| writeln!(out, "  {fault}"))?;
        write!(out, "{} acknowledged, {} found, ", self.acknowledged, self.found)?;
        write!(out, "{} lost", self.acknowledged - self.found)
    }
}

/// Asks for each message of the ledger.
pub(crate) async fn run(options: &VerifyOptions, target: &Target) -> anyhow::Result<VerifyReport> {
    let entries = ledger::read(&options.ledger)?;
    let mut connection = Connection::open(target.door).await?;
    let mut verdict = Verdict::default();
    for entry in &entries {
        if let Some(fault) = check(&mut connection, target, entry).await? {
            verdict.add(&fault);
        }
    }
    let found = entries.len() - usize::try_from(verdict.faults)?;
    Ok(VerifyReport { acknowledged: entries.len(), found, verdict })
}

async fn check(
    connection: &mut Connection,
    target: &Target,
    entry: &Entry,
) -> anyhow::Result<Option<String>> {
    let account = &target.accounts[0];
    let Entry { channel_id, id, nonce, content_bytes } = entry;
    let path = format!("/api/v10/channels/{channel_id}/messages/{id}");
    let response = connection.get(&path, &account.authorization()).await?;
    if response.status != 200 {
        return Ok(Some(format!("message {id} ({nonce}): status {}", response.status)));
    }
    let message = response.json()?;
    let same = message["content"].as_str() == Some(&ledger::content(nonce, *content_bytes));
    Ok((!same).then(|| format!("message {id} ({nonce}): another content")))
}
