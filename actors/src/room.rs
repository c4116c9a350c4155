//! One actor per voice channel or conversation with somebody in it to talk: who is there, and what they are
//! told of one another.
//!
//! - RO1  Nobody stays in a room who may not be there by the present view, and nobody in two.
//! - RO2  A room takes no more people than its sound has a way for.
//! - RO3  A participant's number is greater than all that were given before it.
//! - RO4  Whoever has no socket for longer than the grace is out, and whoever has no session at once.
//! - RO5  Each change is told: to the room, and to whoever sees the channel. What a former incarnation
//!   decided and did not tell is told by the next one.
//! - RO6  What participants send one another reaches participants of the same room only.
//!
//! - RO7  Of two who are apart ([`crate::blocks`]) neither is told of the other one, nor reaches them.
//! - RO8  A room that outgrew the mesh goes back to it only when one more could come: who comes and goes
//!   does not move everybody's sound each time.
//! - RO9  The media server has nobody who is not in the room, and mutes and parts as the room does ([`sound`]).
//! - RO10 A limit counts whom the comer may know of: of somebody who hides from them, or of whom they are apart,
//!   a full room says nothing. The bounds of RO2 hold for everybody.
//! - RO11 Of whoever hides their address nobody in the room learns it: sound goes through the media server while
//!   they are there, and no signal passes from them or to them. Nobody is told who it is. Without a media
//!   server they are not let in, nor kept, and are told why.
//!
//! Whatever is known of a room is in its node, and each turn begins there: a crash loses nothing, and
//! sound, which never comes this way, goes on. What passes between two participants asks no actor.

mod call;
mod call_keeping;
mod calling;
mod figures;
mod node;
mod offers;
mod roster;
mod seats;
mod signal;
mod sound;
mod speaking;
mod standing;
mod state;
mod steer;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use protocol::UserId;
use protocol::gateway::{MediaMode, PeerId, PeerSpeaking, VoiceMode, VoicePeer};
use protocol::wire::EmptyList;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;

use crate::frame::text_frame;
use crate::session;
pub use call::CallError;
pub(crate) use call_keeping::write as write_call;
pub(crate) use figures::rooms;
pub use figures::{RoomFigures, Rooms};
pub(crate) use node::RoomNode;
pub(crate) use offers::OfferQueue;
pub(crate) use roster::{BITRATE_DEFAULT, Kind, OwnVoice, Participant, Standing};
use roster::{Change, Mode, Roster, difference};
pub(crate) use seats::{Seat, Seats};
pub(crate) use signal::SignalRefusal;
pub(crate) use sound::{Sound, listen};
pub use standing::VoiceError;
pub(crate) use standing::may_enter;
use standing::{rights, terms};
pub(crate) use state::Joining;
use state::{Line, RoomState, Seen};

/// What a room is told. Each is on its way once at most, or waited for by its sender.
pub(crate) enum RoomMsg {
    /// Let somebody in.
    Join(Joining, oneshot::Sender<Result<(), VoiceError>>),
    /// Somebody mutes themselves, or the like.
    SetOwn(PeerId, OwnVoice, oneshot::Sender<bool>),
    /// Have the call ring these, or all who are not there.
    Ring(UserId, Option<Vec<UserId>>, oneshot::Sender<Result<(), CallError>>),
    /// Somebody declines, or takes back that the call rings these.
    StopRinging(UserId, Option<Vec<UserId>>, oneshot::Sender<()>),
    /// The guild, a session of somebody there or their seat is not what it was.
    Look,
    /// Somebody without a socket may have been away for too long, or a ring is over.
    Wake,
    /// Tell who speaks.
    TellSpeaking,
    /// The next change of somebody's speaking may be told now.
    SpeakingIsDue,
    /// Unload, if nobody is there.
    Unload,
    /// Crash: simulations and tests of supervision.
    #[cfg(feature = "faults")]
    Crash,
}

struct RoomActor {
    node: Arc<RoomNode>,
}

/// The timers of one incarnation; the next one sets its own.
#[derive(Default)]
struct Timers {
    wakes_at_ms: Option<i64>,
}

impl Actor for RoomActor {
    type Msg = RoomMsg;
    type State = Timers;
    type Arguments = ();

    async fn pre_start(
        &self,
        _myself: ActorRef<RoomMsg>,
        (): (),
    ) -> Result<Timers, ActorProcessingErr> {
        Ok(Timers::default())
    }

    async fn post_start(
        &self,
        myself: ActorRef<RoomMsg>,
        timers: &mut Timers,
    ) -> Result<(), ActorProcessingErr> {
        // What was noted while no actor was there, or lost its timer with the former one.
        self.node.begin_look();
        self.turn(&myself, timers, |_| ());
        self.tell_speaking(&myself);
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<RoomMsg>,
        message: RoomMsg,
        timers: &mut Timers,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            RoomMsg::Join(joining, reply) => {
                // Here, so that numbers rise in the order in which people come in (RO3).
                let peer = self.node.context.seats.next_peer();
                let joined = self.turn(&myself, timers, |state| self.admit(state, peer, joining));
                if !self.node.roster().participants.contains_key(&peer) {
                    // Its session ended on the way.
                    self.node.context.seats.rise(joining.user, peer);
                }
                // RO1, whoever waits for the answer or does so no more. After the turn: a move is told once.
                let joined = joined.map(|former| {
                    former.into_iter().for_each(|former| former.room.look_soon());
                });
                let _gone = reply.send(joined);
            }
            RoomMsg::SetOwn(peer, own, reply) => {
                let is_there = self.turn(&myself, timers, |state| state.set_own(peer, own));
                let _gone = reply.send(is_there);
            }
            RoomMsg::Ring(by, whom, reply) => {
                let now_ms = self.node.context.clock.now_ms();
                let rung = self.node.ring_now(by, whom.as_deref(), now_ms);
                self.turn(&myself, timers, |_| ());
                let _gone = reply.send(rung);
            }
            RoomMsg::StopRinging(by, whom, reply) => {
                self.node.call.lock().stop_ringing(by, whom.as_deref());
                self.turn(&myself, timers, |_| ());
                let _gone = reply.send(());
            }
            RoomMsg::Look => {
                self.node.begin_look();
                self.turn(&myself, timers, |_| ());
            }
            RoomMsg::Wake => {
                timers.wakes_at_ms = None;
                self.turn(&myself, timers, |_| ());
            }
            RoomMsg::TellSpeaking => self.tell_speaking(&myself),
            RoomMsg::SpeakingIsDue => self.node.tell_speaking_soon(),
            RoomMsg::Unload => self.unload(&myself),
            #[cfg(feature = "faults")]
            RoomMsg::Crash => return Err("a simulated crash".into()),
        }
        Ok(())
    }
}

impl RoomActor {
    /// RO1, RO5. An act, a look at everybody, and what has to be told of both.
    fn turn<T>(
        &self,
        myself: &ActorRef<RoomMsg>,
        timers: &mut Timers,
        act: impl FnOnce(&mut RoomState) -> T,
    ) -> T {
        let now_ms = self.node.context.clock.now_ms();
        let mut state = RoomState::new((*self.node.roster()).clone(), self.node.rules());
        let outcome = act(&mut state);
        let wake_ms = self.look(&mut state, now_ms);
        self.node.keep(state.roster().clone());
        let ring_ends_ms = self.node.look_at_call(now_ms);
        let wake_ms = [wake_ms, ring_ends_ms].into_iter().flatten().min();
        state.wayless().iter().for_each(|one| self.refuse(one));
        self.tell();
        self.node.tell_call();
        self.node.keep_call_soon();
        if let Some(at_ms) = wake_ms.filter(|at| timers.wakes_at_ms.is_none_or(|set| *at < set)) {
            timers.wakes_at_ms = Some(at_ms);
            myself.send_after(millis(at_ms - now_ms), || RoomMsg::Wake);
        }
        outcome
    }

    /// Where they sat before.
    fn admit(
        &self,
        state: &mut RoomState,
        peer: PeerId,
        joining: Joining,
    ) -> Result<Option<Seat>, VoiceError> {
        let (view, channel) = (self.node.guild.view_full(), self.node.channel);
        let now_ms = self.node.context.clock.now_ms();
        let rights = rights(&view, joining.user, channel, now_ms)?;
        let blocks = &self.node.context.blocks;
        let unknown = state.unknown_to(joining.user, |user| blocks.are_apart(joining.user, user));
        state.join(peer, joining, terms(&view, channel)?.beside(unknown), rights)?;
        // Here, so that nobody whom a room holds is without a seat.
        Ok(self.node.context.seats.sit(joining.user, peer, &self.node))
    }

    fn look(&self, state: &mut RoomState, now_ms: i64) -> Option<i64> {
        let (context, channel) = (&self.node.context, self.node.channel);
        let view = self.node.guild.view_full();
        // Whoever calls somebody is there for them, as whoever writes to them is.
        let may_hide = !view.is_private();
        let seen = |one: &Participant| Seen {
            rights: rights(&view, one.user, channel, now_ms).ok(),
            line: self.line_of(one),
            is_hidden: may_hide && one.is_person() && context.hides(one.user),
            hides_address: context.hides_address(one.user),
            is_seated: context.seats.is_there(one.user, one.peer),
        };
        state.look(terms(&view, channel).ok(), seen, now_ms)
    }

    fn line_of(&self, participant: &Participant) -> Line {
        match self.node.session(participant) {
            None => Line::Ended,
            Some(session) if session.outbox.has_ended() => Line::Ended,
            Some(session) if session.outbox.is_attached() => Line::Open,
            Some(_) => Line::Lost,
        }
    }

    /// RO11. Tells somebody why they are out, before they hear that they are.
    fn refuse(&self, participant: &Participant) {
        if let Some(session) = self.node.session(participant) {
            session::refuse_voice(&session, self.node.channel, VoiceError::AddressHidden);
        }
    }

    /// RO5.
    fn tell(&self) {
        let node = &self.node;
        let now = node.roster();
        let greeted = node.take_greeted();
        let before = node.told.lock().clone();
        let changes = difference(&before, &now);
        for change in &changes {
            match change {
                Change::Seated(peer) => {
                    let participant = &now.participants[peer];
                    node.guild.seat(node.channel, participant, &node.context.blocks);
                }
                Change::Left(user, peer) => {
                    node.context.seats.rise(*user, *peer);
                    let is_known_to = |viewer| node.is_followed(*user, viewer);
                    node.guild.rise(*user, *peer, &node.context.blocks, is_known_to);
                }
                Change::Picture => {}
            }
        }
        *node.told.lock() = (*now).clone();
        count(&before, &now);
        let is_other = changes.contains(&Change::Picture);
        for one in now.people() {
            let is_new = !before.participants.contains_key(&one.peer);
            if is_other || is_new || greeted.contains(&one.peer) {
                self.show(&now, one);
            }
            if is_new || greeted.contains(&one.peer) {
                self.tell_who_speaks(&now, one);
            }
            if greeted.contains(&one.peer) {
                node.tell_slots(one);
            }
        }
        if before.mode != now.mode {
            // Who spoke was said by others than those who will say that they ceased.
            now.participants.keys().for_each(|peer| node.note_speaking(*peer, false));
        }
        node.steer_soon();
        if is_other {
            // Whoever was muted speaks no more.
            node.tell_speaking_soon();
        }
    }

    /// Sends VOICE_MODE.
    fn show(&self, roster: &Roster, to: &Participant) {
        let others = roster.people().filter(|one| one.peer != to.peer && !self.apart(one, to));
        let mode = VoiceMode {
            channel_id: self.node.channel,
            mode: match roster.mode {
                Mode::Mesh => MediaMode::Mesh,
                Mode::Sfu => MediaMode::Sfu,
            },
            own: to.peer,
            peers: others.map(shown).collect(),
            ice_servers: EmptyList,
            bitrate: roster.bitrate,
        };
        if let Some(session) = self.node.session(to) {
            session.outbox.send_frame(text_frame(&mode.encode()));
        }
    }

    fn tell_who_speaks(&self, roster: &Roster, to: &Participant) {
        let told = self.node.speaking().told();
        for peer in told.into_iter().filter(|peer| *peer != to.peer) {
            let speaker = roster.participants.get(&peer);
            if speaker.is_some_and(|speaker| !self.apart(speaker, to)) {
                self.node.offer(to, &self.speaking(peer, true));
            }
        }
    }

    fn tell_speaking(&self, myself: &ActorRef<RoomMsg>) {
        let (now_ms, roster) = (self.node.context.clock.now_ms(), self.node.roster());
        let is_heard = |peer| roster.participants.get(&peer).map(|one| !one.is_mute());
        let due = self.node.begin_speaking().due(is_heard, now_ms);
        for (peer, speaking) in due.changes {
            let frame = self.speaking(peer, speaking);
            let speaker = roster.participants.get(&peer);
            let hears = |one: &&Participant| {
                one.peer != peer && speaker.is_none_or(|speaker| !self.apart(speaker, one))
            };
            for one in roster.people().filter(hears) {
                self.node.offer(one, &frame);
            }
        }
        if let Some(wait_ms) = due.wait_ms {
            myself.send_after(millis(wait_ms), || RoomMsg::SpeakingIsDue);
        }
    }

    /// RO7.
    fn apart(&self, one: &Participant, other: &Participant) -> bool {
        self.node.context.blocks.are_apart(one.user, other.user)
    }

    fn speaking(&self, peer_id: PeerId, speaking: bool) -> Bytes {
        let channel_id = self.node.channel;
        text_frame(&PeerSpeaking { channel_id, peer_id, speaking }.encode())
    }

    fn unload(&self, myself: &ActorRef<RoomMsg>) {
        if self.node.is_empty() {
            self.node.slot.unload(myself);
        }
    }
}

fn shown(participant: &Participant) -> VoicePeer {
    VoicePeer {
        peer_id: participant.peer,
        user_id: participant.user,
        mute: participant.is_mute(),
        deaf: participant.is_deaf(),
    }
}

/// For the metrics, which count what everybody was told.
fn count(before: &Roster, now: &Roster) {
    let rooms = |roster: &Roster| f64::from(u8::from(!roster.participants.is_empty()));
    metrics::gauge!("confab_voice_rooms").increment(rooms(now) - rooms(before));
    let came = now.participants.len() as f64 - before.participants.len() as f64;
    metrics::gauge!("confab_voice_participants").increment(came);
}

fn millis(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}
