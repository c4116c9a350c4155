//! Seeds that once failed, by what they found. Later changes of the simulation give a seed another
//! course; then what it found is held by the rule's own test as well.

use crate::STEPS;
use crate::run::Run;
use crate::tamper::Tamper;

fn check(seed: u64) {
    if let Err(failure) = Run::new(seed, Tamper::Nothing).run(STEPS) {
        panic!("seed {seed}: {failure}");
    }
}

#[test]
fn p2_seed_45_a_guild_whose_load_failed_once_was_loaded_twice_at_the_same_time() {
    check(45);
}

#[test]
fn p2_seed_8_a_second_resume_replayed_the_resumed_of_the_first() {
    check(8);
}

#[test]
fn p2_seed_7_presences_were_lost_with_the_socket_and_those_of_who_left_stayed() {
    check(7);
}

#[test]
fn p2_seed_40_who_left_and_joined_again_stayed_offline_to_others() {
    check(40);
}

#[test]
fn p4_seed_865_a_presence_was_lost_with_the_mailbox_of_a_crashed_guild() {
    check(865);
}

#[test]
fn p1_seed_2_a_reaction_that_another_try_had_made_was_acknowledged_and_never_became_durable() {
    check(2);
}

#[test]
fn p5_seed_892_what_was_deleted_while_a_catch_up_waited_for_room_was_told() {
    check(892);
}
