//! The bytes of an upload as they arrive.
//!
//! - FA1  An upload that stalls, trickles or never ends is broken off. What whoever reads it takes for
//!   itself between two chunks, such as a turn at the disk, is no stall.
//! - FA2  Whoever reads gets one chunk at a time: a parser that takes all there is would otherwise
//!   hold all that a fast sender has sent.
//! - FA3  Between two files only a few bytes may come: a head that does not end fills no memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http_body_util::BodyExt as _;
use tokio::time::{Instant, timeout_at};

/// How much must have come between two looks at the clock.
const PROGRESS_BYTES: u64 = 32 << 10;

/// What may come between two files: heads, and what came along with them in the same chunk.
const BETWEEN_BYTES_MAX: u64 = 96 << 10;

/// Why an upload was broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArrivalError {
    /// FA1.
    #[error("the upload did not come in time")]
    Late,
    /// The client is gone, or sends no HTTP any more.
    #[error("the upload was cut off")]
    Cut,
    /// More bytes than an upload may have.
    #[error("the upload is too large")]
    TooLarge,
    /// FA3.
    #[error("a head of the upload does not end")]
    Head,
}

/// How long an upload may take, and how large it may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// In all.
    pub(crate) whole: Duration,
    /// For [`PROGRESS_BYTES`].
    pub(crate) stall: Duration,
    pub(crate) bytes_max: u64,
}

/// How much may still come before somebody asks for more.
#[derive(Debug, Clone)]
pub(crate) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(BETWEEN_BYTES_MAX)))
    }

    /// FA3: a head is being read.
    pub(crate) fn head(&self) {
        self.0.store(BETWEEN_BYTES_MAX, Ordering::Relaxed);
    }

    /// The content of a file or field is being read, and bounded by whoever reads it.
    pub(crate) fn content(&self) {
        self.0.store(u64::MAX, Ordering::Relaxed);
    }

    fn take(&self, bytes: u64) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        self.0.store(left.saturating_sub(bytes), Ordering::Relaxed);
        bytes <= left
    }
}

struct Arriving {
    body: Body,
    pace: Pace,
    end: Instant,
    stall: Instant,
    /// When the reader got the last chunk.
    handed: Instant,
    /// Bytes so far, and at the last progress.
    bytes: u64,
    noted_bytes: u64,
    allowance: Allowance,
}

/// The bytes of a body, and what whoever reads them has to say about how many it expects.
pub(crate) fn arrival(
    body: Body,
    pace: Pace,
) -> (impl Stream<Item = Result<Bytes, ArrivalError>> + Send, Allowance) {
    let (allowance, now) = (Allowance::new(), Instant::now());
    let arriving = Arriving {
        body,
        pace,
        end: now + pace.whole,
        stall: now + pace.stall,
        handed: now,
        bytes: 0,
        noted_bytes: 0,
        allowance: allowance.clone(),
    };
    let stream = stream::unfold(Some(arriving), |arriving| async move {
        let mut arriving = arriving?;
        // FA2: pending once between any two chunks.
        tokio::task::yield_now().await;
        arriving.stall += arriving.handed.elapsed();
        match arriving.next().await? {
            Ok(chunk) => {
                arriving.handed = Instant::now();
                Some((Ok(chunk), Some(arriving)))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    (stream, allowance)
}

impl Arriving {
    async fn next(&mut self) -> Option<Result<Bytes, ArrivalError>> {
        loop {
            let frame = match timeout_at(self.end.min(self.stall), self.body.frame()).await {
                Ok(frame) => frame?,
                Err(_elapsed) => return Some(Err(ArrivalError::Late)),
            };
            match frame.map(hyper::body::Frame::into_data) {
                Ok(Ok(chunk)) => return Some(self.count(chunk)),
                // Trailers say nothing here.
                Ok(Err(_)) => {}
                Err(_) => return Some(Err(ArrivalError::Cut)),
            }
        }
    }

    fn count(&mut self, chunk: Bytes) -> Result<Bytes, ArrivalError> {
        self.bytes += chunk.len() as u64;
        if self.bytes > self.pace.bytes_max {
            return Err(ArrivalError::TooLarge);
        }
        if self.bytes - self.noted_bytes >= PROGRESS_BYTES {
            self.noted_bytes = self.bytes;
            self.stall = Instant::now() + self.pace.stall;
        }
        if self.allowance.take(chunk.len() as u64) { Ok(chunk) } else { Err(ArrivalError::Head) }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::{FutureExt as _, StreamExt as _};

    use super::*;

    const PACE: Pace = Pace {
        whole: Duration::from_secs(100),
        stall: Duration::from_secs(10),
        bytes_max: 1 << 20,
    };

    fn body(chunks: impl Stream<Item = Bytes> + Send + 'static) -> Body {
        Body::from_stream(chunks.map(Ok::<_, std::convert::Infallible>))
    }

    fn chunk(bytes: usize) -> Bytes {
        Bytes::from(vec![7; bytes])
    }

    #[tokio::test]
    async fn an_upload_arrives_as_it_was_sent() {
        let (stream, allowance) = arrival(body(stream::iter([chunk(10), chunk(20)])), PACE);
        allowance.content();
        let sizes: Vec<_> = stream.map(|chunk| chunk.map(|chunk| chunk.len())).collect().await;
        assert_eq!(sizes, [Ok(10), Ok(20)]);
    }

    #[tokio::test(start_paused = true)]
    async fn fa1_an_upload_that_stalls_is_broken_off() {
        let stalls = stream::iter([chunk(1)]).chain(stream::pending());
        let (stream, _) = arrival(body(stalls), PACE);
        let mut stream = pin!(stream);
        assert_eq!(stream.next().await, Some(Ok(chunk(1))));
        assert_eq!(stream.next().await, Some(Err(ArrivalError::Late)));
        assert_eq!(stream.next().await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn fa1_an_upload_that_trickles_is_broken_off() {
        let trickle = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(4)).await;
            Some((chunk(100), ()))
        });
        let (stream, _) = arrival(body(trickle), PACE);
        let came: Vec<_> = stream.collect().await;
        assert_eq!(came.len(), 3);
        assert_eq!(came[2], Err(ArrivalError::Late));
    }

    #[tokio::test(start_paused = true)]
    async fn fa1_the_time_that_the_reader_takes_is_no_stall() {
        let (stream, _) = arrival(body(stream::iter([chunk(1), chunk(2), chunk(3)])), PACE);
        let mut stream = pin!(stream);
        for bytes in 1..=3 {
            assert_eq!(stream.next().await, Some(Ok(chunk(bytes))));
            tokio::time::sleep(2 * PACE.stall).await;
        }
        assert_eq!(stream.next().await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn fa1_an_upload_that_never_ends_is_broken_off_by_its_size_and_by_its_time() {
        let (stream, allowance) = arrival(body(stream::repeat(chunk(1 << 16))), PACE);
        allowance.content();
        let came: Vec<_> = stream.collect().await;
        assert_eq!(came.len(), 17);
        assert_eq!(came[16], Err(ArrivalError::TooLarge));

        let slow = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(9)).await;
            Some((chunk(1 << 15), ()))
        });
        let (stream, allowance) = arrival(body(slow), PACE);
        allowance.content();
        let came: Vec<_> = stream.collect().await;
        assert_eq!((came.len(), came[11].clone()), (12, Err(ArrivalError::Late)));
    }

    #[tokio::test]
    async fn fa2_chunks_come_one_at_a_time_however_many_are_there() {
        let (stream, _) = arrival(body(stream::repeat(chunk(1))), PACE);
        let mut stream = pin!(stream);
        assert_eq!(stream.next().now_or_never(), None, "pending once, then a chunk");
        assert_eq!(stream.next().now_or_never(), Some(Some(Ok(chunk(1)))));
        assert_eq!(stream.next().now_or_never(), None);
    }

    #[tokio::test]
    async fn fa3_a_head_that_does_not_end_is_broken_off() {
        let (stream, allowance) = arrival(body(stream::repeat(chunk(1 << 15))), PACE);
        let mut stream = pin!(stream);
        allowance.content();
        for _ in 0..8 {
            assert!(stream.next().await.unwrap().is_ok());
        }
        allowance.head();
        for _ in 0..3 {
            assert!(stream.next().await.unwrap().is_ok());
        }
        assert_eq!(stream.next().await, Some(Err(ArrivalError::Head)));
    }
}
