//! A few threads that read, fed by a bounded queue: a cold page never holds up an async worker.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use parking_lot::{Condvar, Mutex};
use sled::Tree;

use super::snapshot::Snapshot;
use super::{Shared, metric};
use crate::contract::{Answer, Page, PageQuery, ReadError};
use crate::key::Key;

/// A read and the one who waits for it.
pub(super) enum ReadJob {
    Get(Key, Answer<Option<Vec<u8>>, ReadError>),
    GetMany(Vec<Key>, Answer<Vec<Option<Vec<u8>>>, ReadError>),
    Page(PageQuery, Answer<Page, ReadError>),
}

pub(super) struct Readers {
    queue_max: usize,
    state: Mutex<State>,
    wake: Condvar,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<(ReadJob, Instant)>,
    idle: usize,
    closed: bool,
}

impl Readers {
    pub(super) fn start(shared: &Arc<Shared>, tree: &Tree) -> io::Result<Arc<Self>> {
        let readers = Arc::new(Self {
            queue_max: shared.options.read_queue_max,
            state: Mutex::default(),
            wake: Condvar::new(),
            threads: Mutex::default(),
        });
        for _ in 0..shared.options.read_threads.max(1) {
            let (own, shared, tree) = (Arc::clone(&readers), Arc::clone(shared), tree.clone());
            let thread = std::thread::Builder::new()
                .name("store-read".to_owned())
                .spawn(move || own.serve(&shared, &tree));
            match thread {
                Ok(thread) => readers.threads.lock().push(thread),
                Err(error) => {
                    readers.stop();
                    return Err(error);
                }
            }
        }
        Ok(readers)
    }

    /// Queues a read, or answers at once that it cannot.
    pub(super) fn push(&self, job: ReadJob) {
        let mut state = self.state.lock();
        if state.closed {
            return job.refuse(ReadError::Closed);
        }
        if state.jobs.len() >= self.queue_max {
            return job.refuse(ReadError::Overloaded);
        }
        state.jobs.push_back((job, Instant::now()));
        if state.idle > 0 {
            self.wake.notify_one();
        }
    }

    /// Answers what is queued, takes no more, and waits for the threads to let go of the tree.
    pub(super) fn stop(&self) {
        self.state.lock().closed = true;
        self.wake.notify_all();
        for thread in self.threads.lock().drain(..) {
            // A reader's panics are caught while it answers.
            let _ = thread.join();
        }
    }

    fn serve(&self, shared: &Shared, tree: &Tree) {
        while let Some((job, queued_at)) = self.next() {
            job.answer(shared, tree);
            metrics::histogram!(metric::READ_SECONDS).record(queued_at.elapsed());
        }
    }

    fn next(&self) -> Option<(ReadJob, Instant)> {
        let mut state = self.state.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state.idle += 1;
            self.wake.wait(&mut state);
            state.idle -= 1;
        }
    }
}

impl ReadJob {
    fn answer(self, shared: &Shared, tree: &Tree) {
        match self {
            ReadJob::Get(key, answer) => give(answer, shared, tree, |rows| rows.get(&key)),
            ReadJob::GetMany(keys, answer) => {
                give(answer, shared, tree, |rows| keys.iter().map(|key| rows.get(key)).collect())
            }
            ReadJob::Page(query, answer) => give(answer, shared, tree, |rows| rows.page(&query)),
        }
    }

    fn refuse(self, error: ReadError) {
        // A waiter that is gone needs no answer.
        match self {
            ReadJob::Get(_, answer) => drop(answer.send(Err(error))),
            ReadJob::GetMany(_, answer) => drop(answer.send(Err(error))),
            ReadJob::Page(_, answer) => drop(answer.send(Err(error))),
        }
    }
}

/// Reads for a waiter that is still there. sled panics on some damage; that is an error of this
/// read and not the end of the thread.
fn give<T>(
    answer: Answer<T, ReadError>,
    shared: &Shared,
    tree: &Tree,
    read: impl FnOnce(&Snapshot<'_>) -> Result<T, ReadError>,
) {
    if answer.is_closed() {
        return;
    }
    let found = catch_unwind(AssertUnwindSafe(|| read(&Snapshot::new(tree, &shared.versions))));
    let found = found.unwrap_or_else(|_| Err(ReadError::Failed("the engine panicked".into())));
    let _ = answer.send(found);
}
