//! What one client heard of one channel: P2. Positions come one after the other, from where its
//! catch-up began, through resumes and new sessions; none is missing but those that a replay may
//! leave out.

/// A client's subscription, as the client knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subscription {
    None,
    /// Since this moment.
    Live(i64),
    /// UNSUBSCRIBE was sent at this moment; what was on its way may still come.
    Leaving(i64),
}

/// Whether a replay may leave a position out.
pub(crate) type LeftOut<'a> = &'a dyn Fn(u64) -> bool;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Hearing {
    pub(crate) subscription: Subscription,
    /// The client's own cursor.
    pub(crate) cursor: Option<u64>,
    /// The cursor of a SUBSCRIBE without an answer. A client waits for it before it asks again,
    /// even if it loses sight and gains it meanwhile: the answer may be to the later sight.
    asked: Option<Option<u64>>,
    /// Sight was lost since then, so a resume may have left the answer out.
    doubtful: bool,
    /// When a client that asked in vain may ask again.
    gives_up_ms: i64,
    /// What the checker knows to be heard, up to here.
    last: Option<u64>,
}

impl Default for Hearing {
    fn default() -> Self {
        Self {
            subscription: Subscription::None,
            cursor: None,
            asked: None,
            doubtful: false,
            gives_up_ms: i64::MAX,
            last: None,
        }
    }
}

impl Hearing {
    /// Whether a client that wants to hear the channel asks now. One that has not read everything
    /// does not know whether its answer is still to come.
    pub(crate) fn is_idle(&self, prompt: bool, now_ms: i64) -> bool {
        let in_vain = prompt && now_ms > self.gives_up_ms;
        self.subscription == Subscription::None && (self.asked.is_none() || in_vain)
    }

    /// SUBSCRIBE goes out; gives the cursor to send.
    pub(crate) fn asks(&mut self) -> Option<u64> {
        self.subscription = Subscription::None;
        (self.asked, self.doubtful, self.gives_up_ms) = (Some(self.cursor), false, i64::MAX);
        self.cursor
    }

    /// X_SUBSCRIBED came with an error.
    pub(crate) fn refused(&mut self) {
        (self.subscription, self.asked) = (Subscription::None, None);
    }

    /// An event came. `counts` is false when it is kept from the checker, to check the checker.
    pub(crate) fn event(
        &mut self,
        seq: u64,
        counts: bool,
        left_out: LeftOut<'_>,
    ) -> Result<(), String> {
        let catches_up = matches!(self.asked, Some(Some(_)));
        if self.subscription == Subscription::None && !catches_up {
            return Err(format!("P2: event {seq} without a subscription"));
        }
        self.bot_event(seq, counts, left_out)
    }

    /// An event came to a bot, which subscribes to nothing.
    pub(crate) fn bot_event(
        &mut self,
        seq: u64,
        counts: bool,
        left_out: LeftOut<'_>,
    ) -> Result<(), String> {
        self.cursor = Some(seq);
        if !counts {
            return Ok(());
        }
        match self.last.replace(seq) {
            Some(last) if seq <= last || !(last + 1..seq).all(left_out) => {
                Err(format!("P2: event {seq} after {last}"))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// X_SUBSCRIBED came.
    pub(crate) fn subscribed(
        &mut self,
        (head, replayed, reset): (u64, u64, bool),
        now_ms: i64,
        replay_max: u64,
        left_out: LeftOut<'_>,
    ) -> Result<(), String> {
        let Some(after) = self.asked.take() else {
            return Err("P2: X_SUBSCRIBED without a question".to_owned());
        };
        self.subscription = Subscription::Live(now_ms);
        match after {
            Some(after) if reset => {
                if head.saturating_sub(after) <= replay_max {
                    return Err(format!("P2: reset from {after} to {head} without need"));
                }
                self.nothing_missing()?;
                (self.cursor, self.last) = (Some(head), Some(head));
            }
            Some(after) => {
                let last = self.last.unwrap_or(after);
                if last > head || !(last + 1..=head).all(left_out) {
                    return Err(format!("P2: live from {head}, heard up to {:?}", self.last));
                }
                let most = head - after;
                let least = (after + 1..=head).filter(|seq| !left_out(*seq)).count() as u64;
                if replayed > most || replayed < least {
                    return Err(format!("P2: {replayed} replayed from {after} to {head}"));
                }
                (self.cursor, self.last) = (Some(head), Some(head));
            }
            None => (self.cursor, self.last) = (Some(head), Some(head)),
        }
        Ok(())
    }

    /// The subscription is over; the cursor stays.
    pub(crate) fn over(&mut self) {
        self.subscription = Subscription::None;
        self.doubtful = true;
    }

    /// A resume is through: an answer about a channel that was lost meanwhile was not replayed.
    pub(crate) fn resumed(&mut self, now_ms: i64) {
        if self.doubtful {
            self.gives_up_ms = now_ms + 3_000;
        }
    }

    /// The session is over, with whatever it was asked.
    pub(crate) fn session_over(&mut self) {
        (self.subscription, self.asked) = (Subscription::None, None);
    }

    /// A bot's session or sight begins anew: what it missed is gone.
    pub(crate) fn anew(&mut self) -> Result<(), String> {
        self.nothing_missing()?;
        (self.cursor, self.last) = (None, None);
        Ok(())
    }

    /// To be asked where the past is left behind.
    fn nothing_missing(&self) -> Result<(), String> {
        if self.cursor == self.last {
            return Ok(());
        }
        Err(format!("P2: heard up to {:?}, of which {:?} is known", self.cursor, self.last))
    }

    /// How far the checker knows it to have heard.
    pub(crate) fn last(&self) -> Option<u64> {
        self.last
    }
}
