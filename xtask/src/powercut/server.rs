//! The server under test: a process on port 0 whose data lies on the disk that loses its power.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, bail};

use crate::{run, workspace};

/// Past the longest message of the run, in characters of one byte.
const MESSAGE_CHARACTERS_MAX: &str = "60000";

/// A started server. It is killed when dropped.
pub(super) struct Server {
    child: Child,
    url: String,
}

/// Makes accounts in a new data directory and writes their tokens, one JSON object a line.
pub(super) fn seed(data: &Path, tokens: &Path, users: usize) -> anyhow::Result<()> {
    let users = users.to_string();
    let mut command = run::command("", workspace::program("confab"), &["admin", "seed"]);
    command.arg("--data").arg(data).args(["--users", &users]).stdout(File::create(tokens)?);
    run::check(&mut command)
}

impl Server {
    /// Starts the server on `data` and waits until it says where it listens.
    pub(super) fn start(data: &Path, without_sync: bool) -> anyhow::Result<Self> {
        let args = ["serve", "--profile", "test", "--listen", "127.0.0.1:0"];
        let mut command = run::command("", workspace::program("confab"), &args);
        command.arg("--data").arg(data).stdout(Stdio::piped()).stderr(Stdio::inherit());
        command.env("CONFAB_MESSAGE_CHARACTERS_MAX", MESSAGE_CHARACTERS_MAX);
        command.env("CONFAB_LOG", "off");
        if without_sync {
            command.env("CONFAB_UNSAFE_NO_SYNC", "true");
        }
        let mut server = Self { child: command.spawn()?, url: String::new() };
        let output = server.child.stdout.take().context("stdout is piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.is_empty() {
            bail!("the server ended with {}", server.child.wait()?);
        }
        let ready: serde_json::Value = serde_json::from_str(&line)?;
        server.url = ready["url"].as_str().context("the ready line has a url")?.to_owned();
        Ok(server)
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// SIGKILL: what a power cut leaves of a process.
    pub(super) fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM, and a clean end.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status} on SIGTERM");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            drop(self.kill());
        }
    }
}

/// The posters print one line when a message is acknowledged for the first time.
pub(super) fn first_acknowledgement(posters: &mut Child) -> anyhow::Result<()> {
    let output = posters.stdout.take().context("stdout is piped")?;
    let mut reader = BufReader::new(output);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if line.is_empty() {
        bail!("the posters ended before anything was acknowledged: {}", posters.wait()?);
    }
    // The rest is read by a thread, so that the pipe never fills.
    std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    Ok(())
}
