//! The browser of the tests is Debian's: Playwright's own download is never used.

use std::path::Path;

use anyhow::bail;

use crate::run;

/// Where Debian's package puts it; `tests/browser` names the same place.
const PROGRAM: &str = "/usr/bin/chromium";
const INSTALL: &[&str] =
    &["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"];

/// Makes sure that the browser is there: installs it when root, else says how and fails.
pub(crate) fn ensure() -> anyhow::Result<()> {
    if Path::new(PROGRAM).exists() {
        return Ok(());
    }
    if !rustix::process::geteuid().is_root() {
        bail!(
            "{PROGRAM} is missing. Run: sudo apt-get update && sudo apt-get {}",
            INSTALL.join(" ")
        );
    }
    apt(&["update"])?;
    apt(INSTALL)
}

fn apt(args: &[&str]) -> anyhow::Result<()> {
    run::check(run::command("", "apt-get", args).env("DEBIAN_FRONTEND", "noninteractive"))
}
