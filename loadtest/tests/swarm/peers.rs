//! `peers`, with those that every build has.

use crate::world::loadtest;

#[test]
fn pe1_the_neutral_client_hears_all_of_confab_and_of_the_yardstick() {
    let run =
        loadtest("peers --peers confab,baseline --rounds 1 --listeners 12 --rate 20 --seconds 1");
    run.ends_with(0);
    let rounds = run.result["rounds"].as_array().expect("rounds");
    let heard: Vec<_> = rounds.iter().map(|round| &round["leg"]["deliveries"]).collect();
    assert_eq!(heard, [240, 240]);
}

#[test]
fn a_peer_that_is_not_there_is_no_result() {
    let run = loadtest("peers --peers bun --folder nowhere --rounds 1 --listeners 2");
    assert!(run.ends_with(2).words.contains("cannot start Bun publish"), "{}", run.words);
}
