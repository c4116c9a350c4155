//! Spoils one thing on purpose, so that the checker is seen to notice.

/// What to spoil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tamper {
    Nothing,
    /// An event is not heard.
    Drop,
    /// An event is heard twice.
    Double,
    /// Two events are heard in the wrong order.
    Swap,
    /// A row is gone after a restart.
    LoseRow,
    /// An event is heard that is in no log.
    Invent,
    /// What a client knows of a message is wrong.
    Spoil,
    /// An event of a channel is heard by somebody from whom it is hidden.
    Leak,
}

/// Events that pass before the spoilt one.
const EVENTS_BEFORE: usize = 40;

/// See the module.
pub(crate) struct Tampering {
    pub(crate) kind: Tamper,
    pub(crate) done: bool,
    seen: usize,
    /// Who did not hear which event of which channel.
    dropped: Option<(String, usize, u64)>,
    /// They heard a later one, and no replay leaves the dropped one out: they must notice.
    is_missed: bool,
}

impl Tampering {
    pub(crate) fn new(kind: Tamper) -> Self {
        Self { kind, done: false, seen: 0, dropped: None, is_missed: false }
    }

    /// Whether this is the moment for a kind.
    pub(crate) fn strikes(&mut self, kind: Tamper) -> bool {
        let strikes = self.kind == kind && !self.done && self.seen >= EVENTS_BEFORE;
        self.done |= strikes;
        strikes
    }

    /// Whether somebody is not to hear an event.
    pub(crate) fn drops(&mut self, who: &str, number: usize, seq: u64) -> bool {
        let strikes = self.strikes(Tamper::Drop);
        if strikes {
            self.dropped = Some((who.to_owned(), number, seq));
        }
        strikes
    }

    /// Somebody who heard a channel up to `last` hears an event of it.
    pub(crate) fn heard(
        &mut self,
        who: &str,
        number: usize,
        (last, seq): (u64, u64),
        left_out: impl Fn(u64) -> bool,
    ) {
        let Some((whom, of, dropped)) = &self.dropped else { return };
        let is_gap = whom == who && *of == number && last < *dropped && *dropped < seq;
        self.is_missed |= is_gap && !left_out(*dropped);
    }

    /// Whether something is spoilt that must be noticed: whoever hears a channel no more misses nothing.
    pub(crate) fn is_noticeable(&self) -> bool {
        self.done && (self.kind != Tamper::Drop || self.is_missed)
    }

    /// Counts an event.
    pub(crate) fn see(&mut self) {
        self.seen += 1;
    }
}
