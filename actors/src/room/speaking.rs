//! Who speaks, as the others are told: not more often than an eye follows.
//!
//! - SK1  Others are told at most five changes a second of each, and always of the last one.
//! - SK2  Whoever may not be heard does not speak.

use std::collections::BTreeMap;

use protocol::gateway::PeerId;

/// Between two changes that are told of one participant.
const INTERVAL_MS: i64 = 200;

/// What somebody said of itself, and what the others know of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Speech {
    speaks: bool,
    is_told: bool,
    told_at_ms: Option<i64>,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Speaking(BTreeMap<PeerId, Speech>);

/// What is due.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// Who begins, and who ends.
    pub(crate) changes: Vec<(PeerId, bool)>,
    /// In how many milliseconds more may be.
    pub(crate) wait_ms: Option<i64>,
}

impl Speaking {
    /// Notes what a participant says of itself; true when it may be news.
    pub(crate) fn note(&mut self, peer: PeerId, speaks: bool) -> bool {
        let speech = self.0.entry(peer).or_default();
        speech.speaks = speaks;
        speech.is_told != speaks
    }

    /// Who is known to speak.
    pub(crate) fn told(&self) -> Vec<PeerId> {
        self.0.iter().filter(|(_, speech)| speech.is_told).map(|(peer, _)| *peer).collect()
    }

    /// SK1, SK2. Takes what is due. `is_heard` is none for whoever is not there any more.
    pub(crate) fn due(&mut self, is_heard: impl Fn(PeerId) -> Option<bool>, now_ms: i64) -> Due {
        let mut due = Due::default();
        self.0.retain(|peer, speech| {
            let Some(is_heard) = is_heard(*peer) else { return false };
            let speaks = speech.speaks && is_heard;
            if speaks == speech.is_told {
                return true;
            }
            let rest_ms = speech.told_at_ms.map_or(0, |at_ms| at_ms + INTERVAL_MS - now_ms);
            if rest_ms > 0 {
                due.wait_ms = Some(due.wait_ms.map_or(rest_ms, |wait_ms| wait_ms.min(rest_ms)));
            } else {
                *speech = Speech { is_told: speaks, told_at_ms: Some(now_ms), ..*speech };
                due.changes.push((*peer, speaks));
            }
            true
        });
        due
    }
}
