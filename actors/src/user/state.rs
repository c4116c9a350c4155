//! The user's mind: what others see of a set of sessions.

use std::collections::BTreeSet;

use protocol::GuildId;
use protocol::wire::{ChosenStatus, Status};

/// A session as its user's actor sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) attached: bool,
    pub(super) status: ChosenStatus,
}

/// What to do after a look at the sessions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// What others see.
    pub(super) status: Status,
    /// Look again after the wait for another socket.
    pub(super) wait: bool,
    /// There is nothing left to do.
    pub(super) unload: bool,
}

#[derive(Debug)]
pub(super) struct UserState {
    shown: Status,
    waiting: bool,
    waited: bool,
}

impl Default for UserState {
    fn default() -> Self {
        Self { shown: Status::Offline, waiting: false, waited: false }
    }
}

impl UserState {
    /// US1, US2.
    pub(super) fn look(&mut self, sessions: &[Seen]) -> Look {
        let attached: Vec<Seen> = sessions.iter().filter(|seen| seen.attached).copied().collect();
        if !attached.is_empty() {
            self.waited = false;
            self.shown = strongest(&attached);
        } else if self.waited || self.shown == Status::Offline {
            self.shown = Status::Offline;
        }
        let lingers = attached.is_empty() && self.shown != Status::Offline;
        let wait = lingers && !self.waiting;
        self.waiting |= wait;
        let unload = sessions.is_empty() && self.shown == Status::Offline;
        Look { status: self.shown, wait, unload }
    }

    pub(super) fn waited(&mut self) {
        self.waiting = false;
        self.waited = true;
    }
}

/// All guilds the user's sessions are in, and those they were in and must hear of the end.
pub(super) fn guilds_to_tell(
    told: &mut BTreeSet<GuildId>,
    now: &BTreeSet<GuildId>,
    status: Status,
) -> Vec<GuildId> {
    let all: Vec<GuildId> = told.union(now).copied().collect();
    match status {
        Status::Offline => told.clear(),
        Status::Online | Status::Idle | Status::Dnd => told.extend(now),
    }
    all
}

fn strongest(sessions: &[Seen]) -> Status {
    let any = |wanted| sessions.iter().any(|seen| seen.status == wanted);
    if any(ChosenStatus::Dnd) {
        Status::Dnd
    } else if any(ChosenStatus::Online) {
        Status::Online
    } else if any(ChosenStatus::Idle) {
        Status::Idle
    } else {
        Status::Offline
    }
}

#[cfg(test)]
mod tests {
    use super::{ChosenStatus, Seen, Status, UserState};

    fn seen(attached: bool, status: ChosenStatus) -> Seen {
        Seen { attached, status }
    }

    #[test]
    fn us1_the_strongest_session_with_a_socket_counts() {
        let mut user = UserState::default();
        let idle = seen(true, ChosenStatus::Idle);
        let gone = seen(false, ChosenStatus::Dnd);
        assert_eq!(user.look(&[idle, gone]).status, Status::Idle);
        assert_eq!(user.look(&[idle, seen(true, ChosenStatus::Online)]).status, Status::Online);
        let dnd = seen(true, ChosenStatus::Dnd);
        assert_eq!(user.look(&[dnd, seen(true, ChosenStatus::Online)]).status, Status::Dnd);
    }

    #[test]
    fn us2_a_lost_socket_shows_only_after_the_wait_and_hiding_at_once() {
        let mut user = UserState::default();
        user.look(&[seen(true, ChosenStatus::Online)]);
        let look = user.look(&[seen(false, ChosenStatus::Online)]);
        assert_eq!((look.status, look.wait, look.unload), (Status::Online, true, false));
        assert!(!user.look(&[]).wait, "one wait at a time");
        user.waited();
        let look = user.look(&[]);
        assert_eq!((look.status, look.unload), (Status::Offline, true));
        assert_eq!(user.look(&[seen(true, ChosenStatus::Invisible)]).status, Status::Offline);
    }

    #[test]
    fn us2_a_socket_that_comes_back_in_time_is_never_seen_to_leave() {
        let mut user = UserState::default();
        user.look(&[seen(true, ChosenStatus::Online)]);
        user.look(&[seen(false, ChosenStatus::Online)]);
        user.look(&[seen(true, ChosenStatus::Online)]);
        user.waited();
        assert_eq!(user.look(&[seen(true, ChosenStatus::Online)]).status, Status::Online);
    }
}
