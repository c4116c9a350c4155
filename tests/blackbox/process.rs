//! The program under test as a process.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A running server; killed when dropped.
pub(crate) struct Process {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    /// The link of the first run, while nobody owns the instance.
    pub(crate) setup_url: Option<String>,
}

impl Process {
    /// Starts the server on `data` and waits for its ready line.
    pub(crate) fn start(data: &Path, listen: &str, settings: &[(&str, &str)]) -> Self {
        Self::started(command(data, listen, settings))
    }

    /// The same on a free port, with what it logs in a file.
    pub(crate) fn start_logging(data: &Path, settings: &[(&str, &str)], log: &Path) -> Self {
        let mut command = command(data, "127.0.0.1:0", settings);
        command.stderr(File::create(log).unwrap());
        Self::started(command)
    }

    fn started(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the server ended: {}", child.wait().unwrap());
        let ready: Value = serde_json::from_str(&line).expect("the ready line is JSON");
        let text = |key: &str| ready[key].as_str().map(str::to_owned);
        Self { child, url: text("url").unwrap(), setup_url: text("setup_url") }
    }

    /// `confab admin` on a data directory that no server uses; its exit code.
    pub(crate) fn admin(data: &Path, arguments: &[&str]) -> Option<i32> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_confab"));
        command.arg("admin").args(arguments).arg("--data").arg(data);
        command.stdin(Stdio::null()).stderr(Stdio::null()).status().unwrap().code()
    }

    /// `127.0.0.1:PORT`.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap().trim_end_matches('/')
    }

    /// Memory in use now: `VmRSS` of `/proc`.
    pub(crate) fn resident_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// SIGKILL: no time for anything.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; the exit code of the orderly end.
    pub(crate) fn terminate(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

fn command(data: &Path, listen: &str, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_confab"));
    command.args(["serve", "--profile", "test", "--listen", listen, "--data"]).arg(data);
    command.env("CONFAB_LOG", "warn").envs(settings.iter().copied());
    command
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already; either way nothing stays behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
