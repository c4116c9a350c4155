//! A process that writes is killed again and again over the same store. Whatever it had
//! acknowledged is found, whole, and so is whatever else is found.
//!
//! The child is this test binary run again: [`writer`] is its program.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

#[path = "kill/rounds.rs"]
mod rounds;
#[path = "kill/writer.rs"]
mod writer;

/// How often the child is killed.
const KILLS: u32 = 30;

/// A child lives for at most this many acknowledgements.
const ACKED_MAX: u64 = 60;

/// Names the child's folder, and so tells the child that it is one.
const FOLDER: &str = "CONFAB_KILLED_WRITER_FOLDER";

#[tokio::test]
async fn p1_nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let seed = rand::random();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut acked = 0;
    for _ in 0..KILLS {
        // A quarter dies while opening, which is when sled repairs and rewrites its files.
        let opens = random.random_ratio(3, 4);
        let lives_for = if opens { random.random_range(1..=ACKED_MAX) } else { 0 };
        acked = acked.max(write_until_killed(folder.path(), lives_for));
        let found = rounds::verify(folder.path()).await;
        assert!(acked <= found, "{acked} was acknowledged, {found} is the last one found");
    }
    assert!(acked > u64::from(KILLS), "the writer hardly wrote");
}

/// Runs a writer and kills it once it has acknowledged so many batches: in mid-write, since it does
/// not wait for anyone. Answers the highest batch that it acknowledged.
fn write_until_killed(folder: &Path, lives_for: u64) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_writer_that_is_killed", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acks = lines.map_while(Result::ok).filter_map(|line| writer::parse_ack(&line));
    // The writer begins by saying that it opens, which counts as an acknowledgement of nothing.
    let lived = acks.by_ref().take(lives_for as usize + 1).last();
    child.kill().unwrap();
    // What it wrote to the pipe before it died was acknowledged too.
    let last_words = acks.last();
    child.wait().unwrap();
    last_words.or(lived).unwrap_or(0)
}

/// Not a test of its own: the child's program, which does nothing when it is run as a test.
#[tokio::test]
async fn the_writer_that_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        writer::write_forever(Path::new(&folder)).await;
    }
}
