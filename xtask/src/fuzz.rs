//! `cargo xtask fuzz`: every border of the server that reads what comes from outside, for a chosen time.
//!
//! The targets are tests in modules called `fuzz`; those of one border share its time.

use clap::Args;

use crate::run;

/// Seconds for each border.
const SECONDS: &str = "CONFAB_FUZZ_SECONDS";

/// A minute for each in the ordinary checks.
const CHECKED_SECONDS: u64 = 60;
const SECONDS_MAX: u64 = 86_400;

#[derive(Args)]
pub(crate) struct Options {
    /// How long each border has; they share the machine's cores.
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
    command.env(SECONDS, options.seconds.to_string());
    run::check(&mut command)
}

/// The step of `cargo xtask test`.
pub(crate) fn step() -> anyhow::Result<()> {
    run(&Options { seconds: CHECKED_SECONDS, only: "fuzz::".to_owned() })
}
