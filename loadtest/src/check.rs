//! Exactly once and in order: what each session heard against the channel's own log (promise P2).
//!
//! Pure, so that it can be shown to fail: an event dropped, doubled or swapped on purpose is found.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

/// Faults kept word for word; the rest is only counted.
const FAULTS_SHOWN_MAX: usize = 20;

/// A message of this run: its place in the channel and which post it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) x_seq: u64,
    pub(crate) post: u32,
}

/// A message by the id that the server gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) post: u32,
    pub(crate) id: u64,
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
    #[error(
        "post {post} was acknowledged as message {acknowledged}, and the log has it as {logged}"
    )]
    OtherId { post: u32, acknowledged: u64, logged: u64 },
    #[error("post {post}, acknowledged as message {id}, is not among the channel's messages")]
    NotListed { post: u32, id: u64 },
    #[error("the channel's messages have {0} after {1}")]
    ListOutOfOrder(u64, u64),
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
pub(crate) fn check_log(log: &[Heard], acknowledged: &[Kept], verdict: &mut Verdict) {
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
    for kept in acknowledged.iter().filter(|kept| !logged.contains(&kept.post)) {
        verdict.add(&Fault::NotLogged(kept.post));
    }
}

/// Each acknowledged id is that of the log, and stands among the channel's messages, which rise.
pub(crate) fn check_ids(
    acknowledged: &[Kept],
    logged: &HashMap<u32, u64>,
    listed: &[u64],
    verdict: &mut Verdict,
) {
    for pair in listed.windows(2).filter(|pair| pair[1] <= pair[0]) {
        verdict.add(&Fault::ListOutOfOrder(pair[1], pair[0]));
    }
    let all: HashSet<u64> = listed.iter().copied().collect();
    for Kept { post, id } in acknowledged.iter().copied() {
        if let Some(logged) = logged.get(&post).copied().filter(|logged| *logged != id) {
            verdict.add(&Fault::OtherId { post, acknowledged: id, logged });
        }
        if !all.contains(&id) {
            verdict.add(&Fault::NotListed { post, id });
        }
    }
}

/// What a session must have heard that came behind a position and went at another one.
pub(crate) fn window(log: &[Heard], (after, until): (u64, u64)) -> &[Heard] {
    let from = log.partition_point(|logged| logged.x_seq <= after);
    let to = log.partition_point(|logged| logged.x_seq <= until);
    &log[from.min(to)..to]
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
            let kept: Vec<Kept> =
                acknowledged.iter().map(|post| Kept { post: *post, id: 0 }).collect();
            check_log(log, &kept, &mut verdict);
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
    fn p1_an_acknowledged_id_must_be_in_the_log_and_among_the_messages() {
        let kept = [Kept { post: 1, id: 71 }, Kept { post: 2, id: 72 }];
        let check = |logged: &[(u32, u64)], listed: &[u64], expected: &[Fault]| {
            let mut verdict = Verdict::default();
            check_ids(&kept, &logged.iter().copied().collect(), listed, &mut verdict);
            let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(verdict.first, expected);
        };
        let logged = [(1, 71), (2, 72)];
        check(&logged, &[70, 71, 72, 73], &[]);
        check(&logged, &[71], &[Fault::NotListed { post: 2, id: 72 }]);
        check(&logged, &[72, 71], &[Fault::ListOutOfOrder(71, 72)]);
        check(&logged, &[71, 72, 72], &[Fault::ListOutOfOrder(72, 72)]);
        let other = Fault::OtherId { post: 2, acknowledged: 72, logged: 99 };
        check(&[(1, 71), (2, 99)], &[71, 72], &[other]);
    }

    #[test]
    fn a_window_is_behind_where_a_session_came_and_up_to_where_it_went() {
        let log = log();
        let check = |after, until, posts: std::ops::Range<u32>| {
            let heard: Vec<u32> =
                window(&log, (after, until)).iter().map(|heard| heard.post).collect();
            assert_eq!(heard, posts.collect::<Vec<_>>(), "{after} to {until}");
        };
        check(0, 1_000, 0..10);
        check(102, 105, 3..6);
        check(105, 105, 0..0);
        check(108, 102, 0..0);
    }

    #[test]
    fn a_verdict_counts_all_and_shows_the_first() {
        let mut verdict = Verdict::default();
        check_session(0, &[], &log().repeat(5), &mut verdict);
        assert_eq!((verdict.faults, verdict.first.len()), (50, FAULTS_SHOWN_MAX));
    }
}
