//! The CPU of the media server's threads, which are told by their names.

use std::fs;
use std::path::Path;

use anyhow::Context;

/// What the names of these threads begin with.
const THREAD_NAMES: &str = "media-";

/// Their CPU seconds so far (`/proc/self/task/TID/schedstat`, whose first number is nanoseconds).
pub(crate) fn cpu_seconds() -> anyhow::Result<f64> {
    let mut nanoseconds = 0;
    for task in fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        if fs::read_to_string(task.join("comm"))?.starts_with(THREAD_NAMES) {
            nanoseconds += of_thread(&task)?;
        }
    }
    Ok(nanoseconds as f64 / 1e9)
}

fn of_thread(task: &Path) -> anyhow::Result<u64> {
    let schedstat = fs::read_to_string(task.join("schedstat"))?;
    let first = schedstat.split_whitespace().next().context("an empty schedstat")?;
    Ok(first.parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_threads_of_these_names_count() {
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let (ready, is_ready) = std::sync::mpsc::channel();
        let thread = std::thread::Builder::new().name("media-test".to_owned()).spawn(move || {
            let work: u64 = (0..10_000_000_u64).map(std::hint::black_box).sum();
            ready.send(work).unwrap();
            stopped.recv().unwrap_err();
        });
        is_ready.recv().unwrap();
        assert!(cpu_seconds().unwrap() > 0.0);
        drop(stop);
        thread.unwrap().join().unwrap();
    }
}
