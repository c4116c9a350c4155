//! `confab migrate`.
use clap::Args;
use crate::exit::Failure;
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {}
pub(super) fn run(_args: MigrateArgs) -> Result<(), Failure> { Ok(()) }
