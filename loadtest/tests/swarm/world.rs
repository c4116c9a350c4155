//! Runs of the program, what they left, and a server that is there before them.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

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
    assert!(confab().exists(), "{} is missing: name both packages", confab().display());
    program
}

fn confab() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_loadtest")).with_file_name("confab")
}

impl Run {
    /// It ended like this, or what it said is shown.
    pub(crate) fn ends_with(&self, status: i32) -> &Self {
        assert_eq!(self.status, status, "{}\n{}", self.words, self.result);
        self
    }
}

/// A server of a test's own, with accounts.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    folder: TempDir,
}

impl Server {
    pub(crate) fn start(users: usize) -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        let data = folder.path().join("data");
        let mut seed = Command::new(confab());
        seed.args(["admin", "seed", "--users", &users.to_string(), "--data"]).arg(&data);
        let seeded = seed.output().expect("confab starts");
        assert!(seeded.status.success(), "{}", String::from_utf8_lossy(&seeded.stderr));
        std::fs::write(folder.path().join("tokens"), seeded.stdout).expect("there is room");
        let mut serve = Command::new(confab());
        serve.args(["serve", "--profile", "test", "--listen", "127.0.0.1:0", "--data"]).arg(&data);
        serve.env("CONFAB_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = serve.spawn().expect("confab starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("stdout is piped");
        BufReader::new(output).read_line(&mut line).expect("it says where it is");
        let ready: Value = serde_json::from_str(&line).expect("a line of JSON");
        let url = ready["url"].as_str().expect("its address").trim_end_matches('/');
        let address = url.strip_prefix("http://").and_then(|url| url.parse().ok());
        Self { address: address.expect("an address with a port"), child, folder }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn tokens(&self) -> PathBuf {
        self.folder.path().join("tokens")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
