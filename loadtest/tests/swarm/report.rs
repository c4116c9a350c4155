//! The report: seconds, figures and limits, and the exit status that says whether they held.

use crate::world::loadtest;

#[test]
fn a_run_within_its_limits_ends_with_0_and_shows_its_seconds() {
    let run = loadtest(
        "fanout --sessions 20 --rate 20 --seconds 3 --posters 2 --p99-ms 20000 --cores 8 \
         --answered-percent 100 --rss-mib 4000 --rss-kib-per-session 40000",
    );
    run.ends_with(0);
    let report = &run.report;
    assert_eq!(report["outcome"], "held");
    assert_eq!(report["figures"]["delivered"], 20 * 60);
    assert_eq!(report["limits"].as_array().map(Vec::len), Some(6));
    let seconds = report["seconds"].as_array().expect("seconds");
    let busy = seconds.iter().find(|second| second["delivery"].is_object()).expect("a busy one");
    for figure in ["offered_per_s", "server_cores", "server_rss_bytes", "sessions"] {
        assert!(busy[figure].is_number(), "{figure} in {busy}");
    }
    assert!(
        run.page.contains("From due to delivered") && run.page.contains("Memory of the server")
    );
}

#[test]
fn a_broken_limit_ends_with_1_and_is_named() {
    let run = loadtest("fanout --sessions 5 --rate 10 --seconds 1 --posters 1 --rss-mib 1");
    run.ends_with(1);
    let broken: Vec<_> = run.report["limits"]
        .as_array()
        .expect("limits")
        .iter()
        .filter(|limit| limit["held"] == false)
        .map(|limit| limit["limit"].as_str().expect("a name"))
        .collect();
    assert_eq!(broken, ["rss-mib"]);
    assert!(run.words.contains("limit rss-mib 1:") && run.words.contains("BROKEN"));
}

#[test]
fn what_could_not_run_ends_with_2_and_says_why() {
    let run = loadtest("idle --sessions 3 --p99-ms 10");
    run.ends_with(2);
    assert_eq!(run.report["error"], "this run does not measure what --p99-ms limits");
    assert!(run.page.contains("could not run"));
    let run = loadtest("idle --sessions 3 --confab /nowhere/confab");
    run.ends_with(2);
    assert_eq!(run.report["outcome"], "could_not_run");
}

#[test]
fn voice_has_plots_and_a_share_of_loss() {
    let run = loadtest(
        "voice --rooms 1 --clients 3 --talkers 2 --slots 2 --seconds 2 --lost-percent 100",
    );
    run.ends_with(0);
    assert!(run.report["figures"]["lost_share"].is_number());
    assert!(run.report["figures"]["server_cores"].is_number());
    assert!(run.page.contains("From due to delivered") && run.page.contains("Processor"));
}
