//! `confab admin`.
use clap::Subcommand;
use crate::exit::Failure;
#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand { Claim }
pub(super) fn run(_args: AdminCommand) -> Result<(), Failure> { Ok(()) }
