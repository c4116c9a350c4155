//! A server while it is measured: started for one round, ended with it.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tempfile::TempDir;

use super::peer::Peer;
use crate::account::{self, Account};
use crate::door::Door;
use crate::process;
use crate::record::{Record, Source};
use crate::target::{Kind, Target, TargetOptions};

/// An Erlang machine starts for seconds on a slow one.
const START_MAX: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_millis(20);

/// Where servers are found.
pub(super) struct Places {
    pub(super) target: TargetOptions,
    /// Has a folder for each that is not of this workspace, with a program `start`.
    pub(super) folder: PathBuf,
    pub(super) record: Rc<Record>,
}

/// See the file.
pub(super) struct Server {
    pub(super) door: Door,
    pub(super) pid: u32,
    pub(super) accounts: Vec<Account>,
    _running: Running,
}

/// Ends the server when it is dropped.
enum Running {
    Ours { _target: Box<Target> },
    Theirs { _program: Program },
}

/// A process that has become the server, and its data.
struct Program {
    child: Child,
    _data: TempDir,
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Server {
    /// Starts it and waits until it takes connections. `accounts` is for those that ask who comes.
    pub(super) async fn start(
        peer: Peer,
        accounts: usize,
        places: &Places,
    ) -> anyhow::Result<Self> {
        let kind = if peer == Peer::Confab { Kind::Confab } else { Kind::Baseline };
        match peer.folder() {
            None => Self::ours(Target::open(&places.target, kind, accounts, 0, &places.record)?),
            Some(folder) => {
                process::raise_descriptor_limit();
                let server = Self::theirs(&places.folder.join(folder)).await;
                let server = server.with_context(|| format!("cannot start {}", peer.name()))?;
                places.record.watch(Some(Source::Process(server.pid)));
                Ok(server)
            }
        }
    }

    fn ours(target: Target) -> anyhow::Result<Self> {
        let (door, pid, accounts) = (target.door, target.pid()?, target.accounts.clone());
        Ok(Self { door, pid, accounts, _running: Running::Ours { _target: Box::new(target) } })
    }

    async fn theirs(folder: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let data = tempfile::tempdir()?;
        let start = std::path::absolute(folder.join("start"))?;
        let mut command = Command::new(&start);
        command.env("PORT", address.port().to_string()).env("DATA", data.path());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.spawn().with_context(|| format!("no program {}", start.display()))?;
        let mut program = Program { child, _data: data };
        let until = Instant::now() + START_MAX;
        while TcpStream::connect(address).is_err() {
            if let Some(status) = program.child.try_wait()? {
                bail!("it ended with {status}");
            }
            if Instant::now() >= until {
                bail!("it listens to nobody after {START_MAX:?}");
            }
            tokio::time::sleep(POLL).await;
        }
        Ok(Self {
            door: Door::at(address),
            pid: program.child.id(),
            accounts: account::anyone(1),
            _running: Running::Theirs { _program: program },
        })
    }
}

/// An address that nobody listens at now.
fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
