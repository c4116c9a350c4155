//! The channel's own log, `GET /api/x/channels/{c}/events`: what sessions are compared with.

use anyhow::{Context, ensure};

use crate::check::Heard;
use crate::http::Connection;
use crate::run::Run;
use crate::target::Target;

/// The log keeps at least this many entries, so a run posts fewer.
pub(crate) const LOG_ENTRIES_MAX: u32 = 10_000;
const PAGE_ENTRIES: usize = 500;

/// The sequence of the channel's newest event.
pub(crate) async fn head(target: &Target) -> anyhow::Result<u64> {
    let page = page(&mut Connection::open(target.address).await?, target, 0, 1).await?;
    page["head"].as_u64().context("no head in the answer")
}

/// The creates of this run among all events after `after`.
pub(crate) async fn since(target: &Target, after: u64, run: &Run) -> anyhow::Result<Vec<Heard>> {
    let mut connection = Connection::open(target.address).await?;
    let (mut cursor, mut log) = (after, Vec::new());
    for _ in 0..=LOG_ENTRIES_MAX as usize / PAGE_ENTRIES {
        let page = page(&mut connection, target, cursor, PAGE_ENTRIES).await?;
        ensure!(page["reset"] != true, "the log was trimmed during the run");
        let events = page["events"].as_array().context("no events in the answer")?;
        let Some(last) = events.last() else { break };
        cursor = last["x_seq"].as_u64().context("no x_seq in an event")?;
        log.extend(events.iter().filter_map(|event| {
            let post = run.post_of(event["d"]["nonce"].as_str()?)?;
            Some(Heard { x_seq: event["x_seq"].as_u64()?, post })
        }));
    }
    Ok(log)
}

async fn page(
    connection: &mut Connection,
    target: &Target,
    after: u64,
    limit: usize,
) -> anyhow::Result<serde_json::Value> {
    let account = &target.accounts[0];
    let path = format!("/api/x/channels/{}/events?after={after}&limit={limit}", account.channel_id);
    connection.get(&path, &account.authorization()).await?.json()
}
