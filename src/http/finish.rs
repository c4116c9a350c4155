//! Changes of several steps, which nothing stops in the middle.

use std::sync::Arc;

use super::answer::Outcome;
use super::{App, HttpError};

/// HT10. Does the work to its end, whether or not somebody waits for its outcome: a handler is
/// dropped when its client goes away and when its time is over. An orderly end waits for it.
pub(super) async fn finish<T, F>(app: &Arc<App>, work: impl FnOnce(Arc<App>) -> F) -> Outcome<T>
where
    T: Send + 'static,
    F: Future<Output = Outcome<T>> + Send + 'static,
{
    let working = app.unfinished.spawn(work(Arc::clone(app)));
    working.await.map_err(|_| HttpError::internal())?
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::sync::oneshot;

    use super::*;
    use crate::harness::World;

    #[tokio::test]
    async fn ht10_what_was_begun_is_finished_when_nobody_waits_for_it() {
        let app = World::unclaimed(|_| {}).await.app;
        let (go, started) = oneshot::channel::<()>();
        let (done, finished) = oneshot::channel();
        let work = async move {
            started.await.expect("it goes on");
            done.send("done").expect("somebody looks");
            Ok(())
        };
        // Looked at once, then dropped, as a handler is.
        assert!(finish(&app, |_| work).now_or_never().is_none());
        go.send(()).expect("it was not dropped");
        app.unfinished.close();
        app.unfinished.wait().await;
        assert_eq!(finished.await, Ok("done"));
    }

    #[tokio::test]
    async fn ht10_an_outcome_is_handed_on() {
        let app = World::unclaimed(|_| {}).await.app;
        assert_eq!(finish(&app, |_| async { Ok(7) }).await.ok(), Some(7));
        let refused = finish(&app, |_| async { Err::<(), _>(HttpError::internal()) });
        assert!(refused.await.is_err());
    }
}
