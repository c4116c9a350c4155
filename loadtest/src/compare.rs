//! `loadtest compare`: the product and the yardstick in turn, under the same client, in one run.

use std::rc::Rc;

use clap::Args;
use serde::Serialize;

use crate::fanout::{self, FanoutOptions, FanoutReport};
use crate::record::Record;
use crate::target::{Kind, Target, TargetOptions};

const ROUNDS_MAX: usize = 20;

/// How often, and with which load.
#[derive(Args, Clone, Debug)]
pub(crate) struct CompareOptions {
    /// How often each of the two is measured.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=ROUNDS_MAX as i64))]
    pub(crate) rounds: u8,
    #[command(flatten)]
    pub(crate) load: FanoutOptions,
}

/// All runs, and the ratio of the median CPU per delivery.
#[derive(Debug, Serialize)]
pub(crate) struct CompareReport {
    pub(crate) runs: Vec<FanoutReport>,
    pub(crate) confab_cpu_s_per_million: f64,
    pub(crate) baseline_cpu_s_per_million: f64,
    pub(crate) ratio: f64,
}

impl CompareReport {
    pub(crate) fn holds(&self) -> bool {
        self.runs.iter().all(|run| run.verdict.holds())
    }
}

impl std::fmt::Display for CompareReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.runs.iter().try_for_each(|run| writeln!(out, "{run}"))?;
        let (confab, baseline) = (self.confab_cpu_s_per_million, self.baseline_cpu_s_per_million);
        write!(out, "CPU s per million deliveries: confab {confab:.2}, baseline {baseline:.2}, ")?;
        write!(out, "ratio {:.2}", self.ratio)
    }
}

/// Measures both servers in turn.
pub(crate) async fn run(
    options: &CompareOptions,
    target: &TargetOptions,
    record: &Rc<Record>,
) -> anyhow::Result<CompareReport> {
    let mut runs = Vec::new();
    for _ in 0..options.rounds {
        for kind in [Kind::Baseline, Kind::Confab] {
            let target = Target::open(target, kind, options.load.sessions, 0, record)?;
            let report = fanout::run(&options.load, &target).await?;
            eprintln!("{report}");
            runs.push(report);
        }
    }
    let of = |server: &str| {
        median(runs.iter().filter(|run| run.server == server).map(|run| run.cpu_s_per_million))
    };
    let (confab, baseline) = (of("confab"), of("baseline"));
    Ok(CompareReport {
        confab_cpu_s_per_million: confab,
        baseline_cpu_s_per_million: baseline,
        ratio: confab / baseline,
        runs,
    })
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
