//! A command of this program that runs while others do, with what they leave of the machine.
//!
//! - BE1  What it prints is kept in a file and shown when it is waited for, so that it does not mix
//!   with theirs.
//! - BE2  Whoever does not wait for it ends it.

use std::fs::File;
use std::io::{Seek, copy, stdout};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};
use rustix::process::{Pid, Signal, kill_process_group};

/// Gives way to everything else.
const NICENESS: &str = "19";

/// See the module.
pub(crate) struct Beside {
    child: Child,
    printed: File,
}

impl Beside {
    /// Starts this program anew.
    pub(crate) fn start(args: &[&str]) -> anyhow::Result<Self> {
        let printed = tempfile::tempfile().context("no file for what it prints")?;
        let this = std::env::current_exe().context("this program's path")?;
        let child = Command::new("nice")
            .args(["-n", NICENESS])
            .arg(this)
            .args(args)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(printed.try_clone()?)
            .stderr(printed.try_clone()?)
            .spawn()
            .context("cannot start `nice`")?;
        Ok(Self { child, printed })
    }

    /// Waits for it, and shows what it printed.
    pub(crate) fn end(mut self) -> anyhow::Result<()> {
        let status = self.child.wait()?;
        self.printed.rewind()?;
        copy(&mut self.printed, &mut stdout())?;
        ensure!(status.success(), "it ended with {status}");
        Ok(())
    }
}

/// BE2. With all that it has started, unless it has ended: its number may be another's then.
impl Drop for Beside {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _gone = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
            let _reaped = self.child.wait();
        }
    }
}
