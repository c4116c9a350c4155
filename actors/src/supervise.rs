//! What happens to a child that ends: one table, read by every supervisor.
//!
//! - SV1  A normal end is an unloading; only a crash is repaired.
//! - SV2  A child that crashes more often than its budget stays down for a while, alone.

use std::collections::VecDeque;
use std::time::Duration;

/// Kinds of children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Child {
    /// A supervisor of supervisors or of many users.
    Supervisor,
    /// A guild.
    Guild,
    /// A text channel.
    Channel,
    /// A room of people who talk.
    Room,
    /// A user.
    User,
    /// A gateway session.
    Session,
}

/// What a supervisor does about a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    /// Put a new incarnation into the slot, at most `times` within `window`; then leave it empty for `rest`.
    Restart {
        /// Restarts allowed within the window.
        times: usize,
        /// The window.
        window: Duration,
        /// How long the slot stays empty once the budget is spent.
        rest: Duration,
    },
    /// Take it away; those it served start anew.
    Stop,
}

/// The supervision table.
pub(crate) fn policy(child: Child) -> Policy {
    let restart = |times| Policy::Restart {
        times,
        window: Duration::from_secs(10),
        rest: Duration::from_secs(10),
    };
    match child {
        // What its children serve lives outside it, in nodes; they are started again on demand.
        Child::Supervisor => restart(5),
        // A room is rebuilt from who is in it, which its node knows.
        Child::Guild | Child::Channel | Child::Room => restart(10),
        // Presence is rebuilt from the sessions that are there.
        Child::User => restart(10),
        // A session's numbering cannot be trusted after a crash: the client identifies anew.
        Child::Session => Policy::Stop,
    }
}

/// Counts the restarts of one child.
#[derive(Debug, Default)]
pub(crate) struct RestartBudget {
    recent_ms: VecDeque<i64>,
    resting_until_ms: i64,
}

impl RestartBudget {
    /// Whether the child may be started again at `now_ms`; counts it if so.
    pub(crate) fn admit(&mut self, policy: Policy, now_ms: i64) -> bool {
        let Policy::Restart { times, window, rest } = policy else { return false };
        if now_ms < self.resting_until_ms {
            return false;
        }
        let floor_ms = now_ms - millis(window);
        while self.recent_ms.front().is_some_and(|at| *at <= floor_ms) {
            self.recent_ms.pop_front();
        }
        if self.recent_ms.len() >= times {
            self.resting_until_ms = now_ms + millis(rest);
            self.recent_ms.clear();
            return false;
        }
        self.recent_ms.push_back(now_ms);
        true
    }

    /// Whether anything in it still counts at `now_ms`.
    pub(crate) fn counts(&self, policy: Policy, now_ms: i64) -> bool {
        let Policy::Restart { window, .. } = policy else { return false };
        let floor_ms = now_ms - millis(window);
        self.is_resting(now_ms) || self.recent_ms.back().is_some_and(|at| *at > floor_ms)
    }

    /// Whether the child is being left down at `now_ms`.
    pub(crate) fn is_resting(&self, now_ms: i64) -> bool {
        now_ms < self.resting_until_ms
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Child, RestartBudget, policy};

    #[test]
    fn sv2_a_child_over_its_budget_rests_and_comes_back() {
        let mut budget = RestartBudget::default();
        let table = policy(Child::Channel);
        assert!((0..10).all(|i| budget.admit(table, i)));
        assert!(!budget.admit(table, 10));
        assert!(budget.is_resting(10_009));
        assert!(!budget.admit(table, 10_009));
        assert!(budget.admit(table, 10_010));
    }

    #[test]
    fn sv2_crashes_that_lie_apart_are_always_repaired() {
        let mut budget = RestartBudget::default();
        assert!((0..100).all(|i| budget.admit(policy(Child::Guild), i * 1_001)));
    }

    #[test]
    fn a_session_is_never_restarted() {
        assert!(!RestartBudget::default().admit(policy(Child::Session), 0));
    }
}
