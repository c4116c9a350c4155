//! The report of a run: `--json` for programs, `--html` for people. Neither needs anything but itself.

mod figures;
mod page;
mod plot;
mod thin;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::limits::Judged;
use crate::record::{Figures, Mark, Second};

/// Where the report goes, beside the lines on stderr and the object on stdout.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ReportOptions {
    /// File for the whole record as JSON: figures, limits, marks and every second.
    #[arg(long, global = true, help_heading = "Report")]
    json: Option<PathBuf>,
    /// File for a page with plots that needs nothing from anywhere.
    #[arg(long, global = true, help_heading = "Report")]
    html: Option<PathBuf>,
}

/// How a run ended; the exit status is its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Every promise and limit held.
    Held = 0,
    /// One did not.
    Broken = 1,
    /// The test itself failed.
    CouldNotRun = 2,
}

/// All that is known of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// As it was called.
    pub(crate) command: String,
    pub(crate) outcome: Outcome,
    /// Why it could not run.
    pub(crate) error: Option<String>,
    /// What the scenario says, in words and as on stdout.
    #[serde(skip)]
    pub(crate) words: String,
    pub(crate) result: Value,
    pub(crate) figures: Figures,
    pub(crate) limits: Vec<Judged>,
    pub(crate) machine: Machine,
    pub(crate) marks: Vec<Mark>,
    pub(crate) seconds: Vec<Second>,
}

/// What figures depend on.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) cores: usize,
    pub(crate) kernel: String,
    /// Descriptors that this program may have.
    pub(crate) descriptors: u64,
}

impl Machine {
    pub(crate) fn this() -> Self {
        let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            kernel: kernel.trim().to_owned(),
            descriptors: crate::process::raise_descriptor_limit(),
        }
    }
}

impl Report {
    /// Words on stderr, the scenario's result on stdout.
    pub(crate) fn tell(&self) {
        if let Some(error) = &self.error {
            return eprintln!("loadtest: {error}");
        }
        eprintln!("{}", self.words);
        self.limits.iter().for_each(|limit| eprintln!("{limit}"));
        let Machine { cores, descriptors, .. } = &self.machine;
        eprintln!("{cores} cores; this program may have {descriptors} descriptors");
        println!("{}", self.result);
    }

    /// Writes what `options` ask for.
    pub(crate) fn write(&self, options: &ReportOptions) -> anyhow::Result<()> {
        if let Some(file) = &options.json {
            let text = serde_json::to_string(self)?;
            std::fs::write(file, text)
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        if let Some(file) = &options.html {
            let text = page::page(self);
            std::fs::write(file, text)
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }
}
