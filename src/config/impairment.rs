//! A bad network on purpose, between the media server's sockets and everything else: for tests of what loss,
//! jitter and outages do to voices. No server for others has it: it is refused outside the `test` profile.

use std::time::Duration;

use actors::MediaImpairment;
use serde::{Deserialize, Serialize};

/// What happens to datagrams, of those that come in and of those that go out alike. All 0 is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImpairmentSettings {
    /// The same seed has the same fates.
    pub(crate) seed: u64,
    /// How many of a thousand are lost.
    pub(crate) lost_permille: u32,
    /// The mean wait, and the most by which one differs from it.
    pub(crate) jitter_ms: u64,
    /// How many of a thousand do not wait.
    pub(crate) hasty_permille: u32,
    /// When everything is lost, from the first datagram on, and for how long.
    pub(crate) outage_after_ms: u64,
    pub(crate) outage_ms: u64,
}

/// A datagram that waits longer than a sound lasts on its way is lost to whoever listens.
const JITTER_MS_MAX: u64 = 10_000;

impl ImpairmentSettings {
    /// What the media server is to do; `None` where nothing is set.
    pub(crate) fn chosen(&self) -> Option<MediaImpairment> {
        let millis = Duration::from_millis;
        let chosen = MediaImpairment {
            seed: self.seed,
            lost_permille: self.lost_permille,
            jitter: millis(self.jitter_ms),
            hasty_permille: self.hasty_permille,
            outage: (self.outage_ms > 0)
                .then(|| (millis(self.outage_after_ms), millis(self.outage_ms))),
        };
        (*self != Self::default()).then_some(chosen)
    }

    /// Whether each value can be meant.
    pub(super) fn is_possible(&self) -> bool {
        self.lost_permille <= 1_000
            && self.hasty_permille <= 1_000
            && self.jitter_ms <= JITTER_MS_MAX
    }
}
