//! Sessions of real bot libraries against the real binary: discord.js under Node, discord.py in a
//! Python environment of its own in the target folder.

use std::fs;
use std::path::PathBuf;

use crate::{run, workspace};

/// One session of discord.js; the packages of `tests/` are installed beforehand.
pub(crate) fn discord_js() -> anyhow::Result<()> {
    session("node", "bots/discord-js.mjs")
}

/// One session of discord.py.
pub(crate) fn discord_py() -> anyhow::Result<()> {
    let python = python_environment()?.join("bin/python");
    session(&python.to_string_lossy(), "bots/discord_py.py")
}

/// `run.mjs` starts the server and then the session.
fn session(program: &str, script: &str) -> anyhow::Result<()> {
    let mut command = run::command("tests", "node", &["bots/run.mjs", program, script]);
    run::check(command.env("CONFAB", workspace::program("confab")))
}

/// Makes the environment anew when `requirements.txt` differs from the one it was made from.
fn python_environment() -> anyhow::Result<PathBuf> {
    let environment = workspace::target().join("venv");
    let stamp_path = environment.join("requirements.stamp");
    let wanted = fs::read(workspace::root().join("tests/bots/requirements.txt"))?;
    if fs::read(&stamp_path).is_ok_and(|installed| installed == wanted) {
        return Ok(environment);
    }
    let folder = environment.to_string_lossy();
    run::check(&mut run::command("", "python3", &["-m", "venv", "--clear", &folder]))?;
    let install = [
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--quiet",
        "--requirement",
        "tests/bots/requirements.txt",
    ];
    run::check(&mut run::command("", environment.join("bin/python"), &install))?;
    fs::write(stamp_path, wanted)?;
    Ok(environment)
}
