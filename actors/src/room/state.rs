//! The room's mind: who gets in, who stays, and which way sound takes.
//!
//! It is made of what is known of the room at each turn, and what it comes to is what is known next.

use protocol::UserId;
use protocol::gateway::PeerId;

use super::roster::{Kind, Mode, OwnVoice, Participant, Roster};
use super::standing::{Rights, Terms, VoiceError};
use crate::session::SessionId;

/// Participants of a room at most, bots among them: what is told of each is told to each.
pub(crate) const PARTICIPANTS_MAX: usize = 256;

/// What the instance says of all rooms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// People whose sound goes from each to each other.
    pub(crate) mesh_max: usize,
    /// People whose sound goes through the media server; 0 where none runs.
    pub(crate) media_max: usize,
    /// How long somebody without a socket stays.
    pub(crate) grace_ms: i64,
}

/// Somebody who wants to get in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Joining {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    pub(crate) kind: Kind,
    pub(crate) own: OwnVoice,
    /// Somebody who moves members puts it there.
    pub(crate) brought: bool,
    /// Its user keeps its address from the others.
    pub(crate) hides_address: bool,
}

/// What there is to know of somebody in the room.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// None for whoever does not see the channel, or no longer.
    pub(crate) rights: Option<Rights>,
    pub(crate) line: Line,
    /// Whether its user chose to be invisible.
    pub(crate) is_hidden: bool,
    /// Whether its user keeps its address from the others.
    pub(crate) hides_address: bool,
    /// Whether its user still sits there.
    pub(crate) is_seated: bool,
}

/// How a session is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// It has a socket.
    Open,
    /// It may come back.
    Lost,
    /// It is gone.
    Ended,
}

/// See the module.
pub(crate) struct RoomState {
    roster: Roster,
    rules: Rules,
    /// Whom the last look took out only because no way was left for their sound.
    wayless: Vec<Participant>,
}

impl RoomState {
    pub(crate) fn new(roster: Roster, rules: Rules) -> Self {
        Self { roster, rules, wayless: Vec::new() }
    }

    pub(crate) fn roster(&self) -> &Roster {
        &self.roster
    }

    /// RO11. Whom the look took out because they hide their address and no media server runs.
    pub(crate) fn wayless(&self) -> &[Participant] {
        &self.wayless
    }

    /// RO10. How many are there of whom somebody who comes may not know.
    pub(crate) fn unknown_to(&self, comer: UserId, is_apart: impl Fn(UserId) -> bool) -> usize {
        let others = self.roster.participants.values().filter(|one| one.user != comer);
        others.filter(|one| one.is_hidden || is_apart(one.user)).count()
    }

    /// RO1, RO2. Lets somebody in under a number that is greater than all that were given before, in the place of what there was of the same user. Nothing changes
    /// when it is refused.
    pub(crate) fn join(
        &mut self,
        peer: PeerId,
        joining: Joining,
        terms: Terms,
        rights: Rights,
    ) -> Result<(), VoiceError> {
        if !rights.lets_in(joining.brought) {
            return Err(VoiceError::NotAllowed);
        }
        let participants = &self.roster.participants;
        debug_assert!(participants.keys().all(|before| *before < peer), "RO3");
        let others = || participants.values().filter(|one| one.user != joining.user);
        let passes_limit = joining.brought || rights.moves_members;
        let is_full = terms.user_limit > 0 && others().count() >= terms.user_limit;
        if (is_full && !passes_limit) || others().count() >= PARTICIPANTS_MAX {
            return Err(VoiceError::Full);
        }
        let Joining { user, session, kind, own, brought, hides_address } = joining;
        // No sound goes to a bot, whose address nobody learns.
        let hides_address = hides_address && kind == Kind::Person;
        if hides_address && self.rules.media_max == 0 {
            return Err(VoiceError::AddressHidden);
        }
        let people = others().filter(|one| one.is_person());
        let count = people.clone().count() + usize::from(kind == Kind::Person);
        let hides = people.clone().any(|one| one.hides_address) || hides_address;
        self.mode_for(count, hides).ok_or(VoiceError::Full)?;
        self.roster.participants.retain(|_, one| one.user != user);
        let (standing, is_hidden, lost_at_ms) = (rights.standing, false, None);
        let joined = Participant {
            user,
            peer,
            session,
            kind,
            own,
            standing,
            is_hidden,
            hides_address,
            brought,
            lost_at_ms,
        };
        self.roster.participants.insert(peer, joined);
        Ok(())
    }

    /// Somebody mutes themselves, or the like. False when they are not there.
    pub(crate) fn set_own(&mut self, peer: PeerId, own: OwnVoice) -> bool {
        let participant = self.roster.participants.get_mut(&peer);
        participant.map(|participant| participant.own = own).is_some()
    }

    /// RO4, RO5, RO11. Takes out whoever may not stay, and what the channel asks over. Without terms there is no
    /// such channel any more. When to look again, if nothing happens until then.
    pub(crate) fn look(
        &mut self,
        terms: Option<Terms>,
        seen: impl Fn(&Participant) -> Seen,
        now_ms: i64,
    ) -> Option<i64> {
        let (grace_ms, has_media) = (self.rules.grace_ms, self.rules.media_max > 0);
        self.wayless.clear();
        match terms {
            Some(terms) => self.roster.bitrate = terms.bitrate,
            None => self.roster.participants.clear(),
        }
        self.roster.participants.retain(|_, participant| {
            let seen = seen(participant);
            let Some(rights) = seen.rights else { return false };
            participant.standing = rights.standing;
            participant.is_hidden = seen.is_hidden;
            participant.hides_address = seen.hides_address && participant.is_person();
            participant.lost_at_ms = match seen.line {
                Line::Open => None,
                Line::Lost => Some(participant.lost_at_ms.unwrap_or(now_ms)),
                Line::Ended => return false,
            };
            let is_lost = participant.lost_at_ms.is_some_and(|at_ms| now_ms >= at_ms + grace_ms);
            let stays = rights.lets_in(participant.brought) && seen.is_seated && !is_lost;
            let is_wayless = stays && participant.hides_address && !has_media;
            if is_wayless {
                self.wayless.push(participant.clone());
            }
            stays && !is_wayless
        });
        let people = self.roster.people().count();
        let hides = self.roster.people().any(|one| one.hides_address);
        // Whoever got in fitted in, and fewer people always do.
        self.roster.mode = self.mode_for(people, hides).unwrap_or(self.roster.mode);
        self.roster.outgrew = people > self.mesh_max();
        let lost = self.roster.participants.values().filter_map(|one| one.lost_at_ms);
        lost.map(|at_ms| at_ms + grace_ms).min()
    }

    /// RO2, RO8, RO11. Which way the sound of so many people takes, of whom somebody hides their address or
    /// nobody; none if there is no way.
    fn mode_for(&self, people: usize, hides: bool) -> Option<Mode> {
        if people <= self.mesh_max() && !hides {
            Some(Mode::Mesh)
        } else if people <= self.rules.media_max {
            Some(Mode::Sfu)
        } else {
            None
        }
    }

    /// RO8.
    fn mesh_max(&self) -> usize {
        match self.roster.outgrew {
            false => self.rules.mesh_max,
            true => self.rules.mesh_max.saturating_sub(1),
        }
    }
}
