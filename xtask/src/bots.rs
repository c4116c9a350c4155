//! Sessions of real bot libraries against the real binary: discord.js under Node, discord.py in a
//! Python environment of its own in the target folder.

use crate::{python, run, workspace};

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
    let python = python::environment("bots")?.join("bin/python");
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
