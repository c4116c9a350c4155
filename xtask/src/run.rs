//! Child processes: shown before they start, never given our standard input, judged by exit status.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::workspace;

/// `program` with its arguments, to be run in `folder` of the checkout.
pub(crate) fn command(folder: &str, program: impl AsRef<Path>, args: &[&str]) -> Command {
    let mut command = Command::new(program.as_ref());
    command.args(args).current_dir(workspace::root().join(folder)).stdin(Stdio::null());
    command
}

/// The cargo that started us. Tests look for their snapshots in this checkout, also if they were built in
/// another one.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut command = command("", cargo, args);
    command.env("INSTA_WORKSPACE_ROOT", workspace::root());
    command
}

/// The server's tests beside its code. Both packages are named, so that what the step `rust` has built
/// is used: alone, the server has other features.
pub(crate) fn server_tests() -> Command {
    cargo(&[
        "test",
        "--package",
        "confab",
        "--package",
        "loadtest",
        "--profile",
        "ci",
        "--bin",
        "confab",
    ])
}

/// Runs to the end with output passed through; an exit status other than 0 is an error.
pub(crate) fn check(command: &mut Command) -> anyhow::Result<()> {
    println!("$ {}", shown(command));
    quietly(command)
}

/// The same without showing the command.
pub(crate) fn quietly(command: &mut Command) -> anyhow::Result<()> {
    let line = shown(command);
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Whether the command starts and ends well; its output is dropped.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
