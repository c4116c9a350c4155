//! How well a participant hears, by what its client reports.

use std::time::Duration;

use str0m::stats::{MediaEgressStats, PeerStats};

/// Opus is always timed at 48 kHz: what a tick of jitter is in milliseconds.
const TICKS_PER_MS: f64 = 48.0;

/// How often reports are looked at: about as often as clients send them.
pub(crate) const REPORT_PERIOD: Duration = Duration::from_secs(5);

/// The last reports of one participant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quality {
    loss: Option<f64>,
    jitter_ms: Option<f64>,
    round_trip: Option<Duration>,
}

/// The means over a room, 0 where nobody reported.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Means {
    pub(crate) loss: f64,
    pub(crate) jitter_ms: f64,
    pub(crate) round_trip_ms: f64,
}

impl Quality {
    pub(crate) fn note_peer(&mut self, stats: &PeerStats) {
        let pair = stats.selected_candidate_pair.as_ref();
        self.round_trip = pair.and_then(|pair| pair.current_round_trip_time).or(self.round_trip);
        // The slots of the next period are reported after this.
        (self.loss, self.jitter_ms) = (None, None);
    }

    /// One slot; the worst of them is what is heard.
    pub(crate) fn note_listening(&mut self, stats: &MediaEgressStats) {
        let worse = |known: Option<f64>, new: f64| Some(known.map_or(new, |known| known.max(new)));
        if let Some(loss) = stats.loss {
            self.loss = worse(self.loss, f64::from(loss).clamp(0.0, 1.0));
        }
        if let Some(remote) = &stats.remote {
            self.jitter_ms = worse(self.jitter_ms, f64::from(remote.jitter) / TICKS_PER_MS);
        }
    }
}

/// The means of all that is known.
pub(crate) fn means<'a>(all: impl Iterator<Item = &'a Quality> + Clone) -> Means {
    let round_trip = |quality: &Quality| Some(quality.round_trip?.as_secs_f64() * 1_000.0);
    Means {
        loss: mean(all.clone().filter_map(|quality| quality.loss)),
        jitter_ms: mean(all.clone().filter_map(|quality| quality.jitter_ms)),
        round_trip_ms: mean(all.filter_map(round_trip)),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_of_those_who_reported() {
        let heard = Quality {
            loss: Some(0.1),
            jitter_ms: Some(4.0),
            round_trip: Some(Duration::from_millis(30)),
        };
        let all = [heard, Quality { loss: Some(0.3), ..Quality::default() }, Quality::default()];
        let means = means(all.iter());
        assert!((means.loss - 0.2).abs() < 1e-9);
        assert!((means.jitter_ms - 4.0).abs() < 1e-9);
        assert!((means.round_trip_ms - 30.0).abs() < 1e-9);
        assert_eq!(super::means([].iter()), Means::default());
    }
}
