//! Logs on stderr, and the one library for cryptography.

use std::io::{self, IsTerminal as _};
use std::panic;

use tracing_subscriber::EnvFilter;

use crate::exit::Failure;

/// Starts logging by a filter, for example `info,confab=debug`.
pub(super) fn start(filter: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| Failure::usage(format!("the setting `log` is wrong: {error}")))?;
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .try_init();
    started.map_err(Failure::internal)?;
    // Most panics are caught: what broke is a line of the log, not text in the middle of it.
    panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    Ok(())
}

/// Chooses what signs tokens. A second call changes nothing.
pub(crate) fn install_crypto() {
    let _installed_before = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
}
