//! Changes of several steps, which nothing stops in the middle.

use super::HttpError;
use super::answer::Outcome;

/// HT10. Does the work to its end, whether or not somebody waits for its outcome: a handler is
/// dropped when its client goes away and when its time is over.
pub(super) async fn finish<T: Send + 'static>(
    work: impl Future<Output = Outcome<T>> + Send + 'static,
) -> Outcome<T> {
    #[expect(clippy::disallowed_methods, reason = "it outlives the handler, and waits with bounds")]
    let working = tokio::spawn(work);
    working.await.map_err(|_| HttpError::internal())?
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn ht10_what_was_begun_is_finished_when_nobody_waits_for_it() {
        let (go, started) = oneshot::channel::<()>();
        let (done, finished) = oneshot::channel();
        let work = async move {
            started.await.expect("it goes on");
            done.send("done").expect("somebody looks");
            Ok(())
        };
        // Looked at once, then dropped, as a handler is.
        assert!(finish(work).now_or_never().is_none());
        go.send(()).expect("it was not dropped");
        assert_eq!(finished.await, Ok("done"));
    }

    #[tokio::test]
    async fn ht10_an_outcome_is_handed_on() {
        assert_eq!(finish(async { Ok(7) }).await.ok(), Some(7));
        let refused = finish(async { Err::<(), _>(HttpError::internal()) });
        assert!(refused.await.is_err());
    }
}
