//! Voice from outside: what participants of a room send one another, and what moderators do with them.

use protocol::Permissions;
use protocol::gateway::{MediaOffer, VoiceSignal, VoiceSpeaking, VoiceStateChange};
use protocol::{ChannelId, UserId};

use super::{GuildHandle, SessionHandle};
use crate::guild::{Command, GuildError, Silence};
use crate::room::{self, Joining, Participant, Seat, SignalRefusal, VoiceError};
use crate::session::{self, SessionMsg};

impl SessionHandle {
    /// Joins, moves within or leaves voice channels, or mutes itself there. The answer is
    /// VOICE_STATE_UPDATE, or X_VOICE_REFUSED.
    pub fn change_voice(&self, change: VoiceStateChange) {
        self.node.slot.tell(SessionMsg::Voice(change));
    }

    /// Sends something to another participant of its room. What is refused is counted, and nobody is
    /// told.
    pub fn signal(&self, signal: &VoiceSignal) {
        let passed = self.seat_in(signal.channel_id);
        count(passed.and_then(|seat| seat.room.signal(self.id(), signal)));
    }

    /// Tells the others in its room whether it speaks.
    pub fn speaks(&self, said: VoiceSpeaking) {
        let told = self.seat_in(said.channel_id);
        count(told.and_then(|seat| seat.room.speaks(self.id(), said)));
    }

    /// Offers a connection to the media server. The answer is VOICE_MEDIA, or X_VOICE_REFUSED where the
    /// server takes nobody; nothing else is answered, but counted. Does not wait for any of it.
    pub fn offer_sound(&self, offer: MediaOffer) {
        let seat = self.seat_in(offer.channel_id);
        if let Err(refusal) = seat.and_then(|seat| seat.room.takes(self.id(), &offer)) {
            return count(Err(refusal));
        }
        let mut next = self.node.shared.offers.lock().push(offer);
        if next.is_none() {
            return;
        }
        let session = self.clone();
        #[expect(clippy::disallowed_methods, reason = "it ends with the last offer that waits")]
        tokio::spawn(async move {
            while let Some(offer) = next {
                session.negotiate(offer).await;
                next = session.node.shared.offers.lock().next();
            }
        });
    }

    async fn negotiate(&self, offer: MediaOffer) {
        let channel = offer.channel_id;
        let outcome = match self.seat_in(channel) {
            Ok(seat) => seat.room.answer(self.id(), offer).await,
            Err(refusal) => Err(refusal),
        };
        match outcome {
            Err(SignalRefusal::MediaFull) => {
                session::refuse_voice(&self.node.shared, channel, VoiceError::Full);
            }
            Err(SignalRefusal::MediaBusy) => {
                session::refuse_voice(&self.node.shared, channel, VoiceError::Unavailable);
            }
            Ok(()) | Err(_) => {}
        }
        count(outcome);
    }

    fn seat_in(&self, channel: ChannelId) -> Result<Seat, SignalRefusal> {
        let seat = self.node.context.seats.of(self.user());
        seat.filter(|seat| seat.room.channel == channel).ok_or(SignalRefusal::NotThere)
    }
}

impl GuildHandle {
    /// Mutes or deafens somebody who is in voice, in all channels and from now on, or ends it.
    ///
    /// # Errors
    /// `NotInVoice`, and those of the act.
    pub async fn silence(
        &self,
        actor: UserId,
        target: UserId,
        (mute, deaf): (Option<bool>, Option<bool>),
        reason: Option<String>,
    ) -> Result<(), GuildError> {
        let mut needed = Permissions::empty();
        needed.set(Permissions::MUTE_MEMBERS, mute.is_some());
        needed.set(Permissions::DEAFEN_MEMBERS, deaf.is_some());
        let channel = self.seat_of(actor, target, needed)?.room.channel;
        let silence = Silence { channel, mute, deaf };
        self.act(Command::Silence { actor, target, silence }.because(reason)).await?;
        Ok(())
    }

    /// Puts somebody who is in voice into another channel, or out.
    ///
    /// # Errors
    /// `NotInVoice`, and why the channel does not take them: whoever moves somebody must be able to
    /// enter it.
    pub async fn move_member(
        &self,
        actor: UserId,
        target: UserId,
        to: Option<ChannelId>,
    ) -> Result<(), GuildError> {
        let context = &self.node().context;
        let _alone = context.seats.turn(target).await;
        let seat = self.seat_of(actor, target, Permissions::MOVE_MEMBERS)?;
        let Some(to) = to else {
            seat.is_left_by(context, target);
            return Ok(());
        };
        self.may_enter(actor, to)?;
        let bits = self.view().channel_permissions(actor, to, context.clock.now_ms());
        if !bits.contains(Permissions::MOVE_MEMBERS) {
            return Err(GuildError::MissingPermission);
        }
        let roster = seat.room.roster();
        let there = roster.participants.get(&seat.peer).ok_or(GuildError::NotInVoice)?;
        if seat.room.channel == to {
            return Ok(());
        }
        let Participant { user, session, kind, own, .. } = *there;
        let hides_address = context.hides_address(user);
        let joining = Joining { user, session, kind, own, brought: true, hides_address };
        Ok(self.node().room(to).join(joining).await?)
    }

    /// Where somebody is, for an actor who needs these permissions there. Whoever is in a channel that
    /// the actor does not see is nowhere.
    fn seat_of(
        &self,
        actor: UserId,
        target: UserId,
        needed: Permissions,
    ) -> Result<Seat, GuildError> {
        let (view, context) = (self.view(), &self.node().context);
        let now_ms = context.clock.now_ms();
        let seat = context.seats.of(target).filter(|seat| {
            seat.room.guild.id == view.id() && view.can_view(actor, seat.room.channel)
        });
        let bits = match &seat {
            Some(seat) => view.channel_permissions(actor, seat.room.channel, now_ms),
            None => view.guild_permissions(actor, now_ms),
        };
        if !bits.contains(needed) {
            return Err(GuildError::MissingPermission);
        }
        if !view.members.contains_key(&target) {
            return Err(GuildError::UnknownMember);
        }
        seat.ok_or(GuildError::NotInVoice)
    }

    /// Whether somebody may come into a voice channel, as far as it depends on nobody else there.
    pub(crate) fn may_enter(&self, user: UserId, channel: ChannelId) -> Result<(), VoiceError> {
        let (view, now_ms) = (self.view(), self.node().context.clock.now_ms());
        room::may_enter(&view, user, channel, now_ms)
    }
}

fn count(outcome: Result<(), SignalRefusal>) {
    if let Err(refusal) = outcome {
        metrics::counter!("confab_voice_signals_refused_total", "kind" => refusal.kind())
            .increment(1);
    }
}
