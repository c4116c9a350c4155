//! Latencies in an HDR histogram: microseconds to three digits, a minute at most.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

const LATENCY_MAX_US: u64 = 60_000_000;

/// A histogram of durations.
pub(crate) struct Latency(Histogram<u64>);

/// The figures that reports show, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Quantiles {
    pub(crate) p50_ms: f64,
    pub(crate) p90_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) p999_ms: f64,
    pub(crate) max_ms: f64,
}

impl Default for Latency {
    fn default() -> Self {
        Self(Histogram::new_with_max(LATENCY_MAX_US, 3).expect("the bounds are in order"))
    }
}

impl Latency {
    /// Counts a duration; one past the bound counts as the bound.
    pub(crate) fn record(&mut self, duration: Duration) {
        self.0.saturating_record(u64::try_from(duration.as_micros()).unwrap_or(LATENCY_MAX_US));
    }

    /// Counts all that `other` counted too.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.add(&other.0).expect("both have the same bounds");
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.0.reset();
    }

    pub(crate) fn quantiles(&self) -> Quantiles {
        let at = |quantile| self.0.value_at_quantile(quantile) as f64 / 1_000.0;
        Quantiles {
            p50_ms: at(0.5),
            p90_ms: at(0.9),
            p99_ms: at(0.99),
            p999_ms: at(0.999),
            max_ms: self.0.max() as f64 / 1_000.0,
        }
    }

    /// The figures, where anything was counted.
    pub(crate) fn quantiles_if_any(&self) -> Option<Quantiles> {
        (!self.0.is_empty()).then(|| self.quantiles())
    }
}

impl std::fmt::Display for Quantiles {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms",
            self.p50_ms, self.p99_ms, self.max_ms
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_what_was_recorded() {
        let mut latency = Latency::default();
        for ms in 1..=100 {
            latency.record(Duration::from_millis(ms));
        }
        let quantiles = latency.quantiles();
        assert!((quantiles.p50_ms - 50.0).abs() < 0.1, "{quantiles}");
        assert!((quantiles.p99_ms - 99.0).abs() < 0.1, "{quantiles}");
        latency.record(Duration::from_secs(3_600));
        assert!(latency.quantiles().max_ms < 61_000.0);
    }

    #[test]
    fn what_was_added_stays_when_its_second_is_over() {
        let (mut total, mut second) = (Latency::default(), Latency::default());
        assert_eq!(second.quantiles_if_any(), None);
        second.record(Duration::from_millis(7));
        total.add(&second);
        second.clear();
        assert_eq!(second.quantiles_if_any(), None);
        total.add(&second);
        assert_eq!(total.0.len(), 1);
    }
}
