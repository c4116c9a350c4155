//! Exactly once and in order: what each session heard against the channel's own log (promise P2).
//!
//! Pure, so that it can be shown to fail: an event dropped, doubled or swapped on purpose is found.

use std::collections::HashSet;

use serde::Serialize;

/// Faults kept word for word; the rest is only counted.
const FAULTS_SHOWN_MAX: usize = 20;

/// A message of this run: its place in the channel and which post it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) x_seq: u64,
    pub(crate) post: u32,
}

/// What broke a promise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("post {0} was acknowledged and is not in the log")]
    NotLogged(u32),
    #[error("the log has post {0} more than once")]
    LoggedTwice(u32),
    #[error("the log goes from x_seq {0} to {1}")]
    LogOutOfOrder(u64, u64),
    #[error("session {session} missed x_seq {x_seq}")]
    Missed { session: usize, x_seq: u64 },
    #[error("session {session} heard x_seq {x_seq} twice")]
    Twice { session: usize, x_seq: u64 },
    #[error("session {session} heard x_seq {x_seq} after {after}")]
    OutOfOrder { session: usize, x_seq: u64, after: u64 },
    #[error("session {session} heard post {post} at x_seq {x_seq}, where the log has another")]
    Foreign { session: usize, x_seq: u64, post: u32 },
}

/// The outcome of a check: how many faults, and the first of them in words.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Verdict {
    pub(crate) faults: u64,
    pub(crate) first: Vec<String>,
}

impl Verdict {
    pub(crate) fn holds(&self) -> bool {
        self.faults == 0
    }

    /// Adds a fault, in words if there is room.
    pub(crate) fn add(&mut self, fault: &impl ToString) {
        self.faults += 1;
        if self.first.len() < FAULTS_SHOWN_MAX {
            self.first.push(fault.to_string());
        }
    }
}

/// The log holds each acknowledged post once, in rising order.
pub(crate) fn check_log(log: &[Heard], acknowledged: &[u32], verdict: &mut Verdict) {
    for pair in log.windows(2) {
        if pair[1].x_seq <= pair[0].x_seq {
            verdict.add(&Fault::LogOutOfOrder(pair[0].x_seq, pair[1].x_seq));
        }
    }
    let mut logged = HashSet::new();
    for heard in log {
        if !logged.insert(heard.post) {
            verdict.add(&Fault::LoggedTwice(heard.post));
        }
    }
    for post in acknowledged.iter().filter(|post| !logged.contains(post)) {
        verdict.add(&Fault::NotLogged(*post));
    }
}

/// A session heard exactly the log, once and in order.
pub(crate) fn check_session(session: usize, heard: &[Heard], log: &[Heard], verdict: &mut Verdict) {
    if heard == log {
        return;
    }
    let mut seen = HashSet::new();
    let mut last = 0;
    for event in heard {
        let x_seq = event.x_seq;
        if !seen.insert(x_seq) {
            verdict.add(&Fault::Twice { session, x_seq });
        } else if x_seq < last {
            verdict.add(&Fault::OutOfOrder { session, x_seq, after: last });
        }
        let logged = log.binary_search_by_key(&x_seq, |logged| logged.x_seq);
        if logged.is_err() || logged.is_ok_and(|at| log[at].post != event.post) {
            verdict.add(&Fault::Foreign { session, x_seq, post: event.post });
        }
        last = last.max(x_seq);
    }
    for logged in log.iter().filter(|logged| !seen.contains(&logged.x_seq)) {
        verdict.add(&Fault::Missed { session, x_seq: logged.x_seq });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> Vec<Heard> {
        (0..10).map(|post| Heard { x_seq: 100 + u64::from(post), post }).collect()
    }

    fn check(spoil: impl FnOnce(&mut Vec<Heard>), expected: &[Fault]) {
        let mut heard = log();
        spoil(&mut heard);
        let mut verdict = Verdict::default();
        check_session(7, &heard, &log(), &mut verdict);
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(verdict.first, expected);
        assert_eq!(verdict.holds(), expected.is_empty());
    }

    #[test]
    fn p2_a_session_that_heard_the_log_holds() {
        check(|_| (), &[]);
    }

    #[test]
    fn p2_a_dropped_event_is_found() {
        check(|heard| _ = heard.remove(4), &[Fault::Missed { session: 7, x_seq: 104 }]);
        check(|heard| _ = heard.pop(), &[Fault::Missed { session: 7, x_seq: 109 }]);
    }

    #[test]
    fn p2_a_doubled_event_is_found() {
        let twice = [Fault::Twice { session: 7, x_seq: 104 }];
        check(|heard| heard.insert(5, heard[4]), &twice);
        check(|heard| heard.push(heard[4]), &twice);
    }

    #[test]
    fn p2_swapped_events_are_found() {
        check(
            |heard| heard.swap(4, 5),
            &[Fault::OutOfOrder { session: 7, x_seq: 104, after: 105 }],
        );
    }

    #[test]
    fn p2_an_event_of_another_post_is_found() {
        check(|heard| heard[4].post = 99, &[Fault::Foreign { session: 7, x_seq: 104, post: 99 }]);
    }

    #[test]
    fn p1_the_log_must_hold_each_acknowledged_post_once_in_order() {
        let check = |log: &[Heard], acknowledged: &[u32], expected: &[Fault]| {
            let mut verdict = Verdict::default();
            check_log(log, acknowledged, &mut verdict);
            let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(verdict.first, expected);
        };
        check(&log(), &[0, 9], &[]);
        check(&log(), &[3, 10], &[Fault::NotLogged(10)]);
        let mut doubled = log();
        doubled.push(Heard { x_seq: 110, post: 3 });
        check(&doubled, &[], &[Fault::LoggedTwice(3)]);
        let mut swapped = log();
        swapped.swap(1, 2);
        check(&swapped, &[], &[Fault::LogOutOfOrder(102, 101)]);
    }

    #[test]
    fn a_verdict_counts_all_and_shows_the_first() {
        let mut verdict = Verdict::default();
        check_session(0, &[], &log().repeat(5), &mut verdict);
        assert_eq!((verdict.faults, verdict.first.len()), (50, FAULTS_SHOWN_MAX));
    }
}
