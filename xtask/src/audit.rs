//! `cargo xtask audit`: cargo-deny over `deny.toml`. Outside CI, because installing it is slow.

use crate::run;

const VERSION: &str = "0.20.2";

/// Installs cargo-deny when it is missing, then checks bans, licences and sources.
pub(crate) fn run() -> anyhow::Result<()> {
    if !run::succeeds(&mut run::cargo(&["deny", "--version"])) {
        let args = ["install", "cargo-deny", "--version", VERSION, "--locked"];
        run::check(&mut run::cargo(&args))?;
    }
    run::check(&mut run::cargo(&["deny", "check", "bans", "licenses", "sources"]))
}
