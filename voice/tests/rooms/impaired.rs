//! Voices over a network that is bad on purpose.

use std::time::Duration;

use voice::Impairment;

use crate::client::{Client, SPEECH};
use crate::world::{ROOM, World};

/// Two who talk, over such a network.
fn talking(impairment: Impairment) -> World {
    talking_as(impairment, Client::offer)
}

fn talking_as(impairment: Impairment, offer: fn(u64, usize) -> (Client, String)) -> World {
    let mut world = World::start_with(|settings| settings.impairment = Some(impairment));
    for id in [1, 2] {
        world.join_with(ROOM, id, offer(id, 1)).unwrap();
    }
    world.until("connected", |world| world.clients.iter().all(|client| client.is_connected));
    world.talk(&[(1, SPEECH), (2, SPEECH)]);
    world.until_heard(1, 2, 10);
    world.until_heard(2, 1, 10);
    world.forget_heard();
    world
}

/// The numbers of what one heard of another one.
fn counts(world: &mut World, listener: u64, talker: u64) -> Vec<u64> {
    let heard = world.client(listener).heard.iter().filter(|heard| heard.talker == talker);
    heard.map(|heard| heard.count).collect()
}

#[test]
fn im1_what_is_lost_on_both_ways_is_missing_and_the_rest_is_heard() {
    let mut world = talking(Impairment { seed: 1, lost_permille: 200, ..Impairment::default() });
    world.until_heard(2, 1, 150);
    let counts = counts(&mut world, 2, 1);
    let sent = counts[counts.len() - 1] - counts[0] + 1;
    let lost = 1.0 - counts.len() as f64 / sent as f64;
    assert!((0.2..0.55).contains(&lost), "0.36 on the average, and not {lost}");
    assert!(counts.is_sorted(), "none overtakes another one without jitter");
}

#[test]
fn im2_what_is_late_is_overtaken_and_heard_all_the_same() {
    let jitter = Duration::from_millis(30);
    let mut world = talking(Impairment { seed: 1, jitter, ..Impairment::default() });
    world.until_heard(2, 1, 150);
    let mut counts = counts(&mut world, 2, 1);
    assert!(!counts.is_sorted());
    counts.sort_unstable();
    // What is still under way at both ends is not missed.
    let settled = &counts[10..counts.len() - 10];
    assert!(settled.windows(2).all(|pair| pair[1] == pair[0] + 1), "{settled:?}");
}

#[test]
fn im3_after_an_outage_the_same_connection_goes_on() {
    let outage = Some((Duration::from_secs(2), Duration::from_secs(1)));
    let mut world = talking(Impairment { seed: 1, outage, ..Impairment::default() });
    world.until("the outage, and what comes after it", |world| {
        let counts = counts(world, 2, 1);
        counts.windows(2).any(|pair| pair[1] - pair[0] >= 40)
    });
    world.until_heard(2, 1, 20);
    world.until_heard(1, 2, 20);
}

#[test]
fn rc1_what_is_lost_on_the_way_in_comes_along_with_the_next_one() {
    let bad = Impairment { seed: 1, lost_permille: 200, ..Impairment::default() };
    let mut world = talking_as(bad, Client::offer_redundant);
    world.until_heard(2, 1, 200);
    let counts = counts(&mut world, 2, 1);
    let sent = counts[counts.len() - 1] - counts[0] + 1;
    let lost = 1.0 - counts.len() as f64 / sent as f64;
    assert!(lost < 0.32, "0.23 on the average, and 0.36 without, not {lost}");
    world.until("it is counted", |world| world.metrics().recovered > 20);
}

#[test]
fn rd1_who_reports_loss_gets_each_packet_with_the_one_before_along() {
    let bad = Impairment { seed: 1, lost_permille: 200, ..Impairment::default() };
    let mut world = talking_as(bad, Client::offer_redundant);
    // A report comes every five seconds, and each fifth of them is lost as well.
    world.until_within(Duration::from_secs(80), "it is sent so", |world| {
        world.client(2).heard.iter().filter(|heard| heard.has_more).count() > 20
    });
    world.until("it is counted", |world| world.metrics().redundant > 20);
}

#[test]
fn rd1_who_loses_nothing_gets_each_packet_alone() {
    let mut world = talking_as(Impairment::default(), Client::offer_redundant);
    world.until_heard(2, 1, 400);
    assert!(world.client(2).heard.iter().all(|heard| !heard.has_more));
    assert!(world.client(2).heard_all_of(1) && world.client(2).numbers_have_no_gap());
}
