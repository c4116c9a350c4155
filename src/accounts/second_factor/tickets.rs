//! Logins that are half done (SF3). They are in memory alone: after a restart one begins anew.

use std::collections::VecDeque;

use protocol::UserId;

use crate::accounts::secret::{self, SecretHash};

/// From the right password to the code.
const LIFE_MS: i64 = 5 * 60_000;

/// Codes that may be tried with one.
const TRIES_MAX: u8 = 5;

/// Of one account at once. The oldest goes for another one, so that whoever knows a password drives out
/// nobody else's.
const PER_ACCOUNT_MAX: usize = 4;

/// At once, some 1 MB. The oldest goes for another one.
const TICKETS_MAX: usize = 10_000;

struct Ticket {
    hash: SecretHash,
    user: UserId,
    ends_at_ms: i64,
    tries_left: u8,
}

/// See the module. In the order in which they were handed out.
#[derive(Default)]
pub(in crate::accounts) struct Tickets(VecDeque<Ticket>);

impl Tickets {
    /// A new one for somebody whose password was right.
    pub(in crate::accounts) fn open(&mut self, user: UserId, now_ms: i64) -> String {
        self.0.retain(|ticket| now_ms < ticket.ends_at_ms);
        if self.0.iter().filter(|ticket| ticket.user == user).count() >= PER_ACCOUNT_MAX {
            let oldest = self.0.iter().position(|ticket| ticket.user == user);
            oldest.map(|at| self.0.remove(at));
        } else if self.0.len() >= TICKETS_MAX {
            self.0.pop_front();
        }
        let text = secret::random_text();
        self.0.push_back(Ticket {
            hash: secret::hash(&text),
            user,
            ends_at_ms: now_ms.saturating_add(LIFE_MS),
            tries_left: TRIES_MAX,
        });
        text
    }

    /// Whose it is, while it is good.
    pub(super) fn holder(&self, text: &str, now_ms: i64) -> Option<UserId> {
        let ticket = self.0.get(self.find(text, now_ms)?)?;
        Some(ticket.user)
    }

    /// Takes one of its tries; false where there is none left.
    pub(super) fn spend_try(&mut self, text: &str, now_ms: i64) -> bool {
        let Some(at) = self.find(text, now_ms) else { return false };
        let ticket = &mut self.0[at];
        ticket.tries_left -= 1;
        if ticket.tries_left == 0 {
            self.0.remove(at);
        }
        true
    }

    /// Ends the one that was used.
    pub(super) fn end(&mut self, text: &str) {
        let hash = secret::hash(text);
        self.0.retain(|ticket| ticket.hash != hash);
    }

    /// Ends all of an account.
    pub(in crate::accounts) fn end_all(&mut self, user: UserId) {
        self.0.retain(|ticket| ticket.user != user);
    }

    fn find(&self, text: &str, now_ms: i64) -> Option<usize> {
        let hash = secret::hash(text);
        // Hashes of what nobody can choose: how long it takes to compare them tells nothing.
        self.0.iter().position(|ticket| ticket.hash == hash && now_ms < ticket.ends_at_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: UserId = UserId::new(1);
    const BOB: UserId = UserId::new(2);

    #[test]
    fn sf3_a_ticket_is_good_for_five_minutes_and_five_tries() {
        let mut tickets = Tickets::default();
        let text = tickets.open(ADA, 0);
        assert_eq!(tickets.holder(&text, LIFE_MS - 1), Some(ADA));
        assert_eq!(tickets.holder(&text, LIFE_MS), None);
        assert_eq!(tickets.holder("another", 0), None);
        for _ in 0..TRIES_MAX {
            assert!(tickets.spend_try(&text, 0));
        }
        assert!(!tickets.spend_try(&text, 0));
        assert_eq!(tickets.holder(&text, 0), None);
    }

    #[test]
    fn sf3_a_ticket_is_used_once_and_ends_with_those_of_its_account() {
        let mut tickets = Tickets::default();
        let (one, other, bobs) = (tickets.open(ADA, 0), tickets.open(ADA, 0), tickets.open(BOB, 0));
        tickets.end(&one);
        assert_eq!(tickets.holder(&one, 0), None);
        assert_eq!(tickets.holder(&other, 0), Some(ADA));
        tickets.end_all(ADA);
        assert_eq!(tickets.holder(&other, 0), None);
        assert_eq!(tickets.holder(&bobs, 0), Some(BOB));
    }

    #[test]
    fn sf3_many_tickets_of_one_account_drive_out_only_its_own() {
        let mut tickets = Tickets::default();
        let bobs = tickets.open(BOB, 0);
        let first = tickets.open(ADA, 0);
        let last = (0..TICKETS_MAX + 5).map(|_| tickets.open(ADA, 0)).last().expect("many");
        assert_eq!(tickets.0.len(), 1 + PER_ACCOUNT_MAX);
        assert_eq!(tickets.holder(&first, 0), None);
        assert_eq!((tickets.holder(&bobs, 0), tickets.holder(&last, 0)), (Some(BOB), Some(ADA)));
    }

    #[test]
    fn the_table_is_bounded() {
        let mut tickets = Tickets::default();
        for user in 0..=TICKETS_MAX as u64 {
            tickets.open(UserId::new(user), 0);
        }
        assert_eq!(tickets.0.len(), TICKETS_MAX);
        tickets.open(ADA, LIFE_MS);
        assert_eq!(tickets.0.len(), 1);
    }
}
