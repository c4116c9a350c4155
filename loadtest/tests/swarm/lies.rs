//! The checker is checked: over real frames of a real server, of which one is dropped, doubled or swapped.

use crate::tamper::{Lie, proxy};
use crate::world::{Server, loadtest};

fn check(lie: Lie, status: i32, fault: Option<&str>) {
    let server = Server::start(6);
    let address = proxy(server.address, lie);
    let run = loadtest(&format!(
        "fanout --sessions 6 --rate 20 --seconds 2 --posters 2 --server http://{address} --pid {} \
         --tokens {}",
        server.pid(),
        server.tokens().display(),
    ));
    run.ends_with(status);
    let verdict = &run.result["verdict"];
    assert_eq!(verdict["faults"], u64::from(fault.is_some()), "{lie:?}: {verdict}");
    if let Some(fault) = fault {
        let words = verdict["first"][0].as_str().expect("a fault in words");
        assert!(words.contains(fault), "{lie:?}: {words}");
        assert!(run.page.contains(fault), "the page names it");
    }
}

#[test]
fn p2_a_server_that_tells_the_truth_holds_through_the_same_proxy() {
    check(Lie::None, 0, None);
}

#[test]
fn p2_a_dropped_frame_is_found() {
    check(Lie::Drop, 1, Some("missed x_seq"));
}

#[test]
fn p2_a_doubled_frame_is_found() {
    check(Lie::Double, 1, Some("twice"));
}

#[test]
fn p2_swapped_frames_are_found() {
    check(Lie::Swap, 1, Some("after"));
}
