//! `confab serve`: from settings on to the process.

use clap::Args;

use super::configured::ConfigArgs;
use crate::exit::Failure;
use crate::wiring;

/// What `serve` may be told by flag.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Migrate an older store at start.
    #[arg(long)]
    migrate: bool,
}

/// Serves until a signal ends it.
pub(crate) fn run(args: ServeArgs) -> Result<(), Failure> {
    wiring::serve(args.config.load(args.migrate)?)
}
