//! The wall clock, handed in: nothing below reads the time by itself.

use std::sync::Arc;

/// Reads the wall clock in milliseconds since the Unix epoch.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// A clock that calls `read` each time.
    pub fn new(read: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// The operating system's clock.
    #[expect(clippy::disallowed_methods, reason = "this is the one reader")]
    pub fn system() -> Self {
        Self::new(|| {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }

    /// A clock that starts at `start_ms` and follows tokio's time, so that paused time moves it.
    pub fn tokio(start_ms: i64) -> Self {
        let origin = tokio::time::Instant::now();
        Self::new(move || {
            start_ms + i64::try_from(origin.elapsed().as_millis()).unwrap_or(i64::MAX)
        })
    }

    /// Milliseconds since the Unix epoch.
    pub fn now_ms(&self) -> i64 {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Clock").field(&self.now_ms()).finish()
    }
}
