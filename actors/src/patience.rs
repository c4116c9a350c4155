//! How an actor that needs the store meets reads that fail: it tries again for about a second.

use std::time::Duration;

use storage::ReadError;

/// Pauses between tries, in milliseconds. Together they are longer than a tenth of the window in
/// which ten restarts are allowed: a store that answers nothing spends no restart budget.
const PAUSES_MS: [u64; 4] = [10, 50, 200, 800];

/// The tries of one read.
#[derive(Default)]
pub(crate) struct Patience {
    tried: usize,
}

impl Patience {
    /// Waits before the next try.
    ///
    /// # Errors
    /// The last failure, when there was one too many: the actor then ends and is started anew, and
    /// whoever waits for it is refused.
    pub(crate) async fn after(&mut self, failure: ReadError) -> Result<(), ReadError> {
        let Some(pause_ms) = PAUSES_MS.get(self.tried) else { return Err(failure) };
        tracing::warn!(error = %failure, "a read failed and is tried again");
        self.tried += 1;
        tokio::time::sleep(Duration::from_millis(*pause_ms)).await;
        Ok(())
    }
}
