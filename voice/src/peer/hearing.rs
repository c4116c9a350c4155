//! What one participant is sent of another one, and what comes of their own packets.

use std::sync::Arc;
use std::time::Instant;

use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite};

use super::{Heard, Peer, SlotLine};
use crate::events::LostReason;
use crate::guarded::Broken;
use crate::red;
use crate::sound::{Copies, Sound};

/// How a packet was handed to a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Alone,
    /// With the one before along.
    Redundant,
}

impl Peer {
    /// Writes a packet of `talker`, which has this number, if they are in a slot.
    pub(crate) fn hear(
        &mut self,
        talker: u64,
        number: u64,
        copies: &mut Copies<'_>,
        now: Instant,
    ) -> Option<Written> {
        let slot = self.slots.slot_of(talker)?;
        let SlotLine { ssrc, line, .. } = &mut self.lines[slot];
        let sound = copies.sound();
        let place = line.place(talker, number, sound.time as u32, now)?;
        // What came before the beginning was of somebody else.
        let wanted = self.types.red.filter(|_| !place.begins && self.redundancy.is_wanted(now));
        let wrapped = wanted.and_then(|red| Some((red, copies.wrapped(self.types.opus)?)));
        let is_alone = wrapped.is_none();
        let (payload_type, payload) =
            wrapped.unwrap_or_else(|| (self.types.opus, Arc::clone(&sound.payload)));
        let write = RtpWrite::new(payload_type, place.number.into(), place.time, now, payload);
        let write = write.marker(place.begins || sound.begins).ext_vals(ExtensionValues {
            audio_level: sound.level,
            voice_activity: sound.voice,
            ..ExtensionValues::default()
        });
        let ssrc = *ssrc;
        let written = self.rtc.with(|rtc| {
            rtc.direct_api().stream_tx(&ssrc).map(|stream| stream.write_rtp(write)).is_some()
        });
        self.is_touched = true;
        let is_written = written.unwrap_or_else(|Broken| {
            self.end(LostReason::Crashed);
            false
        });
        let kind = if is_alone { Written::Alone } else { Written::Redundant };
        is_written.then_some(kind)
    }

    /// Puts a packet of this participant into `heard`, and before it the one that it brings back.
    pub(super) fn take_in(&mut self, packet: &RtpPacket, heard: &mut Vec<Heard>) {
        let mut sound = Sound::of(packet);
        let (sequence, time) = (sound.sequence, sound.time);
        if self.types.red == Some(packet.header.payload_type) {
            let Some(unwrapped) = red::unwrap(&packet.payload, *self.types.opus) else { return };
            sound.payload = unwrapped.payload.into();
            let brought_back = unwrapped.earlier.and_then(|earlier| {
                let missing = self.recovery.bring_back(sequence, time, earlier.offset)?;
                Some(sound.before(missing, earlier))
            });
            heard.extend(brought_back.map(|sound| Heard { peer: self.id, sound }));
        }
        if self.recovery.come(sequence, time) {
            heard.push(Heard { peer: self.id, sound });
        }
    }
}
