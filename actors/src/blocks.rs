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
pub(crate) struct Blocks(RwLock<HashMap<UserId, BTreeSet<UserId>>>);

impl Blocks {
    /// Takes over all whom a user blocks.
    pub(crate) fn learn(&self, user: UserId, blocked: BTreeSet<UserId>) {
        let mut blocks = self.0.write();
        if blocked.is_empty() {
            blocks.remove(&user);
        } else {
            blocks.insert(user, blocked);
        }
    }

    /// A user blocks another one, or does so no more.
    pub(crate) fn change(&self, user: UserId, other: UserId, is_blocked: bool) {
        let mut blocks = self.0.write();
        if is_blocked {
            blocks.entry(user).or_default().insert(other);
        } else if let Some(blocked) = blocks.get_mut(&user) {
            blocked.remove(&other);
        }
    }

    /// BL1.
    pub(crate) fn are_apart(&self, one: UserId, other: UserId) -> bool {
        let blocks = self.0.read();
        let has = |user, other| blocks.get(user).is_some_and(|all| all.contains(other));
        !blocks.is_empty() && (has(&one, &other) || has(&other, &one))
    }

    /// Whether anybody is apart from one of these.
    pub(crate) fn concern(&self, users: impl IntoIterator<Item = UserId>) -> bool {
        let blocks = self.0.read();
        let blocked = |user: &UserId| blocks.values().any(|all| all.contains(user));
        !blocks.is_empty()
            && users.into_iter().any(|user| blocks.contains_key(&user) || blocked(&user))
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
        assert!(blocks.are_apart(ADA, BOB) && blocks.are_apart(BOB, ADA));
        assert!(!blocks.are_apart(ADA, EVE) && !blocks.are_apart(BOB, EVE));
        blocks.change(ADA, BOB, false);
        assert!(!blocks.are_apart(BOB, ADA));
    }

    #[test]
    fn bl2_what_is_read_takes_the_place_of_what_was_known() {
        let blocks = Blocks::default();
        blocks.change(ADA, BOB, true);
        blocks.learn(ADA, BTreeSet::from([EVE]));
        assert!(blocks.are_apart(EVE, ADA) && !blocks.are_apart(ADA, BOB));
        blocks.learn(ADA, BTreeSet::new());
        assert!(!blocks.are_apart(EVE, ADA));
    }

    #[test]
    fn whoever_blocks_or_is_blocked_is_concerned() {
        let blocks = Blocks::default();
        assert!(!blocks.concern([ADA, BOB]));
        blocks.change(ADA, BOB, true);
        assert!(blocks.concern([ADA]) && blocks.concern([EVE, BOB]) && !blocks.concern([EVE]));
    }
}
