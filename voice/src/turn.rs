//! What the participants of a thread have at hand during one turn of it.

use std::time::Instant;

use crate::events::Outbox;
use crate::metrics::Drops;
use crate::outgoing::Outgoing;

/// One turn. Time stands still in it: everything that came in together happens together.
pub(crate) struct Turn<'a> {
    pub(crate) now: Instant,
    pub(crate) outgoing: &'a mut Outgoing,
    pub(crate) outbox: &'a mut Outbox,
    pub(crate) drops: &'a Drops,
}
