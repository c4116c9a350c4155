//! Python environments in the target folder, each made from exact versions.

use std::fs;
use std::path::PathBuf;

use crate::{run, workspace};

/// The environment of a folder of `tests/`, made anew when its `requirements.txt` differs from the
/// one that it was made from.
pub(crate) fn environment(tests: &str) -> anyhow::Result<PathBuf> {
    let environment = workspace::target().join("venv").join(tests);
    let stamp_path = environment.join("requirements.stamp");
    let requirements = format!("tests/{tests}/requirements.txt");
    let wanted = fs::read(workspace::root().join(&requirements))?;
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
        &requirements,
    ];
    run::check(&mut run::command("", environment.join("bin/python"), &install))?;
    fs::write(stamp_path, wanted)?;
    Ok(environment)
}
