//! `npm ci`, run only when the lock file differs from the one last installed.
//!
//! - The stamp is a copy of the lock file inside `node_modules`, so it goes when the modules go.
//! - A lock on the lock file itself keeps the build script of `web/` and this program apart.

use std::fs::{self, File};

use anyhow::Context;

use crate::{run, workspace};

/// Installs the packages of `folder` if they are not those of its lock file.
pub(crate) fn install(folder: &str) -> anyhow::Result<()> {
    let folder_path = workspace::root().join(folder);
    let lock_path = folder_path.join("package-lock.json");
    let held =
        File::open(&lock_path).with_context(|| format!("{} is missing", lock_path.display()))?;
    held.lock()?;
    let wanted = fs::read(&lock_path)?;
    let stamp_path = folder_path.join("node_modules/.lock-stamp");
    if fs::read(&stamp_path).is_ok_and(|installed| installed == wanted) {
        println!("{folder}/node_modules is up to date");
        return Ok(());
    }
    let args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run::check(&mut run::command(folder, "npm", &args))?;
    fs::write(stamp_path, wanted).context("npm ci left no node_modules")
}

/// Runs a script that `package.json` of `folder` names.
pub(crate) fn script(folder: &str, name: &str) -> anyhow::Result<()> {
    run::check(&mut run::command(folder, "npm", &["run", "--silent", name]))
}
