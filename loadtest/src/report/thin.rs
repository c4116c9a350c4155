//! Fewer seconds for a plot than a long run has: what was worst stays to be seen.

use crate::latency::Quantiles;
use crate::record::Second;

/// More points than a page is wide.
pub(super) const POINTS_MAX: usize = 480;

/// At most [`POINTS_MAX`] seconds: rates are averages of those put together, latencies, memory and cores
/// their most, errors their sum.
pub(super) fn thin(seconds: &[Second]) -> Vec<Second> {
    let together = seconds.len().div_ceil(POINTS_MAX).max(1);
    seconds.chunks(together).map(one).collect()
}

fn one(seconds: &[Second]) -> Second {
    let average =
        |of: fn(&Second) -> f64| seconds.iter().map(of).sum::<f64>() / seconds.len() as f64;
    let mut errors = crate::record::Errors::new();
    for (kind, count) in seconds.iter().flat_map(|second| &second.errors) {
        *errors.entry(kind.clone()).or_default() += count;
    }
    Second {
        at_s: seconds.last().map_or(0.0, |second| second.at_s),
        offered_per_s: average(|second| second.offered_per_s),
        answered_per_s: average(|second| second.answered_per_s),
        delivered_per_s: average(|second| second.delivered_per_s),
        answer: worst(seconds.iter().filter_map(|second| second.answer)),
        delivery: worst(seconds.iter().filter_map(|second| second.delivery)),
        sessions: seconds.iter().map(|second| second.sessions).max().unwrap_or(0),
        server_cores: most(seconds.iter().filter_map(|second| second.server_cores)),
        server_rss_bytes: seconds.iter().filter_map(|second| second.server_rss_bytes).max(),
        client_cores: most(seconds.iter().map(|second| second.client_cores)).unwrap_or(0.0),
        errors,
    }
}

fn most(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.max_by(f64::total_cmp)
}

fn worst(all: impl Iterator<Item = Quantiles>) -> Option<Quantiles> {
    all.reduce(|a, b| Quantiles {
        p50_ms: a.p50_ms.max(b.p50_ms),
        p90_ms: a.p90_ms.max(b.p90_ms),
        p99_ms: a.p99_ms.max(b.p99_ms),
        p999_ms: a.p999_ms.max(b.p999_ms),
        max_ms: a.max_ms.max(b.max_ms),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_stays_as_it_is_and_a_long_one_keeps_its_peak_and_errors() {
        let second = |number: usize| Second {
            at_s: number as f64 + 1.0,
            offered_per_s: 10.0,
            server_rss_bytes: Some(if number == 4_321 { 99 } else { 1 }),
            errors: [("refused".to_owned(), u64::from(number == 77))].into(),
            ..Second::default()
        };
        let short: Vec<Second> = (0..POINTS_MAX).map(second).collect();
        assert_eq!(thin(&short), short);
        let thinned = thin(&(0..10_000).map(second).collect::<Vec<_>>());
        assert!(thinned.len() <= POINTS_MAX);
        assert_eq!(thinned.last().map(|second| second.at_s), Some(10_000.0));
        assert!(thinned.iter().all(|second| second.offered_per_s == 10.0));
        assert_eq!(thinned.iter().filter_map(|second| second.server_rss_bytes).max(), Some(99));
        assert_eq!(thinned.iter().map(|second| second.errors["refused"]).sum::<u64>(), 1);
    }
}
