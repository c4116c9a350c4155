//! How many frames a client may send a minute (GW3).

use tokio::time::{Duration, Instant};

use crate::config::GatewaySettings;

const WINDOW: Duration = Duration::from_secs(60);

/// Which budget a frame is counted against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ops of v10, and frames that carry none.
    Ordinary,
    /// Ops from 100 on.
    Extension,
}

/// Counts in fixed windows of a minute.
#[derive(Debug)]
pub(super) struct Budget {
    began: Instant,
    ordinary: Count,
    extension: Count,
}

/// 0 is without limit.
#[derive(Debug)]
struct Count {
    max: u32,
    used: u32,
}

impl Budget {
    pub(super) fn new(settings: &GatewaySettings, now: Instant) -> Self {
        Self {
            began: now,
            ordinary: Count { max: settings.ops_per_minute, used: 0 },
            extension: Count { max: settings.extension_ops_per_minute, used: 0 },
        }
    }

    /// Counts a frame; false when it is one too many.
    pub(super) fn take(&mut self, kind: Kind, now: Instant) -> bool {
        if now.duration_since(self.began) >= WINDOW {
            self.began = now;
            self.ordinary.used = 0;
            self.extension.used = 0;
        }
        let count = match kind {
            Kind::Ordinary => &mut self.ordinary,
            Kind::Extension => &mut self.extension,
        };
        count.used = count.used.saturating_add(1);
        count.max == 0 || count.used <= count.max
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Profile, Settings};

    #[test]
    fn gw3_each_kind_has_its_budget_a_minute() {
        let settings = GatewaySettings {
            ops_per_minute: 2,
            extension_ops_per_minute: 3,
            ..Settings::of(Profile::Local).gateway
        };
        let now = Instant::now();
        let mut budget = Budget::new(&settings, now);
        let mut taken = |kind, now| (0..5).filter(|_| budget.take(kind, now)).count();
        assert_eq!(taken(Kind::Ordinary, now), 2);
        assert_eq!(taken(Kind::Extension, now), 3);
        assert_eq!(taken(Kind::Ordinary, now + WINDOW), 2);
    }

    #[test]
    fn gw3_zero_is_without_limit() {
        let settings = Settings::of(Profile::Test).gateway;
        let now = Instant::now();
        let mut budget = Budget::new(&settings, now);
        assert!((0..10_000).all(|_| budget.take(Kind::Ordinary, now)));
    }
}
