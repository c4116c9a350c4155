//! Who is apart: two people of whom one blocks the other, where it has to be known at once.
//!
//! - BL1  It holds both ways, whoever of the two blocks.
//! - BL2  Of everybody who had a session since the start, all whom they block are known. What changes it holds
//!   the lock of that user's relations.

use std::collections::{BTreeSet, HashMap};

use parking_lot::RwLock;
use protocol::UserId;

/// See the module. An entry is as large as a list of relationships may be, and most people have none.
#[derive(Debug, Default)]
pub(crate) struct Blocks(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Whom somebody blocks; nobody blocks nobody.
    by: HashMap<UserId, BTreeSet<UserId>>,
    /// By how many somebody is blocked, once at least.
    of: HashMap<UserId, usize>,
}

impl Blocks {
    /// Takes over all whom a user blocks.
    pub(crate) fn learn(&self, user: UserId, blocked: BTreeSet<UserId>) {
        let mut known = self.0.write();
        for other in known.by.remove(&user).unwrap_or_default() {
            known.less(other);
        }
        for other in &blocked {
            *known.of.entry(*other).or_default() += 1;
        }
        if !blocked.is_empty() {
            known.by.insert(user, blocked);
        }
    }

    /// A user blocks another one, or does so no more.
    pub(crate) fn change(&self, user: UserId, other: UserId, is_blocked: bool) {
        let mut known = self.0.write();
        if is_blocked {
            if known.by.entry(user).or_default().insert(other) {
                *known.of.entry(other).or_default() += 1;
            }
            return;
        }
        let Some(blocked) = known.by.get_mut(&user) else { return };
        let was_blocked = blocked.remove(&other);
        let is_last = blocked.is_empty();
        if is_last {
            known.by.remove(&user);
        }
        if was_blocked {
            known.less(other);
        }
    }

    /// BL1.
    pub(crate) fn are_apart(&self, one: UserId, other: UserId) -> bool {
        let known = self.0.read();
        let has = |user, other| known.by.get(user).is_some_and(|all| all.contains(other));
        has(&one, &other) || has(&other, &one)
    }

    /// Whether anybody is apart from one of these.
    pub(crate) fn concern(&self, users: impl IntoIterator<Item = UserId>) -> bool {
        let known = self.0.read();
        let concerns = |user: UserId| known.by.contains_key(&user) || known.of.contains_key(&user);
        !known.by.is_empty() && users.into_iter().any(concerns)
    }
}

impl Known {
    /// One less blocks a user.
    fn less(&mut self, user: UserId) {
        if let Some(count) = self.of.get_mut(&user) {
            *count -= 1;
            if *count == 0 {
                self.of.remove(&user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: UserId = UserId::new(1);
    const BOB: UserId = UserId::new(2);
    const EVE: UserId = UserId::new(3);

    #[test]
    fn bl1_it_holds_both_ways_until_it_ends() {
        let blocks = Blocks::default();
        assert!(!blocks.are_apart(ADA, BOB));
        blocks.change(ADA, BOB, true);
        blocks.change(ADA, BOB, true);
        assert!(blocks.are_apart(ADA, BOB) && blocks.are_apart(BOB, ADA));
        assert!(!blocks.are_apart(ADA, EVE) && !blocks.are_apart(BOB, EVE));
        blocks.change(ADA, BOB, false);
        assert!(!blocks.are_apart(BOB, ADA));
        assert!(!blocks.concern([ADA, BOB]), "nothing is left of it");
    }

    #[test]
    fn bl2_what_is_read_takes_the_place_of_what_was_known() {
        let blocks = Blocks::default();
        blocks.change(ADA, BOB, true);
        blocks.learn(ADA, BTreeSet::from([EVE]));
        assert!(blocks.are_apart(EVE, ADA) && !blocks.are_apart(ADA, BOB));
        assert!(!blocks.concern([BOB]));
        blocks.learn(ADA, BTreeSet::new());
        assert!(!blocks.are_apart(EVE, ADA) && !blocks.concern([ADA, EVE]));
    }

    #[test]
    fn whoever_blocks_or_is_blocked_is_concerned() {
        let blocks = Blocks::default();
        assert!(!blocks.concern([ADA, BOB]));
        blocks.change(ADA, BOB, true);
        assert!(blocks.concern([ADA]) && blocks.concern([EVE, BOB]) && !blocks.concern([EVE]));
    }
}
