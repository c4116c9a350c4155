//! What all sockets of a room share while somebody posts: the schedule, what a post looks like, the counts.
//!
//! A room lives on one thread, so nothing here is locked. A post is found by a mark in its content, which no server
//! may change, and is looked for first where the last one was: the client takes little of the cores.

use std::cell::{Cell, Ref, RefCell};
use std::time::Duration;

use tokio::time::Instant;

use crate::frames::READ_BYTES_MAX;
use crate::http::find;
use crate::latency::Latency;

/// As long as people's messages are.
const CONTENT_BYTES: usize = 100;
const DIGITS: usize = 6;

/// See the file.
pub(super) struct Course {
    mark: RefCell<Vec<u8>>,
    found_at: Cell<usize>,
    start: Cell<Instant>,
    period: Cell<Duration>,
    deliveries: Cell<u64>,
    delivered_bytes: Cell<u64>,
    latency: RefCell<Latency>,
    buffer: RefCell<Vec<u8>>,
}

impl Course {
    pub(super) fn new() -> Self {
        Self {
            mark: RefCell::new(new_mark()),
            found_at: Cell::default(),
            start: Cell::new(Instant::now()),
            period: Cell::default(),
            deliveries: Cell::default(),
            delivered_bytes: Cell::default(),
            latency: RefCell::default(),
            buffer: RefCell::new(vec![0; READ_BYTES_MAX]),
        }
    }

    /// From now on posts are due `rate` times a second; what is still on its way is of no account any more.
    pub(super) fn begin(&self, rate: f64) {
        *self.mark.borrow_mut() = new_mark();
        self.start.set(Instant::now());
        self.period.set(Duration::from_secs_f64(1.0 / rate));
        self.deliveries.set(0);
        self.delivered_bytes.set(0);
        self.latency.borrow_mut().clear();
    }

    pub(super) fn due(&self, post: u32) -> Instant {
        self.start.get() + self.period.get() * post
    }

    /// A hundred bytes without anything that JSON or XML escapes.
    pub(super) fn content(&self, post: u32) -> String {
        format!("{:x<CONTENT_BYTES$}", self.nonce(post))
    }

    /// What no other post begins with.
    pub(super) fn nonce(&self, post: u32) -> String {
        format!("{}{post:0DIGITS$}", String::from_utf8_lossy(&self.mark.borrow()))
    }

    /// Which post is in an event that came at `now`, if any; it is counted.
    pub(super) fn hear(&self, event: &[u8], now: Instant) -> Option<u32> {
        let mark = self.mark.borrow();
        let last = self.found_at.get();
        let there = event.get(last..last + mark.len()).is_some_and(|bytes| bytes == &mark[..]);
        let at = if there { last } else { find(event, &mark)? };
        self.found_at.set(at);
        let digits = event.get(at + mark.len()..at + mark.len() + DIGITS)?;
        let post: u32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        self.deliveries.set(self.deliveries.get() + 1);
        self.delivered_bytes.set(self.delivered_bytes.get() + event.len() as u64);
        self.latency.borrow_mut().record(now.saturating_duration_since(self.due(post)));
        Some(post)
    }

    pub(super) fn deliveries(&self) -> u64 {
        self.deliveries.get()
    }

    /// How long an event was, on average.
    pub(super) fn bytes_per_delivery(&self) -> u64 {
        self.delivered_bytes.get() / self.deliveries().max(1)
    }

    pub(super) fn latency(&self) -> Ref<'_, Latency> {
        self.latency.borrow()
    }

    /// One read buffer serves all sockets: nothing is awaited while it is held.
    pub(super) fn with_buffer<T>(&self, read: impl FnOnce(&mut [u8]) -> T) -> T {
        read(&mut self.buffer.borrow_mut())
    }
}

fn new_mark() -> Vec<u8> {
    format!("m{:016x}-", rand::random::<u64>()).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_found_wherever_it_stands_and_counted() {
        let course = Course::new();
        course.begin(10.0);
        let now = Instant::now();
        assert_eq!(course.content(7).len(), CONTENT_BYTES);
        for before in ["", "<body>", "<body>", "much longer than the others"] {
            let event = format!("{before}{}", course.content(7));
            assert_eq!(course.hear(event.as_bytes(), now), Some(7));
        }
        assert_eq!(course.hear(b"something else", now), None);
        assert_eq!(course.deliveries(), 4);
    }

    #[test]
    fn what_is_of_a_former_course_is_not_heard() {
        let course = Course::new();
        course.begin(10.0);
        let old = course.content(1);
        course.begin(10.0);
        assert_eq!(course.hear(old.as_bytes(), Instant::now()), None);
    }
}
