//! `loadtest start`: how long the server takes from its start until it is ready, and how much of that
//! is the storage engine's own open.

use anyhow::{Context, ensure};
use clap::Args;
use serde::Serialize;

use crate::http::Connection;
use crate::target::Target;

/// A gauge of the server's: seconds that the engine took to open its files.
const ENGINE_OPEN_SECONDS: &str = "confab_store_open_seconds";

/// How much is stored.
#[derive(Args, Clone, Debug)]
pub(crate) struct StartOptions {
    /// Messages in the channel before the start.
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) messages: u64,
}

/// The figures of a start.
#[derive(Debug, Serialize)]
pub(crate) struct StartReport {
    messages: u64,
    /// From the start of the process to its line on stdout.
    ready_s: f64,
    engine_open_s: f64,
    beyond_s: f64,
}

impl std::fmt::Display for StartReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { messages, ready_s, engine_open_s, beyond_s } = self;
        write!(out, "{messages} messages: ready after {ready_s:.2} s, ")?;
        write!(out, "of which the engine's own open {engine_open_s:.2} s, the rest {beyond_s:.2} s")
    }
}

/// Asks a server that was just started.
pub(crate) async fn run(options: &StartOptions, target: &Target) -> anyhow::Result<StartReport> {
    let ready_s = target.ready_after()?.as_secs_f64();
    let mut connection = Connection::open(target.door).await?;
    let response = connection.get("/metrics", "").await?;
    ensure!(response.status == 200, "/metrics answers {}", response.status);
    let text = String::from_utf8(response.body)?;
    let engine_open_s = gauge(&text, ENGINE_OPEN_SECONDS).context("no figure of the engine")?;
    let beyond_s = ready_s - engine_open_s;
    Ok(StartReport { messages: options.messages, ready_s, engine_open_s, beyond_s })
}

/// The value of a metric without labels in Prometheus' text format.
fn gauge(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::gauge;

    #[test]
    fn a_gauge_is_found_by_its_whole_name() {
        let text = "# TYPE a_seconds gauge\na_seconds_more 1\na_seconds 0.25\n";
        assert_eq!(gauge(text, "a_seconds"), Some(0.25));
        assert_eq!(gauge(text, "a"), None);
    }
}
