//! What all sessions and posters of one run share: its schedule, its nonces, its counts.
//!
//! A run lives on one thread, so nothing here is locked.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use crate::frames::READ_BYTES_MAX;
use crate::latency::Latency;
use crate::record::Record;

/// An open-loop schedule: post number `n` is due `n / rate` after the start, or when it was planned for, whatever
/// came before.
pub(crate) struct Run {
    prefix: String,
    nonce_key: Vec<u8>,
    period: Duration,
    start: Cell<Instant>,
    planned: RefCell<Vec<Instant>>,
    deliveries: Cell<u64>,
    delivered_bytes: Cell<u64>,
    noticed: Cell<u64>,
    latency: RefCell<Latency>,
    record: Rc<Record>,
    buffer: RefCell<Vec<u8>>,
}

impl Run {
    pub(crate) fn new(rate: f64, record: &Rc<Record>) -> Self {
        let prefix = format!("r{:x}-", rand::random::<u64>());
        Self {
            nonce_key: format!("\"nonce\":\"{prefix}").into_bytes(),
            prefix,
            period: Duration::from_secs_f64(1.0 / rate),
            start: Cell::new(Instant::now()),
            planned: RefCell::default(),
            deliveries: Cell::default(),
            delivered_bytes: Cell::default(),
            noticed: Cell::default(),
            latency: RefCell::default(),
            record: Rc::clone(record),
            buffer: RefCell::new(vec![0; READ_BYTES_MAX]),
        }
    }

    /// From now on the schedule runs.
    pub(crate) fn begin(&self) {
        self.start.set(Instant::now());
    }

    /// The number of a post that is due at `at`, where no rate says so.
    pub(crate) fn plan(&self, at: Instant) -> u32 {
        let mut planned = self.planned.borrow_mut();
        planned.push(at);
        planned.len() as u32 - 1
    }

    pub(crate) fn due(&self, post: u32) -> Instant {
        let planned = self.planned.borrow().get(post as usize).copied();
        planned.unwrap_or_else(|| self.start.get() + self.period * post)
    }

    /// The nonce of a post: no other run's, and a number that a delivery is found by.
    pub(crate) fn nonce(&self, post: u32) -> String {
        format!("{}{post}", self.prefix)
    }

    /// The post that a nonce belongs to, if it is of this run.
    pub(crate) fn post_of(&self, nonce: &str) -> Option<u32> {
        nonce.strip_prefix(&self.prefix)?.parse().ok()
    }

    /// What stands before the number in an encoded event.
    pub(crate) fn nonce_key(&self) -> &[u8] {
        &self.nonce_key
    }

    /// Counts a delivery; its latency runs from when the post was due, not from when it was sent.
    pub(crate) fn delivered(&self, post: u32, bytes: usize, at: Instant) {
        self.deliveries.set(self.deliveries.get() + 1);
        self.delivered_bytes.set(self.delivered_bytes.get() + bytes as u64);
        let after = at.saturating_duration_since(self.due(post));
        self.latency.borrow_mut().record(after);
        self.record.delivered(after);
    }

    pub(crate) fn deliveries(&self) -> u64 {
        self.deliveries.get()
    }

    /// Counts an event about a message, whichever.
    pub(crate) fn notice(&self) {
        self.noticed.set(self.noticed.get() + 1);
    }

    pub(crate) fn noticed(&self) -> u64 {
        self.noticed.get()
    }

    /// How long an event was, on average: two servers compare only if this is about the same.
    pub(crate) fn bytes_per_delivery(&self) -> u64 {
        self.delivered_bytes.get() / self.deliveries().max(1)
    }

    pub(crate) fn latency(&self) -> std::cell::Ref<'_, Latency> {
        self.latency.borrow()
    }

    /// One read buffer serves all sessions: nothing is awaited while it is held.
    pub(crate) fn with_buffer<T>(&self, read: impl FnOnce(&mut [u8]) -> T) -> T {
        read(&mut self.buffer.borrow_mut())
    }
}
