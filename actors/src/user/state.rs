//! The user's mind: what others see of a set of sessions.

use std::collections::BTreeSet;
use std::time::Duration;

use protocol::GuildId;
use protocol::gateway::PresenceChange;
use protocol::wire::{ACTIVITIES_MAX, Activity, ChosenStatus, KnownSettings, Status};

use super::rest::Rest;
use crate::appearance::Appearance;

/// A session as its user's actor sees it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) attached: bool,
    pub(super) presence: PresenceChange,
}

/// What to do after a look at the sessions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// What others see.
    pub(super) shown: Appearance,
    /// Look again after the wait for another socket.
    pub(super) wait: bool,
    /// Look again then: what is shown ends by itself.
    pub(super) ends_after: Option<Duration>,
}

/// See the module.
#[derive(Debug)]
pub(super) struct UserState {
    /// What the sessions come to, without the choice.
    status: Status,
    activities: Vec<Activity>,
    waiting: bool,
    waited: bool,
    /// `None` until they were read.
    settings: Option<KnownSettings>,
    /// The end of a text that is waited for.
    ending_ms: Option<i64>,
    /// How near it is to its rest.
    pub(super) rest: Rest,
}

impl Default for UserState {
    fn default() -> Self {
        Self {
            status: Status::Offline,
            activities: Vec::new(),
            waiting: false,
            waited: false,
            settings: None,
            ending_ms: None,
            rest: Rest::default(),
        }
    }
}

impl UserState {
    /// US1, US2, US3. `None` while the settings are not known.
    pub(super) fn look(&mut self, sessions: &[Seen], now_ms: i64) -> Option<Look> {
        let settings = self.settings.as_ref()?;
        let attached: Vec<&Seen> = sessions.iter().filter(|seen| seen.attached).collect();
        if !attached.is_empty() {
            self.waited = false;
            self.status = strongest(&attached);
            self.activities = activities_of(&attached, self.status);
        } else if self.waited {
            self.status = Status::Offline;
        }
        let lingers = attached.is_empty() && self.status != Status::Offline;
        let wait = lingers && !self.waiting;
        self.waiting |= wait;
        let status = chosen(self.status, settings.status);
        let is_news = |end: &i64| self.ending_ms.is_none_or(|awaited| *end < awaited);
        let end_ms = settings.ends_ms(now_ms).filter(|_| status != Status::Offline).filter(is_news);
        let ends_after = end_ms.map(|end| Duration::from_millis((end - now_ms).unsigned_abs()));
        self.ending_ms = end_ms.or(self.ending_ms);
        let mut activities: Vec<Activity> = settings.activity(now_ms).into_iter().collect();
        activities.extend(self.activities.iter().cloned());
        activities.truncate(ACTIVITIES_MAX);
        Some(Look { shown: Appearance::new(status, activities), wait, ends_after })
    }

    /// US4. Whether it waits for nothing but for what somebody has to tell.
    pub(super) fn may_rest(&self) -> bool {
        self.is_known() && !self.waiting && self.ending_ms.is_none()
    }

    /// Whether what the user chose was read.
    pub(super) fn is_known(&self) -> bool {
        self.settings.is_some()
    }

    pub(super) fn know(&mut self, settings: KnownSettings) {
        self.settings = Some(settings);
    }

    pub(super) fn waited(&mut self) {
        self.waiting = false;
        self.waited = true;
    }

    pub(super) fn ended(&mut self) {
        self.ending_ms = None;
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

fn strongest(sessions: &[&Seen]) -> Status {
    let any = |wanted| sessions.iter().any(|seen| seen.presence.status == wanted);
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

/// Those of the sessions that make the status.
fn activities_of(sessions: &[&Seen], status: Status) -> Vec<Activity> {
    let makers = sessions.iter().filter(|seen| seen.presence.status.seen() == status);
    makers.flat_map(|seen| seen.presence.activities.iter().cloned()).take(ACTIVITIES_MAX).collect()
}

/// US3. What a choice makes of the status that the sessions come to.
fn chosen(status: Status, choice: ChosenStatus) -> Status {
    match (status, choice) {
        (Status::Offline, _) | (_, ChosenStatus::Invisible) => Status::Offline,
        (Status::Dnd, _) | (_, ChosenStatus::Dnd) => Status::Dnd,
        (Status::Idle, _) | (_, ChosenStatus::Idle) => Status::Idle,
        (Status::Online, ChosenStatus::Online) => Status::Online,
    }
}

#[cfg(test)]
mod tests {
    use protocol::Timestamp;
    use protocol::wire::CustomStatus;

    use super::*;

    fn seen(attached: bool, status: ChosenStatus) -> Seen {
        Seen { attached, presence: PresenceChange { status, activities: Vec::new() } }
    }

    fn chose(status: ChosenStatus) -> KnownSettings {
        KnownSettings { status, ..KnownSettings::default() }
    }

    fn user(status: ChosenStatus) -> UserState {
        let mut user = UserState::default();
        user.know(chose(status));
        user
    }

    fn status(user: &mut UserState, sessions: &[Seen]) -> Status {
        user.look(sessions, 0).unwrap().shown.status
    }

    #[test]
    fn us1_the_strongest_session_with_a_socket_counts() {
        let mut user = user(ChosenStatus::Online);
        let idle = seen(true, ChosenStatus::Idle);
        let online = seen(true, ChosenStatus::Online);
        let gone = seen(false, ChosenStatus::Dnd);
        assert_eq!(status(&mut user, &[idle.clone(), gone]), Status::Idle);
        assert_eq!(status(&mut user, &[idle, online.clone()]), Status::Online);
        let dnd = seen(true, ChosenStatus::Dnd);
        assert_eq!(status(&mut user, &[dnd, online]), Status::Dnd);
    }

    #[test]
    fn us2_a_lost_socket_shows_only_after_the_wait_and_hiding_at_once() {
        let mut user = user(ChosenStatus::Online);
        user.look(&[seen(true, ChosenStatus::Online)], 0);
        let look = user.look(&[seen(false, ChosenStatus::Online)], 0).unwrap();
        assert_eq!((look.shown.status, look.wait, user.may_rest()), (Status::Online, true, false));
        assert!(!user.look(&[], 0).unwrap().wait, "one wait at a time");
        user.waited();
        let look = user.look(&[], 0).unwrap();
        assert_eq!((look.shown.status, user.may_rest()), (Status::Offline, true));
        assert_eq!(status(&mut user, &[seen(true, ChosenStatus::Invisible)]), Status::Offline);
    }

    #[test]
    fn us2_a_socket_that_comes_back_in_time_is_never_seen_to_leave() {
        let mut user = user(ChosenStatus::Online);
        user.look(&[seen(true, ChosenStatus::Online)], 0);
        user.look(&[seen(false, ChosenStatus::Online)], 0);
        user.look(&[seen(true, ChosenStatus::Online)], 0);
        user.waited();
        assert_eq!(status(&mut user, &[seen(true, ChosenStatus::Online)]), Status::Online);
    }

    #[test]
    fn us3_a_choice_holds_for_every_session_also_for_one_that_is_coming_back() {
        let online = seen(true, ChosenStatus::Online);
        let idle = seen(true, ChosenStatus::Idle);
        let mut user = user(ChosenStatus::Dnd);
        assert_eq!(status(&mut user, &[online.clone(), idle.clone()]), Status::Dnd);
        user.know(chose(ChosenStatus::Idle));
        assert_eq!(status(&mut user, std::slice::from_ref(&online)), Status::Idle);
        user.know(chose(ChosenStatus::Invisible));
        assert_eq!(status(&mut user, &[online, idle]), Status::Offline);
        assert_eq!(status(&mut user, &[]), Status::Offline, "not seen while it is waited for");
    }

    #[test]
    fn us3_before_the_choice_is_known_nobody_is_seen() {
        assert_eq!(UserState::default().look(&[seen(true, ChosenStatus::Online)], 0), None);
        assert!(!UserState::default().may_rest());
    }

    #[test]
    fn a_text_is_shown_until_its_end_and_waited_for_once() {
        let mut user = UserState::default();
        let expires_at = Some(Timestamp::from_ms(9_000));
        let custom = Some(CustomStatus { text: "Away".to_owned(), expires_at });
        user.know(KnownSettings { custom, ..chose(ChosenStatus::Online) });
        let online = [seen(true, ChosenStatus::Online)];
        let with_text =
            |text: &str| Appearance::new(Status::Online, vec![Activity::custom(text.to_owned())]);
        let look = user.look(&online, 4_000).unwrap();
        assert_eq!(look.ends_after, Some(Duration::from_secs(5)));
        assert_eq!(look.shown, with_text("Away"));
        assert_eq!(user.look(&online, 5_000).unwrap().ends_after, None);
        let sooner = Some(Timestamp::from_ms(7_000));
        let custom = Some(CustomStatus { text: "Away".to_owned(), expires_at: sooner });
        user.know(KnownSettings { custom, ..chose(ChosenStatus::Online) });
        assert_eq!(user.look(&online, 5_000).unwrap().ends_after, Some(Duration::from_secs(2)));
        user.ended();
        let look = user.look(&online, 9_000).unwrap();
        assert_eq!(look.ends_after, None);
        assert_eq!(look.shown, Appearance::new(Status::Online, Vec::new()));
    }
}
