//! Voices over a network that is bad on purpose.

use std::time::Duration;

use voice::Impairment;

use crate::client::SPEECH;
use crate::world::{ROOM, World};

/// Two who talk, over such a network.
fn talking(impairment: Impairment) -> World {
    let mut world = World::start_with(|settings| settings.impairment = Some(impairment));
    for id in [1, 2] {
        world.join(ROOM, id, 1).unwrap();
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
