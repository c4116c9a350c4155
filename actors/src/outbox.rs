//! One session's way out: it numbers dispatches, keeps them for RESUME and writes them to the socket.
//!
//! - OB1  Dispatches reach the socket in the order of `s`, each once.
//! - OB2  The queue is bounded; at the bound the socket is let go (resumable) and nobody waits.
//! - OB3  What is written inline and what is queued never overtake one another.
//! - OB4  A dispatch that the session may not see is not numbered, kept or written.
//!
//! One lock guards one session. A non-blocking write happens under it, because the order of `s` on
//! the wire is the order of the lock; nothing else that is foreign runs there.

mod outgoing;
mod queue;
mod ring;
mod scratch;
mod standin;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, IoSlice};
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use protocol::id::{ChannelId, MessageId};
use tokio::sync::Notify;

use crate::config::OutboxLimits;
use crate::frame::Head;
pub use outgoing::Outgoing;
pub(crate) use outgoing::{Stood, WeakOutgoing};
use queue::Queue;
use ring::Ring;

/// Dispatches written by one system call at most.
const WRITE_EVENTS_MAX: usize = 32;

/// The socket as an outbox sees it: a non-blocking vectored write.
pub trait FrameSink: Send + Sync {
    /// Writes what fits; `WouldBlock` when nothing does.
    ///
    /// # Errors
    /// As `write(2)`.
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.try_write_vectored(&[IoSlice::new(bytes)])
    }

    /// Writes what fits; `WouldBlock` when nothing does.
    ///
    /// # Errors
    /// As `write(2)`.
    fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize>;
}

/// Why a socket was let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// It fell behind its outbox (4009, resumable).
    Overrun,
    /// A newer socket took the session over (4000).
    Replaced,
    /// The login or the account ended (4004).
    LoginEnded,
    /// The server goes away: RECONNECT, resumable.
    Reconnect,
    /// The session's actor crashed or the session was evicted (4000, not resumable).
    SessionEnded,
}

/// What `drain` found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drain {
    /// All is written: wait for the next notice.
    Empty,
    /// The socket is full: wait until it is writable.
    Blocked,
    /// The socket is to be closed.
    Close(CloseReason),
}

/// A socket's key to its session's outbox.
pub struct SocketPort {
    epoch: u64,
    wake: Arc<Notify>,
}

impl SocketPort {
    /// Resolves when there is something to drain.
    pub async fn notified(&self) {
        self.wake.notified().await;
    }
}

/// The ring no longer holds all that a RESUME asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the session cannot be resumed from there")]
pub struct NotResumable;

/// See the module's rules.
pub struct Outbox {
    limits: OutboxLimits,
    state: Mutex<State>,
    drained: Notify,
}

#[derive(Default)]
struct State {
    last_s: u64,
    ring: Ring,
    queue: Queue,
    /// Bytes in the queue that a replay or a start put there: they are bounded by the ring instead.
    exempt_bytes: usize,
    socket: Option<Socket>,
    epoch: u64,
    let_go: Option<CloseReason>,
    /// What a former socket still has to be sent before a close frame, by its epoch.
    unfinished: (u64, Vec<Bytes>),
    ended: bool,
}

struct Socket {
    sink: Arc<dyn FrameSink>,
    wake: Arc<Notify>,
}

impl Outbox {
    /// An outbox without a socket.
    pub fn new(limits: OutboxLimits) -> Self {
        Self { limits, state: Mutex::default(), drained: Notify::new() }
    }

    /// Sends `batch` in order, unless `allowed` says no. Never waits.
    ///
    /// `allowed` is asked under the lock: whoever takes sight away publishes that first and then
    /// takes this lock, so nothing of the channel can follow its CHANNEL_DELETE.
    pub fn push(&self, batch: &[Outgoing], allowed: impl FnOnce() -> bool) {
        let mut state = self.state.lock();
        if state.ended || !allowed() {
            return;
        }
        for part in batch.chunks(WRITE_EVENTS_MAX) {
            state.send(part, &self.limits);
        }
        if state.queue_over(&self.limits) {
            state.let_go(CloseReason::Overrun);
            self.drained.notify_waiters();
        }
    }

    /// Has the processor read from memory what `push` begins with, and does not wait for it.
    pub(crate) fn fetch(&self) {
        std::hint::black_box(self.state.is_locked());
    }

    /// Sends the first events of a session, which the queue's bound does not count.
    pub fn push_start(&self, batch: &[Outgoing]) {
        self.push_exempt(batch, || true);
    }

    /// Sends an event that may be longer than the queue's bound, which does not count it. For when
    /// nothing waits: so there is never more than one.
    pub(crate) fn push_whole(&self, event: &Outgoing, allowed: impl FnOnce() -> bool) {
        self.push_exempt(std::slice::from_ref(event), allowed);
    }

    fn push_exempt(&self, batch: &[Outgoing], allowed: impl FnOnce() -> bool) {
        let mut state = self.state.lock();
        if state.ended || !allowed() {
            return;
        }
        let before = state.queue.bytes();
        for part in batch.chunks(WRITE_EVENTS_MAX) {
            state.send(part, &self.limits);
        }
        state.exempt_bytes += state.queue.bytes() - before;
    }

    /// Sends a frame that is no dispatch (it has no `s` and is not kept) to the socket of `port`.
    pub fn push_raw(&self, port: &SocketPort, frame: Bytes) {
        let mut state = self.state.lock();
        if state.epoch == port.epoch && state.socket.is_some() {
            state.enqueue_or_write(frame);
        }
    }

    /// Sends a frame that is no dispatch to whichever socket is there.
    pub(crate) fn send_frame(&self, frame: Bytes) {
        let mut state = self.state.lock();
        if state.socket.is_none() {
            return;
        }
        state.enqueue_or_write(frame);
        if state.queue_over(&self.limits) {
            state.let_go(CloseReason::Overrun);
            self.drained.notify_waiters();
        }
    }

    /// The same, where no socket that takes it soon is no reason to let it go. False when it is not
    /// sent: so nobody can have the socket of somebody else closed by what they send them.
    pub(crate) fn offer_frame(&self, frame: Bytes) -> bool {
        let mut state = self.state.lock();
        let takes = state.socket.is_some() && !state.is_half_full(&self.limits);
        if takes {
            state.enqueue_or_write(frame);
        }
        takes
    }

    /// Gives a new session its socket.
    pub fn attach(&self, sink: Arc<dyn FrameSink>) -> SocketPort {
        self.state.lock().attach(sink)
    }

    /// Gives a session a new socket and replays all kept dispatches after `s`, then `resumed`.
    ///
    /// # Errors
    /// `NotResumable` when the session ended, `s` was never sent, or the ring is trimmed past it.
    pub fn resume(
        &self,
        sink: Arc<dyn FrameSink>,
        s: u64,
        resumed: &Outgoing,
    ) -> Result<SocketPort, NotResumable> {
        let mut state = self.state.lock();
        if state.ended || s > state.last_s {
            return Err(NotResumable);
        }
        let missed: Vec<(u64, Bytes)> = match state.ring.after(s) {
            Some(entries) => {
                entries.filter_map(|entry| Some((entry.s, entry.event.resumed()?))).collect()
            }
            None => return Err(NotResumable),
        };
        let port = state.attach(sink);
        for (s, tail) in missed {
            state.enqueue(Head::new(s, tail.len()), tail);
        }
        state.exempt_bytes = state.queue.bytes();
        state.send(std::slice::from_ref(resumed), &self.limits);
        state.wake();
        Ok(port)
    }

    /// The socket of `port` is gone. True when it was the current one.
    pub fn detach(&self, port: &SocketPort) -> bool {
        let mut state = self.state.lock();
        let current = state.epoch == port.epoch && state.socket.is_some();
        if current {
            state.socket = None;
            state.drop_queue();
            self.drained.notify_waiters();
        }
        current
    }

    /// Writes what waits for the socket of `port`.
    pub fn drain(&self, port: &SocketPort) -> Drain {
        let mut state = self.state.lock();
        if state.epoch != port.epoch {
            return Drain::Close(CloseReason::Replaced);
        }
        if let Some(reason) = state.let_go {
            return Drain::Close(reason);
        }
        let State { queue, socket, .. } = &mut *state;
        let Some(socket) = socket else { return Drain::Close(CloseReason::SessionEnded) };
        let outcome = match queue.write_to(&*socket.sink) {
            Ok(()) => Drain::Empty,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Drain::Blocked,
            Err(_) => Drain::Close(CloseReason::Overrun),
        };
        state.exempt_bytes = state.exempt_bytes.min(state.queue.bytes());
        if state.queue.frames() <= self.limits.queue_events_max / 2 {
            self.drained.notify_waiters();
        }
        outcome
    }

    /// The rest of a frame that was half written when the socket of `port` was let go. It goes out
    /// before a close frame.
    pub fn unfinished(&self, port: &SocketPort) -> Vec<Bytes> {
        let mut state = self.state.lock();
        if state.unfinished.0 == port.epoch {
            std::mem::take(&mut state.unfinished.1)
        } else {
            Vec::new()
        }
    }

    /// Waits until the queue is at most half full (at once when no socket is attached).
    pub async fn room(&self) {
        loop {
            let drained = self.drained.notified();
            {
                let state = self.state.lock();
                if state.socket.is_none() || state.ended || !state.is_half_full(&self.limits) {
                    return;
                }
            }
            drained.await;
        }
    }

    /// The client has seen everything up to `s`. The newest message of each channel among it.
    pub(crate) fn acknowledge(&self, s: u64) -> BTreeMap<ChannelId, MessageId> {
        self.state.lock().ring.acknowledge(s)
    }

    /// Tells the client that channels are gone and takes their events out of the ring.
    pub fn lose_channels(
        &self,
        channels: impl IntoIterator<Item = ChannelId>,
        notice: Option<&Outgoing>,
    ) {
        {
            let mut state = self.state.lock();
            let lost: Vec<ChannelId> = channels.into_iter().collect();
            state.ring.forget_channels(&lost);
        }
        if let Some(notice) = notice {
            self.push(std::slice::from_ref(notice), || true);
        }
    }

    /// Sends other bytes in the place of some that still wait.
    pub(crate) fn stand_in(&self, stood: &[Stood]) {
        self.state.lock().queue.stand_in(stood);
    }

    /// Lets the socket go; `ends` says that the session cannot be resumed.
    pub fn close(&self, reason: CloseReason, ends: bool) {
        let mut state = self.state.lock();
        state.ended |= ends;
        state.let_go(reason);
        self.drained.notify_waiters();
    }

    /// Whether nothing more goes out, on this socket or another one.
    pub fn has_ended(&self) -> bool {
        self.state.lock().ended
    }

    /// Bytes that wait for the socket to take them.
    pub fn waiting_bytes(&self) -> usize {
        self.state.lock().queue.bytes()
    }

    /// Whether a socket is attached.
    pub fn is_attached(&self) -> bool {
        self.state.lock().socket.is_some()
    }
}

impl State {
    fn attach(&mut self, sink: Arc<dyn FrameSink>) -> SocketPort {
        self.wake();
        self.drop_queue();
        self.epoch += 1;
        self.let_go = None;
        let wake = Arc::new(Notify::new());
        self.socket = Some(Socket { sink, wake: Arc::clone(&wake) });
        SocketPort { epoch: self.epoch, wake }
    }

    /// The first reason is the one that the client is told.
    fn let_go(&mut self, reason: CloseReason) {
        self.wake();
        self.let_go.get_or_insert(reason);
        self.socket = None;
        self.drop_queue();
    }

    fn drop_queue(&mut self) {
        let rest = self.queue.clear();
        if !rest.is_empty() {
            self.unfinished = (self.epoch, rest);
        }
        self.exempt_bytes = 0;
    }

    fn wake(&self) {
        if let Some(socket) = &self.socket {
            socket.wake.notify_one();
        }
    }

    fn is_half_full(&self, limits: &OutboxLimits) -> bool {
        self.queue.frames() > limits.queue_events_max / 2
            || self.queue.bytes() > limits.queue_bytes_max / 2
    }

    fn queue_over(&self, limits: &OutboxLimits) -> bool {
        self.queue.frames() > limits.queue_events_max + limits.ring_events_max
            || (self.exempt_bytes == 0 && self.queue.frames() > limits.queue_events_max)
            || self.queue.bytes() > limits.queue_bytes_max + self.exempt_bytes
    }

    /// Numbers and keeps at most `WRITE_EVENTS_MAX` events, and writes or queues them.
    fn send(&mut self, part: &[Outgoing], limits: &OutboxLimits) {
        let first = self.last_s + 1;
        for event in part {
            self.last_s += 1;
            if event.is_kept() {
                self.ring.push(self.last_s, event.clone(), limits);
            }
        }
        let Some(socket) = &self.socket else { return };
        let mut written = 0;
        if self.queue.is_empty() {
            // An error other than a full socket is seen again by the socket's own task.
            let sent = scratch::with_frames(first, part, |frames| socket.sink.try_write(frames));
            written = sent.unwrap_or(0);
        }
        self.queue_rest(first, part, written);
    }

    /// Queues what a write of `written` bytes left over.
    fn queue_rest(&mut self, first: u64, part: &[Outgoing], mut written: usize) {
        let was_empty = self.queue.is_empty();
        for (s, event) in (first..).zip(part) {
            let tail = event.tail();
            let head = Head::new(s, tail.len());
            let head = head.as_slice();
            let frame_bytes = head.len() + tail.len();
            if written >= frame_bytes {
                written -= frame_bytes;
                continue;
            }
            let head_rest = &head[written.min(head.len())..];
            if !head_rest.is_empty() {
                self.queue.push(Bytes::copy_from_slice(head_rest), false);
            }
            let tail_rest = tail.slice(written.saturating_sub(head.len())..);
            self.queue.push_traced(tail_rest, true, event.waits_for_socket());
            self.mark_begun_if(written > 0);
            written = 0;
        }
        if !self.queue.is_empty() {
            // Only where a socket does not keep up, so that nobody else pays for it.
            metrics::histogram!("confab_outbox_waiting_frames").record(self.queue.frames() as f64);
            if was_empty {
                self.wake();
            }
        }
    }

    fn mark_begun_if(&mut self, begun: bool) {
        if begun {
            self.queue.mark_begun();
        }
    }

    fn enqueue(&mut self, head: Head, tail: Bytes) {
        self.queue.push(Bytes::copy_from_slice(head.as_slice()), false);
        self.queue.push(tail, true);
    }

    fn enqueue_or_write(&mut self, frame: Bytes) {
        self.queue.push(frame, true);
        if let Some(socket) = &self.socket
            && self.queue.write_to(&*socket.sink).is_err()
        {
            socket.wake.notify_one();
        }
    }
}
