//! Autobahn's test suite for WebSockets, against an echo over the gateway's frame reader and writer.
//!
//! - The echo is a test of the server package, asked to stay: see `src/gateway/echo.rs`.
//! - Strict: a case that is not OK, in its behaviour or in its close, fails the step.
//! - The suite is written for Python 2.7 and gets a folder of its own in the target folder, where
//!   its report stays too.

mod python;
mod report;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, bail};
use serde_json::json;

use crate::{run, workspace};
use python::Suite;

/// The name of the server in the report.
const AGENT: &str = "confab";

/// Compression, which the gateway does not negotiate: the suite would only note that.
const NOT_OURS: [&str; 2] = ["12.*", "13.*"];

/// The test that is the echo, and how it is asked to stay.
const ECHO: &str = "gateway::echo::what_is_said_comes_back";
const STAY: &str = "CONFAB_ECHO_STAY";

/// Runs every case that applies; prints where the report is.
pub(crate) fn run() -> anyhow::Result<()> {
    let suite = Suite::installed(&workspace::target().join("autobahn"))?;
    let report = suite.folder().join("report");
    if report.exists() {
        fs::remove_dir_all(&report)?;
    }
    let mut echo = Echo::start()?;
    let spec = write_spec(suite.folder(), &report, &echo.url)?;
    let outcome = suite.run(&spec);
    echo.end()?;
    outcome?;
    report::judge(&report, AGENT)
}

fn write_spec(folder: &Path, report: &Path, url: &str) -> anyhow::Result<std::path::PathBuf> {
    let spec = json!({
        "outdir": report,
        "servers": [{ "agent": AGENT, "url": url }],
        "cases": ["*"],
        "exclude-cases": NOT_OURS,
        "exclude-agent-cases": {},
    });
    let path = folder.join("spec.json");
    fs::write(&path, spec.to_string())?;
    Ok(path)
}

/// The echo, until its standard input ends.
struct Echo {
    child: Child,
    url: String,
}

impl Echo {
    fn start() -> anyhow::Result<Self> {
        let mut command = run::server_tests();
        command.args(["--", "--exact", ECHO, "--nocapture"]);
        command.env(STAY, "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start cargo")?;
        let output = child.stdout.take().context("the output was asked for")?;
        let mut lines = BufReader::new(output).lines();
        let url = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, url) = line.split_once(&format!("{STAY}="))?;
            Some(url.to_owned())
        });
        // The rest of the output is read, so that nobody waits for it.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        match url {
            Some(url) => Ok(Self { child, url }),
            None => bail!("the echo did not start: {}", child.wait()?),
        }
    }

    /// A failure of the echo itself is one of the step.
    fn end(&mut self) -> anyhow::Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the echo ended with {status}");
        }
        Ok(())
    }
}
