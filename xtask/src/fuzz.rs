//! `cargo xtask fuzz`: every fuzz target of the server package for a chosen time.
//!
//! The targets are tests in modules called `fuzz`; bolero takes their time from a variable.

use clap::Args;

use crate::run;

/// Milliseconds that one target runs.
const TIME: &str = "BOLERO_RANDOM_TEST_TIME_MS";

/// A minute for each in the ordinary checks.
const CHECKED_SECONDS: u64 = 60;
const SECONDS_MAX: u64 = 86_400;

#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs; they share the machine's cores.
    #[arg(long, default_value_t = CHECKED_SECONDS, value_parser = clap::value_parser!(u64).range(1..=SECONDS_MAX))]
    seconds: u64,
    /// Only targets whose name holds this.
    #[arg(long, default_value = "fuzz::")]
    only: String,
}

/// Runs the targets.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut command = run::server_tests();
    command.args(["--", &options.only]);
    command.env(TIME, (options.seconds * 1_000).to_string());
    run::check(&mut command)
}

/// The step of `cargo xtask test`.
pub(crate) fn step() -> anyhow::Result<()> {
    run(&Options { seconds: CHECKED_SECONDS, only: "fuzz::".to_owned() })
}
