//! `confab doctor voice`, as an operator runs it.

use std::net::UdpSocket;
use std::process::{Command, Output};

use serde_json::Value;

use crate::process::Process;

fn doctor(args: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_confab"));
    command.args(["doctor", "voice"]).args(args).envs(settings.iter().copied());
    command.output().unwrap()
}

/// Each check with its level, in order; how it ended.
fn checks(args: &[&str], settings: &[(&str, &str)]) -> (Vec<(String, String)>, Option<i32>) {
    let output = doctor(&[&["--json"], args].concat(), settings);
    let text = String::from_utf8(output.stdout).unwrap();
    let findings = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let of = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let all = findings.map(|finding| {
        assert_eq!(finding["todo"].is_null(), finding["level"] == "ok", "DR2: {finding}");
        (of(&finding, "check"), of(&finding, "level"))
    });
    (all.collect(), output.status.code())
}

fn level<'c>(checks: &'c [(String, String)], check: &str) -> &'c str {
    let found = checks.iter().find(|(name, _)| name == check);
    &found.unwrap_or_else(|| panic!("no {check} in {checks:?}")).1
}

#[test]
fn on_a_machine_for_itself_all_is_well_and_each_check_is_there() {
    let (checks, code) = checks(&["--listen", "127.0.0.1:0"], &[]);
    let names: Vec<_> = checks.iter().map(|(name, _)| name.as_str()).collect();
    let wanted =
        ["http_port", "media_port", "announced", "ip_version", "round_trip", "secure_context"];
    assert_eq!(names, wanted);
    assert!(checks.iter().all(|(_, level)| level == "ok"), "{checks:?}");
    assert_eq!(code, Some(0));
}

#[test]
fn a_port_that_somebody_else_has_is_a_problem_of_which_the_process_is_named() {
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let media = taken.local_addr().unwrap().to_string();
    let output = doctor(&["--listen", "127.0.0.1:0", "--media", &media], &[]);
    assert_eq!(output.status.code(), Some(69));
    let said = String::from_utf8(output.stdout).unwrap();
    let line = said.lines().find(|line| line.starts_with("problem")).unwrap();
    assert!(line.contains(&media) && line.contains(&format!("{}", std::process::id())), "{line}");
    assert!(said.lines().any(|line| line.starts_with("warning") && line.contains("not tried")));
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(sentence, "confab: there is a problem with voice\n");
}

#[test]
fn a_server_that_runs_already_is_no_problem() {
    let data = tempfile::tempdir().unwrap();
    let server = Process::start(data.path(), "127.0.0.1:0", &[]);
    let (checks, code) = checks(&["--listen", server.address()], &[]);
    assert_eq!((level(&checks, "http_port"), level(&checks, "media_port")), ("ok", "ok"));
    assert_eq!((level(&checks, "round_trip"), code), ("warning", Some(0)));
}

#[test]
fn what_the_settings_say_is_looked_at_wherever_it_is_set() {
    // Behind a proxy on the same machine the page is well, and sound has no way.
    let (behind, code) =
        checks(&["--listen", "127.0.0.1:0", "--public-url", "https://chat.example"], &[]);
    assert_eq!((level(&behind, "secure_context"), level(&behind, "announced")), ("ok", "problem"));
    assert_eq!(code, Some(69));
    // By variable, and by file.
    let announced = [("CONFAB_VOICE_ANNOUNCED", "169.254.1.1")];
    let (linked, _) = checks(&["--listen", "127.0.0.1:0"], &announced);
    assert_eq!(level(&linked, "announced"), "problem");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    std::fs::write(&file, "public_url = 'http://chat.example'\n[voice]\nmedia = false\n").unwrap();
    let file = file.to_str().unwrap();
    let (off, code) = checks(&["--listen", "127.0.0.1:0", "--config", file], &[]);
    assert_eq!((level(&off, "media_port"), level(&off, "secure_context")), ("warning", "problem"));
    assert_eq!((off.len(), code), (3, Some(69)));
}

#[test]
fn a_wrong_setting_ends_as_it_does_for_the_server() {
    let output = doctor(&["--listen", "nowhere"], &[]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(64), 0));
}
