//! A store in front of another one, which delays and fails as it is told to.
//!
//! It behaves like the committer of the real engine: batches wait in a bounded queue, a group of
//! them is applied to the store behind after a while, and the acknowledgements come later still, in
//! order. All time is tokio's and all chance comes from a seed, so on one thread with paused time
//! the same calls give the same answers.
//!
//! What is not applied yet is not read: reads go to the store behind, whose rows are durable.

#![expect(
    clippy::disallowed_methods,
    reason = "an engine for tests: its commits live as long as the runtime of one test"
)]

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::sleep;

mod plan;
#[cfg(test)]
mod tests;

pub use plan::{Fault, FaultPlan, Odds};

use crate::contract::{
    Answer, BackupError, BackupReport, Batch, Commit, CommitError, Health, Page, PageQuery,
    ReadError, ReadFuture, ReadOnlyReason, Reply, Store,
};
use crate::key::Key;
use plan::Dice;

/// Most batches in a group.
const GROUP_BATCHES_MAX: usize = 256;

/// Delays and breaks a store. Its task ends with it.
pub struct FaultStore {
    inner: Arc<dyn Store>,
    control: Arc<Control>,
    queue: mpsc::UnboundedSender<Work>,
    task: AbortHandle,
}

/// What callers steer and the task obeys.
struct Control(Mutex<State>);

struct State {
    dice: Dice,
    queued_operations: usize,
    gate: Gate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Open,
    ReadOnly,
    Closed,
}

enum Work {
    Commit(Batch, Answer<(), CommitError>),
    Close(Answer<(), CommitError>),
}

impl FaultStore {
    /// Stands in front of a store. To be called within a tokio runtime, where its task runs.
    pub fn new(inner: impl Store, plan: FaultPlan) -> Self {
        let inner: Arc<dyn Store> = Arc::new(inner);
        let dice = Dice::new(plan);
        let state = State { dice, queued_operations: 0, gate: Gate::Open };
        let control = Arc::new(Control(Mutex::new(state)));
        let (queue, work) = mpsc::unbounded_channel();
        let task = tokio::spawn(serve(Arc::clone(&inner), Arc::clone(&control), work));
        Self { inner, control, queue, task: task.abort_handle() }
    }

    /// Ends the store as a kill ends a process: what is applied stays in the store behind, what
    /// waits is gone, and whoever waits for either hears [`CommitError::CommitUnknown`]. A restart
    /// is a new `FaultStore` in front of the same store.
    pub fn crash(&self) {
        self.control.turn(Gate::Closed);
        // The task stands still only where it sleeps, so a group is applied in whole or not at all.
        self.task.abort();
    }

    /// Makes the next event that can have this fault have it, whatever the odds.
    pub fn inject(&self, fault: Fault) {
        self.control.0.lock().dice.inject(fault);
    }

    /// Refuses commits from now on, or takes them again: a disk that fills up and is emptied, or
    /// a process that is restarted after its committer failed.
    pub fn set_read_only(&self, read_only: bool) {
        let gate = if read_only { Gate::ReadOnly } else { Gate::Open };
        self.control.turn(gate);
    }

    fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn Store) -> ReadFuture<T> + Send + 'static,
    ) -> ReadFuture<T> {
        let (before, after) = {
            let dice = &mut self.control.0.lock().dice;
            if dice.strikes(Fault::Overloaded) {
                return Reply::known(Err(ReadError::Overloaded));
            }
            if dice.strikes(Fault::ReadFailed) {
                return Reply::known(Err(ReadError::Failed("injected".into())));
            }
            (dice.read_latency(), dice.read_latency())
        };
        let (answer, reply) = Reply::awaited();
        let inner = Arc::clone(&self.inner);
        tokio::spawn(async move {
            sleep(before).await;
            let found = read(&*inner).await;
            // By now it may be old: so it is with a real store's answer on its way.
            sleep(after).await;
            let _ = answer.send(found);
        });
        reply
    }
}

impl Store for FaultStore {
    fn commit(&self, batch: Batch) -> Commit {
        if let Err(error) = batch.check_size().and_then(|()| self.control.admit(&batch)) {
            return Reply::known(Err(error));
        }
        let (answer, reply) = Reply::awaited();
        // The task ends only after the queue, so the send works; if not, the answer is Unknown.
        let _ = self.queue.send(Work::Commit(batch, answer));
        reply
    }

    fn get(&self, key: Key) -> ReadFuture<Option<Vec<u8>>> {
        self.read(move |store| store.get(key))
    }

    fn get_many(&self, keys: Vec<Key>) -> ReadFuture<Vec<Option<Vec<u8>>>> {
        self.read(move |store| store.get_many(keys))
    }

    fn page(&self, query: PageQuery) -> ReadFuture<Page> {
        self.read(move |store| store.page(query))
    }

    fn backup(&self, to: PathBuf) -> Reply<BackupReport, BackupError> {
        self.inner.backup(to)
    }

    fn health(&self) -> Health {
        match self.control.0.lock().gate {
            Gate::Open => self.inner.health(),
            Gate::ReadOnly => Health::ReadOnly(ReadOnlyReason::WriteFailed("injected".into())),
            Gate::Closed => Health::Closed,
        }
    }

    fn close(&self) -> Commit {
        self.control.turn(Gate::Closed);
        let (answer, reply) = Reply::awaited();
        let _ = self.queue.send(Work::Close(answer));
        reply
    }
}

impl Control {
    /// Whether a batch gets into the queue.
    fn admit(&self, batch: &Batch) -> Result<(), CommitError> {
        let mut state = self.0.lock();
        match state.gate {
            Gate::Open => {}
            Gate::ReadOnly => return Err(CommitError::ReadOnly),
            Gate::Closed => return Err(CommitError::Closed),
        }
        if state.dice.strikes(Fault::ReadOnly) {
            return Err(CommitError::ReadOnly);
        }
        let operations = state.queued_operations + batch.operations();
        if state.dice.strikes(Fault::Full) || operations > state.dice.plan.queue_operations_max {
            return Err(CommitError::Full);
        }
        state.queued_operations = operations;
        Ok(())
    }

    /// A closed store stays closed.
    fn turn(&self, gate: Gate) {
        let mut state = self.0.lock();
        if state.gate != Gate::Closed {
            state.gate = gate;
        }
    }

    fn dice<T>(&self, throw: impl FnOnce(&mut Dice) -> T) -> T {
        throw(&mut self.0.lock().dice)
    }
}

/// Works through the queue until the store is gone.
async fn serve(
    inner: Arc<dyn Store>,
    control: Arc<Control>,
    mut queue: mpsc::UnboundedReceiver<Work>,
) {
    let mut group = Vec::new();
    while queue.recv_many(&mut group, GROUP_BATCHES_MAX).await > 0 {
        let fate = control.dice(Dice::fate_of_group);
        sleep(control.dice(Dice::sync_latency)).await;
        match fate {
            Fate::Durable => commit_group(&*inner, &control, &mut group).await,
            Fate::Kept => {
                drop(apply(&*inner, &control, &group).await);
                fail(&inner, &control, &mut group, &mut queue).await;
            }
            Fate::Lost => fail(&inner, &control, &mut group, &mut queue).await,
        }
    }
}

/// What becomes of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Durable,
    /// Nobody knows, and it is there.
    Kept,
    /// Nobody knows, and it is not there.
    Lost,
}

async fn commit_group(inner: &dyn Store, control: &Control, group: &mut Vec<Work>) {
    let mut outcomes = apply(inner, control, group).await.into_iter();
    sleep(control.dice(Dice::ack_latency)).await;
    for work in group.drain(..) {
        let outcome = outcomes.next().expect("each piece of work has an outcome");
        control.finish(work, outcome);
    }
}

/// Applies a group in order. Closing is done in its place too.
async fn apply(
    inner: &dyn Store,
    control: &Control,
    group: &[Work],
) -> Vec<Result<(), CommitError>> {
    let mut outcomes = Vec::with_capacity(group.len());
    for work in group {
        outcomes.push(match work {
            Work::Commit(..) if control.dice(|dice| dice.strikes(Fault::Conflict)) => {
                Err(CommitError::Conflict)
            }
            Work::Commit(batch, _) => inner.commit(batch.clone()).await,
            Work::Close(_) => inner.close().await,
        });
    }
    outcomes
}

/// As when the committer dies: nobody knows of the group, what waits behind it is refused, and
/// nothing is taken until the outage is over.
async fn fail(
    inner: &Arc<dyn Store>,
    control: &Arc<Control>,
    group: &mut Vec<Work>,
    queue: &mut mpsc::UnboundedReceiver<Work>,
) {
    control.turn(Gate::ReadOnly);
    let known = group.len();
    while let Ok(work) = queue.try_recv() {
        group.push(work);
    }
    for (place, work) in group.drain(..).enumerate() {
        let outcome = match &work {
            Work::Close(_) => inner.close().await,
            Work::Commit(..) if place < known => Err(CommitError::CommitUnknown),
            Work::Commit(..) => Err(CommitError::ReadOnly),
        };
        control.finish(work, outcome);
    }
    if let Some(outage) = control.dice(Dice::outage) {
        let control = Arc::clone(control);
        tokio::spawn(async move {
            sleep(outage).await;
            control.turn(Gate::Open);
        });
    }
}

impl Control {
    fn finish(&self, work: Work, outcome: Result<(), CommitError>) {
        let answer = match work {
            Work::Commit(batch, answer) => {
                self.0.lock().queued_operations -= batch.operations();
                answer
            }
            Work::Close(answer) => answer,
        };
        // A waiter that is gone needs no answer.
        let _ = answer.send(outcome);
    }
}
