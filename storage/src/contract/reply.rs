//! The future that store calls return: known at once, or sent by whoever does the work.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use super::Lost;

/// An answer that may still be on its way. Awaiting needs no runtime.
#[derive(Debug)]
#[must_use = "the answer says whether it worked"]
pub struct Reply<T, E>(State<T, E>);

#[derive(Debug)]
enum State<T, E> {
    Known(Option<Result<T, E>>),
    Awaited(oneshot::Receiver<Result<T, E>>),
}

/// Sends the answer. Dropping it unsent answers [`Lost::lost`].
pub type Answer<T, E> = oneshot::Sender<Result<T, E>>;

impl<T, E> Reply<T, E> {
    /// An answer known at the call.
    pub fn known(answer: Result<T, E>) -> Self {
        Self(State::Known(Some(answer)))
    }

    /// An answer to come, and its sender.
    pub fn awaited() -> (Answer<T, E>, Self) {
        let (answer, receiver) = oneshot::channel();
        (answer, Self(State::Awaited(receiver)))
    }
}

impl<T, E> Unpin for Reply<T, E> {}

impl<T, E: Lost> Future for Reply<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Known(answer) => {
                Poll::Ready(answer.take().expect("a future is not polled after it is ready"))
            }
            State::Awaited(receiver) => Pin::new(receiver)
                .poll(cx)
                .map(|received| received.unwrap_or_else(|_| Err(E::lost()))),
        }
    }
}
