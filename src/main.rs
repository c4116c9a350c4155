//! The process `confab`.

mod accounts;
mod cli;
mod config;
mod doctor;
mod exit;
mod files;
#[cfg(test)]
mod fuzz;
mod gateway;
#[cfg(test)]
mod harness;
mod http;
mod limits;
mod sampling;
mod statistics;
mod wiring;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
