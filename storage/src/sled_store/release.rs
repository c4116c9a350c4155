//! The end of a store: sled's own threads may hold its files for a moment after it is dropped, and
//! with them the lock that keeps others out.

use std::fs::File;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use super::keep::LOG;

/// How often the lock is tried, and how long in all: somebody else may have it by then.
const TRY_EVERY: Duration = Duration::from_millis(1);
const TRIES_MAX: u32 = 1_000;

/// Waits until nobody holds the files of a store.
pub(super) fn wait(folder: &Path) {
    for _ in 0..TRIES_MAX {
        // It goes with the file. One that is not there is held by nobody.
        let Ok(log) = File::open(folder.join(LOG)) else { return };
        if flock(&log, FlockOperation::NonBlockingLockExclusive).is_ok() {
            return;
        }
        sleep(TRY_EVERY);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn whoever_waits_goes_on_when_the_lock_is_let_go() {
        let folder = tempfile::tempdir().unwrap();
        wait(folder.path());
        let held = File::create(folder.path().join(LOG)).unwrap();
        flock(&held, FlockOperation::NonBlockingLockExclusive).unwrap();
        let begun = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                sleep(Duration::from_millis(20));
                drop(held);
            });
            wait(folder.path());
        });
        assert!(begun.elapsed() >= Duration::from_millis(20));
    }
}
