//! The command line, and what it means.
//!
//! `confab` alone is `confab serve`. Flags that a variable may also give are declared here with it.

mod admin;
mod configured;
mod doctor;
mod migrate;
mod serve;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode as ProcessExit;

use clap::{Parser, Subcommand};

use crate::exit::{ExitCode, Failure};

pub(crate) use serve::ServeArgs;

/// Chat and voice for communities in one executable.
#[derive(Debug, Parser)]
#[command(name = "confab", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API, the gateway and the client (the default).
    Serve(ServeArgs),
    /// Look at or change the format of a data directory.
    Migrate(migrate::MigrateArgs),
    /// Work on a data directory that no server uses.
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Say what keeps a part of it from working on this machine.
    #[command(subcommand)]
    Doctor(doctor::DoctorCommand),
    /// Print the description of the API, as served at /openapi.json.
    Openapi,
}

/// Runs what the arguments ask for.
pub(crate) fn run(args: impl IntoIterator<Item = OsString>) -> ProcessExit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    let outcome = match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(args) => serve::run(args),
        Command::Migrate(args) => migrate::run(args),
        Command::Admin(command) => admin::run(command),
        Command::Doctor(command) => doctor::run(command),
        Command::Openapi => print_openapi(),
    };
    match outcome {
        Ok(()) => ProcessExit::SUCCESS,
        Err(Failure { code, sentence }) => {
            eprintln!("confab: {sentence}");
            ProcessExit::from(code as u8)
        }
    }
}

/// A reader that closes the pipe has read enough.
fn print_openapi() -> Result<(), Failure> {
    match io::stdout().write_all(crate::http::openapi()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::internal(error)),
        _ => Ok(()),
    }
}

/// Help and version go to stdout and end well; a wrong flag ends with 64, and one sentence.
fn explain(error: &clap::Error) -> ProcessExit {
    if error.use_stderr() {
        let text = error.render().to_string();
        let sentence = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        eprintln!("confab: {sentence} (see --help)");
        ProcessExit::from(ExitCode::Usage as u8)
    } else {
        print!("{}", error.render());
        ProcessExit::SUCCESS
    }
}
