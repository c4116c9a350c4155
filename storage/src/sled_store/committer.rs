//! The one thread that writes.
//!
//! - CM1  No batch is acknowledged before its group is applied, flushed and synced, in this order.
//! - CM2  The first error or panic while writing ends all writing until a restart: after it nobody
//!   knows what the log holds.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use super::open::Files;
use super::queue::{BackupJob, Job, Work};
use super::readers::Readers;
use super::stage::Stage;
use super::{Disk, Shared, backup, metric};
use crate::contract::{BackupError, CommitError, Health, ReadOnlyReason};
use crate::records::Head;

pub(super) struct Committer {
    shared: Arc<Shared>,
    files: Files,
    disk: Box<dyn Disk>,
    /// What is being committed. Kept outside the call that may panic, so that it can be answered.
    group: Vec<Job>,
}

/// Why the committer cannot go on.
#[derive(Debug, thiserror::Error)]
enum Fatal {
    #[error("the engine failed: {0}")]
    Engine(#[from] sled::Error),
    #[error("the disk failed: {0}")]
    Disk(#[from] io::Error),
}

impl Committer {
    /// Starts the thread. It ends when the queue is closed, and stops the readers then.
    pub(super) fn start(
        shared: &Arc<Shared>,
        readers: &Arc<Readers>,
        files: Files,
        disk: Box<dyn Disk>,
    ) -> io::Result<JoinHandle<()>> {
        metric::describe();
        let committer = Self { shared: Arc::clone(shared), files, disk, group: Vec::new() };
        let on_failure = Arc::clone(readers);
        let readers = Arc::clone(readers);
        std::thread::Builder::new()
            .name("store-commit".to_owned())
            .spawn(move || committer.run(&readers))
            .inspect_err(|_| on_failure.stop())
    }

    fn run(mut self, readers: &Readers) {
        let end = catch_unwind(AssertUnwindSafe(|| self.serve()));
        let failure = match end {
            Ok(Ok(())) => None,
            Ok(Err(fatal)) => Some(fatal.to_string()),
            Err(panic) => Some(format!("panicked: {}", panic_text(&*panic))),
        };
        if let Some(reason) = failure {
            self.give_up(&reason);
        }
        let shared = Arc::clone(&self.shared);
        shared.queue.wait_for_close();
        readers.stop();
        // sled may panic in its own destructors after a failed write; the files are let go anyway.
        let _ = catch_unwind(AssertUnwindSafe(move || drop(self)));
        *shared.health.lock() = Health::Closed;
        shared.queue.closed();
    }

    /// Works until the queue is closed and empty.
    fn serve(&mut self) -> Result<(), Fatal> {
        let mut previous_batches = 0;
        loop {
            match self.shared.queue.next(previous_batches) {
                Work::Group(jobs) => {
                    previous_batches = jobs.len();
                    self.group = jobs;
                    self.commit_group()?;
                    self.files.mark.note(self.files.groups)?;
                }
                Work::Backup(job) => {
                    self.files.mark.note_now(self.files.groups)?;
                    self.back_up(job);
                }
                Work::Idle => {
                    self.check_space()?;
                    self.files.mark.note(self.files.groups)?;
                }
                Work::Close => return Ok(self.files.mark.note_now(self.files.groups)?),
            }
        }
    }

    fn commit_group(&mut self) -> Result<(), Fatal> {
        self.measure_group();
        let outcomes = if self.check_space()? {
            self.apply()?
        } else {
            vec![Err(CommitError::ReadOnly); self.group.len()]
        };
        let latency = metrics::histogram!(metric::COMMIT_SECONDS);
        for (job, outcome) in self.group.drain(..).zip(outcomes) {
            latency.record(job.queued_at.elapsed());
            // A waiter that is gone needs no answer; the batch is kept all the same.
            let _ = job.answer.send(outcome);
        }
        Ok(())
    }

    /// Makes the group durable. Even a conflict is answered only afterwards: it tells of rows that
    /// an earlier batch of the group has written.
    fn apply(&mut self) -> Result<Vec<Result<(), CommitError>>, Fatal> {
        let mut stage = Stage::new(&self.files.tree);
        let mut outcomes = Vec::with_capacity(self.group.len());
        for job in &self.group {
            outcomes.push(stage.admit(&job.batch)?);
        }
        if stage.has_changes() {
            let groups = self.files.groups + 1;
            stage.put_record(&Head { groups })?;
            let (before, changes) = stage.finish();
            self.shared.versions.publish(before);
            self.files.tree.apply_batch(changes)?;
            let started_at = Instant::now();
            self.files.tree.flush()?;
            self.disk.sync()?;
            metrics::histogram!(metric::SYNC_SECONDS).record(started_at.elapsed());
            self.shared.versions.made_durable();
            self.files.groups = groups;
        }
        Ok(outcomes)
    }

    /// Looks at the free space and keeps health up to date with it.
    fn check_space(&mut self) -> Result<bool, Fatal> {
        let free_bytes = self.disk.free_bytes()?;
        let floor_bytes = self.shared.options.free_space_floor_bytes;
        let enough = free_bytes >= floor_bytes;
        metrics::gauge!(metric::FREE_BYTES).set(free_bytes as f64);
        metrics::gauge!(metric::READ_ONLY).set(if enough { 0.0 } else { 1.0 });
        let reason = ReadOnlyReason::SpaceBelowFloor { free_bytes, floor_bytes };
        let health = if enough { Health::Ready } else { Health::ReadOnly(reason) };
        let former = std::mem::replace(&mut *self.shared.health.lock(), health);
        if former.is_ready() != enough {
            tracing::warn!(
                free_bytes,
                floor_bytes,
                enough,
                "the store's free space crossed its floor"
            );
        }
        Ok(enough)
    }

    /// The copy is made here, while nothing writes; it is opened and verified elsewhere.
    fn back_up(&mut self, job: BackupJob) {
        let BackupJob { to, answer } = job;
        let copied = self
            .files
            .tree
            .flush()
            .map_err(|error| BackupError::Io(error.to_string().into()))
            .and_then(|_| backup::copy(&self.shared.path, &to, &self.shared.options));
        match copied {
            Ok(bytes) => backup::verify_elsewhere(to, bytes, answer),
            // A waiter that is gone needs no answer.
            Err(error) => drop(answer.send(Err(error))),
        }
    }

    fn give_up(&mut self, reason: &str) {
        tracing::error!(reason, "the committer failed: the store is read-only until a restart");
        metrics::gauge!(metric::READ_ONLY).set(1.0);
        *self.shared.health.lock() = Health::ReadOnly(ReadOnlyReason::WriteFailed(reason.into()));
        for job in self.group.drain(..) {
            let _ = job.answer.send(Err(CommitError::CommitUnknown));
        }
        self.shared.queue.refuse();
    }

    fn measure_group(&self) {
        let operations: usize = self.group.iter().map(|job| job.batch.operations()).sum();
        metrics::histogram!(metric::GROUP_BATCHES).record(self.group.len() as f64);
        metrics::histogram!(metric::GROUP_OPERATIONS).record(operations as f64);
        metrics::gauge!(metric::QUEUE_OPERATIONS).set(self.shared.queue.operations() as f64);
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
