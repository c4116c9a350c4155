//! From what `/metrics` told twice to one number for each series. Pure.

use super::exposition::Exposition;
use super::histogram::Histogram;
use super::{SERIES, Sample};

const MS: f64 = 1_000.0;
const MINUTE_S: f64 = 60.0;

/// What is read of one telling. The default is that of a process that has just begun.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    sessions: f64,
    deliveries: f64,
    crashes: f64,
    errors: f64,
    disk_free: f64,
    memory: f64,
    delivery: Histogram,
    commit: Histogram,
    channel_waiting: Histogram,
    outbox_waiting: Histogram,
}

impl Reading {
    /// MO1.
    pub(super) fn of(text: &str) -> Self {
        let told = Exposition::read(text);
        Self {
            sessions: told.sum("confab_gateway_sockets"),
            deliveries: told.sum("confab_deliveries_total"),
            crashes: told.sum("confab_actor_crashes_total"),
            errors: told
                .sum_where("confab_http_requests_total", |labels| labels.contains("status=\"5")),
            disk_free: told.sum("confab_store_disk_free_bytes"),
            memory: told.sum("process_resident_memory_bytes"),
            delivery: told.histogram("confab_delivery_duration_seconds"),
            commit: told.histogram("confab_store_commit_duration_seconds"),
            channel_waiting: told.histogram("confab_channel_waiting_posts"),
            outbox_waiting: told.histogram("confab_outbox_waiting_frames"),
        }
    }

    /// What happened since another one, `elapsed_s` seconds before.
    pub(super) fn since(&self, before: &Self, elapsed_s: f64) -> Sample {
        // Of no time at all nothing can be said.
        let a_minute =
            |count: f64| (elapsed_s > 0.0).then(|| count.max(0.0) / elapsed_s * MINUTE_S);
        let delivery = self.delivery.since(&before.delivery);
        let commit = self.commit.since(&before.commit);
        let ms = |histogram: &Histogram, share| histogram.quantile(share).map(|took| took * MS);
        let waiting =
            |now: &Histogram, before: &Histogram| now.since(before).highest().unwrap_or(0.0);
        let values: [Option<f64>; SERIES.len()] = [
            Some(self.sessions),
            a_minute(delivery.count()),
            a_minute(self.deliveries - before.deliveries),
            ms(&delivery, 0.5),
            ms(&delivery, 0.99),
            ms(&commit, 0.5),
            ms(&commit, 0.99),
            a_minute(self.crashes - before.crashes),
            Some(waiting(&self.channel_waiting, &before.channel_waiting)),
            Some(waiting(&self.outbox_waiting, &before.outbox_waiting)),
            // No store says that there is none at all.
            Some(self.disk_free).filter(|free| *free > 0.0),
            Some(self.memory).filter(|used| *used > 0.0),
            a_minute(self.errors - before.errors),
        ];
        values.map(|value| value.map(|value| value as f32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = r#"
confab_gateway_sockets 3
confab_deliveries_total 10
confab_http_requests_total{route="a",status="200"} 5
confab_http_requests_total{route="a",status="503"} 1
confab_delivery_duration_seconds_bucket{le="0.01"} 4
confab_delivery_duration_seconds_bucket{le="+Inf"} 4
process_resident_memory_bytes 1000
"#;

    const SECOND: &str = r#"
confab_gateway_sockets 5
confab_deliveries_total 70
confab_actor_crashes_total{kind="channel"} 1
confab_http_requests_total{route="a",status="200"} 50
confab_http_requests_total{route="a",status="503"} 2
confab_delivery_duration_seconds_bucket{le="0.01"} 14
confab_delivery_duration_seconds_bucket{le="+Inf"} 14
confab_channel_waiting_posts_bucket{le="8"} 2
confab_channel_waiting_posts_bucket{le="+Inf"} 2
process_resident_memory_bytes 2000
"#;

    fn of(sample: &Sample, name: &str) -> Option<f32> {
        sample[SERIES.iter().position(|known| *known == name).expect("a series")]
    }

    #[test]
    fn counts_are_those_of_a_minute_and_gauges_of_now() {
        let sample = Reading::of(SECOND).since(&Reading::of(FIRST), 30.0);
        assert_eq!(of(&sample, "sessions"), Some(5.0));
        assert_eq!(of(&sample, "messages"), Some(20.0));
        assert_eq!(of(&sample, "deliveries"), Some(120.0));
        assert_eq!(of(&sample, "actor_restarts"), Some(2.0));
        assert_eq!(of(&sample, "errors"), Some(2.0));
        assert_eq!(of(&sample, "memory"), Some(2_000.0));
        assert_eq!(of(&sample, "channel_waiting"), Some(8.0));
        assert_eq!(of(&sample, "outbox_waiting"), Some(0.0));
        let p50 = of(&sample, "delivery_p50").expect("there were deliveries");
        assert!((p50 - 5.0).abs() < 0.01, "{p50}");
    }

    #[test]
    fn where_nothing_was_delivered_no_time_is_said() {
        let first = Reading::of(FIRST);
        let sample = first.since(&first, 60.0);
        assert_eq!((of(&sample, "delivery_p99"), of(&sample, "messages")), (None, Some(0.0)));
        assert_eq!(of(&sample, "disk_free"), None);
        assert_eq!(of(&first.since(&first, 0.0), "messages"), None);
    }

    #[test]
    fn a_process_that_has_begun_counts_from_nothing() {
        let sample = Reading::of(FIRST).since(&Reading::default(), 60.0);
        assert_eq!(of(&sample, "deliveries"), Some(10.0));
    }
}
