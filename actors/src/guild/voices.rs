//! Who is in the voice channels of a guild, as its sessions are told.
//!
//! - VO1  A session hears of whoever is in a channel that it sees, and of nobody else. Whoever goes where
//!   it does not see is gone to it.
//! - VO2  A session hears each change once: what GUILD_CREATE did not say comes after it.
//!
//! - VO3  Of two who are apart ([`crate::blocks`]) neither hears where the other one is.
//! - VO4  Where somebody is who chose to be invisible only those hear who sit in the same channel, and so
//!   hear their voice; who comes there hears of them then, and who goes hears that they are gone.
//!
//! - VO5  Of conversations each has a table of its own, and their events no guild that tells them apart: whoever
//!   goes from one to another that somebody sees too is not gone to them.
//!
//! One lock is held over a change and its telling, over the greeting of a session, and over a change of
//! what is seen. Rooms tell here, each in its own turn, so a user may take a new seat before it has left the old one.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::MutexGuard;
use protocol::event::Event;
use protocol::gateway::PeerId;
use protocol::wire::VoiceState;
use protocol::{ChannelId, UserId};

use super::GuildShared;
use super::publish::hears;
use crate::blocks::Blocks;
use crate::outbox::Outgoing;
use crate::render;
use crate::room::{OwnVoice, Participant, Standing};
use crate::session::{SessionId, SessionShared};
use crate::view::GuildView;

/// Where somebody is in voice, and how they are heard there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct VoiceSeat {
    pub(crate) channel: ChannelId,
    pub(crate) peer: PeerId,
    pub(crate) session: SessionId,
    pub(crate) own: OwnVoice,
    pub(crate) standing: Standing,
    pub(crate) is_hidden: bool,
}

/// Where each member in voice is.
pub(crate) type VoiceSeats = BTreeMap<UserId, VoiceSeat>;

/// What a session hears of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Nothing,
    /// Where somebody is now.
    State,
    /// That somebody is nowhere.
    Gone,
}

impl GuildShared {
    /// Who is in voice. While this is held, nobody comes or goes.
    pub(crate) fn voice_seats(&self) -> MutexGuard<'_, VoiceSeats> {
        self.voices.lock()
    }

    /// VO1. Somebody came into a room, or stands otherwise there.
    pub(crate) fn seat(&self, channel: ChannelId, participant: &Participant, blocks: &Blocks) {
        let Participant { user, peer, session, own, standing, is_hidden, .. } = *participant;
        let seat = VoiceSeat { channel, peer, session, own, standing, is_hidden };
        let mut seats = self.voice_seats();
        let before = seats.get(&user).copied();
        // Of two rooms the one that was entered last is right.
        if before.is_some_and(|before| before == seat || before.peer > peer) {
            return;
        }
        seats.insert(user, seat);
        self.tell_of(&seats, user, (before, Some(seat)), |viewer| blocks.are_apart(viewer, user));
        self.tell_of_hidden(&seats, user, (before, Some(seat)), blocks);
    }

    /// VO1, VO5. Somebody went out of a room. If it sits elsewhere by now, that was told already. Who knows of
    /// where else it is, `is_known_to` says.
    pub(crate) fn rise(
        &self,
        user: UserId,
        peer: PeerId,
        blocks: &Blocks,
        is_known_to: impl Fn(UserId) -> bool,
    ) {
        let mut seats = self.voice_seats();
        let seat = seats.get(&user).copied().filter(|seat| seat.peer == peer);
        if let Some(seat) = seat {
            seats.remove(&user);
            self.tell_of(&seats, user, (Some(seat), None), |viewer| {
                blocks.are_apart(viewer, user) || is_known_to(viewer)
            });
            self.tell_of_hidden(&seats, user, (Some(seat), None), blocks);
        }
    }

    /// VO3. Two are apart now, or are no more: a session of one of them hears of the other one accordingly.
    pub(crate) fn tell_anew(&self, session: &SessionShared, seen: UserId, blocks: &Blocks) {
        let seats = self.voice_seats();
        let Some(seat) = seats.get(&seen) else { return };
        let view = self.view_full();
        if view.can_view(session.user, seat.channel) && is_open(&seats, session.user, seen, seat) {
            let heard = heard(true, !blocks.are_apart(session.user, seen));
            Notices::new(&view, seen, *seat).send(session, heard);
        }
    }

    /// Tells where `user` is now, who was somewhere before, but for those who are to hear nothing.
    fn tell_of(
        &self,
        seats: &VoiceSeats,
        user: UserId,
        (before, now): (Option<VoiceSeat>, Option<VoiceSeat>),
        is_passed_over: impl Fn(UserId) -> bool,
    ) {
        let view = self.view_full();
        let Some(last) = now.or(before) else { return };
        let left = before.unwrap_or(last);
        let mut notices = Notices { left, ..Notices::new(&view, user, last) };
        for session in self.sessions() {
            if is_passed_over(session.user) {
                continue;
            }
            let sees = |seat: Option<VoiceSeat>| {
                seat.is_some_and(|seat| {
                    view.can_view(session.user, seat.channel)
                        && is_open(seats, session.user, user, &seat)
                })
            };
            notices.send(&session, heard(sees(before), sees(now)));
        }
    }

    /// VO4. Tells `viewer` who comes, goes or moves of those who hide from whoever is not there with them.
    fn tell_of_hidden(
        &self,
        seats: &VoiceSeats,
        viewer: UserId,
        (before, now): (Option<VoiceSeat>, Option<VoiceSeat>),
        blocks: &Blocks,
    ) {
        let [before, now] = [before, now].map(|seat| seat.map(|seat| seat.channel));
        if before == now {
            return;
        }
        let view = self.view_full();
        let hide = |(user, seat): &(&UserId, &VoiceSeat)| {
            seat.is_hidden && **user != viewer && !blocks.are_apart(viewer, **user)
        };
        let mut own = self.sessions();
        own.retain(|session| session.user == viewer);
        for (user, seat) in seats.iter().filter(hide) {
            let sees = view.can_view(viewer, seat.channel);
            let is_there = |channel| sees && channel == Some(seat.channel);
            let mut notices = Notices::new(&view, *user, *seat);
            for session in &own {
                notices.send(session, heard(is_there(before), is_there(now)));
            }
        }
    }
}

/// VO1. What somebody hears who saw where somebody was, or sees where they are.
fn heard(saw: bool, sees: bool) -> Heard {
    match (saw, sees) {
        (_, true) => Heard::State,
        (true, false) => Heard::Gone,
        (false, false) => Heard::Nothing,
    }
}

/// VO4. Whether somebody may know that another one sits there.
fn is_open(seats: &VoiceSeats, viewer: UserId, user: UserId, seat: &VoiceSeat) -> bool {
    let sits_there = || seats.get(&viewer).is_some_and(|own| own.channel == seat.channel);
    !seat.is_hidden || viewer == user || sits_there()
}

/// VO1. What is seen has changed: some hear of people who were there already, and others no more.
pub(super) fn sight_moved(
    seats: &VoiceSeats,
    sessions: &[Arc<SessionShared>],
    (before, next): (&GuildView, &GuildView),
    blocks: &Blocks,
) {
    for (user, seat) in seats {
        let mut notices = Notices::new(next, *user, *seat);
        let hears = |one: &&Arc<SessionShared>| {
            next.members.contains_key(&one.user)
                && !blocks.are_apart(one.user, *user)
                && is_open(seats, one.user, *user, seat)
        };
        for session in sessions.iter().filter(hears) {
            let saw = before.can_view(session.user, seat.channel);
            let sees = next.can_view(session.user, seat.channel);
            if saw != sees {
                notices.send(session, heard(saw, sees));
            }
        }
    }
}

/// VO1, VO3, VO4. Who is in voice, for a member who is greeted.
pub(crate) fn visible<'s>(
    seats: &'s VoiceSeats,
    view: &'s GuildView,
    viewer: UserId,
    blocks: &'s Blocks,
) -> impl Iterator<Item = (UserId, &'s VoiceSeat)> {
    let seen = seats.iter().filter(move |(user, seat)| {
        view.can_view(viewer, seat.channel)
            && !blocks.are_apart(viewer, **user)
            && is_open(seats, viewer, **user, seat)
    });
    seen.map(|(user, seat)| (*user, seat))
}

/// Two events about somebody, each made when the first one hears it.
struct Notices<'v> {
    view: &'v GuildView,
    user: UserId,
    seat: VoiceSeat,
    /// What is told of whoever is gone: nothing of where they are now.
    left: VoiceSeat,
    state: Option<(Event, Outgoing)>,
    gone: Option<(Event, Outgoing)>,
}

impl<'v> Notices<'v> {
    fn new(view: &'v GuildView, user: UserId, seat: VoiceSeat) -> Self {
        Self { view, user, seat, left: seat, state: None, gone: None }
    }

    fn send(&mut self, session: &SessionShared, heard: Heard) {
        let channel = self.seat.channel;
        let (event, outgoing) = match heard {
            Heard::Nothing => return,
            Heard::State => self.state.get_or_insert_with(|| {
                let state = render::voice_state(self.view, self.user, &self.seat);
                let event = Event::VoiceStateUpdate(Box::new(state));
                let outgoing = Outgoing::in_channel(&event, channel);
                (event, outgoing)
            }),
            Heard::Gone => self.gone.get_or_insert_with(|| {
                let state = render::voice_state(self.view, self.user, &self.left);
                let event =
                    Event::VoiceStateUpdate(Box::new(VoiceState { channel_id: None, ..state }));
                let outgoing = Outgoing::of(&event);
                (event, outgoing)
            }),
        };
        if hears(session, event) {
            session.outbox.push(std::slice::from_ref(outgoing), || true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vo1_who_goes_where_somebody_does_not_see_is_gone_to_them() {
        for (saw, sees, wanted) in [
            (false, false, Heard::Nothing),
            (false, true, Heard::State),
            (true, true, Heard::State),
            (true, false, Heard::Gone),
        ] {
            assert_eq!(heard(saw, sees), wanted, "{saw} {sees}");
        }
    }
}
