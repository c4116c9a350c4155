//! The way to many sockets: number, head and write of each session. Sockets take all that is written and do nothing
//! with it. The event is one that no RESUME replays, since only the actors make the others.

use std::io::{self, IoSlice};
use std::sync::Arc;

use actors::{FrameSink, Outbox, OutboxLimits, Outgoing};
use bench::message_create;
use criterion::Criterion;

const SESSIONS: usize = 1_000;

struct Nowhere;

impl FrameSink for Nowhere {
    fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        Ok(slices.iter().map(|slice| slice.len()).sum())
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let batch = [Outgoing::fleeting(message_create().encode_tail())];
    let outboxes: Vec<Outbox> =
        (0..SESSIONS).map(|_| Outbox::new(OutboxLimits::default())).collect();
    outboxes.iter().for_each(|outbox| drop(outbox.attach(Arc::new(Nowhere))));
    criterion.bench_function("one event to 1,000 sessions", |bencher| {
        bencher.iter(|| outboxes.iter().for_each(|outbox| outbox.push(&batch, || true)));
    });
    criterion.final_summary();
}
