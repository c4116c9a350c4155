//! Files on a real S3-compatible server, moto's, in a Python environment of its own.

use crate::{python, run, workspace};

/// Sends, fetches and loses files by the real binary.
pub(crate) fn run() -> anyhow::Result<()> {
    let python = python::environment("s3")?.join("bin/python");
    let python = python.to_string_lossy();
    let mut command = run::command("tests", "node", &["s3/run.mjs", &python]);
    run::check(command.env("CONFAB", workspace::program("confab")))
}
