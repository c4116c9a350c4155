//! The way to many sockets: number, head, ring and write of each session, and what RESUME replays of the ring.
//! Sockets take all that is written and do nothing with it.

use std::io::{self, IoSlice};
use std::sync::Arc;

use actors::{FrameSink, Outbox, OutboxLimits, Outgoing};
use bench::{CHANNEL, message_create};
use criterion::{BatchSize, Criterion};

const SESSIONS: usize = 1_000;
/// Dispatches that a client missed while it was away.
const MISSED: u64 = 100;

struct Nowhere;

impl FrameSink for Nowhere {
    fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        Ok(slices.iter().map(|slice| slice.len()).sum())
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let message = message_create();
    let kept = Outgoing::in_channel(&message, CHANNEL);
    fan_out(&mut criterion, "one event to 1,000 sessions", &kept);
    let fleeting = Outgoing::fleeting(message.encode_tail());
    fan_out(&mut criterion, "one event that no ring keeps", &fleeting);
    resume(&mut criterion, &kept);
    criterion.final_summary();
}

/// Rings are full, as those of sessions are that have been there for a while: each push trims.
fn fan_out(criterion: &mut Criterion, name: &str, event: &Outgoing) {
    let limits = OutboxLimits::default();
    let outboxes: Vec<Outbox> = (0..SESSIONS).map(|_| Outbox::new(limits)).collect();
    let batch = [event.clone()];
    for outbox in &outboxes {
        outbox.attach(Arc::new(Nowhere));
        (0..limits.ring_events_max).for_each(|_| outbox.push(&batch, || true));
    }
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| outboxes.iter().for_each(|outbox| outbox.push(&batch, || true)));
    });
}

fn resume(criterion: &mut Criterion, event: &Outgoing) {
    let limits = OutboxLimits::default();
    let resumed = Outgoing::fleeting(message_create().encode_tail());
    let away = || {
        let outbox = Outbox::new(limits);
        (0..limits.ring_events_max).for_each(|_| outbox.push(std::slice::from_ref(event), || true));
        outbox
    };
    let seen = limits.ring_events_max as u64 - MISSED;
    criterion.bench_function("RESUME of 100 events", |bencher| {
        let back = |outbox: &mut Outbox| {
            outbox.resume(Arc::new(Nowhere), seen, &resumed).expect("the ring has them")
        };
        bencher.iter_batched_ref(away, back, BatchSize::SmallInput);
    });
}
