//! A room's place in the tree: its slot, and what outlives its actor.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use bytes::Bytes;
use parking_lot::{Mutex, MutexGuard};
use protocol::gateway::{PeerId, VoiceSignal, VoiceSpeaking};
use protocol::{ChannelId, GuildId, UserId};
use ractor::{Actor, ActorCell, ActorId};
use tokio::sync::oneshot;

use super::call::{CallError, CallState};
use super::roster::{Mode, OwnVoice, Participant, Roster};
use super::signal::{SignalRefusal, route, speaker};
use super::speaking::Speaking;
use super::standing::VoiceError;
use super::state::{Joining, Rules};
use super::steer::Steered;
use super::{RoomActor, RoomMsg};
use crate::engine::Context;
use crate::frame::text_frame;
use crate::guild::GuildShared;
use crate::session::{SessionId, SessionShared};
use crate::slot::{Slot, Unavailable};
use crate::supervise::Child;
use crate::supervisor::{Starting, Supervised};

/// See the module. While somebody is in it, it is held by their seats, and its guild or conversation stays
/// loaded.
pub(crate) struct RoomNode {
    pub(crate) channel: ChannelId,
    /// Of a conversation, what stands for one there.
    pub(crate) guild: Arc<GuildShared>,
    pub(super) slot: Slot<RoomMsg>,
    pub(super) context: Arc<Context>,
    /// Who is in it, as its actor decided last. Only the actor writes it.
    roster: ArcSwap<Roster>,
    /// Who is in it, as everybody was told last.
    pub(super) told: Mutex<Roster>,
    speaking: Mutex<Speaking>,
    /// Participants who are to see the room, whether it changed or not.
    greeted: Mutex<BTreeSet<PeerId>>,
    look_is_due: AtomicBool,
    speaking_is_due: AtomicBool,
    /// In a conversation: the call.
    pub(super) call: Mutex<CallState>,
    /// What the media server has of it.
    pub(super) steered: Steered,
}

impl RoomNode {
    pub(crate) fn new(channel: ChannelId, guild: Arc<GuildShared>, context: Arc<Context>) -> Self {
        Self {
            channel,
            guild,
            slot: Slot::default(),
            context,
            roster: ArcSwap::default(),
            told: Mutex::default(),
            speaking: Mutex::default(),
            greeted: Mutex::default(),
            look_is_due: AtomicBool::new(false),
            speaking_is_due: AtomicBool::new(false),
            call: Mutex::default(),
            steered: Steered::default(),
        }
    }

    /// Who is in it.
    pub(crate) fn roster(&self) -> Arc<Roster> {
        self.roster.load_full()
    }

    pub(super) fn keep(&self, roster: Roster) {
        self.roster.store(Arc::new(roster));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.roster.load().participants.is_empty()
    }

    pub(super) fn rules(&self) -> Rules {
        let limits = &self.context.config.voice;
        let grace_ms = i64::try_from(limits.grace.as_millis()).unwrap_or(i64::MAX);
        let media_max = self.context.sound.get().map_or(0, |_| voice::PEERS_MAX);
        Rules { mesh_max: limits.mesh_max, media_max, grace_ms }
    }

    /// Lets somebody in.
    pub(crate) async fn join(self: &Arc<Self>, joining: Joining) -> Result<(), VoiceError> {
        self.ask(|reply| RoomMsg::Join(joining, reply)).await?
    }

    /// Somebody in it mutes themselves, or the like. False when they are not in it.
    pub(crate) async fn set_own(
        self: &Arc<Self>,
        peer: PeerId,
        own: OwnVoice,
    ) -> Result<bool, VoiceError> {
        Ok(self.ask(|reply| RoomMsg::SetOwn(peer, own, reply)).await?)
    }

    /// Has the call ring others, for somebody who is in it.
    pub(crate) async fn ring(
        self: &Arc<Self>,
        by: UserId,
        whom: Option<Vec<UserId>>,
    ) -> Result<(), CallError> {
        // No actor runs for who is not there.
        if !self.talkers().contains(&by) {
            return Err(CallError::NotInCall);
        }
        self.ask(|reply| RoomMsg::Ring(by, whom, reply)).await?
    }

    /// Somebody declines, or takes back that the call rings others.
    pub(crate) async fn stop_ringing(
        self: &Arc<Self>,
        by: UserId,
        whom: Option<Vec<UserId>>,
    ) -> Result<(), CallError> {
        if self.is_empty() {
            return Ok(());
        }
        Ok(self.ask(|reply| RoomMsg::StopRinging(by, whom, reply)).await?)
    }

    async fn ask<T: Send>(
        self: &Arc<Self>,
        message: impl FnOnce(oneshot::Sender<T>) -> RoomMsg,
    ) -> Result<T, Unavailable> {
        self.slot.ask(self.context.config.slot_wait, || self.ensure(), message).await
    }

    /// Has the room look again at who may stay.
    pub(crate) fn look_soon(self: &Arc<Self>) {
        // An actor may be about to let somebody in.
        if self.is_empty() && self.slot.get().is_none() {
            return;
        }
        let is_first = !self.look_is_due.swap(true, Ordering::AcqRel);
        if is_first && !self.slot.tell(RoomMsg::Look) {
            self.ensure();
        }
    }

    /// What is noted from here on needs another look.
    pub(super) fn begin_look(&self) {
        self.look_is_due.store(false, Ordering::Release);
    }

    /// Has a participant see the room, as its session has a new socket.
    pub(crate) fn greet(self: &Arc<Self>, peer: PeerId) {
        self.greeted.lock().insert(peer);
        self.look_soon();
    }

    pub(super) fn take_greeted(&self) -> BTreeSet<PeerId> {
        std::mem::take(&mut *self.greeted.lock())
    }

    /// RO6, RO11. Passes something on from a session to another participant.
    pub(crate) fn signal(
        &self,
        from: SessionId,
        signal: &VoiceSignal,
    ) -> Result<(), SignalRefusal> {
        let roster = self.roster();
        let apart = |one, other| self.context.blocks.are_apart(one, other);
        let hides = |user| self.context.hides_address(user);
        let (peer_id, addressee) = route(&roster, from, signal, apart, hides)?;
        let frame = VoiceSignal { peer_id, ..signal.clone() }.encode();
        if self.offer(addressee, &text_frame(&frame)) { Ok(()) } else { Err(SignalRefusal::Behind) }
    }

    /// Somebody begins to speak, or ends.
    pub(crate) fn speaks(
        self: &Arc<Self>,
        from: SessionId,
        said: VoiceSpeaking,
    ) -> Result<(), SignalRefusal> {
        let roster = self.roster();
        let peer = speaker(&roster, from)?.peer;
        match roster.mode {
            Mode::Mesh => self.note_speaking(peer, said.speaking),
            // The media server hears it.
            Mode::Sfu => {}
        }
        Ok(())
    }

    /// Whether somebody speaks, whoever says so: they, or the media server.
    pub(super) fn note_speaking(self: &Arc<Self>, peer: PeerId, speaking: bool) {
        if self.speaking.lock().note(peer, speaking) {
            self.tell_speaking_soon();
        }
    }

    pub(super) fn tell_speaking_soon(self: &Arc<Self>) {
        let is_first = !self.speaking_is_due.swap(true, Ordering::AcqRel);
        if is_first && !self.slot.tell(RoomMsg::TellSpeaking) {
            self.ensure();
        }
    }

    /// What is noted from here on is told another time.
    pub(super) fn begin_speaking(&self) -> MutexGuard<'_, Speaking> {
        self.speaking_is_due.store(false, Ordering::Release);
        self.speaking()
    }

    pub(super) fn speaking(&self) -> MutexGuard<'_, Speaking> {
        self.speaking.lock()
    }

    /// Sends a frame that others make good if it is lost. False when a participant is behind.
    pub(super) fn offer(&self, to: &Participant, frame: &Bytes) -> bool {
        self.session(to).is_some_and(|session| session.outbox.offer_frame(frame.clone()))
    }

    pub(super) fn session(&self, of: &Participant) -> Option<Arc<SessionShared>> {
        self.context.session(of.session).map(|node| Arc::clone(&node.shared))
    }

    /// Has its actor running.
    fn ensure(self: &Arc<Self>) {
        if self.is_private() {
            self.context.conversations.ensure(Arc::clone(self) as Arc<dyn Supervised>);
        } else if let Some(guild) = self.context.known_guild(self.guild.id) {
            guild.supervisor.ensure(Arc::clone(self) as Arc<dyn Supervised>);
        }
    }

    /// Whether it is that of a conversation.
    pub(crate) fn is_private(&self) -> bool {
        self.guild.view().is_private()
    }

    /// VO5. Whether somebody who left a conversation sits in another one, as `viewer` is or will be told.
    pub(super) fn is_followed(&self, user: UserId, viewer: UserId) -> bool {
        let seat = self.context.seats.of(user).filter(|seat| seat.room.channel != self.channel);
        seat.is_some_and(|seat| {
            let view = seat.room.guild.view();
            self.is_private() && view.is_private() && view.members.contains_key(&viewer)
        })
    }

    /// Its guild; none for that of a conversation.
    pub(crate) fn guild_id(&self) -> Option<GuildId> {
        self.guild.view().guild_id()
    }

    /// Lets its actor go, if nobody is there.
    pub(crate) fn unload(&self) {
        if self.is_empty() {
            self.slot.tell(RoomMsg::Unload);
        }
    }

    /// Whether somebody is in it, or its actor runs.
    pub(crate) fn is_in_use(&self) -> bool {
        !self.is_empty() || self.slot.get().is_some()
    }

    /// Crashes it.
    #[cfg(feature = "faults")]
    pub(crate) fn crash(&self) {
        self.slot.tell(RoomMsg::Crash);
    }
}

impl Supervised for RoomNode {
    fn kind(&self) -> Child {
        Child::Room
    }

    fn is_running(&self) -> bool {
        self.slot.get().is_some()
    }

    fn start(self: Arc<Self>, supervisor: ActorCell) -> Starting {
        Box::pin(async move {
            let actor = RoomActor { node: Arc::clone(&self) };
            let (actor, _task) = Actor::spawn_linked(None, actor, (), supervisor).await?;
            self.slot.fill(actor.clone());
            Ok(actor.get_cell())
        })
    }

    fn ended(&self, incarnation: ActorId) {
        self.slot.clear(incarnation);
    }
}
