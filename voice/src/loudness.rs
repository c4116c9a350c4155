//! How loud one talker is, by the level that comes with each packet (RFC 6464). No clock: time comes in.
//!
//! - LO1  Silence is told by the level, or by the size of a packet where no level comes with it.
//! - LO2  Who falls silent is audible for a while yet: words end quietly, and gaps between them are short.
//! - LO3  Loudness rises faster than it falls, so that a pause for breath costs nobody a slot.

use std::time::{Duration, Instant};

/// For how long a talker is still passed on after the last packet with sound in it. The encoder of a
/// browser says within this time that a silence has begun, and that must still arrive.
const HANGOVER: Duration = Duration::from_millis(600);

/// For how long somebody is shown as speaking after the last packet that was loud enough.
const SPEAKING_HANGOVER: Duration = Duration::from_millis(300);

/// After so long a silence nobody waits for more.
const STILL_AFTER: Duration = Duration::from_secs(10);

/// The loudness of digital full scale: levels are 0 (loudest) to -127 dBov (silence).
const LOUDEST: f32 = 127.0;

/// Sound quieter than -70 dBov is the noise of a microphone.
const AUDIBLE_MIN: f32 = LOUDEST - 70.0;

/// Louder than -50 dBov is somebody who speaks, not a room in which somebody might.
const SPEAKING_MIN: f32 = LOUDEST - 50.0;

/// What is assumed of a packet with sound in it that brings no level: ordinary speech.
const WITHOUT_LEVEL: f32 = LOUDEST - 40.0;

/// An Opus packet of at most this many bytes holds no sound (RFC 6716, DTX).
const SILENT_BYTES_MAX: usize = 2;

/// How much of the way a packet of 20 ms takes the loudness up, and down.
const RISE: f32 = 1.0 / 8.0;
const FALL: f32 = 1.0 / 32.0;

/// What a packet says of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// In dBov, 0 to -127, if it came with one.
    pub(crate) level: Option<i8>,
    /// Whether the sender thinks that it is a voice.
    pub(crate) voice: Option<bool>,
    pub(crate) payload_bytes: usize,
}

impl Frame {
    fn decibels(self) -> f32 {
        if self.payload_bytes <= SILENT_BYTES_MAX {
            return 0.0;
        }
        self.level.map_or(WITHOUT_LEVEL, |level| (LOUDEST + f32::from(level)).clamp(0.0, LOUDEST))
    }

    fn has_sound(self) -> bool {
        let decibels = self.decibels();
        decibels >= AUDIBLE_MIN || (decibels > 0.0 && self.voice == Some(true))
    }
}

/// The loudness of one talker.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loudness {
    decibels: f32,
    sound_at: Option<Instant>,
    speech_at: Option<Instant>,
}

impl Loudness {
    /// Takes in a packet; whether it is worth passing on.
    pub(crate) fn hear(&mut self, frame: Frame, now: Instant) -> bool {
        let decibels = frame.decibels();
        let share = if decibels > self.decibels { RISE } else { FALL };
        self.decibels += (decibels - self.decibels) * share;
        if frame.has_sound() {
            self.sound_at = Some(now);
        }
        if decibels >= SPEAKING_MIN {
            self.speech_at = Some(now);
        }
        self.is_audible(now)
    }

    /// Smoothed, in decibels above the quietest: 0 to 127.
    pub(crate) fn decibels(&self) -> f32 {
        self.decibels
    }

    pub(crate) fn is_audible(&self, now: Instant) -> bool {
        is_recent(self.sound_at, now, HANGOVER)
    }

    pub(crate) fn is_still(&self, now: Instant) -> bool {
        !is_recent(self.sound_at, now, STILL_AFTER)
    }

    pub(crate) fn is_speaking(&self, now: Instant) -> bool {
        is_recent(self.speech_at, now, SPEAKING_HANGOVER)
    }
}

fn is_recent(at: Option<Instant>, now: Instant, span: Duration) -> bool {
    at.is_some_and(|at| now.saturating_duration_since(at) < span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    fn frame(level: i8) -> Frame {
        Frame { level: Some(level), voice: None, payload_bytes: 80 }
    }

    fn after(levels: &[i8]) -> (Loudness, Instant) {
        let (mut loudness, mut now) = (Loudness::default(), clock::now());
        for level in levels {
            now += Duration::from_millis(20);
            loudness.hear(frame(*level), now);
        }
        (loudness, now)
    }

    #[test]
    fn lo1_silence_is_told_by_level_or_size() {
        let now = clock::now();
        let heard = |frame: Frame| Loudness::default().hear(frame, now);
        assert!(heard(frame(-30)));
        assert!(!heard(frame(-100)));
        assert!(!heard(Frame { voice: Some(true), ..frame(-127) }), "nothing is no voice");
        assert!(heard(Frame { voice: Some(true), ..frame(-80) }), "a quiet voice is one");
        assert!(heard(Frame { level: None, voice: None, payload_bytes: 80 }));
        assert!(!heard(Frame { level: None, voice: None, payload_bytes: 2 }), "DTX");
        assert!(
            !heard(Frame { level: Some(0), voice: Some(true), payload_bytes: 1 }),
            "DTX that lies"
        );
    }

    #[test]
    fn lo2_the_end_of_a_word_is_passed_on() {
        let (mut loudness, now) = after(&[-30; 10]);
        assert!(loudness.hear(frame(-110), now + Duration::from_millis(599)));
        assert!(!loudness.hear(frame(-110), now + Duration::from_millis(600)));
        assert!(!loudness.is_still(now + Duration::from_millis(9_999)));
        assert!(loudness.is_still(now + Duration::from_secs(10)));
        assert!(loudness.is_speaking(now + Duration::from_millis(299)));
        assert!(!loudness.is_speaking(now + Duration::from_millis(300)));
    }

    #[test]
    fn lo3_a_pause_for_breath_keeps_most_of_the_loudness() {
        let (spoken, _) = after(&[-30; 50]);
        let (paused, _) = after(&[[-30; 50].as_slice(), [-127; 10].as_slice()].concat());
        assert!(spoken.decibels() > 96.0, "{}", spoken.decibels());
        assert!(paused.decibels() > spoken.decibels() * 0.7, "{}", paused.decibels());
    }

    #[test]
    fn levels_out_of_range_are_bounded() {
        assert!((frame(i8::MAX).decibels() - LOUDEST).abs() < f32::EPSILON);
        assert!(frame(i8::MIN).decibels().abs() < f32::EPSILON);
    }
}
