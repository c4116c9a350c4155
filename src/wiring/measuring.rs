//! The recorder of all metrics, and what their histograms tell apart.
//!
//! Histograms have buckets rather than quantiles, so that those of many hours or many servers can be added up:
//! the objectives in `docs/slo.md` are shares of what stayed below one of these bounds.

use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::exit::Failure;

/// How often the histograms are tidied.
const UPKEEP: Duration = Duration::from_secs(5);

/// From what a warm read takes to what nobody waits for any more. The bounds of the objectives are among them.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Of what is done together, and of what waits.
const COUNTS: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

/// Has everything measured from now on. Once in a process.
pub(super) fn start() -> Result<PrometheusHandle, Failure> {
    let builder = with_buckets(PrometheusBuilder::new()).map_err(Failure::internal)?;
    let handle = builder.install_recorder().map_err(Failure::internal)?;
    metrics_process::Collector::default().describe();
    let upkeep = handle.clone();
    #[expect(clippy::disallowed_methods, reason = "it runs as long as the process")]
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    Ok(handle)
}

fn with_buckets(builder: PrometheusBuilder) -> Result<PrometheusBuilder, BuildError> {
    builder
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Prefix("confab_store_group_".to_owned()), &COUNTS)?
        .set_buckets_for_metric(Matcher::Full("confab_channel_waiting_posts".to_owned()), &COUNTS)?
        .set_buckets_for_metric(Matcher::Full("confab_outbox_waiting_frames".to_owned()), &COUNTS)
}

#[cfg(test)]
mod tests {
    use metrics::with_local_recorder;

    use super::*;

    #[test]
    fn what_is_measured_in_seconds_and_in_groups_is_told_in_buckets() {
        let recorder = with_buckets(PrometheusBuilder::new()).expect("bounds").build_recorder();
        with_local_recorder(&recorder, || {
            metrics::histogram!("confab_some_duration_seconds").record(0.02);
            metrics::histogram!("confab_store_group_batches").record(3.0);
        });
        let text = recorder.handle().render();
        assert!(text.contains("confab_some_duration_seconds_bucket{le=\"0.025\"} 1"), "{text}");
        assert!(text.contains("confab_some_duration_seconds_bucket{le=\"0.01\"} 0"), "{text}");
        assert!(text.contains("confab_store_group_batches_bucket{le=\"4\"} 1"), "{text}");
    }
}
