//! Runs of the program, and what they left.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// One run that is over.
pub(crate) struct Run {
    pub(crate) status: i32,
    /// The scenario's own result, or null.
    pub(crate) result: Value,
    /// The whole record.
    pub(crate) report: Value,
    pub(crate) page: String,
    pub(crate) words: String,
}

/// Runs `loadtest` with these words, separated by spaces, and asks it for both reports.
pub(crate) fn loadtest(words: &str) -> Run {
    let folder = TempDir::new().expect("a folder can be made");
    let file = |name: &str| folder.path().join(name);
    let output = Command::new(program())
        .args(words.split_whitespace())
        .arg("--json")
        .arg(file("report.json"))
        .arg("--html")
        .arg(file("report.html"))
        .output()
        .expect("the program starts");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let json = std::fs::read(file("report.json")).unwrap_or_else(|_| panic!("no report: {words}"));
    Run {
        status: output.status.code().expect("it ends by itself"),
        result: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
        report: serde_json::from_slice(&json).expect("the report is JSON"),
        page: std::fs::read_to_string(file("report.html")).expect("there is a page"),
        words,
    }
}

fn program() -> PathBuf {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_loadtest"));
    let confab = program.with_file_name("confab");
    assert!(confab.exists(), "{} is missing: build it, or name both packages", confab.display());
    program
}

impl Run {
    /// It ended like this, or what it said is shown.
    pub(crate) fn ends_with(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{}\n{}", self.words, self.result);
        self
    }
}
