//! `loadtest stalled`: sockets that never read, beside sessions that do, and what they cost these.

use std::rc::Rc;

use clap::Args;
use serde::Serialize;

use crate::compare::median;
use crate::fanout::{self, FanoutOptions, FanoutReport};
use crate::record::Record;
use crate::target::{Kind, Target, TargetOptions};

/// How many do not read.
#[derive(Args, Clone, Debug)]
pub(crate) struct StalledOptions {
    /// Sessions that subscribe and then read nothing.
    #[arg(long, default_value_t = 200)]
    stalled: usize,
    /// How often it is measured without them and with them.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20))]
    rounds: u8,
    #[command(flatten)]
    load: FanoutOptions,
}

/// All runs, and the ratio of the median p99 of those who read.
#[derive(Debug, Serialize)]
pub(crate) struct StalledReport {
    stalled: usize,
    alone: Vec<FanoutReport>,
    beside: Vec<FanoutReport>,
    p99_ratio: f64,
}

impl StalledReport {
    pub(crate) fn holds(&self) -> bool {
        self.alone.iter().chain(&self.beside).all(|run| run.verdict.holds())
    }
}

impl std::fmt::Display for StalledReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (alone, beside) in self.alone.iter().zip(&self.beside) {
            writeln!(out, "alone:  {}", alone.delivery)?;
            writeln!(out, "beside: {}", beside.delivery)?;
        }
        write!(
            out,
            "{} sockets that never read: p99 of the others {:.2} x",
            self.stalled, self.p99_ratio
        )
    }
}

/// Measures both in turn, each on a new server.
pub(crate) async fn run(
    options: &StalledOptions,
    target: &TargetOptions,
    record: &Rc<Record>,
) -> anyhow::Result<StalledReport> {
    let (mut alone, mut beside) = (Vec::new(), Vec::new());
    let accounts = options.load.sessions + options.stalled;
    for _ in 0..options.rounds {
        for (stalled, runs) in [(0, &mut alone), (options.stalled, &mut beside)] {
            let target = Target::open(target, Kind::Confab, accounts, 0, record)?;
            let report = fanout::run_beside(&options.load, stalled, &target).await?;
            eprintln!("{report}");
            runs.push(report);
        }
    }
    let p99 = |runs: &[FanoutReport]| median(runs.iter().map(|run| run.delivery.p99_ms));
    let p99_ratio = p99(&beside) / p99(&alone);
    Ok(StalledReport { stalled: options.stalled, alone, beside, p99_ratio })
}
