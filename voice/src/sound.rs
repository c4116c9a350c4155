//! A packet of sound on its way from a talker to listeners.

use std::sync::Arc;

use str0m::media::Pt;
use str0m::rtp::RtpPacket;

use crate::loudness::Frame;
use crate::red::{self, Earlier};

/// One packet, as its talker numbered it.
#[derive(Clone, Debug)]
pub(crate) struct Sound {
    pub(crate) sequence: u64,
    pub(crate) time: u64,
    /// The talker says that a word begins.
    pub(crate) begins: bool,
    /// It came along with a later one.
    pub(crate) is_brought_back: bool,
    /// In dBov, 0 to -127, if it came with one.
    pub(crate) level: Option<i8>,
    /// Whether the talker thinks that it is a voice.
    pub(crate) voice: Option<bool>,
    pub(crate) payload: Arc<[u8]>,
}

impl Sound {
    pub(crate) fn of(packet: &RtpPacket) -> Self {
        let values = &packet.header.ext_vals;
        Self {
            sequence: *packet.seq_no,
            time: packet.time.numer(),
            begins: packet.header.marker,
            is_brought_back: false,
            level: values.audio_level,
            voice: values.voice_activity,
            payload: Arc::clone(&packet.payload),
        }
    }

    /// The packet of this number, which came along with this one. How loud it was is not said: as loud.
    pub(crate) fn before(&self, sequence: u64, earlier: Earlier<'_>) -> Self {
        Self {
            sequence,
            time: self.time.saturating_sub(earlier.offset.into()),
            begins: false,
            is_brought_back: true,
            payload: earlier.payload.into(),
            ..*self
        }
    }

    pub(crate) fn frame(&self) -> Frame {
        Frame { level: self.level, voice: self.voice, payload_bytes: self.payload.len() }
    }
}

/// The last packet of a talker that was passed on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail(Option<Passed>);

/// Its number and time, and what is in it.
#[derive(Clone, Debug)]
pub(crate) struct Passed {
    number: u64,
    time: u64,
    payload: Arc<[u8]>,
}

impl Trail {
    /// Goes on to the packet of this number; the one directly before it, if that was passed on last.
    pub(crate) fn follow(&mut self, number: u64, sound: &Sound) -> Option<Passed> {
        if self.0.as_ref().is_some_and(|last| number <= last.number) {
            return None;
        }
        let payload = Arc::clone(&sound.payload);
        let last = self.0.replace(Passed { number, time: sound.time, payload });
        last.filter(|last| last.number + 1 == number)
    }
}

/// A packet as it is and with the one before along, which is put together once for all who want it.
#[derive(Debug)]
pub(crate) struct Copies<'a> {
    sound: &'a Sound,
    before: Option<Passed>,
    wrapped: Option<(Pt, Arc<[u8]>)>,
}

impl<'a> Copies<'a> {
    pub(crate) fn new(sound: &'a Sound, before: Option<Passed>) -> Self {
        Self { sound, before, wrapped: None }
    }

    pub(crate) fn sound(&self) -> &'a Sound {
        self.sound
    }

    /// With the one before along, for somebody who calls Opus so; `None` if there is none, or it does not fit.
    pub(crate) fn wrapped(&mut self, opus: Pt) -> Option<Arc<[u8]>> {
        if let Some((_, wrapped)) = self.wrapped.as_ref().filter(|(known, _)| *known == opus) {
            return Some(Arc::clone(wrapped));
        }
        let Passed { time, payload, .. } = self.before.as_ref()?;
        let offset = u32::try_from(self.sound.time.checked_sub(*time)?).ok()?;
        let wrapped = red::wrap(*opus, Earlier { offset, payload }, &self.sound.payload)?;
        let wrapped: Arc<[u8]> = wrapped.into();
        self.wrapped = Some((opus, Arc::clone(&wrapped)));
        Some(wrapped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(number: u64) -> Sound {
        Sound {
            sequence: number,
            time: number * 960,
            begins: false,
            is_brought_back: false,
            level: Some(-30),
            voice: None,
            payload: vec![number as u8; 3].into(),
        }
    }

    #[test]
    fn a_packet_has_the_one_directly_before_along_and_no_other() {
        let mut trail = Trail::default();
        let followed: Vec<_> =
            [5, 6, 8, 7, 9].map(|number| trail.follow(number, &sound(number))).into();
        let numbers: Vec<_> =
            followed.iter().map(|before| before.as_ref().map(|b| b.number)).collect();
        assert_eq!(numbers, [None, Some(5), None, None, Some(8)]);
    }

    #[test]
    fn each_listener_gets_it_as_their_client_calls_opus() {
        let (first, second) = (sound(1), sound(2));
        let mut trail = Trail::default();
        trail.follow(1, &first);
        let mut copies = Copies::new(&second, trail.follow(2, &second));
        for opus in [111_u8, 111, 97] {
            let wrapped = copies.wrapped(opus.into()).unwrap();
            let unwrapped = red::unwrap(&wrapped, opus).unwrap();
            assert_eq!(unwrapped.payload, [2; 3]);
            assert_eq!(unwrapped.earlier, Some(Earlier { offset: 960, payload: &[1; 3] }));
        }
        assert!(Copies::new(&first, None).wrapped(111.into()).is_none());
    }
}
