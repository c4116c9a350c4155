//! One thread a socket: takes datagrams in batches and puts them where their rooms are.
//!
//! It opens none of them: that is the work of the rooms' threads, and of nobody for what has no owner.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use crate::clock;
use crate::mail::{Letter, Mail};
use crate::metrics::DropReason;
use crate::routes::{Route, Routes};
use crate::shared::Shared;
use crate::sockets::{DATAGRAM_BYTES_MAX, Datagram};

/// Datagrams in one batch: the lock of the routes and those of the boxes are taken once for each.
const BATCH_MAX: usize = 64;

/// Receives until the server ends.
pub(crate) fn run(shared: &Arc<Shared>, socket: usize) {
    let mut bags: Vec<Mail> = shared.inboxes.iter().map(|_| Mail::default()).collect();
    let mut buffer = [0; DATAGRAM_BYTES_MAX];
    let bound = &shared.sockets[socket];
    while !shared.is_ended.load(Ordering::Relaxed) {
        let Some(mut datagram) = bound.wait(&mut buffer) else { continue };
        let (mut routes, now) = (shared.routes.lock(), clock::now());
        for taken in 1..=BATCH_MAX {
            sort(shared, &mut routes, (datagram, socket), &buffer, &mut bags, now);
            // What is taken out of the kernel's queue is sorted: nothing after the last one of a batch.
            if taken == BATCH_MAX {
                break;
            }
            let Some(next) = bound.take(&mut buffer) else { break };
            datagram = next;
        }
        drop(routes);
        deliver(shared, &mut bags);
    }
}

/// Puts a datagram into the bag of the thread that it is for.
fn sort(
    shared: &Shared,
    routes: &mut Routes,
    (datagram, socket): (Datagram, usize),
    buffer: &[u8],
    bags: &mut [Mail],
    now: Instant,
) {
    let Datagram::Whole { bytes, from } = datagram else {
        return shared.drops.add(DropReason::Giant, 1);
    };
    let bytes = &buffer[..bytes];
    let (target, is_known) = match routes.find(from, bytes, now) {
        Route::Known(target) => (target, true),
        Route::Named(target) => (target, false),
        Route::Flood => return shared.drops.add(DropReason::Flood, 1),
        Route::Stranger => return shared.drops.add(DropReason::Stranger, 1),
    };
    bags[target.shard].push(&Letter { target, is_known, from, socket, bytes });
}

fn deliver(shared: &Shared, bags: &mut [Mail]) {
    for (inbox, bag) in shared.inboxes.iter().zip(bags) {
        if bag.is_empty() {
            continue;
        }
        let left_over = inbox.put(bag.letters());
        shared.drops.add(DropReason::Overflow, left_over);
        bag.clear();
    }
}
