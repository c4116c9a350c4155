//! Developer commands, run as `cargo xtask NAME`.
//!
//! Knows the folders and tools of the workspace, and no crate of it: whatever speaks to the server
//! is another process, started from here.

#![allow(clippy::disallowed_methods, reason = "these commands report real durations")]

mod ages;
mod audit;
mod autobahn;
mod beside;
mod bots;
mod chromium;
mod fuzz;
mod npm;
mod openapi;
mod powercut;
mod python;
mod record;
mod run;
mod s3;
mod steps;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of Confab")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything that a change must pass, in order, ending at the first failure.
    Test {
        /// Only these steps and what they need: a name, or a prefix such as `web`. Repeatable.
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
        /// Print the names of the steps and end.
        #[arg(long)]
        list: bool,
    },
    /// One step alone, without what it needs.
    #[command(hide = true)]
    Step {
        /// Its name.
        name: String,
    },
    /// Give unchanged sources the ages that they had at the last run in the kept target folder.
    #[command(hide = true)]
    Ages,
    /// Write the description of the API that the code makes, and the client's types.
    Openapi,
    /// Licences, bans and sources of all dependencies, by cargo-deny.
    Audit,
    /// Every fuzz target for a chosen time.
    Fuzz(fuzz::Options),
    /// Cut the power under a server that is acknowledging messages, and count what is lost.
    Powercut(powercut::Options),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Test { list: true, .. } => {
            steps::print_names();
            Ok(())
        }
        Command::Test { only, .. } => steps::run(&only),
        Command::Step { name } => steps::run_alone(&name),
        Command::Ages => ages::restore(),
        Command::Openapi => openapi::renew(),
        Command::Audit => audit::run(),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Powercut(options) => powercut::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
