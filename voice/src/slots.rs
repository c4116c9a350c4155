//! Who is heard in which receive slot of one listener: levels and time come in, moves come out.
//!
//! - SL1  A free slot goes to whoever becomes audible, at once.
//! - SL2  Who has a slot keeps it, also in silence, until somebody else needs it or they were silent for long:
//!   each slot that is taken costs its listener's connection.
//! - SL3  An audible holder gives way only to somebody clearly louder, and not before it had its time.
//! - SL4  Nobody is in two slots, and nobody hears themselves.
//! - SL5  Who is no longer there, or may not be heard, loses the slot at once.

use std::time::{Duration, Instant};

/// How much louder somebody has to be, smoothed, to take the place of an audible holder: what two people
/// who speak in turn differ by does not move anybody.
const MARGIN_DECIBELS: f32 = 6.0;

/// For how long an audible holder is safe: a listener can make out who it is.
const HOLD_MIN: Duration = Duration::from_millis(1_000);

/// Somebody who may be heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Talker {
    pub(crate) peer: u64,
    pub(crate) decibels: f32,
    pub(crate) audible: bool,
    /// Has not been audible for so long that nobody waits for more.
    pub(crate) is_still: bool,
}

/// A slot that carries somebody else from now on, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Move {
    pub(crate) slot: usize,
    pub(crate) talker: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Holder {
    peer: u64,
    since: Instant,
}

/// The receive slots of one listener.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots(Vec<Option<Holder>>);

impl Slots {
    /// From now on there are this many; those that were there stay.
    pub(crate) fn grow(&mut self, count: usize) {
        debug_assert!(count >= self.0.len());
        self.0.resize(count, None);
    }

    /// Who is in each slot.
    pub(crate) fn talkers(&self) -> impl Iterator<Item = Option<u64>> + '_ {
        self.0.iter().map(|slot| slot.map(|holder| holder.peer))
    }

    pub(crate) fn slot_of(&self, peer: u64) -> Option<usize> {
        self.0.iter().position(|slot| slot.is_some_and(|holder| holder.peer == peer))
    }

    /// Chooses anew. `talkers` are all who may be heard, the loudest first; `listener` is left out.
    pub(crate) fn choose(&mut self, talkers: &[Talker], listener: u64, now: Instant) -> Vec<Move> {
        debug_assert!(talkers.is_sorted_by(|a, b| a.decibels >= b.decibels));
        let mut moves = self.vacate(talkers, listener);
        let waiting = talkers.iter().filter(|talker| talker.audible && talker.peer != listener);
        for talker in waiting {
            if self.slot_of(talker.peer).is_some() {
                continue;
            }
            // Whoever comes next is quieter and finds no place either.
            let Some(slot) = self.place_for(talker, talkers, now) else { break };
            self.0[slot] = Some(Holder { peer: talker.peer, since: now });
            moves.retain(|earlier| earlier.slot != slot);
            moves.push(Move { slot, talker: Some(talker.peer) });
        }
        moves
    }

    fn vacate(&mut self, talkers: &[Talker], listener: u64) -> Vec<Move> {
        let mut moves = Vec::new();
        for (slot, held) in self.0.iter_mut().enumerate() {
            let Some(holder) = *held else { continue };
            let mut those_heard = talkers.iter().filter(|talker| !talker.is_still);
            if holder.peer == listener || !those_heard.any(|talker| talker.peer == holder.peer) {
                *held = None;
                moves.push(Move { slot, talker: None });
            }
        }
        moves
    }

    /// A free slot, else that of the quietest who is silent, else that of the quietest who is clearly beaten.
    fn place_for(&self, talker: &Talker, talkers: &[Talker], now: Instant) -> Option<usize> {
        if let Some(free) = self.0.iter().position(Option::is_none) {
            return Some(free);
        }
        let held = self.0.iter().enumerate().filter_map(|(slot, holder)| {
            let holder = (*holder)?;
            let present = talkers.iter().find(|talker| talker.peer == holder.peer)?;
            Some((slot, holder, present))
        });
        let beaten = held.filter(|(_, holder, present)| {
            let had_its_time = now.saturating_duration_since(holder.since) >= HOLD_MIN;
            let is_louder = talker.decibels >= present.decibels + MARGIN_DECIBELS;
            !present.audible || (had_its_time && is_louder)
        });
        let quietest = beaten.min_by(|(_, _, a), (_, _, b)| {
            a.audible.cmp(&b.audible).then(a.decibels.total_cmp(&b.decibels))
        });
        quietest.map(|(slot, _, _)| slot)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock;

    const ME: u64 = 99;

    fn slots(count: usize) -> Slots {
        let mut slots = Slots::default();
        slots.grow(count);
        slots
    }

    fn talkers(given: &[(u64, f32)]) -> Vec<Talker> {
        let mut all: Vec<_> = given
            .iter()
            .map(|&(peer, decibels)| {
                let (audible, is_still) = (decibels > 0.0, false);
                Talker { peer, decibels, audible, is_still }
            })
            .collect();
        all.sort_by(|a, b| b.decibels.total_cmp(&a.decibels));
        all
    }

    fn held(slots: &Slots) -> Vec<Option<u64>> {
        slots.talkers().collect()
    }

    #[test]
    fn sl1_a_free_slot_goes_to_whoever_is_audible() {
        let (mut slots, now) = (slots(3), clock::now());
        let moves = slots.choose(&talkers(&[(1, 50.0), (2, 90.0), (3, 0.0)]), ME, now);
        let expected = [Move { slot: 0, talker: Some(2) }, Move { slot: 1, talker: Some(1) }];
        assert_eq!(moves, expected);
        assert_eq!(held(&slots), [Some(2), Some(1), None]);
    }

    #[test]
    fn sl2_a_silent_holder_stays_until_its_slot_is_needed() {
        let (mut slots, now) = (slots(2), clock::now());
        slots.choose(&talkers(&[(1, 80.0), (2, 70.0)]), ME, now);
        assert_eq!(slots.choose(&talkers(&[(1, 0.0), (2, 70.0)]), ME, now), []);
        let moves = slots.choose(&talkers(&[(1, 0.0), (2, 70.0), (3, 60.0)]), ME, now);
        assert_eq!(moves, [Move { slot: 0, talker: Some(3) }]);
    }

    #[test]
    fn sl2_who_was_silent_for_long_gives_the_slot_back() {
        let (mut slots, now) = (slots(1), clock::now());
        slots.choose(&talkers(&[(1, 80.0)]), ME, now);
        let mut still = talkers(&[(1, 0.0)]);
        still[0].is_still = true;
        assert_eq!(slots.choose(&still, ME, now), [Move { slot: 0, talker: None }]);
        assert_eq!(slots.choose(&still, ME, now), []);
    }

    #[test]
    fn sl3_an_audible_holder_gives_way_only_when_clearly_beaten() {
        let (mut slots, now) = (slots(1), clock::now());
        let later = now + HOLD_MIN;
        slots.choose(&talkers(&[(1, 60.0)]), ME, now);
        assert_eq!(slots.choose(&talkers(&[(1, 60.0), (2, 65.9)]), ME, later), [], "too close");
        assert_eq!(slots.choose(&talkers(&[(1, 60.0), (2, 90.0)]), ME, now), [], "too early");
        let moves = slots.choose(&talkers(&[(1, 60.0), (2, 66.0)]), ME, later);
        assert_eq!(moves, [Move { slot: 0, talker: Some(2) }]);
    }

    #[test]
    fn sl3_the_quietest_of_those_beaten_goes() {
        let (mut slots, now) = (slots(3), clock::now());
        slots.choose(&talkers(&[(1, 70.0), (2, 60.0), (3, 65.0)]), ME, now);
        let all = talkers(&[(1, 70.0), (2, 60.0), (3, 65.0), (4, 80.0)]);
        assert_eq!(slots.slot_of(2), Some(2));
        assert_eq!(slots.choose(&all, ME, now + HOLD_MIN), [Move { slot: 2, talker: Some(4) }]);
    }

    #[test]
    fn sl4_nobody_hears_themselves() {
        let (mut slots, now) = (slots(2), clock::now());
        slots.choose(&talkers(&[(ME, 90.0), (1, 50.0)]), ME, now);
        assert_eq!(held(&slots), [Some(1), None]);
    }

    #[test]
    fn sl5_who_left_or_is_muted_loses_the_slot() {
        let (mut slots, now) = (slots(2), clock::now());
        slots.choose(&talkers(&[(1, 80.0), (2, 70.0)]), ME, now);
        let moves = slots.choose(&talkers(&[(2, 70.0)]), ME, now);
        assert_eq!(moves, [Move { slot: 0, talker: None }]);
        let moves = slots.choose(&talkers(&[(2, 70.0), (3, 60.0)]), ME, now);
        assert_eq!(
            moves,
            [Move { slot: 0, talker: Some(3) }],
            "one move for a slot that changed hands"
        );
    }

    proptest! {
        #[test]
        fn moves_tell_all_that_changed_and_nobody_is_in_two_slots(
            rounds in prop::collection::vec(
                prop::collection::btree_map(0_u64..12, 0_u8..100, 0..12), 1..20),
            count in 0_usize..6,
        ) {
            let (mut slots, mut now) = (slots(count), clock::now());
            let mut told = vec![None; count];
            for round in rounds {
                now += Duration::from_millis(700);
                let given: Vec<_> =
                    round.iter().map(|(peer, level)| (*peer, f32::from(*level))).collect();
                for Move { slot, talker } in slots.choose(&talkers(&given), 3, now) {
                    told[slot] = talker;
                }
                prop_assert_eq!(&told, &held(&slots));
                let mut seated: Vec<_> = told.iter().flatten().collect();
                seated.sort();
                let seats = seated.len();
                seated.dedup();
                prop_assert_eq!(seats, seated.len());
                prop_assert!(!seated.contains(&&3));
                let audible = given.iter().filter(|(peer, level)| *peer != 3 && *level > 0.0).count();
                prop_assert!(seats >= audible.min(count), "a free slot while somebody waits");
            }
        }
    }
}
