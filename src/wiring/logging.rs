//! Logs on stderr, and the one library for cryptography.

use std::io::{self, IsTerminal as _};
use std::panic;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::traces::{self, Collector};
use crate::config::Settings;
use crate::exit::Failure;

/// Starts logs and traces. What comes back sends the last traces when it is dropped.
pub(super) fn start(settings: &Settings) -> Result<Collector, Failure> {
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|error| Failure::usage(format!("the setting `log` is wrong: {error}")))?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_filter(filter);
    let (traces, collector) = traces::layer(&settings.traces)?;
    let started = tracing_subscriber::registry().with(lines).with(traces).try_init();
    started.map_err(Failure::internal)?;
    // Most panics are caught: what broke is a line of the log, not text in the middle of it.
    panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    Ok(collector)
}

/// Chooses what signs tokens. A second call changes nothing.
pub(crate) fn install_crypto() {
    let _installed_before = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
}
