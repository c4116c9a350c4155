//! The description of the API: kept in the tree for the client, and held against the server.

use std::fs;

use anyhow::{Context, ensure};

use crate::{npm, python, run, workspace};

/// Where the client's types come from.
const KEPT: &str = "web/openapi.json";

/// Writes the description that the code makes, and the client's types that are made from it.
pub(crate) fn renew() -> anyhow::Result<()> {
    npm::install("web")?;
    let made = run::cargo(&["run", "--quiet", "--profile", "ci", "--package", "confab", "openapi"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    ensure!(made.status.success(), "`confab openapi` ended with {}", made.status);
    fs::write(workspace::root().join(KEPT), made.stdout)?;
    npm::script("web", "api-types")
}

/// Asks the real binary everything that its description allows, and much that it does not.
pub(crate) fn schemathesis() -> anyhow::Result<()> {
    let program = python::environment("openapi")?.join("bin/schemathesis");
    let program = program.to_string_lossy();
    let mut command = run::command("tests", "node", &["openapi/run.mjs", &program]);
    run::check(command.env("CONFAB", workspace::program("confab")))
}
