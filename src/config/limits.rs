//! Rate limits as they are set. Of each, 0 requests is without limit.

use serde::{Deserialize, Serialize};

use super::Profile;

/// How often somebody may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitSettings {
    /// Messages that a user posts in one channel.
    pub(crate) message_requests: u32,
    pub(crate) message_period_ms: u64,
    /// Other changes by a user, by route and guild or channel.
    pub(crate) change_requests: u32,
    pub(crate) change_period_ms: u64,
    /// Reads by a user, by route and guild or channel.
    pub(crate) read_requests: u32,
    pub(crate) read_period_ms: u64,
    /// Rings of a user, in one conversation.
    pub(crate) ring_requests: u32,
    pub(crate) ring_period_ms: u64,
    /// Messages that a user reports, in one channel.
    pub(crate) report_requests: u32,
    pub(crate) report_period_ms: u64,
    /// All requests of a user.
    pub(crate) user_requests: u32,
    pub(crate) user_period_ms: u64,
    /// All requests without a good token from one IPv4 address, or one IPv6 network of 64 bits.
    pub(crate) network_requests: u32,
    pub(crate) network_period_ms: u64,
    /// Requests from one network that were answered 401, 403 or 429; beyond them all are refused.
    pub(crate) invalid_requests: u32,
    pub(crate) invalid_period_ms: u64,
    /// Counters of each kind that are kept at once.
    pub(crate) keys_max: usize,
}

impl LimitSettings {
    pub(super) fn of(profile: Profile) -> Self {
        let on = |requests| if profile == Profile::Test { 0 } else { requests };
        Self {
            message_requests: on(5),
            message_period_ms: 5_000,
            change_requests: on(10),
            change_period_ms: 10_000,
            read_requests: on(50),
            read_period_ms: 5_000,
            ring_requests: on(5),
            ring_period_ms: 30_000,
            report_requests: on(5),
            report_period_ms: 60_000,
            user_requests: on(50),
            user_period_ms: 1_000,
            network_requests: on(50),
            network_period_ms: 1_000,
            invalid_requests: on(10_000),
            invalid_period_ms: 600_000,
            keys_max: 100_000,
        }
    }

    /// Whether every window has a length.
    pub(super) fn has_periods(&self) -> bool {
        let periods = [
            self.message_period_ms,
            self.change_period_ms,
            self.read_period_ms,
            self.ring_period_ms,
            self.report_period_ms,
            self.user_period_ms,
            self.network_period_ms,
            self.invalid_period_ms,
        ];
        periods.iter().all(|period_ms| *period_ms > 0)
    }
}
