//! Sessions of real bot libraries against the real binary: discord.js under Node, discord.py in a
//! Python environment of its own in the target folder.

use std::fs;
use std::path::PathBuf;

use crate::{run, workspace};

/// No limits, as the test profile has it.
const UNLIMITED: &[(&str, &str)] = &[];

/// A window that a burst of twelve fills three times, and little patience with requests that are
/// refused.
const SMALL_LIMITS: &[(&str, &str)] = &[
    ("CONFAB_LIMITS_MESSAGE_REQUESTS", "4"),
    ("CONFAB_LIMITS_MESSAGE_PERIOD_MS", "3000"),
    ("CONFAB_LIMITS_INVALID_REQUESTS", "20"),
];

/// Sessions of discord.js; the packages of `tests/` are installed beforehand.
pub(crate) fn discord_js() -> anyhow::Result<()> {
    session("node", "bots/discord-js.mjs", UNLIMITED)?;
    session("node", "bots/burst.mjs", SMALL_LIMITS)
}

/// Sessions of discord.py.
pub(crate) fn discord_py() -> anyhow::Result<()> {
    let python = python_environment()?.join("bin/python");
    let python = python.to_string_lossy();
    session(&python, "bots/discord_py.py", UNLIMITED)?;
    session(&python, "bots/burst.py", SMALL_LIMITS)
}

/// `run.mjs` starts the server with these settings, and then the session.
fn session(program: &str, script: &str, settings: &[(&str, &str)]) -> anyhow::Result<()> {
    let mut command = run::command("tests", "node", &["bots/run.mjs", program, script]);
    command.envs(settings.iter().copied());
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
