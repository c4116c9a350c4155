//! What a channel remembers of its newest messages and of who got them; no clock, no store.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use protocol::wire::extension::{Receipt, ReceiptKind};
use protocol::{MessageId, UserId};

/// Messages whose authors are remembered: whoever gets more at once tells the authors of the newest.
pub(super) const RECENT_MAX: usize = 100;

/// People of whom it is remembered how far they got. A channel with receipts has no more at a time; when
/// others came and went, all are forgotten, and a receipt may be told twice.
const PEOPLE_MAX: usize = 200;

/// How far somebody got.
type Seen = BTreeMap<(UserId, ReceiptKind), MessageId>;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Oldest first.
    recent: VecDeque<(MessageId, UserId)>,
    /// Whether what was said before the channel was loaded is in `recent`.
    is_filled: bool,
    seen: Seen,
    /// What the authors are to be told.
    waiting: BTreeMap<UserId, Seen>,
}

impl State {
    pub(super) fn is_filled(&self) -> bool {
        self.is_filled
    }

    /// Takes what was said before, newest first; what it has already, it leaves.
    pub(super) fn fill(&mut self, before: impl Iterator<Item = (MessageId, UserId)>) {
        let first = self.recent.front().map(|(id, _)| *id);
        for (id, author) in before.filter(|(id, _)| first.is_none_or(|first| *id < first)) {
            if self.recent.len() < RECENT_MAX {
                self.recent.push_front((id, author));
            }
        }
        self.is_filled = true;
    }

    pub(super) fn said(&mut self, message: MessageId, author: UserId) {
        self.recent.push_back((message, author));
        if self.recent.len() > RECENT_MAX {
            self.recent.pop_front();
        }
    }

    /// RC1. Somebody got everything up to `message`; true when there is something to tell, and nothing
    /// waited yet.
    pub(super) fn note(&mut self, user: UserId, kind: ReceiptKind, message: MessageId) -> bool {
        let before = self.seen.get(&(user, kind)).copied();
        if before >= Some(message) {
            return false;
        }
        if self.seen.len() >= PEOPLE_MAX * 2 {
            self.seen.clear();
        }
        self.seen.insert((user, kind), message);
        let none_waited = self.waiting.is_empty();
        let mut told = BTreeSet::from([user]);
        let got = self.recent.iter().rev().filter(|(id, _)| *id <= message);
        for (id, author) in got.take_while(|(id, _)| before.is_none_or(|before| *id > before)) {
            if told.insert(*author) {
                self.waiting.entry(*author).or_default().insert((user, kind), *id);
            }
        }
        none_waited && !self.waiting.is_empty()
    }

    /// What waits, by author. Whoever read a message got it.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (UserId, Vec<Receipt>)> + use<> {
        std::mem::take(&mut self.waiting).into_iter().map(|(author, seen)| {
            let is_read = |user, message| {
                seen.get(&(user, ReceiptKind::Read)).is_some_and(|read| *read >= message)
            };
            let receipts = seen
                .iter()
                .filter(|((user, kind), message)| {
                    *kind == ReceiptKind::Read || !is_read(*user, **message)
                })
                .map(|((user, kind), message)| Receipt {
                    user_id: *user,
                    message_id: *message,
                    kind: *kind,
                })
                .collect();
            (author, receipts)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: UserId = UserId::new(1);
    const BOB: UserId = UserId::new(2);
    const EVE: UserId = UserId::new(3);

    fn id(id: u64) -> MessageId {
        MessageId::new(id)
    }

    fn taken(state: &mut State) -> Vec<(UserId, UserId, ReceiptKind, u64)> {
        let each = state.take().flat_map(|(author, receipts)| {
            receipts
                .into_iter()
                .map(move |one| (author, one.user_id, one.kind, one.message_id.get()))
        });
        each.collect()
    }

    #[test]
    fn rc1_each_author_hears_of_the_newest_of_their_own() {
        let mut state = State::default();
        for (message, author) in [(10, ADA), (11, BOB), (12, ADA), (13, EVE)] {
            state.said(id(message), author);
        }
        assert!(state.note(EVE, ReceiptKind::Read, id(12)));
        assert!(!state.note(BOB, ReceiptKind::Read, id(10)), "somebody tells it already");
        assert_eq!(
            taken(&mut state),
            [
                (ADA, BOB, ReceiptKind::Read, 10),
                (ADA, EVE, ReceiptKind::Read, 12),
                (BOB, EVE, ReceiptKind::Read, 11),
            ]
        );
        assert!(!state.note(EVE, ReceiptKind::Read, id(12)), "nothing new");
        assert!(!state.note(EVE, ReceiptKind::Read, id(13)), "nobody but themselves");
        assert!(taken(&mut state).is_empty());
    }

    #[test]
    fn what_was_read_was_delivered() {
        let mut state = State::default();
        state.said(id(10), ADA);
        assert!(state.note(BOB, ReceiptKind::Delivered, id(10)));
        state.note(BOB, ReceiptKind::Read, id(10));
        assert_eq!(taken(&mut state), [(ADA, BOB, ReceiptKind::Read, 10)]);
    }

    #[test]
    fn what_was_said_before_comes_before_what_is_known() {
        let mut state = State::default();
        state.said(id(12), BOB);
        state.fill([(id(12), BOB), (id(11), ADA), (id(10), EVE)].into_iter());
        assert!(state.is_filled());
        assert!(state.note(BOB, ReceiptKind::Read, id(12)));
        let told: Vec<_> = taken(&mut state).into_iter().map(|(author, ..)| author).collect();
        assert_eq!(told, [ADA, EVE]);
    }

    #[test]
    fn it_remembers_only_so_much() {
        let mut state = State::default();
        for message in 0..2 * RECENT_MAX as u64 {
            state.said(id(message + 1), ADA);
        }
        assert_eq!(state.recent.len(), RECENT_MAX);
        for user in 0..1_000 {
            state.note(UserId::new(user + 10), ReceiptKind::Read, id(150));
        }
        assert!(state.seen.len() <= 2 * PEOPLE_MAX);
    }
}
