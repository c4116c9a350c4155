//! Where things are: the checkout, the target folder, the binaries of profile `ci`.

use std::path::PathBuf;

/// The root of the checkout, as cargo says when it runs this program: it may have been built in another one.
pub(crate) fn root() -> PathBuf {
    let xtask =
        PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("`cargo xtask` starts us"));
    xtask.parent().expect("xtask/ lies in the workspace").to_owned()
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
