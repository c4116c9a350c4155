//! Posts at a steady rate into one channel, through whatever happens to the server meanwhile.
//!
//! - SP1  Every post is sent on time, whatever came of those before it.
//! - SP2  One without an answer is sent again with the same nonce, so that it is there once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde_json::json;
use tokio::task::spawn_local;
use tokio::time::{Instant, sleep, sleep_until};

use crate::account::Account;
use crate::check::Kept;
use crate::pool::Pool;
use crate::record::Record;
use crate::run::Run;
use crate::target::Target;

const AGAIN_AFTER: Duration = Duration::from_millis(50);
/// A post that has no answer by then is given up.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(60);
const IN_FLIGHT_MAX: usize = 4_000;
const CONTENT_BYTES: usize = 100;

/// What becomes of a post that the server did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// It is an error.
    Fails,
    /// It is sent again: the server is expected to come back.
    IsSentAgain,
}

/// Who posts, and what was acknowledged.
pub(crate) struct Steady {
    run: Rc<Run>,
    record: Rc<Record>,
    pool: Pool,
    account: Account,
    unanswered: Unanswered,
    over: Cell<bool>,
    in_flight: Cell<usize>,
    sent_again: Cell<u64>,
    acknowledged: RefCell<Vec<Kept>>,
}

impl Steady {
    /// Begins at once; the run says when each post is due.
    pub(crate) fn begin(target: &Target, run: &Rc<Run>, unanswered: Unanswered) -> Rc<Self> {
        let (over, in_flight, sent_again, acknowledged) = Default::default();
        let steady = Rc::new(Self {
            run: Rc::clone(run),
            record: Rc::clone(&target.record),
            pool: Pool::new(target.door),
            account: target.accounts[0].clone(),
            unanswered,
            over,
            in_flight,
            sent_again,
            acknowledged,
        });
        run.begin();
        let posting = Rc::clone(&steady);
        spawn_local(async move { posting.post_on_time().await });
        steady
    }

    /// Posts no more.
    pub(crate) fn end(&self) {
        self.over.set(true);
    }

    /// Whether posts are on their way.
    pub(crate) fn is_busy(&self) -> bool {
        self.in_flight.get() > 0
    }

    pub(crate) fn acknowledged(&self) -> Vec<Kept> {
        self.acknowledged.borrow().clone()
    }

    /// How many are acknowledged.
    pub(crate) fn count(&self) -> usize {
        self.acknowledged.borrow().len()
    }

    pub(crate) fn sent_again(&self) -> u64 {
        self.sent_again.get()
    }

    async fn post_on_time(self: Rc<Self>) {
        for post in 0.. {
            sleep_until(self.run.due(post)).await;
            if self.over.get() {
                return;
            }
            self.record.offered();
            if self.in_flight.get() >= IN_FLIGHT_MAX {
                self.record.error("not begun: too much was on its way");
                continue;
            }
            self.in_flight.set(self.in_flight.get() + 1);
            let steady = Rc::clone(&self);
            spawn_local(async move {
                let posted = steady.post_until_answered(post).await;
                steady.in_flight.set(steady.in_flight.get() - 1);
                match posted {
                    Ok(kept) => {
                        steady.record.answered(steady.run.due(post).elapsed());
                        steady.acknowledged.borrow_mut().push(kept);
                    }
                    Err(error) => steady.record.error(&format!("post: {error:#}")),
                }
            });
        }
    }

    async fn post_until_answered(&self, post: u32) -> anyhow::Result<Kept> {
        let until = Instant::now() + GIVEN_UP_AFTER;
        loop {
            let posted = self.post(post).await;
            let is_last = self.unanswered == Unanswered::Fails || Instant::now() >= until;
            if posted.is_ok() || is_last {
                return posted;
            }
            self.sent_again.set(self.sent_again.get() + 1);
            sleep(AGAIN_AFTER).await;
        }
    }

    async fn post(&self, post: u32) -> anyhow::Result<Kept> {
        let nonce = self.run.nonce(post);
        let body = json!({"content": format!("{nonce:x<CONTENT_BYTES$}"), "nonce": nonce});
        let (path, token) = (self.account.channel_path("/messages"), self.account.authorization());
        let answer = self.pool.send("POST", &path, &token, body.to_string().as_bytes()).await;
        let answer = answer.context("no answer")?;
        ensure!(answer.status == 200, "status {}", answer.status);
        let id = answer.json()?["id"].as_str().context("an answer without an id")?.parse()?;
        Ok(Kept { post, id })
    }
}
