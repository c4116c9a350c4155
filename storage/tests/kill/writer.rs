//! The child: writes rounds for ever, many in flight, and says which are acknowledged.

use std::collections::VecDeque;
use std::io::Write;
use std::path::Path;

use storage::{SledOptions, SledStore, Store};

use crate::rounds;

/// Batches that wait for their acknowledgement.
const IN_FLIGHT_MAX: usize = 8;

pub(crate) async fn write_forever(folder: &Path) {
    say_acked(0);
    let store = SledStore::open(folder, SledOptions::test()).unwrap();
    let mut round = rounds::last(&store).await;
    let mut in_flight = VecDeque::new();
    loop {
        while in_flight.len() < IN_FLIGHT_MAX {
            round += 1;
            in_flight.push_back((round, store.commit(rounds::batch(round))));
        }
        let (oldest, commit) = in_flight.pop_front().unwrap();
        commit.await.unwrap();
        say_acked(oldest);
    }
}

fn say_acked(round: u64) {
    let mut out = std::io::stdout().lock();
    // The test harness leaves its own line open, so each of ours starts a new one.
    writeln!(out, "\nacked {round}").unwrap();
    out.flush().unwrap();
}

pub(crate) fn parse_ack(line: &str) -> Option<u64> {
    line.strip_prefix("acked ")?.parse().ok()
}
