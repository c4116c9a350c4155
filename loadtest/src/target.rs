//! The server under test: one that runs already, or one started for this run and ended with it.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::account::{self, Account};
use crate::door::{Door, SOURCES_MAX};
use crate::process;
use crate::record::{Record, Source};

/// What to test, and who takes part.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct TargetOptions {
    /// Address of a running server; without it one is started on a new data directory.
    #[arg(long, requires = "tokens")]
    pub(crate) server: Option<String>,
    /// Process id of the running server, for its CPU and memory.
    #[arg(long, requires = "server")]
    pub(crate) pid: Option<u32>,
    /// Accounts, one JSON object a line, as `confab admin seed` prints them.
    #[arg(long)]
    pub(crate) tokens: Option<PathBuf>,
    /// The server to start; by default the `confab` beside this program.
    #[arg(long)]
    pub(crate) confab: Option<PathBuf>,
    /// Addresses of 127.0.0.0/8 that the swarm comes from.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(SOURCES_MAX)))]
    pub(crate) sources: u32,
    /// Where its data lies; by default a temporary folder, removed afterwards.
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
}

/// Which server to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// The product.
    Confab,
    /// The bare fan-out server of this program: the yardstick.
    Baseline,
}

/// A server that answers, and its accounts. A started one is killed when this is dropped.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) door: Door,
    pub(crate) accounts: Vec<Account>,
    /// What a run notes of it, second by second.
    pub(crate) record: Rc<Record>,
    /// Whether `GET /api/x/channels/{c}/events` is there to compare with.
    pub(crate) has_log: bool,
    pid: Option<u32>,
    /// From the start of the process to its line on stdout.
    ready_after: Option<Duration>,
    child: Option<Child>,
    /// How it is started again.
    again: Option<Again>,
    _data: Option<TempDir>,
}

/// A server that can be started on the same data again.
#[derive(Clone, Debug)]
struct Again {
    program: PathBuf,
    data: PathBuf,
}

/// How a server is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ending {
    /// Asked to end (SIGTERM).
    Term,
    /// Ended by force (SIGKILL).
    Kill,
}

impl Target {
    /// Finds or starts the server. `accounts` is how many are wanted; `messages` how many stand in
    /// the channel before the run, where a server is started.
    pub(crate) fn open(
        options: &TargetOptions,
        kind: Kind,
        accounts: usize,
        messages: u64,
        record: &Rc<Record>,
    ) -> anyhow::Result<Self> {
        // A server that is started inherits the limit.
        process::raise_descriptor_limit();
        let mut target = match (&options.server, kind) {
            (Some(url), _) => Self::running(url, options),
            (None, Kind::Confab) => Self::start_confab(options, accounts, messages),
            (None, Kind::Baseline) => Self::start_baseline(accounts),
        }?;
        record.watch(target.pid.map(Source::Process));
        record.mark("the server is there");
        target.record = Rc::clone(record);
        target.door = target.door.by_way_of(options.sources);
        Ok(target)
    }

    /// The process id, where the run wants its CPU or memory.
    pub(crate) fn pid(&self) -> anyhow::Result<u32> {
        self.pid.context("--pid is needed with --server")
    }

    /// How long the started server took until it was ready.
    pub(crate) fn ready_after(&self) -> anyhow::Result<Duration> {
        self.ready_after.context("only a server that this program starts is timed")
    }

    /// A server that runs in this process, for tests.
    #[cfg(test)]
    pub(crate) fn of_this_process(
        name: &'static str,
        address: SocketAddr,
        accounts: Vec<Account>,
    ) -> Self {
        let pid = Some(std::process::id());
        Self {
            name,
            door: Door::at(address),
            accounts,
            record: Rc::default(),
            has_log: false,
            pid,
            ready_after: None,
            child: None,
            again: None,
            _data: None,
        }
    }

    fn running(url: &str, options: &TargetOptions) -> anyhow::Result<Self> {
        let tokens = options.tokens.as_deref().context("--tokens is needed with --server")?;
        Ok(Self {
            name: "running",
            door: Door::at(address(url)?),
            accounts: account::read(tokens)?,
            record: Rc::default(),
            has_log: true,
            pid: options.pid,
            ready_after: None,
            child: None,
            again: None,
            _data: None,
        })
    }

    fn start_confab(
        options: &TargetOptions,
        accounts: usize,
        messages: u64,
    ) -> anyhow::Result<Self> {
        let program = options.confab.clone().map_or_else(beside_this_program, Ok)?;
        let temporary = options.data.is_none().then(tempfile::tempdir).transpose()?;
        let data = match (&options.data, &temporary) {
            (Some(data), _) => data.clone(),
            (None, Some(folder)) => folder.path().join("data"),
            (None, None) => bail!("no data folder"),
        };
        let accounts = match &options.tokens {
            Some(tokens) => account::read(tokens)?,
            None => seed(&program, &data, accounts, messages)?,
        };
        let again = Again { program, data };
        let mut target = Self::start("confab", again.command("127.0.0.1:0"), accounts, temporary)?;
        target.again = Some(again);
        Ok(target)
    }

    fn start_baseline(accounts: usize) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("baseline");
        Self::start("baseline", command, account::anyone(accounts), None)
    }

    fn start(
        name: &'static str,
        command: Command,
        accounts: Vec<Account>,
        data: Option<TempDir>,
    ) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let launched = launch(command)?;
        Ok(Self {
            name,
            door: Door::at(launched.address),
            accounts,
            record: Rc::default(),
            has_log: name != "baseline",
            pid: Some(launched.child.id()),
            ready_after: Some(begun.elapsed()),
            child: Some(launched.child),
            again: None,
            _data: data,
        })
    }

    /// Ends the server that was started for this run, and waits until it is gone.
    pub(crate) async fn end(&mut self, how: Ending) -> anyhow::Result<()> {
        let mut child = self.child.take().context("only a server that was started is ended")?;
        let pid = Pid::from_child(&child);
        let signal = match how {
            Ending::Term => Signal::TERM,
            Ending::Kill => Signal::KILL,
        };
        kill_process(pid, signal)?;
        self.record.watch(None);
        tokio::task::spawn_blocking(move || child.wait()).await??;
        Ok(())
    }

    /// Starts the server that was ended again, on its data and at its address.
    pub(crate) async fn start_again(&mut self) -> anyhow::Result<()> {
        let again = self.again.as_ref().context("this server cannot be started again")?;
        let command = again.command(&self.door.server().to_string());
        let launched = tokio::task::spawn_blocking(move || launch(command)).await??;
        self.pid = Some(launched.child.id());
        self.child = Some(launched.child);
        self.record.watch(self.pid.map(Source::Process));
        Ok(())
    }
}

impl Again {
    fn command(&self, listen: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["serve", "--profile", "test", "--listen", listen, "--data"]).arg(&self.data);
        command.env("CONFAB_LOG", "error");
        command
    }
}

/// A process that said where it listens.
struct Launched {
    child: Child,
    address: SocketAddr,
}

/// Starts a server and waits for its line; one that says something else is ended.
fn launch(mut command: Command) -> anyhow::Result<Launched> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("stdout is piped")?;
    match announced(output) {
        Ok(address) => Ok(Launched { child, address }),
        Err(error) => {
            drop(child.kill());
            drop(child.wait());
            Err(error)
        }
    }
}

fn announced(output: impl std::io::Read) -> anyhow::Result<SocketAddr> {
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let ready: serde_json::Value =
        serde_json::from_str(&line).with_context(|| format!("the server said {line:?}"))?;
    address(ready["url"].as_str().context("no url in the ready line")?)
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

fn seed(program: &Path, data: &Path, users: usize, messages: u64) -> anyhow::Result<Vec<Account>> {
    let mut command = Command::new(program);
    command.args(["admin", "seed", "--users", &users.to_string(), "--data"]).arg(data);
    if messages > 0 {
        command.args(["--messages", &messages.to_string()]);
    }
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "`confab admin seed` ended with {}", output.status);
    account::parse(std::str::from_utf8(&output.stdout)?)
}

fn beside_this_program() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("confab");
    ensure!(program.exists(), "{} is missing: run `cargo build --release`", program.display());
    Ok(program)
}

fn address(url: &str) -> anyhow::Result<SocketAddr> {
    let rest = url.strip_prefix("http://").context("only http:// addresses are tested")?;
    let address = rest.trim_end_matches('/').to_socket_addrs()?.next().context("no address")?;
    ensure!(address.ip().is_loopback(), "{address} is not on this machine: load stays on loopback");
    Ok(address)
}
