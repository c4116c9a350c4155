//! How the program ends when it cannot start: a number for scripts, a sentence for people.

use std::process::{Command, Output};

use crate::process::Process;

fn confab(args: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_confab"));
    command.args(args).envs(settings.iter().copied()).output().unwrap()
}

/// The exit code, and that one sentence was said on stderr and nothing on stdout.
fn check(output: &Output, code: i32) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains("confab: "), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn what_cannot_be_meant_ends_with_64() {
    check(&confab(&["serve", "--no-such-flag"], &[]), 64);
    check(&confab(&["serve", "--listen", "nowhere"], &[]), 64);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", data];
    check(&confab(&serve, &[("CONFAB_GATEWAY_HEARTBEAT_INTERVAL_MS", "soon")]), 64);
    check(&confab(&serve, &[("CONFAB_UNSAFE_NO_SYNC", "true")]), 64);
}

#[test]
fn a_data_directory_or_a_port_in_use_ends_with_69() {
    let (mine, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let process = Process::start(mine.path(), "127.0.0.1:0", &[]);
    let serve = |listen: &str, data: &std::path::Path| {
        let data = data.to_str().unwrap();
        confab(&["serve", "--profile", "test", "--listen", listen, "--data", data], &[])
    };
    check(&serve("127.0.0.1:0", mine.path()), 69);
    check(&serve(process.address(), other.path()), 69);
}
