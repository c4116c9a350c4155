//! What a run leaves behind second by second: rates, latencies, the server's processor and memory, errors.
//!
//! - RC1  A second's quantiles are of that second alone; the whole run's are of all of them together.
//! - RC2  Everything is bounded: seconds, marks, kinds of errors. What is over is in the totals.
//!
//! A run lives on one thread, so nothing here is locked.

mod progress;
mod source;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use serde::Serialize;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::latency::{Latency, Quantiles};
use progress::Progress;
pub(crate) use source::Source;

/// A day, which no run is longer than.
const SECONDS_MAX: usize = 86_400;
const MARKS_MAX: usize = 200;
/// Kinds of errors that are counted by name; the rest share one.
const ERROR_KINDS_MAX: usize = 24;
const ERRORS_OF_OTHER_KINDS: &str = "others";
/// What is left at the end of a run or of a part of it is no second to show when it is shorter.
const SHOWN_MIN_S: f64 = 0.25;
const TICK: Duration = Duration::from_secs(1);

/// Errors by what they are called.
pub(crate) type Errors = BTreeMap<String, u64>;

/// What happened in about a second.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Second {
    /// Seconds from the beginning of the run to the end of this one.
    pub(crate) at_s: f64,
    /// Acts that were due, and that were answered well, a second.
    pub(crate) offered_per_s: f64,
    pub(crate) answered_per_s: f64,
    /// Events, or packets of sound, that reached somebody, a second.
    pub(crate) delivered_per_s: f64,
    /// From when an act was due until it was answered.
    pub(crate) answer: Option<Quantiles>,
    /// From when an act was due until somebody heard of it.
    pub(crate) delivery: Option<Quantiles>,
    /// Sessions, or people who are connected, at its end.
    pub(crate) sessions: usize,
    pub(crate) server_cores: Option<f64>,
    pub(crate) server_rss_bytes: Option<u64>,
    /// What this program itself used: at a whole core it measures itself.
    pub(crate) client_cores: f64,
    pub(crate) errors: Errors,
}

/// Something that explains what the plots show.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Mark {
    pub(crate) at_s: f64,
    pub(crate) what: String,
}

/// The whole run in a few figures; what a scenario does not measure is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Figures {
    pub(crate) offered: u64,
    pub(crate) answered: u64,
    pub(crate) delivered: u64,
    pub(crate) answer: Option<Quantiles>,
    pub(crate) delivery: Option<Quantiles>,
    pub(crate) errors: Errors,
    /// Of the server, on average while there was load.
    pub(crate) server_cores: Option<f64>,
    pub(crate) server_rss_peak_bytes: Option<u64>,
    pub(crate) rss_per_session_bytes: Option<u64>,
    /// Packets of sound that did not come, of those that should have.
    pub(crate) lost_share: Option<f64>,
}

impl Figures {
    pub(crate) fn errors_in_all(&self) -> u64 {
        self.errors.values().sum()
    }
}

/// What is counted between two ticks.
#[derive(Default)]
struct Counts {
    offered: u64,
    answered: u64,
    delivered: u64,
    answer: Latency,
    delivery: Latency,
    errors: Errors,
}

impl Counts {
    fn begin_anew(&mut self) {
        (self.offered, self.answered, self.delivered) = (0, 0, 0);
        self.errors.clear();
        self.answer.clear();
        self.delivery.clear();
    }
}

/// Counts of many seconds.
#[derive(Default)]
struct Sum {
    figures: Figures,
    answer: Latency,
    delivery: Latency,
}

impl Sum {
    fn add(&mut self, counts: &Counts, rss: Option<u64>) {
        let Self { figures, answer, delivery } = self;
        figures.offered += counts.offered;
        figures.answered += counts.answered;
        figures.delivered += counts.delivered;
        figures.server_rss_peak_bytes = figures.server_rss_peak_bytes.max(rss);
        for (kind, count) in &counts.errors {
            add(&mut figures.errors, kind, *count);
        }
        answer.add(&counts.answer);
        delivery.add(&counts.delivery);
    }

    fn figures(&self) -> Figures {
        Figures {
            answer: self.answer.quantiles_if_any(),
            delivery: self.delivery.quantiles_if_any(),
            ..self.figures.clone()
        }
    }
}

/// CPU seconds at a moment.
struct Reading {
    at: Instant,
    server_s: Option<f64>,
    client_s: f64,
}

/// The load that figures are taken under: when it began, and what the server had used by then.
struct Load {
    began: Instant,
    server_s: f64,
}

/// Keeps the record of a run.
pub(crate) struct Record {
    began: Instant,
    source: Cell<Option<Source>>,
    counts: RefCell<Counts>,
    last: RefCell<Reading>,
    load: RefCell<Option<Load>>,
    sessions: Cell<usize>,
    whole: RefCell<Sum>,
    chapter: RefCell<Sum>,
    seconds: RefCell<Vec<Second>>,
    marks: RefCell<Vec<Mark>>,
    progress: RefCell<Progress>,
}

impl Default for Record {
    fn default() -> Self {
        let now = Instant::now();
        let client_s = Source::this_process().cpu_seconds().unwrap_or(0.0);
        Self {
            began: now,
            source: Cell::default(),
            counts: RefCell::default(),
            last: RefCell::new(Reading { at: now, server_s: None, client_s }),
            load: RefCell::default(),
            sessions: Cell::default(),
            whole: RefCell::default(),
            chapter: RefCell::default(),
            seconds: RefCell::default(),
            marks: RefCell::default(),
            progress: RefCell::default(),
        }
    }
}

impl Record {
    /// From now on processor and memory are those of `source`.
    pub(crate) fn watch(&self, source: Option<Source>) {
        self.source.set(source);
        self.last.borrow_mut().server_s = source.and_then(|source| source.cpu_seconds().ok());
    }

    /// Notes that something begins or ends here.
    pub(crate) fn mark(&self, what: impl Into<String>) {
        let what = what.into();
        self.progress.borrow_mut().phase(&what);
        let mut marks = self.marks.borrow_mut();
        if marks.len() < MARKS_MAX {
            marks.push(Mark { at_s: self.began.elapsed().as_secs_f64(), what });
        }
    }

    /// From here on the server's cores count as those of the load.
    pub(crate) fn load_begins(&self) {
        self.mark("the load begins");
        let used_s = self.source.get().and_then(|source| source.cpu_seconds().ok());
        *self.load.borrow_mut() = used_s.map(|server_s| Load { began: Instant::now(), server_s });
    }

    /// Where the load ends; its cores are on average from here.
    pub(crate) fn load_ends(&self) {
        self.mark("the load ends");
        let used_s = self.source.get().and_then(|source| source.cpu_seconds().ok());
        if let (Some(load), Some(used_s)) = (self.load.take(), used_s) {
            let cores = (used_s - load.server_s) / load.began.elapsed().as_secs_f64().max(1e-3);
            self.sums(|figures| figures.server_cores = Some(cores));
        }
    }

    /// An act is due.
    pub(crate) fn offered(&self) {
        self.counts.borrow_mut().offered += 1;
    }

    /// An act was answered as it should be, so long after it was due.
    pub(crate) fn answered(&self, after: Duration) {
        let mut counts = self.counts.borrow_mut();
        counts.answered += 1;
        counts.answer.record(after);
    }

    /// Somebody heard of an act, so long after it was due.
    pub(crate) fn delivered(&self, after: Duration) {
        let mut counts = self.counts.borrow_mut();
        counts.delivered += 1;
        counts.delivery.record(after);
    }

    /// Acts and deliveries whose latency somebody else knows, or nobody.
    pub(crate) fn passed(&self, offered: u64, delivered: u64) {
        let mut counts = self.counts.borrow_mut();
        counts.offered += offered;
        counts.delivered += delivered;
    }

    /// Latency of a delivery that is counted by [`Record::passed`].
    pub(crate) fn heard_after(&self, after: Duration) {
        self.counts.borrow_mut().delivery.record(after);
    }

    /// So many errors of a kind.
    pub(crate) fn errors(&self, kind: &str, count: u64) {
        if count > 0 {
            add(&mut self.counts.borrow_mut().errors, kind, count);
        }
    }

    /// An error of a kind.
    pub(crate) fn error(&self, kind: &str) {
        self.errors(kind, 1);
    }

    /// How many are connected now.
    pub(crate) fn connected(&self, sessions: usize) {
        self.sessions.set(sessions);
    }

    /// What a session costs.
    pub(crate) fn rss_per_session(&self, bytes: u64) {
        self.sums(|figures| figures.rss_per_session_bytes = Some(bytes));
    }

    /// How much of the sound was lost.
    pub(crate) fn lost_share(&self, share: f64) {
        self.sums(|figures| figures.lost_share = Some(share));
    }

    /// Runs `work` to its end and notes each second meanwhile.
    pub(crate) async fn beside<T>(&self, work: impl Future<Output = T>) -> T {
        let ticking = async {
            let mut ticks = interval_at(Instant::now() + TICK, TICK);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                self.tick();
            }
        };
        let result = tokio::select! {
            biased;
            () = ticking => unreachable!("it ticks for ever"),
            result = work => result,
        };
        self.tick();
        self.progress.borrow_mut().end();
        result
    }

    /// All seconds so far.
    pub(crate) fn seconds(&self) -> Vec<Second> {
        self.seconds.borrow().clone()
    }

    /// All marks so far.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        self.marks.borrow().clone()
    }

    /// The whole run, up to the last tick.
    pub(crate) fn figures(&self) -> Figures {
        self.whole.borrow().figures()
    }

    /// A part of the run begins, which has figures of its own.
    pub(crate) fn chapter_begins(&self) {
        self.tick();
        self.chapter.take();
    }

    /// The part of the run that began last, up to now.
    pub(crate) fn chapter(&self) -> Figures {
        self.tick();
        self.chapter.borrow().figures()
    }

    fn sums(&self, note: impl Fn(&mut Figures)) {
        note(&mut self.whole.borrow_mut().figures);
        note(&mut self.chapter.borrow_mut().figures);
    }

    fn tick(&self) {
        let (now, source) = (Instant::now(), self.source.get());
        let read = Reading {
            at: now,
            server_s: source.and_then(|source| source.cpu_seconds().ok()),
            client_s: Source::this_process().cpu_seconds().unwrap_or(0.0),
        };
        let last = self.last.replace(read);
        let read = self.last.borrow();
        let length_s = now.duration_since(last.at).as_secs_f64().max(1e-3);
        let rss = source.and_then(|source| source.resident_bytes().ok());
        let counts = &mut *self.counts.borrow_mut();
        let a_second = |count: u64| count as f64 / length_s;
        let second = Second {
            at_s: self.began.elapsed().as_secs_f64(),
            offered_per_s: a_second(counts.offered),
            answered_per_s: a_second(counts.answered),
            delivered_per_s: a_second(counts.delivered),
            answer: counts.answer.quantiles_if_any(),
            delivery: counts.delivery.quantiles_if_any(),
            sessions: self.sessions.get(),
            // A server that was started anew has used less than the one before it.
            server_cores: (last.server_s.zip(read.server_s))
                .map(|(before, now)| (now - before).max(0.0) / length_s),
            server_rss_bytes: rss,
            client_cores: (read.client_s - last.client_s) / length_s,
            errors: counts.errors.clone(),
        };
        self.whole.borrow_mut().add(counts, rss);
        self.chapter.borrow_mut().add(counts, rss);
        counts.begin_anew();
        if length_s < SHOWN_MIN_S {
            return;
        }
        self.progress.borrow_mut().show(&second);
        let mut seconds = self.seconds.borrow_mut();
        if seconds.len() < SECONDS_MAX {
            seconds.push(second);
        }
    }
}

fn add(errors: &mut Errors, kind: &str, count: u64) {
    let is_known = errors.contains_key(kind) || errors.len() < ERROR_KINDS_MAX;
    let kind = if is_known { kind } else { ERRORS_OF_OTHER_KINDS };
    *errors.entry(kind.to_owned()).or_default() += count;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn rc1_a_second_is_of_that_second_and_the_figures_are_of_all() {
        let record = Record::default();
        record.offered();
        record.answered(Duration::from_millis(10));
        tokio::time::advance(TICK).await;
        record.tick();
        record.delivered(Duration::from_millis(1_000));
        record.error("refused");
        tokio::time::advance(TICK).await;
        record.tick();
        let [first, second] = &record.seconds()[..] else { panic!("two seconds") };
        assert!(first.answer.is_some() && first.delivery.is_none() && first.errors.is_empty());
        assert!(second.answer.is_none() && second.delivery.is_some());
        assert_eq!((first.offered_per_s, second.offered_per_s), (1.0, 0.0));
        let figures = record.figures();
        assert_eq!((figures.offered, figures.answered, figures.delivered), (1, 1, 1));
        assert_eq!(figures.errors_in_all(), 1);
        assert!(figures.answer.is_some_and(|answer| (answer.p99_ms - 10.0).abs() < 0.1));
        assert!(figures.delivery.is_some_and(|delivery| delivery.p50_ms > 999.0));
        record.chapter_begins();
        record.answered(Duration::from_millis(20));
        let chapter = record.chapter();
        assert_eq!((chapter.answered, record.figures().answered), (1, 2));
        assert!(chapter.answer.is_some_and(|answer| answer.p50_ms > 19.0));
    }

    #[test]
    fn rc2_kinds_of_errors_are_bounded_and_none_is_lost() {
        let mut errors = Errors::new();
        for number in 0..100 {
            add(&mut errors, &format!("kind {number}"), 1);
        }
        assert_eq!(errors.len(), ERROR_KINDS_MAX + 1);
        assert_eq!(errors[ERRORS_OF_OTHER_KINDS], 100 - ERROR_KINDS_MAX as u64);
    }

    #[tokio::test(start_paused = true)]
    async fn each_second_of_the_work_is_noted_and_the_rest_of_it() {
        let record = Record::default();
        record.watch(Some(Source::this_process()));
        let result = record.beside(async {
            record.load_begins();
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            record.load_ends();
            7
        });
        assert_eq!(result.await, 7);
        assert_eq!(record.seconds().len(), 3);
        let figures = record.figures();
        assert!(figures.server_rss_peak_bytes > Some(0) && figures.server_cores >= Some(0.0));
        assert_eq!(record.marks().len(), 2);
    }
}
