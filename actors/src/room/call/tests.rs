//! The mind of a call.

use super::*;

const ADA: UserId = UserId::new(1);
const BOB: UserId = UserId::new(2);
const CYD: UserId = UserId::new(3);
const MESSAGE: MessageId = MessageId::new(70);
const RING_MS: i64 = 30_000;

fn all() -> BTreeSet<UserId> {
    BTreeSet::from([ADA, BOB, CYD])
}

/// Ada rings everybody from 0 on, and that is told.
fn ringing() -> CallState {
    let mut state = CallState::default();
    state.look(&[ADA], &all(), 0);
    state.ring(ADA, None, (&[ADA], &all()), RING_MS).unwrap();
    state.has_begun(MESSAGE);
    state.take_pictures(&all());
    state
}

fn rings(state: &CallState) -> Vec<UserId> {
    let picture = state.picture(&all()).expect("a call");
    picture.ringing.keys().copied().collect()
}

/// All that is to be written, as if each step was taken.
fn keep(state: &mut CallState) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some(step) = state.next_step() {
        match &step {
            Step::Begin(..) => state.has_begun(MESSAGE),
            Step::Note(_, note) => state.is_noted(note.clone()),
        }
        steps.push(step);
    }
    steps
}

fn note(participants: &[UserId], ended_at_ms: Option<i64>) -> CallNote {
    CallNote { participants: participants.to_vec(), ended_at_ms }
}

#[test]
fn ca1_a_call_begins_with_the_first_and_ends_with_the_last() {
    let mut state = CallState::default();
    assert!(!state.begin_keeping(), "there is none");
    state.look(&[ADA], &all(), 0);
    state.look(&[ADA, BOB], &all(), 1);
    state.look(&[BOB], &all(), 2);
    assert!(state.begin_keeping() && !state.begin_keeping(), "one writes");
    let begun =
        [Step::Begin(ADA, note(&[ADA, BOB], None)), Step::Note(MESSAGE, note(&[ADA, BOB], None))];
    assert_eq!(keep(&mut state), begun);
    state.look(&[], &all(), 3);
    state.look(&[], &all(), 4);
    assert_eq!(keep(&mut state), [Step::Note(MESSAGE, note(&[ADA, BOB], Some(3)))]);
    assert!(state.is_settled());
    state.look(&[CYD], &all(), 5);
    assert_eq!(keep(&mut state)[0], Step::Begin(CYD, note(&[CYD], None)), "another one");
}

#[test]
fn ca1_who_comes_before_the_end_is_written_goes_on_with_the_same_call() {
    let mut state = CallState::default();
    state.look(&[ADA], &all(), 0);
    keep(&mut state);
    state.look(&[], &all(), 1);
    let Some(Step::Note(_, ended)) = state.next_step() else { panic!("an end to be written") };
    state.look(&[BOB], &all(), 2);
    state.is_noted(ended);
    assert_eq!(keep(&mut state), [Step::Note(MESSAGE, note(&[ADA, BOB], None))]);
}

#[test]
fn ca2_a_ring_ends_when_it_is_answered_declined_taken_back_or_over_its_time() {
    let mut answered = ringing();
    answered.look(&[ADA, BOB], &all(), 1);
    assert_eq!(rings(&answered), [CYD]);

    let mut declined = ringing();
    declined.stop_ringing(BOB, None);
    assert_eq!(rings(&declined), [CYD]);

    let mut taken_back = ringing();
    taken_back.stop_ringing(BOB, Some(&[CYD]));
    assert_eq!(rings(&taken_back), [BOB, CYD], "he rings nobody");
    taken_back.ring(BOB, Some(&[CYD]), (&[ADA, BOB], &all()), RING_MS).unwrap();
    taken_back.stop_ringing(ADA, Some(&[BOB, CYD]));
    assert_eq!(rings(&taken_back), [CYD], "bob still rings her");

    let mut over = ringing();
    assert_eq!(over.look(&[ADA], &all(), 1), Some(RING_MS));
    assert_eq!(over.look(&[ADA], &all(), RING_MS), None);
    assert_eq!(rings(&over), []);

    let mut out = ringing();
    out.look(&[ADA], &BTreeSet::from([ADA, CYD]), 1);
    assert_eq!(rings(&out), [CYD], "bob is not in the group any more");
}

#[test]
fn ca2_only_who_is_there_rings_and_only_those_who_are_not() {
    let mut state = CallState::default();
    state.look(&[ADA, BOB], &all(), 0);
    state.has_begun(MESSAGE);
    let there = [ADA, BOB];
    let refused = state.ring(CYD, None, (&there, &all()), RING_MS);
    assert_eq!(refused, Err(CallError::NotInCall));
    let stranger = UserId::new(9);
    state.ring(ADA, Some(&[BOB, stranger]), (&there, &all()), RING_MS).unwrap();
    assert_eq!(rings(&state), []);
    state.ring(ADA, None, (&there, &all()), RING_MS).unwrap();
    assert_eq!(rings(&state), [CYD]);
}

#[test]
fn ca3_who_is_apart_from_who_rings_hears_nothing_and_nobody_can_tell() {
    let state = ringing();
    let picture = state.told().unwrap();
    let blocks_ada = |other| other == ADA;
    assert_eq!(picture.rings_for(BOB, blocks_ada), [CYD]);
    assert_eq!(picture.rings_for(ADA, |_| false), [BOB, CYD]);
    assert_eq!(picture.rings_for(CYD, |_| false), [BOB, CYD]);
    let mut state = ringing();
    state.ring(CYD, Some(&[BOB]), (&[ADA, CYD], &all()), RING_MS).unwrap();
    let picture = state.picture(&all()).unwrap();
    assert_eq!(picture.rings_for(BOB, blocks_ada), [BOB, CYD], "another one rings him too");
}

#[test]
fn ca4_a_call_is_told_when_its_message_is_durable() {
    let mut state = CallState::default();
    state.look(&[ADA], &all(), 0);
    state.ring(ADA, None, (&[ADA], &all()), RING_MS).unwrap();
    let (before, now) = state.take_pictures(&all());
    assert_eq!(news((before.as_ref(), now.as_ref()), BOB, |_| false), News::Nothing);
    state.has_begun(MESSAGE);
    let (before, now) = state.take_pictures(&all());
    let told = (before.as_ref(), now.as_ref());
    assert_eq!(news(told, BOB, |_| false), News::Began(MESSAGE, vec![BOB, CYD]));
    state.stop_ringing(CYD, None);
    let (before, now) = state.take_pictures(&all());
    let told = (before.as_ref(), now.as_ref());
    assert_eq!(news(told, BOB, |_| false), News::Rings(MESSAGE, vec![BOB]));
    assert_eq!(news(told, UserId::new(9), |_| false), News::Nothing, "a stranger");
    // Who comes into the group while it goes on hears that it does.
    let with_dan = BTreeSet::from([ADA, BOB, CYD, UserId::new(4)]);
    let (before, now) = state.take_pictures(&with_dan);
    let told = (before.as_ref(), now.as_ref());
    assert_eq!(news(told, UserId::new(4), |_| false), News::Began(MESSAGE, vec![BOB]));
    assert_eq!(news(told, BOB, |_| false), News::Nothing);
    state.look(&[], &all(), 1);
    let (before, now) = state.take_pictures(&all());
    assert_eq!(news((before.as_ref(), now.as_ref()), BOB, |_| false), News::Ended);
}

#[test]
fn ca5_a_process_that_ends_ends_its_calls_and_none_begins() {
    let mut state = ringing();
    state.close(7);
    state.look(&[ADA, BOB], &all(), 8);
    assert_eq!(keep(&mut state), [Step::Note(MESSAGE, note(&[ADA], Some(7)))]);
    assert!(state.is_settled());
    state.look(&[ADA], &all(), 9);
    assert!(state.is_settled());
}

#[test]
fn a_message_names_so_many_people_at_most() {
    let mut state = CallState::default();
    let crowd: Vec<UserId> = (1..=200).map(UserId::new).collect();
    state.look(&crowd, &crowd.iter().copied().collect(), 0);
    let Some(Step::Begin(_, note)) = state.next_step() else { panic!("a beginning") };
    assert_eq!(note.participants.len(), CALL_PEOPLE_MAX);
}
