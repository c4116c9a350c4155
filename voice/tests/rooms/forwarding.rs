//! Who hears whom.

use voice::{Event, Refusal};

use crate::client::{Client, SILENCE, SPEECH};
use crate::world::{ROOM, World};

/// The last that was told of somebody's slots.
fn slots_of(world: &World, id: u64) -> Vec<Option<u64>> {
    let told = world.events.iter().rev().find_map(|event| match event {
        Event::Slots { peer, slots, .. } if *peer == id => Some(slots),
        _ => None,
    });
    told.map(|slots| slots.iter().map(|(_, who)| *who).collect()).unwrap_or_default()
}

#[test]
fn two_hear_each_other_and_not_themselves() {
    let mut world = World::with(2, 3);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(1, 2, 50);
    world.until_heard(2, 1, 50);
    for (listener, talker) in [(1, 2), (2, 1)] {
        let client = world.client(listener);
        assert_eq!(client.heard_of(listener), 0);
        assert!(client.heard_all_of(talker));
        assert!(client.numbers_have_no_gap());
    }
    world.until("it is told", |world| slots_of(world, 1) == [Some(2), None, None]);
    let lines = world.events.iter().find_map(|event| match event {
        Event::Slots { peer: 1, slots, .. } => Some(slots.clone()),
        _ => None,
    });
    let lines = lines.unwrap();
    assert!(lines.iter().all(|(mid, _)| !mid.is_empty()));
    let speaking = Event::Speaking { room: ROOM, peer: 2, speaking: true };
    assert!(world.events.contains(&speaking));
}

#[test]
fn vr1_who_is_muted_is_not_heard() {
    let mut world = World::with(3, 3);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(3, 1, 20);
    world.ask(async |media| media.mute(ROOM, 1, true).await).unwrap();
    // What was on its way is there before the next twenty of the other one.
    world.until_heard(3, 2, 20);
    world.forget_heard();
    world.until_heard(3, 2, 50);
    world.until_heard(1, 2, 20);
    assert_eq!(world.client(3).heard_of(1), 0);
    assert_eq!(world.client(2).heard_of(1), 0);
    world.until("it is counted", |world| world.metrics().muted >= 50);
    world.until("it is told", |world| {
        let silent = Event::Speaking { room: ROOM, peer: 1, speaking: false };
        world.events.contains(&silent) && slots_of(world, 3).iter().flatten().eq(&[2])
    });
    world.ask(async |media| media.mute(ROOM, 1, false).await).unwrap();
    world.until_heard(3, 1, 20);
    assert!(world.client(3).numbers_have_no_gap());
}

#[test]
fn vr1_who_is_deaf_hears_nothing() {
    let mut world = World::with(3, 3);
    world.talk(&[(1, SPEECH)]);
    world.until_heard(2, 1, 20);
    world.ask(async |media| media.deafen(ROOM, 2, true).await).unwrap();
    world.until_heard(3, 1, 20);
    world.forget_heard();
    world.until_heard(3, 1, 50);
    assert_eq!(world.client(2).heard, []);
    world.ask(async |media| media.deafen(ROOM, 2, false).await).unwrap();
    world.until_heard(2, 1, 20);
    assert!(world.client(2).numbers_have_no_gap());
}

#[test]
fn vr2_silence_is_not_passed_on_and_leaves_no_gap() {
    let mut world = World::with(3, 3);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(3, 1, 20);
    world.talk(&[(1, SILENCE), (2, SPEECH)]);
    world.until("silence is counted", |world| world.metrics().silent >= 20);
    world.forget_heard();
    world.until_heard(3, 2, 50);
    assert_eq!(world.client(3).heard_of(1), 0);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(3, 1, 20);
    assert!(world.client(3).numbers_have_no_gap());
}

#[test]
fn sl3_the_eleventh_gets_a_slot_only_when_louder() {
    let mut world = World::with(12, 10);
    let ten: Vec<_> = (1..=10).map(|id| (id, SPEECH)).collect();
    world.talk(&ten);
    world.until("ten are heard", |world| (1..=10).all(|id| world.client(12).heard_of(id) >= 10));
    let with_eleventh = |level| [ten.as_slice(), &[(11, level)]].concat();
    world.talk(&with_eleventh(SPEECH));
    world.until_heard(12, 1, 100);
    assert_eq!(world.client(12).heard_of(11), 0, "as loud as the others is not louder");
    world.talk(&with_eleventh(-10));
    world.until_heard(12, 11, 20);
    world.forget_heard();
    world.until_heard(12, 11, 50);
    let heard = (1..=10).filter(|id| world.client(12).heard_of(*id) > 0).count();
    assert_eq!(heard, 9, "one of the ten gave way");
    assert!(world.client(12).numbers_have_no_gap());
}

#[test]
fn vr4_leaving_frees_the_slot() {
    let mut world = World::with(4, 1);
    world.talk(&[(1, SPEECH)]);
    world.until_heard(4, 1, 20);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(4, 1, 20);
    assert_eq!(world.client(4).heard_of(2), 0);
    world.ask(async |media| media.leave(ROOM, 1).await).unwrap();
    world.until_heard(4, 2, 20);
    world.until("the client is told", |world| world.client(1).is_closed);
    world.until("it is counted", |world| world.metrics().participants == 3);
    let lost = |event: &Event| matches!(event, Event::Lost { .. });
    assert!(!world.events.iter().any(lost), "who left is not lost");
}

#[test]
fn pe4_what_is_written_between_two_drains_arrives_in_order() {
    let mut world = World::with(12, 25);
    for burst in 1..=20 {
        for id in 1..=11 {
            for _ in 0..6 {
                world.client(id).say(SPEECH);
            }
        }
        world.until("the burst is there", |world| {
            (1..=11).all(|id| world.client(12).heard_of(id) == burst * 6)
        });
    }
    assert!((1..=11).all(|id| world.client(12).heard_all_of(id)));
    assert!(world.client(12).numbers_have_no_gap());
    world.until("all is counted", |world| world.metrics().forwarded == 20 * 6 * 11 * 11);
    assert_eq!(world.media.metrics().dropped.unsent, 0);
}

#[test]
fn who_joins_again_begins_anew_and_is_there_once() {
    let mut world = World::with(2, 2);
    world.talk(&[(1, SPEECH)]);
    world.until_heard(2, 1, 20);
    world.join(ROOM, 1, 2).unwrap();
    world.until("connected again", |world| world.client(1).is_connected);
    world.talk(&[(1, SPEECH)]);
    world.until_heard(2, 1, 20);
    world.until("it is counted", |world| world.metrics().participants == 2);
    assert!(world.client(2).numbers_have_no_gap());
}

#[test]
fn clients_that_number_things_differently_hear_each_other() {
    let mut world = World::with(1, 2);
    world.join_with(ROOM, 2, Client::offer_by_other_numbers(2, 2)).unwrap();
    world.until("connected", |world| world.clients.iter().all(|client| client.is_connected));
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(1, 2, 30);
    world.until_heard(2, 1, 30);
    world.talk(&[(1, SPEECH), (2, SILENCE)]);
    world.until("its level is understood", |world| world.metrics().silent >= 20);
}

#[test]
fn rooms_hear_nothing_of_each_other() {
    let mut world = World::with(2, 2);
    world.join(8, 3, 2).unwrap();
    world.join(8, 4, 2).unwrap();
    world.talk(&[(1, SPEECH), (3, SPEECH)]);
    world.until_heard(2, 1, 30);
    world.until_heard(4, 3, 30);
    assert_eq!(world.client(2).heard_of(3) + world.client(4).heard_of(1), 0);
}

#[test]
fn an_offer_that_is_none_is_refused() {
    let world = World::start();
    let join = |offer: String| world.ask(async |media| media.join(ROOM, 1, offer).await);
    let (_, too_many) = Client::offer(1, voice::SLOTS_MAX + 1);
    assert_eq!(join(too_many), Err(Refusal::LineCount));
    assert_eq!(join("x".repeat(100_000)), Err(Refusal::TooLong));
    assert!(matches!(join("m=audio ?".to_owned()), Err(Refusal::Malformed(_))));
    let (_, offer) = Client::offer(1, 1);
    let without_fingerprint =
        offer.lines().filter(|line| !line.starts_with("a=fingerprint")).collect::<Vec<_>>();
    assert!(matches!(join(without_fingerprint.join("\r\n")), Err(Refusal::Malformed(_))));
    assert_eq!(world.media.metrics().rooms, [], "nothing stays of them");
}

#[test]
fn an_offer_without_any_one_of_its_lines_does_no_harm() {
    let mut world = World::with(2, 2);
    world.talk(&[(1, SPEECH)]);
    let (_, offer) = Client::offer(3, 1);
    let lines: Vec<_> = offer.lines().collect();
    for without in 0..lines.len() {
        let others = lines.iter().enumerate().filter(|(at, _)| *at != without);
        let offer: String = others.map(|(_, line)| format!("{line}\r\n")).collect();
        // Whether it is taken depends on the line; what is taken never connects.
        let _ = world.ask(async |media| media.join(ROOM, 3, offer).await);
    }
    world.until_heard(2, 1, 20);
    assert!(world.client(2).heard_all_of(1));
}

#[test]
fn vr5_of_two_who_are_apart_neither_hears_the_other_one() {
    let mut world = World::with(3, 3);
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(2, 1, 20);
    for (peer, other) in [(1, 2), (2, 1)] {
        world.ask(async |media| media.apart(ROOM, peer, vec![other]).await).unwrap();
    }
    // What was on its way is there before the next twenty of it.
    world.until_heard(3, 1, 20);
    world.forget_heard();
    world.until_heard(3, 1, 50);
    world.until_heard(3, 2, 50);
    assert_eq!((world.client(1).heard_of(2), world.client(2).heard_of(1)), (0, 0));
    world.until("it is told", |world| slots_of(world, 1).iter().all(Option::is_none));
    for peer in [1, 2] {
        world.ask(async |media| media.apart(ROOM, peer, Vec::new()).await).unwrap();
    }
    world.until_heard(2, 1, 20);
    world.until_heard(1, 2, 20);
}
