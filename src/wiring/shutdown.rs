//! An orderly end, within its time.
//!
//! - SD1  Nothing new is accepted; requests under way are answered; clients are asked to come back.
//! - SD2  The store closes last, after everything that may still write.
//! - SD3  What is not done in time is left: whatever was acknowledged is durable already.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{Instant, timeout_at};
use tokio_util::task::TaskTracker;

use crate::exit::Failure;
use crate::http::App;

/// What ends with SIGTERM or SIGINT. From this call on these kill the process no more: whoever is told
/// that it is ready may end it at once.
pub(super) fn signals() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Failure::internal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::internal)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends everything in order.
pub(super) async fn run(app: &Arc<App>, servers: TaskTracker) {
    let time = Duration::from_millis(app.settings.shutdown_timeout_ms);
    let deadline = Instant::now() + time;
    // The store needs time of its own.
    let work_deadline = Instant::now() + time * 7 / 10;
    tracing::info!("stopping");
    app.stopping.cancel();
    servers.close();
    app.sockets.close();
    within(work_deadline, "the engine", app.engine.shutdown(time / 2)).await;
    within(work_deadline, "requests", servers.wait()).await;
    app.unfinished.close();
    within(work_deadline, "what was begun", app.unfinished.wait()).await;
    within(work_deadline, "sockets", app.sockets.wait()).await;
    // Its drop would wait without a bound for what `close` is given a bounded time for.
    std::mem::forget(Arc::clone(&app.store));
    let closing = async {
        if let Err(error) = app.store.close().await {
            tracing::error!(%error, "the store did not close well");
        }
    };
    within(deadline, "the store", closing).await;
}

async fn within(deadline: Instant, what: &str, work: impl Future<Output = ()>) {
    if timeout_at(deadline, work).await.is_err() {
        tracing::warn!("{what} did not end in time");
    }
}
