//! Where things are: the checkout, the target folder, the binaries of profile `ci`.

use std::path::{Path, PathBuf};

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask/ lies in the workspace")
}

/// The target folder in use: this program runs from `TARGET/ci/xtask`.
pub(crate) fn target() -> PathBuf {
    let program = std::env::current_exe().expect("the system knows the running program");
    let profile = program.parent().expect("a program lies in a folder");
    profile.parent().expect("a profile folder lies in the target folder").to_owned()
}

/// A program of profile `ci`, such as `confab`; built by the caller beforehand.
pub(crate) fn program(name: &str) -> PathBuf {
    target().join("ci").join(name)
}
