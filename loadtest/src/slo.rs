//! `loadtest slo`: how many people this machine holds. A crowd that chats is made larger until a limit breaks;
//! then the knee is looked for in between.

mod search;

use anyhow::ensure;
use clap::Args;
use serde::Serialize;

use crate::crowd::{self, CrowdOptions, Doing};
use crate::limits::Limits;
use crate::record::Figures;
use crate::target::Target;
use search::Search;

/// How far and how finely.
#[derive(Args, Clone, Debug)]
pub(crate) struct SloOptions {
    /// No more people than these are tried.
    #[arg(long, default_value_t = 5_000)]
    pub(crate) people_max: usize,
    /// So many must be held, or the exit status is 1.
    #[arg(long, default_value_t = 1)]
    people_min: usize,
    /// How near the answer must be, in percent.
    #[arg(long, default_value_t = 10.0)]
    precision_percent: f64,
    /// The crowd: `--people` is the first try, `--seconds` how long each takes.
    #[command(flatten)]
    crowd: CrowdOptions,
}

/// The answer, and how it was found.
#[derive(Debug, Serialize)]
pub(crate) struct SloReport {
    /// The most people with whom every limit and promise held.
    holds: usize,
    /// The fewest with whom one broke, and what that was.
    broke_at: Option<usize>,
    broke: Vec<String>,
    people_min: usize,
    tries: Vec<Try>,
    /// With the most people that held, or of the last try where none did.
    #[serde(skip)]
    pub(crate) figures: Figures,
}

/// One crowd.
#[derive(Clone, Debug, Serialize)]
struct Try {
    people: usize,
    held: bool,
    /// Limits that broke, in words.
    broke: Vec<String>,
    acts: u64,
    deliveries: u64,
    p99_ms: Option<f64>,
    server_cores: Option<f64>,
}

impl SloReport {
    pub(crate) fn holds(&self) -> bool {
        self.holds >= self.people_min
    }
}

impl std::fmt::Display for SloReport {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for Try { people, held, broke, acts, deliveries, p99_ms, .. } in &self.tries {
            let outcome = if *held { "held".to_owned() } else { broke.join("; ") };
            let p99_ms = p99_ms.unwrap_or(f64::NAN);
            write!(out, "  {people} people: {acts} acts, {deliveries} deliveries, ")?;
            writeln!(out, "p99 {p99_ms:.1} ms: {outcome}")?;
        }
        write!(out, "this machine holds {} people", self.holds)?;
        match self.broke_at {
            Some(people) => write!(out, "; with {people} broke: {}", self.broke.join("; ")),
            None => write!(out, ", which is as many as were tried"),
        }
    }
}

/// Searches.
pub(crate) async fn run(
    options: &SloOptions,
    limits: &Limits,
    target: &Target,
) -> anyhow::Result<SloReport> {
    ensure!((0.0..=100.0).contains(&options.precision_percent), "a precision of 0 to 100 %");
    let largest = CrowdOptions { people: options.people_max, ..options.crowd.clone() };
    largest.check()?;
    let precision = options.precision_percent / 100.0;
    let mut search = Search::new(options.crowd.people.max(1), options.people_max, precision);
    let (mut tries, mut best): (Vec<Try>, _) = (Vec::new(), Figures::default());
    while let Some(people) = search.next() {
        let (tried, figures) = try_with(people, options, limits, target).await?;
        eprintln!("{people} people: {}", if tried.held { "held" } else { "broke" });
        search.note(people, tried.held);
        // Where none holds, those of the last try say why.
        if tried.held || search.held() == 0 {
            best = figures;
        }
        tries.push(tried);
    }
    let broke_at = search.broke();
    let broke = tries.iter().find(|tried| Some(tried.people) == broke_at);
    Ok(SloReport {
        holds: search.held(),
        broke_at,
        broke: broke.map(|tried| tried.broke.clone()).unwrap_or_default(),
        people_min: options.people_min,
        tries,
        figures: best,
    })
}

async fn try_with(
    people: usize,
    options: &SloOptions,
    limits: &Limits,
    target: &Target,
) -> anyhow::Result<(Try, Figures)> {
    target.record.chapter_begins();
    target.record.mark(format!("{people} people"));
    let crowd = CrowdOptions { people, ..options.crowd.clone() };
    let ran = crowd::run(&crowd, Doing::Chat, target).await;
    let figures = target.record.chapter();
    let mut broke = Vec::new();
    match ran {
        Ok(report) => {
            broke.extend(report.verdict.first);
            let judged = limits.judge(&figures)?;
            broke.extend(judged.iter().filter(|limit| !limit.held).map(ToString::to_string));
        }
        // What so many people cannot even begin is beyond the knee.
        Err(error) => broke.push(format!("{error:#}")),
    }
    let tried = Try {
        people,
        held: broke.is_empty(),
        broke,
        acts: figures.offered,
        deliveries: figures.delivered,
        p99_ms: figures.delivery.map(|delivery| delivery.p99_ms),
        server_cores: figures.server_cores,
    };
    Ok((tried, figures))
}
