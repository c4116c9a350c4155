//! Storms, coming and going, and the search for the knee.

use crate::world::{Run, loadtest};

/// Everybody is back, in this way, and nobody missed anything.
fn check(run: &Run, resumed: u64, from_the_log: u64) {
    run.ends_with(0);
    assert_eq!(run.result["verdict"]["faults"], 0);
    assert_eq!(run.result["resumed"], resumed, "{}", run.result);
    assert_eq!(run.result["from_the_log"], from_the_log, "{}", run.result);
    assert!(run.result["posts"].as_u64() > Some(10) && run.result["back"].is_object());
}

#[test]
fn p2_whoever_is_cut_off_resumes_and_missed_nothing() {
    check(&loadtest("storm --by cut --sessions 40 --seconds 1 --rate 20"), 40, 0);
}

#[test]
fn p2_after_a_kill_everybody_has_the_rest_from_the_log_and_every_post_is_there_once() {
    check(&loadtest("storm --by kill --sessions 40 --seconds 1 --rate 20"), 0, 40);
}

#[test]
fn p2_after_a_restart_everybody_has_the_rest_from_the_log() {
    check(&loadtest("storm --by term --sessions 40 --seconds 1 --rate 20"), 0, 40);
}

#[test]
fn churn_compares_every_visit_and_says_what_is_kept_of_it() {
    let run = loadtest("churn --people 20 --stay-s 0.5 --seconds 6 --rate 20 --leave-percent 50");
    run.ends_with(0);
    assert!(run.result["visits"].as_u64() > Some(100), "{}", run.result);
    assert!(run.result["left_the_guild"].as_u64() > Some(20), "{}", run.result);
    assert!(run.result["kept_bytes_per_visit"].is_number());
    let run = loadtest("churn --people 20 --stay-s 0.5 --seconds 1 --kept-bytes-max=-1e12");
    run.ends_with(1);
}

#[test]
fn slo_says_how_many_people_are_held_and_which_limit_broke() {
    let shape = "slo --people 5 --people-max 20 --rooms 2 --rooms-each 2 --think-s 0.5 --seconds 1";
    let run = loadtest(&format!("{shape} --p99-ms 20000"));
    run.ends_with(0);
    assert_eq!((&run.result["holds"], &run.result["broke_at"]), (&20.into(), &().into()));
    let run = loadtest(&format!("{shape} --p99-ms 0.0001"));
    run.ends_with(1);
    assert_eq!((&run.result["holds"], &run.result["broke_at"]), (&0.into(), &1.into()));
    assert!(run.result["broke"][0].as_str().is_some_and(|broke| broke.contains("p99-ms")));
}
