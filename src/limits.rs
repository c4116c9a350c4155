//! Rate limits: how often somebody may ask, and what they are told about it.
//!
//! - LM1  A bucket is a kind of act on a route, within one guild or channel, by one caller: a full one
//!   stops nobody else, nothing elsewhere and no other route.
//! - LM2  Every table is bounded. At its bound it forgets its oldest half: a limit may then begin anew,
//!   and nobody is refused for the doings of others.
//! - LM3  A refusal costs no read, no hash and no actor's turn.
//!
//! Decisions are in [`window`] and [`route`]; the shell that asks them is `http::limit`.

mod address;
mod route;
mod window;

use parking_lot::Mutex;
use protocol::UserId;

use crate::config::LimitSettings;
pub(crate) use address::Network;
pub(crate) use route::{Kind, Route};
pub(crate) use window::{Rule, Standing, Windows};

/// Whom a request is counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// Somebody with a token that is good.
    User(UserId),
    /// Everyone else, by where they are.
    Network(Network),
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// One route of one user.
    Route,
    /// All requests of one user.
    User,
    /// All requests without a token from one network.
    Network,
    /// A network that sent too many requests which were refused.
    Invalid,
}

/// Not now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) scope: Scope,
    pub(crate) standing: Standing,
}

/// A bucket of a user: the route, and the guild or channel in it.
type BucketKey = (UserId, u64, u64);

/// What the settings say, limit by limit.
#[derive(Debug, Clone, Copy)]
struct Rules {
    message: Rule,
    change: Rule,
    read: Rule,
    ring: Rule,
    report: Rule,
    user: Rule,
    network: Rule,
    invalid: Rule,
}

/// All counters.
pub(crate) struct Limits {
    rules: Rules,
    buckets: Mutex<Windows<BucketKey>>,
    users: Mutex<Windows<UserId>>,
    networks: Mutex<Windows<Network>>,
    invalid: Mutex<Windows<Network>>,
}

impl Limits {
    pub(crate) fn new(settings: &LimitSettings) -> Self {
        let rules = Rules::from(settings);
        let buckets = [rules.message, rules.change, rules.read, rules.ring];
        let longest_ms = buckets.iter().map(|rule| rule.period_ms).max().unwrap_or(0);
        let max = settings.keys_max;
        Self {
            rules,
            buckets: Mutex::new(Windows::new(longest_ms, max)),
            users: Mutex::new(Windows::new(rules.user.period_ms, max)),
            networks: Mutex::new(Windows::new(rules.network.period_ms, max)),
            invalid: Mutex::new(Windows::new(rules.invalid.period_ms, max)),
        }
    }

    /// Whether anything from this network is taken at all.
    ///
    /// # Errors
    /// The refusal while it had too many requests refused.
    pub(crate) fn tolerates(&self, network: Network, now_ms: i64) -> Result<(), Refusal> {
        let standing = self.invalid.lock().peek(&network, self.rules.invalid, now_ms);
        admitted(Scope::Invalid, standing).map(|_| ())
    }

    /// Whether another request without a good token would be taken from this network (LM3).
    ///
    /// # Errors
    /// The refusal of that request.
    pub(crate) fn has_room(&self, network: Network, now_ms: i64) -> Result<(), Refusal> {
        let standing = self.networks.lock().peek(&network, self.rules.network, now_ms);
        admitted(Scope::Network, standing).map(|_| ())
    }

    /// Counts a request that was answered with a refusal.
    pub(crate) fn note_invalid(&self, network: Network, now_ms: i64) {
        self.invalid.lock().take(network, self.rules.invalid, now_ms);
    }

    /// Counts a request. Returns how its bucket stands, if it has one.
    ///
    /// # Errors
    /// The refusal of the first limit that is reached.
    pub(crate) fn admit(
        &self,
        who: Who,
        route: Route,
        now_ms: i64,
    ) -> Result<Option<Standing>, Refusal> {
        match who {
            Who::User(user) => {
                let all = self.users.lock().take(user, self.rules.user, now_ms);
                admitted(Scope::User, all)?;
                let key = (user, route.bucket, route.major);
                let bucket = self.buckets.lock().take(key, self.rule(route.kind), now_ms);
                admitted(Scope::Route, bucket)
            }
            Who::Network(network) => {
                let all = self.networks.lock().take(network, self.rules.network, now_ms);
                admitted(Scope::Network, all)?;
                Ok(None)
            }
        }
    }

    fn rule(&self, kind: Kind) -> Rule {
        match kind {
            Kind::Message => self.rules.message,
            Kind::Change => self.rules.change,
            Kind::Read => self.rules.read,
            Kind::Ring => self.rules.ring,
            Kind::Report => self.rules.report,
        }
    }
}

impl From<&LimitSettings> for Rules {
    fn from(settings: &LimitSettings) -> Self {
        let rule = |requests, period_ms| Rule { requests, period_ms };
        Self {
            message: rule(settings.message_requests, settings.message_period_ms),
            change: rule(settings.change_requests, settings.change_period_ms),
            read: rule(settings.read_requests, settings.read_period_ms),
            ring: rule(settings.ring_requests, settings.ring_period_ms),
            report: rule(settings.report_requests, settings.report_period_ms),
            user: rule(settings.user_requests, settings.user_period_ms),
            network: rule(settings.network_requests, settings.network_period_ms),
            invalid: rule(settings.invalid_requests, settings.invalid_period_ms),
        }
    }
}

fn admitted(scope: Scope, standing: Option<Standing>) -> Result<Option<Standing>, Refusal> {
    match standing {
        Some(standing) if !standing.admitted => Err(Refusal { scope, standing }),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests;
