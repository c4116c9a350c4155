//! The one reader of the clock.

use std::time::Instant;

#[expect(clippy::disallowed_methods, reason = "this is the one reader")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
