//! What participants of a room send one another, and who may come into a voice channel.

use protocol::gateway::{VoiceSignal, VoiceSpeaking, VoiceStateChange};
use protocol::{ChannelId, UserId};

use super::{GuildHandle, SessionHandle};
use crate::room::{self, Seat, SignalRefusal, VoiceError};
use crate::session::SessionMsg;

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

    fn seat_in(&self, channel: ChannelId) -> Result<Seat, SignalRefusal> {
        let seat = self.node.context.seats.of(self.user());
        seat.filter(|seat| seat.room.channel == channel).ok_or(SignalRefusal::NotThere)
    }
}

impl GuildHandle {
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
