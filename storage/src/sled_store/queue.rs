//! What waits for the committer, in call order and within bounds.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use crate::contract::{
    Answer, BATCH_BYTES_MAX, BATCH_OPERATIONS_MAX, BackupError, BackupReport, Batch, Commit,
    CommitError, Reply,
};

/// Most operations in a group. Any batch fits.
const GROUP_OPERATIONS_MAX: usize = BATCH_OPERATIONS_MAX;

/// Most bytes in a group. Any batch fits.
const GROUP_BYTES_MAX: usize = BATCH_BYTES_MAX;

/// Longest wait for a group to fill.
const LINGER_MAX: Duration = Duration::from_millis(2);

/// How often an idle committer looks at the disk's free space.
const IDLE_PERIOD: Duration = Duration::from_secs(1);

/// A batch and the one who waits for it.
pub(super) struct Job {
    pub(super) batch: Batch,
    pub(super) answer: Answer<(), CommitError>,
    pub(super) queued_at: Instant,
}

/// A backup asked for.
pub(super) struct BackupJob {
    pub(super) to: PathBuf,
    pub(super) answer: Answer<BackupReport, BackupError>,
}

/// What the committer does next.
pub(super) enum Work {
    /// Commit these together.
    Group(Vec<Job>),
    /// Copy the store, between two groups.
    Backup(BackupJob),
    /// Nothing came for a while.
    Idle,
    /// Everything is done, and nothing more comes.
    Close,
}

pub(super) struct CommitQueue {
    operations_max: usize,
    bytes_max: usize,
    state: Mutex<State>,
    wake: Condvar,
}

struct State {
    jobs: VecDeque<Job>,
    load: Load,
    backup: Option<BackupJob>,
    gate: Gate,
    closers: Vec<Answer<(), CommitError>>,
    /// At how many queued batches the committer wants to be woken. Waking it for each one while it
    /// lingers would cost more than the batch.
    wake_at: usize,
}

/// Whether batches are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Open,
    /// The committer has failed.
    Refusing,
    Closing,
    Closed,
}

/// How much is queued.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Load {
    batches: usize,
    operations: usize,
    bytes: usize,
}

impl CommitQueue {
    pub(super) fn new(operations_max: usize, bytes_max: usize) -> Self {
        let state = State {
            jobs: VecDeque::new(),
            load: Load::default(),
            backup: None,
            gate: Gate::Open,
            closers: Vec::new(),
            wake_at: usize::MAX,
        };
        Self { operations_max, bytes_max, state: Mutex::new(state), wake: Condvar::new() }
    }

    /// Queues a batch, or refuses it at once.
    pub(super) fn push(&self, batch: Batch) -> Commit {
        let added = Load { batches: 1, operations: batch.operations(), bytes: batch.bytes() };
        let mut state = self.state.lock();
        match state.gate {
            Gate::Open => {}
            Gate::Refusing => return Reply::known(Err(CommitError::ReadOnly)),
            Gate::Closing | Gate::Closed => return Reply::known(Err(CommitError::Closed)),
        }
        let load = state.load.with(added);
        if load.operations > self.operations_max || load.bytes > self.bytes_max {
            return Reply::known(Err(CommitError::Full));
        }
        let (answer, reply) = Reply::awaited();
        state.load = load;
        state.jobs.push_back(Job { batch, answer, queued_at: Instant::now() });
        if load.batches >= state.wake_at || load.fills_group() {
            self.rouse(&mut state);
        }
        reply
    }

    /// Asks for a backup. One at a time.
    pub(super) fn push_backup(&self, to: PathBuf) -> Reply<BackupReport, BackupError> {
        let mut state = self.state.lock();
        if state.gate != Gate::Open || state.backup.is_some() {
            return Reply::known(Err(BackupError::Unavailable));
        }
        let (answer, reply) = Reply::awaited();
        state.backup = Some(BackupJob { to, answer });
        self.rouse(&mut state);
        reply
    }

    /// Takes no more; what is queued is still done.
    pub(super) fn close(&self) -> Commit {
        let mut state = self.state.lock();
        if state.gate == Gate::Closed {
            return Reply::known(Ok(()));
        }
        let (answer, reply) = Reply::awaited();
        state.gate = Gate::Closing;
        state.closers.push(answer);
        self.rouse(&mut state);
        reply
    }

    /// Waits for the next thing to do. `previous_batches` is the size of the group before.
    pub(super) fn next(&self, previous_batches: usize) -> Work {
        let mut state = self.state.lock();
        loop {
            if let Some(backup) = state.backup.take() {
                return Work::Backup(backup);
            }
            if !state.jobs.is_empty() {
                break;
            }
            if state.gate != Gate::Open {
                return Work::Close;
            }
            state.wake_at = 1;
            if self.wake.wait_for(&mut state, IDLE_PERIOD).timed_out() && state.jobs.is_empty() {
                return Work::Idle;
            }
        }
        let deadline = Instant::now() + LINGER_MAX;
        while state.gate == Gate::Open && state.load.is_worth_waiting(previous_batches) {
            state.wake_at = previous_batches;
            if self.wake.wait_until(&mut state, deadline).timed_out() {
                break;
            }
        }
        state.wake_at = usize::MAX;
        Work::Group(state.take_group())
    }

    /// Operations that wait.
    pub(super) fn operations(&self) -> usize {
        self.state.lock().load.operations
    }

    /// Refuses everything that waits and everything to come: the committer has failed. What was
    /// queued was never touched, so it is refused rather than unknown.
    pub(super) fn refuse(&self) {
        let mut state = self.state.lock();
        if state.gate == Gate::Open {
            state.gate = Gate::Refusing;
        }
        state.load = Load::default();
        state.backup = None;
        for job in std::mem::take(&mut state.jobs) {
            // A waiter that is gone needs no answer.
            let _ = job.answer.send(Err(CommitError::ReadOnly));
        }
    }

    /// Waits until somebody closes the store.
    pub(super) fn wait_for_close(&self) {
        let mut state = self.state.lock();
        while !matches!(state.gate, Gate::Closing | Gate::Closed) {
            self.wake.wait(&mut state);
        }
    }

    /// The files are let go: tells all who asked.
    pub(super) fn closed(&self) {
        let mut state = self.state.lock();
        state.gate = Gate::Closed;
        for closer in std::mem::take(&mut state.closers) {
            let _ = closer.send(Ok(()));
        }
    }

    fn rouse(&self, state: &mut State) {
        state.wake_at = usize::MAX;
        self.wake.notify_one();
    }
}

impl State {
    /// The longest run of batches that fits a group; at least one.
    fn take_group(&mut self) -> Vec<Job> {
        let mut group = Vec::new();
        let mut taken = Load::default();
        while let Some(job) = self.jobs.front() {
            let one =
                Load { batches: 1, operations: job.batch.operations(), bytes: job.batch.bytes() };
            let with = taken.with(one);
            if !group.is_empty() && with.exceeds_group() {
                break;
            }
            taken = with;
            group.extend(self.jobs.pop_front());
        }
        self.load = self.load.without(taken);
        group
    }
}

impl Load {
    fn with(self, other: Self) -> Self {
        Self {
            batches: self.batches + other.batches,
            operations: self.operations + other.operations,
            bytes: self.bytes + other.bytes,
        }
    }

    fn without(self, other: Self) -> Self {
        Self {
            batches: self.batches - other.batches,
            operations: self.operations - other.operations,
            bytes: self.bytes - other.bytes,
        }
    }

    fn exceeds_group(self) -> bool {
        self.operations > GROUP_OPERATIONS_MAX || self.bytes > GROUP_BYTES_MAX
    }

    fn fills_group(self) -> bool {
        self.operations >= GROUP_OPERATIONS_MAX || self.bytes >= GROUP_BYTES_MAX
    }

    /// A lone writer is never made to wait. With several, those whose batches were acknowledged
    /// together are about to send the next ones: waiting for as many as last time makes one sync
    /// out of many.
    fn is_worth_waiting(self, previous_batches: usize) -> bool {
        previous_batches > 1 && self.batches < previous_batches && !self.fills_group()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_writer_never_waits_for_others() {
        let queued = Load { batches: 1, operations: 3, bytes: 500 };
        assert!(!queued.is_worth_waiting(0));
        assert!(!queued.is_worth_waiting(1));
    }

    #[test]
    fn several_writers_wait_until_all_are_back_or_a_group_is_full() {
        let queued = Load { batches: 3, operations: 9, bytes: 500 };
        assert!(queued.is_worth_waiting(4));
        assert!(!queued.is_worth_waiting(3));
        assert!(!Load { operations: GROUP_OPERATIONS_MAX, ..queued }.is_worth_waiting(4));
        assert!(!Load { bytes: GROUP_BYTES_MAX, ..queued }.is_worth_waiting(4));
    }
}
