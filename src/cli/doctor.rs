//! `confab doctor voice`: says what keeps voice from working here.

use std::io::{self, Write as _};

use clap::{Args, Subcommand};

use super::configured::ConfigArgs;
use crate::doctor::{self, Finding, Level};
use crate::exit::Failure;

/// What is looked at.
#[derive(Debug, Subcommand)]
pub(super) enum DoctorCommand {
    /// Look at what voice needs: ports, addresses, and a page that may use a microphone.
    Voice(VoiceArgs),
}

/// The configuration is the one of `serve`.
#[derive(Debug, Args)]
pub(super) struct VoiceArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Print each finding as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints one line for each finding; problems end with a failure.
pub(super) fn run(command: DoctorCommand) -> Result<(), Failure> {
    let DoctorCommand::Voice(VoiceArgs { config, json }) = command;
    let settings = config.load(false)?.settings;
    let findings = doctor::findings(&doctor::gather(&settings));
    print(&findings, json)?;
    match findings.iter().filter(|finding| finding.level == Level::Problem).count() {
        0 => Ok(()),
        1 => Err(Failure::unavailable("there is a problem with voice")),
        count => Err(Failure::unavailable(format!("there are {count} problems with voice"))),
    }
}

/// A reader that closes the pipe has read enough.
fn print(findings: &[Finding], json: bool) -> Result<(), Failure> {
    let mut text = String::new();
    for finding in findings {
        let line = if json {
            serde_json::to_string(finding).map_err(Failure::internal)?
        } else {
            finding.to_string()
        };
        text += &line;
        text.push('\n');
    }
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::internal(error)),
        _ => Ok(()),
    }
}
