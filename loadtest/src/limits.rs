//! What a run is held to: limits as options, and which of them broke. No clock, no file.
//!
//! - LM1  A limit that is not given is not looked at; but errors and losses are none unless they are allowed.
//! - LM2  A limit on what the run does not measure is an error, not a limit that held.

use clap::Args;
use serde::Serialize;

use crate::record::Figures;

const HEADING: &str = "Limits (exit status 1 when one breaks)";

/// 99 of 100 deliveries, within so long.
const OBJECTIVE_P99_MS: f64 = 250.0;

/// The limits; what is as large as its limit holds.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Limits {
    /// Milliseconds, at the median: from when an act is due until somebody hears of it, or until it is
    /// answered where nobody listens.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) p50_ms: Option<f64>,
    /// The same, of 99 in 100.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) p99_ms: Option<f64>,
    /// The same, of 999 in 1000.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) p999_ms: Option<f64>,
    /// Milliseconds until 99 in 100 are answered.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) answer_p99_ms: Option<f64>,
    /// Errors of all kinds.
    #[arg(long, global = true, help_heading = HEADING, default_value_t = 0)]
    pub(crate) errors: u64,
    /// Of the acts that were due, the percentage that must be answered.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) answered_percent: Option<f64>,
    /// Percentage of sound that may be lost; none if not given.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) lost_percent: Option<f64>,
    /// Cores that the server may use under load, on average.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) cores: Option<f64>,
    /// The server's memory at its most, in MiB.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) rss_mib: Option<f64>,
    /// The server's memory for each session, in KiB.
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) rss_kib_per_session: Option<f64>,
}

/// A limit, what was measured, and whether it held.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Judged {
    pub(crate) limit: &'static str,
    pub(crate) allowed: f64,
    pub(crate) measured: f64,
    pub(crate) held: bool,
}

/// A limit that says nothing of this run.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this run does not measure what --{0} limits")]
pub(crate) struct Unmeasured(pub(crate) &'static str);

impl Limits {
    /// With the objective for deliveries (docs/slo.md), where no latency is limited.
    pub(crate) fn or_objective(mut self) -> Self {
        if self.p50_ms.or(self.p99_ms).or(self.p999_ms).or(self.answer_p99_ms).is_none() {
            self.p99_ms = Some(OBJECTIVE_P99_MS);
        }
        self
    }

    /// Each limit that was given, beside what was measured.
    pub(crate) fn judge(&self, figures: &Figures) -> Result<Vec<Judged>, Unmeasured> {
        let latency = figures.delivery.or(figures.answer);
        let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        let kib = |bytes: u64| bytes as f64 / 1_024.0;
        let lost = figures.lost_share.map(|share| share * 100.0);
        let answered =
            (figures.offered > 0).then(|| figures.answered as f64 * 100.0 / figures.offered as f64);
        let at_most = [
            ("p50-ms", self.p50_ms, latency.map(|latency| latency.p50_ms)),
            ("p99-ms", self.p99_ms, latency.map(|latency| latency.p99_ms)),
            ("p999-ms", self.p999_ms, latency.map(|latency| latency.p999_ms)),
            ("answer-p99-ms", self.answer_p99_ms, figures.answer.map(|answer| answer.p99_ms)),
            ("errors", Some(self.errors as f64), Some(figures.errors_in_all() as f64)),
            ("lost-percent", self.lost_percent.or(lost.map(|_| 0.0)), lost),
            ("cores", self.cores, figures.server_cores),
            ("rss-mib", self.rss_mib, figures.server_rss_peak_bytes.map(mib)),
            (
                "rss-kib-per-session",
                self.rss_kib_per_session,
                figures.rss_per_session_bytes.map(kib),
            ),
        ];
        let at_most =
            at_most.into_iter().map(|limit| judged(limit, |measured, allowed| measured <= allowed));
        let at_least = ("answered-percent", self.answered_percent, answered);
        let at_least = std::iter::once(judged(at_least, |measured, allowed| measured >= allowed));
        at_most.chain(at_least).filter_map(Result::transpose).collect()
    }
}

/// Nothing, where the limit was not given.
fn judged(
    (limit, allowed, measured): (&'static str, Option<f64>, Option<f64>),
    holds: impl Fn(f64, f64) -> bool,
) -> Result<Option<Judged>, Unmeasured> {
    let Some(allowed) = allowed else { return Ok(None) };
    let measured = measured.ok_or(Unmeasured(limit))?;
    Ok(Some(Judged { limit, allowed, measured, held: holds(measured, allowed) }))
}

impl std::fmt::Display for Judged {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { limit, allowed, measured, held } = self;
        let outcome = if *held { "held" } else { "BROKEN" };
        write!(out, "limit {limit} {allowed}: {measured:.2}, {outcome}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::latency::Quantiles;

    fn figures() -> Figures {
        let of = |ms: f64| Quantiles {
            p50_ms: ms,
            p90_ms: ms * 2.0,
            p99_ms: ms * 3.0,
            p999_ms: ms * 4.0,
            max_ms: ms * 5.0,
        };
        Figures {
            offered: 200,
            answered: 199,
            answer: Some(of(1.0)),
            delivery: Some(of(10.0)),
            server_cores: Some(0.5),
            ..Figures::default()
        }
    }

    fn broken(limits: &Limits, figures: &Figures) -> Vec<&'static str> {
        let judged = limits.judge(figures).unwrap();
        judged.iter().filter(|judged| !judged.held).map(|judged| judged.limit).collect()
    }

    #[test]
    fn lm1_only_what_was_given_can_break_and_its_very_value_holds() {
        assert_eq!(broken(&Limits::default(), &figures()), [""; 0]);
        let exact = Limits { p99_ms: Some(30.0), cores: Some(0.5), ..Limits::default() };
        assert_eq!(broken(&exact, &figures()), [""; 0]);
        let tight = Limits {
            p50_ms: Some(9.9),
            p999_ms: Some(39.0),
            answer_p99_ms: Some(2.9),
            cores: Some(0.4),
            answered_percent: Some(99.9),
            ..Limits::default()
        };
        let all = ["p50-ms", "p999-ms", "answer-p99-ms", "cores", "answered-percent"];
        assert_eq!(broken(&tight, &figures()), all);
    }

    #[test]
    fn lm1_an_error_breaks_unless_it_is_allowed() {
        let mut figures = figures();
        figures.errors.insert("refused".to_owned(), 2);
        assert_eq!(broken(&Limits::default(), &figures), ["errors"]);
        assert_eq!(broken(&Limits { errors: 2, ..Limits::default() }, &figures), [""; 0]);
        figures.lost_share = Some(0.02);
        let limits = Limits { errors: 2, ..Limits::default() };
        assert_eq!(broken(&limits, &figures), ["lost-percent"]);
        let limits = Limits { lost_percent: Some(2.0), ..limits };
        assert_eq!(broken(&limits, &figures), [""; 0]);
    }

    #[test]
    fn the_objective_is_a_limit_only_where_no_latency_is_limited() {
        assert_eq!(Limits::default().or_objective().p99_ms, Some(OBJECTIVE_P99_MS));
        let own = Limits { p50_ms: Some(9.0), ..Limits::default() }.or_objective();
        assert_eq!((own.p50_ms, own.p99_ms), (Some(9.0), None));
    }

    #[test]
    fn where_nobody_listens_the_answer_is_what_counts() {
        let limits = Limits { p99_ms: Some(2.0), ..Limits::default() };
        let figures = Figures { delivery: None, ..figures() };
        assert_eq!(limits.judge(&figures).unwrap()[0].measured, 3.0);
    }

    #[test]
    fn lm2_a_limit_on_what_is_not_measured_is_an_error() {
        let limits = Limits { lost_percent: Some(1.0), ..Limits::default() };
        assert_eq!(limits.judge(&figures()), Err(Unmeasured("lost-percent")));
    }
}
