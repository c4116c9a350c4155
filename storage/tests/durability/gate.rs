//! A disk whose every sync waits for the test.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::task::{Context, Waker};

use storage::sled_store::Disk;
use storage::{Commit, SledOptions, SledStore};
use tempfile::TempDir;

/// What a sync does when it is let go on.
pub(crate) enum Sync {
    Works,
    Fails,
    Panics,
}

struct GatedDisk {
    entered: tokio::sync::mpsc::UnboundedSender<()>,
    verdicts: mpsc::Receiver<Sync>,
    free_bytes: Arc<AtomicU64>,
}

impl Disk for GatedDisk {
    fn sync(&mut self) -> io::Result<()> {
        // Once the test is over nobody listens, and the store closes without it.
        let _ = self.entered.send(());
        match self.verdicts.recv().unwrap_or(Sync::Works) {
            Sync::Works => Ok(()),
            Sync::Fails => Err(io::Error::other("injected")),
            Sync::Panics => panic!("injected"),
        }
    }

    fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.free_bytes.load(Ordering::SeqCst))
    }
}

/// A store on a gated disk, and the keeper's end of the gate. Fields drop in order: the gate goes
/// first, so that a store with a waiting sync can close.
pub(crate) struct Gated {
    entered: tokio::sync::mpsc::UnboundedReceiver<()>,
    verdicts: mpsc::Sender<Sync>,
    free_bytes: Arc<AtomicU64>,
    pub(crate) store: SledStore,
    _folder: TempDir,
}

impl Gated {
    pub(crate) fn open(options: SledOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (entered_sender, entered) = tokio::sync::mpsc::unbounded_channel();
        let (verdicts, verdict_receiver) = mpsc::channel();
        let free_bytes = Arc::new(AtomicU64::new(u64::MAX));
        let disk = GatedDisk {
            entered: entered_sender,
            verdicts: verdict_receiver,
            free_bytes: Arc::clone(&free_bytes),
        };
        let store = SledStore::open_on(folder.path(), options, |_, _| Ok(Box::new(disk))).unwrap();
        Self { entered, verdicts, free_bytes, store, _folder: folder }
    }

    /// Returns when the committer has applied and flushed a group and waits in its sync.
    pub(crate) async fn sync_begins(&mut self) {
        self.entered.recv().await.unwrap();
    }

    /// Lets the waiting sync, or the next one, end.
    pub(crate) fn sync_ends(&self, how: Sync) {
        self.verdicts.send(how).unwrap();
    }

    /// Makes a commit durable that no sync has reached yet.
    pub(crate) async fn settle(&mut self, commit: Commit) {
        self.sync_begins().await;
        self.settle_waiting(commit).await;
    }

    /// Makes the commit durable whose sync waits.
    pub(crate) async fn settle_waiting(&self, commit: Commit) {
        self.sync_ends(Sync::Works);
        commit.await.unwrap();
    }

    pub(crate) fn set_free_bytes(&self, bytes: u64) {
        self.free_bytes.store(bytes, Ordering::SeqCst);
    }
}

/// Whether a commit has no answer yet.
pub(crate) fn is_pending(commit: &mut Commit) -> bool {
    Pin::new(commit).poll(&mut Context::from_waker(Waker::noop())).is_pending()
}
