//! The task that measures, and what it keeps.

use std::sync::Arc;
use std::time::Duration;

use storage::records::Statistic;
use storage::{Batch, CommitError, ReadError, Scan, Shard, Store, StoreExt};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Sample;
use super::asked::Range;
use super::sample::Reading;
use super::spans::{TIERS, Tier, joined};
use crate::http::App;

/// Rows that go with one sample, of each length at either end. There are more only after the clock jumped.
const FORGOTTEN_AT_ONCE: usize = 64;

/// Why a sample is not kept.
#[derive(Debug, thiserror::Error)]
enum KeepError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Measures for as long as the process runs, also where it panicked.
pub(crate) async fn keep(app: Arc<App>) {
    loop {
        #[expect(clippy::disallowed_methods, reason = "it is awaited at once: a panic ends here")]
        let ended = tokio::spawn(measure(Arc::clone(&app))).await;
        if let Err(error) = ended {
            tracing::error!(%error, "the statistics crashed; they begin anew");
        }
        tokio::time::sleep(pace(&app)).await;
    }
}

async fn measure(app: Arc<App>) {
    let mut ticks = interval(pace(&app));
    // Of what was missed nothing can be measured any more.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut before, mut at) = (Reading::default(), Instant::now());
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let now = Reading::of(&app.tell_metrics());
        let elapsed = at.elapsed();
        at = Instant::now();
        let sample = now.since(&before, elapsed.as_secs_f64());
        before = now;
        if let Err(error) = add(&*app.store, app.clock.now_ms(), &sample).await {
            tracing::warn!(%error, "a sample of the statistics is not kept");
        }
    }
}

fn pace(app: &App) -> Duration {
    Duration::from_millis(app.settings.statistics.sample_interval_ms)
}

/// Adds a sample to each length of spans, and forgets what is not kept any more, in one batch (MO2, MO3).
async fn add(store: &dyn Store, now_ms: i64, sample: &Sample) -> Result<(), KeepError> {
    let now_s = seconds(now_ms);
    let mut batch = Batch::new(Shard::Social);
    for tier in TIERS {
        let former = store.load::<Statistic>(&(tier.span_s, tier.start_of(now_s))).await?;
        batch = batch.put(&joined(former, tier, now_s, sample));
        let ends = [rows(tier), rows(tier).backward()];
        for scan in ends {
            let outermost = store.scan(scan.limit(FORGOTTEN_AT_ONCE)).await?;
            let gone = outermost.iter().filter(|row| !tier.keeps(row.at_s, now_s));
            batch =
                gone.fold(batch, |batch, row| batch.delete::<Statistic>(&(row.span_s, row.at_s)));
        }
    }
    Ok(store.commit(batch).await?)
}

/// What is kept of a range until now, oldest first.
pub(crate) async fn read(
    store: &dyn Store,
    range: Range,
    now_ms: i64,
) -> Result<Vec<Statistic>, ReadError> {
    let (tier, now_s) = (range.tier(), seconds(now_ms));
    // The first one begins within the range.
    let before = (tier.span_s, now_s.saturating_sub(range.length_s()));
    let until = (tier.span_s, now_s.saturating_add(1));
    store.scan(rows(tier).after(&before).before(&until)).await
}

fn rows(tier: Tier) -> Scan<Statistic> {
    Scan::within(&tier.span_s)
}

fn seconds(now_ms: i64) -> u64 {
    u64::try_from(now_ms).unwrap_or(0) / 1_000
}

#[cfg(test)]
mod tests {
    use storage::MemoryStore;

    use super::super::SERIES;
    use super::super::spans::{FIVE_MINUTES, HOURS, MINUTES};
    use super::*;

    const HOUR_MS: i64 = 3_600_000;
    const MINUTE_MS: i64 = 60_000;
    /// Where spans of every length begin.
    const START_MS: i64 = 500_000 * HOUR_MS;

    async fn add_at(store: &MemoryStore, now_ms: i64, value: f32) {
        add(store, now_ms, &[Some(value); SERIES.len()]).await.expect("it is kept");
    }

    async fn kept(store: &MemoryStore, tier: Tier) -> Vec<Statistic> {
        store.scan(rows(tier).limit(usize::MAX)).await.expect("a read")
    }

    #[tokio::test]
    async fn mo2_a_month_of_minutes_comes_to_a_bounded_number_of_rows() {
        let store = MemoryStore::new();
        // Every tenth minute, for the sake of time: all lengths have their most rows.
        for minute in (0..31 * 24 * 60).step_by(10) {
            add_at(&store, START_MS + minute * MINUTE_MS, 1.0).await;
        }
        let counts = [MINUTES, FIVE_MINUTES, HOURS].map(|tier| kept(&store, tier));
        let [minutes, fives, hours] = counts;
        assert_eq!((minutes.await.len(), fives.await.len(), hours.await.len()), (12, 288, 720));
    }

    #[tokio::test]
    async fn mo4_a_clock_that_was_set_back_leaves_no_row_ahead_of_it() {
        let store = MemoryStore::new();
        add_at(&store, START_MS, 1.0).await;
        add_at(&store, START_MS + 48 * HOUR_MS, 9.0).await;
        add_at(&store, START_MS + MINUTE_MS, 3.0).await;
        let hours = kept(&store, HOURS).await;
        assert_eq!(hours.len(), 1);
        assert_eq!((hours[0].cells[0].samples, hours[0].cells[0].mean), (2, 2.0));
        // The minute of the future went, that of the past had gone before.
        assert_eq!(kept(&store, MINUTES).await.len(), 1);
    }

    #[tokio::test]
    async fn mo4_a_span_goes_on_after_a_restart() {
        let store = MemoryStore::new();
        add_at(&store, START_MS, 1.0).await;
        add_at(&store, START_MS + 30_000, 2.0).await;
        let minutes = kept(&store, MINUTES).await;
        assert_eq!((minutes.len(), minutes[0].cells[0].samples), (1, 2));
    }

    #[tokio::test]
    async fn a_range_tells_what_lies_in_it() {
        let store = MemoryStore::new();
        for minute in 0..90 {
            add_at(&store, START_MS + minute * MINUTE_MS, 1.0).await;
        }
        let now_ms = START_MS + 89 * MINUTE_MS;
        let hour = read(&store, Range::Hour, now_ms).await.expect("a read");
        assert_eq!(hour.len(), 60);
        let day = read(&store, Range::Day, now_ms).await.expect("a read");
        assert_eq!((day.len(), day[0].cells[0].samples), (18, 5));
        let month = read(&store, Range::Month, now_ms).await.expect("a read");
        assert_eq!((month.len(), month[1].cells[0].samples), (2, 30));
    }
}
