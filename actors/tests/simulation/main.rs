//! The seeded simulation: clients post, edit, delete, react, drop, rejoin, lag and lose sight while
//! actors, the store and the whole process are broken, and the promises P1 to P5 are checked after
//! each step.
//!
//! One thread and paused time. A seed decides everything, so the same seed gives the same log, and
//! a failure names its seed. `SIMULATION_SEEDS=100..200` runs other seeds than the usual ones.

#![expect(clippy::disallowed_methods, reason = "tasks of one test end with its runtime")]
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod act;
mod calm;
mod client;
mod deed;
mod dice;
mod hearing;
mod ledger;
mod mirror;
mod past;
mod run;
mod sight;
#[path = "../engine/socket.rs"]
mod socket;
mod tamper;
mod wish;
mod world;

use run::Run;
use tamper::Tamper;

/// Steps of one run, spread over a few lives of the process.
const STEPS: usize = 300;

/// Seeds of an ordinary run, in parts that run beside each other.
const SEEDS: u64 = 200;
const PARTS: u64 = 4;

/// Runs the seeds of one part to their ends.
fn check(part: u64) {
    let asked = std::env::var("SIMULATION_SEEDS").ok();
    let (from, to) = match asked.as_deref().and_then(|asked| asked.split_once("..")) {
        Some((from, to)) => (from.parse().unwrap(), to.parse().unwrap()),
        None => (0, SEEDS),
    };
    let run = |seed| Some((seed, Run::new(seed, Tamper::Nothing).run(STEPS).err()?));
    let failed: Vec<_> = (from..to).filter(|seed| seed % PARTS == part).filter_map(run).collect();
    if let Some((seed, failure)) = failed.first() {
        let all: Vec<u64> = failed.iter().map(|(seed, _)| *seed).collect();
        panic!("of seeds {all:?}, seed {seed}: {failure}");
    }
}

#[test]
fn p1_to_p5_hold_for_every_fourth_seed_from_0() {
    check(0);
}

#[test]
fn p1_to_p5_hold_for_every_fourth_seed_from_1() {
    check(1);
}

#[test]
fn p1_to_p5_hold_for_every_fourth_seed_from_2() {
    check(2);
}

#[test]
fn p1_to_p5_hold_for_every_fourth_seed_from_3() {
    check(3);
}

#[test]
fn the_same_seed_gives_the_same_log() {
    for seed in [3, 4] {
        let log = || Run::new(seed, Tamper::Nothing).run(STEPS).unwrap();
        let (one, other) = (log(), log());
        let differs = one.iter().zip(&other).position(|(one, other)| one != other);
        if let Some(at) = differs {
            panic!("seed {seed}, line {at}:\n{}\n{}", one[at], other[at]);
        }
        assert_eq!(one.len(), other.len());
        assert!(one.len() > STEPS, "a log says something");
    }
}

/// The checker is checked: whatever is spoilt on purpose must be noticed.
fn check_noticed(tamper: Tamper, promise: &str) {
    let noticed = (0..20).filter_map(|seed| {
        let mut run = Run::new(seed, tamper);
        let failure = run.run(STEPS).err();
        assert!(failure.is_some() || !run.has_tampered(), "{tamper:?} with seed {seed} passes");
        failure
    });
    let failures: Vec<String> = noticed.map(|failure| failure.to_string()).collect();
    assert!(failures.len() >= 10, "{tamper:?} happened {} times", failures.len());
    let wrong = failures.iter().find(|failure| !failure.contains(promise));
    assert_eq!(wrong, None, "{tamper:?} breaks {promise}");
}

#[test]
fn a_dropped_event_is_noticed() {
    check_noticed(Tamper::Drop, "P2");
}

#[test]
fn a_doubled_event_is_noticed() {
    check_noticed(Tamper::Double, "P2");
}

#[test]
fn swapped_events_are_noticed() {
    check_noticed(Tamper::Swap, "P2");
}

#[test]
fn a_lost_row_is_noticed() {
    check_noticed(Tamper::LoseRow, "P1");
}

#[test]
fn an_event_out_of_nowhere_is_noticed() {
    check_noticed(Tamper::Invent, "P1");
}

#[test]
fn a_wrong_message_is_noticed() {
    check_noticed(Tamper::Spoil, "P2");
}

#[test]
fn an_event_of_a_hidden_channel_is_noticed() {
    check_noticed(Tamper::Leak, "P5");
}
