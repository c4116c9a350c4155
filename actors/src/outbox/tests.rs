//! Scripts of pushes, slow reads, lost sockets and resumes, against a model that knows every frame.

use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use proptest::prelude::*;
use protocol::ChannelId;
use serde_json::Value;

use super::*;

const LIMITS: OutboxLimits = OutboxLimits {
    queue_events_max: 8,
    queue_bytes_max: 2_000,
    ring_events_max: 16,
    ring_bytes_max: 4_000,
};

/// What happens to an outbox.
#[derive(Debug, Clone)]
enum Act {
    /// Events of a channel arrive, all kept or none, with this much in each.
    Push { count: usize, kept: bool, channel: u64, padding: usize },
    /// Events arrive that the session may not see.
    PushHidden,
    /// A frame that is no dispatch arrives.
    PushRaw,
    /// The socket takes some bytes.
    Take(usize),
    /// The client tells how far it read.
    Acknowledge,
    /// The session loses sight of a channel.
    Lose(u64),
    /// The socket breaks.
    Break,
    /// The client comes back and claims to have missed so much of what it heard.
    Resume { missed: u64 },
}

/// A socket that takes as many bytes as it was given room for.
#[derive(Default)]
struct Trickle(Mutex<(usize, Vec<u8>)>);

impl FrameSink for Trickle {
    fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let (room, taken) = &mut *self.0.lock();
        let before = taken.len();
        for slice in slices {
            let part = &slice[..(*room).min(slice.len())];
            taken.extend_from_slice(part);
            *room -= part.len();
        }
        if taken.len() == before {
            Err(io::ErrorKind::WouldBlock.into())
        } else {
            Ok(taken.len() - before)
        }
    }
}

/// A frame that must arrive.
#[derive(Debug, Clone, PartialEq)]
enum Frame {
    Dispatch { s: u64, n: u64 },
    Raw,
}

/// A dispatch that a resume must replay.
struct Kept {
    s: u64,
    n: u64,
    channel: u64,
    bytes: usize,
}

struct Model {
    outbox: Outbox,
    socket: Option<(Arc<Trickle>, SocketPort)>,
    next_n: u64,
    last_s: u64,
    /// The last number that the client read, on any socket.
    heard_s: u64,
    ring: Vec<Kept>,
    trimmed: u64,
    /// All frames of the present socket.
    due: Vec<Frame>,
    due_bytes: usize,
}

const RAW: &[u8] = b"\x81\x09{\"op\":11}";

fn dispatch(n: u64, padding: usize, channel: u64, kept: bool) -> Outgoing {
    let padding = "x".repeat(padding);
    let tail = Bytes::from(format!("\"t\":\"E\",\"d\":{{\"n\":{n},\"p\":\"{padding}\"}}}}"));
    if kept { Outgoing::kept(tail, ChannelId::new(channel)) } else { Outgoing::fleeting(tail) }
}

impl Model {
    fn new() -> Self {
        let outbox = Outbox::new(LIMITS);
        let sink = Arc::<Trickle>::default();
        let port = outbox.attach(Arc::clone(&sink) as _);
        let socket = Some((sink, port));
        let (ring, due) = (Vec::new(), Vec::new());
        let (next_n, last_s, heard_s, trimmed, due_bytes) = (0, 0, 0, 0, 0);
        Self { outbox, socket, next_n, last_s, heard_s, ring, trimmed, due, due_bytes }
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Push { count, kept, channel, padding } => {
                let events = self.numbered(count, kept, channel, padding);
                self.outbox.push(&events, || true);
                self.check_bound();
            }
            Act::PushHidden => self.outbox.push(&[dispatch(u64::MAX, 1, 0, true)], || false),
            Act::PushRaw => {
                if let Some((_, port)) = &self.socket {
                    self.outbox.push_raw(port, Bytes::from_static(RAW));
                    self.due.push(Frame::Raw);
                    self.due_bytes += RAW.len();
                }
            }
            Act::Take(bytes) => self.take(bytes),
            Act::Acknowledge => {
                self.outbox.acknowledge(self.heard_s);
                self.forget(|kept, heard_s| kept.s <= heard_s, true);
            }
            Act::Lose(channel) => {
                self.forget(|kept, _| kept.channel == channel, false);
                let notice = self.numbered(1, true, u64::MAX, 0).remove(0);
                self.outbox.lose_channels([ChannelId::new(channel)], Some(&notice));
                self.check_bound();
            }
            Act::Break => self.break_socket(),
            Act::Resume { missed } => self.resume(missed),
        }
        self.read();
    }

    /// Numbers events as the outbox will, and notes what must come of them.
    fn numbered(
        &mut self,
        count: usize,
        kept: bool,
        channel: u64,
        padding: usize,
    ) -> Vec<Outgoing> {
        let mut events = Vec::new();
        for _ in 0..count {
            self.next_n += 1;
            self.last_s += 1;
            let (s, n) = (self.last_s, self.next_n);
            let event = dispatch(n, padding, channel, kept);
            if self.socket.is_some() {
                self.due.push(Frame::Dispatch { s, n });
                self.due_bytes +=
                    Head::new(s, event.tail().len()).as_slice().len() + event.tail().len();
            }
            if kept {
                self.ring.push(Kept { s, n, channel, bytes: event.tail().len() });
                self.trim();
            }
            events.push(event);
        }
        events
    }

    fn trim(&mut self) {
        let over = |ring: &[Kept]| {
            ring.len() > LIMITS.ring_events_max
                || ring.iter().map(|kept| kept.bytes).sum::<usize>() > LIMITS.ring_bytes_max
        };
        while over(&self.ring) {
            self.trimmed = self.ring.remove(0).s;
        }
    }

    fn forget(&mut self, gone: impl Fn(&Kept, u64) -> bool, trims: bool) {
        let heard_s = self.heard_s;
        let last = self.ring.iter().filter(|kept| gone(kept, heard_s)).map(|kept| kept.s).max();
        if trims {
            self.trimmed = self.trimmed.max(last.unwrap_or(0));
        }
        self.ring.retain(|kept| !gone(kept, heard_s));
    }

    fn take(&mut self, bytes: usize) {
        let Some((sink, port)) = &self.socket else { return };
        sink.0.lock().0 += bytes;
        let drained = self.outbox.drain(port);
        assert_ne!(drained, Drain::Close(CloseReason::Overrun), "it would be noticed at the push");
    }

    /// OB2. At the bound the socket goes, and before the bound it does not.
    fn check_bound(&mut self) {
        let Some((sink, port)) = &self.socket else { return };
        let taken = sink.0.lock().1.len();
        let waiting_bytes = self.due_bytes - taken;
        let waiting_frames = self.due.len() - frames(&sink.0.lock().1).0.len();
        let attached = self.outbox.is_attached();
        if waiting_frames <= LIMITS.queue_events_max && waiting_bytes <= LIMITS.queue_bytes_max {
            assert!(attached, "{waiting_frames} frames, {waiting_bytes} bytes waited");
        }
        let most = LIMITS.queue_bytes_max + 2 * LIMITS.ring_bytes_max;
        assert!(!attached || waiting_bytes <= most, "{waiting_bytes} bytes wait");
        if !attached {
            assert_eq!(self.outbox.drain(port), Drain::Close(CloseReason::Overrun));
            self.break_socket();
        }
    }

    /// Whatever way a socket ends, what was begun can be finished.
    fn break_socket(&mut self) {
        self.read();
        let Some((sink, port)) = self.socket.take() else { return };
        self.outbox.detach(&port);
        let mut bytes = std::mem::take(&mut sink.0.lock().1);
        for rest in self.outbox.unfinished(&port) {
            bytes.extend_from_slice(&rest);
        }
        let (arrived, left_over) = frames(&bytes);
        assert_eq!(left_over, 0, "a begun frame can be finished");
        assert_eq!(arrived[..], self.due[..arrived.len()]);
        self.due.clear();
        self.due_bytes = 0;
    }

    /// RG2. The replay is whole, or it is refused.
    fn resume(&mut self, missed: u64) {
        self.break_socket();
        let s = self.heard_s.saturating_sub(missed);
        let sink = Arc::<Trickle>::default();
        let resumed = dispatch(self.next_n + 1, 0, u64::MAX, true);
        match self.outbox.resume(Arc::clone(&sink) as _, s, &resumed) {
            Err(NotResumable) => assert!(s < self.trimmed, "{s} is still there"),
            Ok(port) => {
                assert!(s >= self.trimmed, "{s} is gone");
                self.socket = Some((sink, port));
                for kept in self.ring.iter().filter(|kept| kept.s > s) {
                    self.due.push(Frame::Dispatch { s: kept.s, n: kept.n });
                    self.due_bytes += Head::new(kept.s, kept.bytes).as_slice().len() + kept.bytes;
                }
                self.numbered(1, true, u64::MAX, 0);
            }
        }
    }

    /// OB1, OB3. What arrived is what was due, from the first frame on.
    fn read(&mut self) {
        let Some((sink, _)) = &self.socket else { return };
        let (arrived, _) = frames(&sink.0.lock().1);
        assert_eq!(arrived[..], self.due[..arrived.len()]);
        if let Some(Frame::Dispatch { s, .. }) =
            arrived.iter().rev().find(|frame| matches!(frame, Frame::Dispatch { .. }))
        {
            self.heard_s = self.heard_s.max(*s);
        }
    }
}

/// The whole frames of a stream, and how many bytes are left over.
fn frames(mut bytes: &[u8]) -> (Vec<Frame>, usize) {
    let mut found = Vec::new();
    while let [0x81, short, rest @ ..] = bytes {
        let (length, rest) = match (*short, rest) {
            (126, [a, b, rest @ ..]) => (usize::from(u16::from_be_bytes([*a, *b])), rest),
            (127, [a, b, c, d, e, f, g, h, rest @ ..]) => {
                let long = u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
                (usize::try_from(long).unwrap(), rest)
            }
            (126.., _) => break,
            (short, rest) => (usize::from(short), rest),
        };
        let Some(payload) = rest.get(..length) else { break };
        let frame: Value = serde_json::from_slice(payload).expect("a frame is whole JSON");
        found.push(match frame["op"].as_u64() {
            Some(0) => Frame::Dispatch {
                s: frame["s"].as_u64().unwrap(),
                n: frame["d"]["n"].as_u64().unwrap(),
            },
            _ => Frame::Raw,
        });
        bytes = &rest[length..];
    }
    (found, bytes.len())
}

/// Runs a script; at its end the socket takes all that is left.
fn check(script: &[Act]) {
    let mut model = Model::new();
    for act in script {
        model.act(act);
    }
    model.act(&Act::Take(usize::MAX >> 1));
    if let Some((sink, _)) = &model.socket {
        assert_eq!(frames(&sink.0.lock().1), (model.due.clone(), 0), "nothing is left behind");
    }
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (1usize..4, prop::bool::weighted(0.8), 0u64..3, 0usize..300)
            .prop_map(|(count, kept, channel, padding)| Act::Push { count, kept, channel, padding }),
        1 => Just(Act::PushHidden),
        1 => Just(Act::PushRaw),
        6 => (0usize..600).prop_map(Act::Take),
        1 => Just(Act::Acknowledge),
        1 => (0u64..3).prop_map(Act::Lose),
        1 => Just(Act::Break),
        2 => (0u64..6).prop_map(|missed| Act::Resume { missed }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn ob1_ob2_ob3_rg1_rg2_every_script_gives_each_frame_once_and_whole(
        script in prop::collection::vec(act(), 1..60)
    ) {
        check(&script);
    }
}

fn push(count: usize, padding: usize) -> Act {
    Act::Push { count, kept: true, channel: 1, padding }
}

#[test]
fn qu1_frames_of_every_length_pass_byte_by_byte() {
    let limits = OutboxLimits { queue_bytes_max: 1 << 20, ring_bytes_max: 1 << 20, ..LIMITS };
    for padding in [0, 90, 91, 92, 93, 94, 95, 65_490, 65_500, 65_510, 65_600] {
        let mut model = Model { outbox: Outbox::new(limits), ..Model::new() };
        let sink = Arc::<Trickle>::default();
        model.socket = Some((Arc::clone(&sink), model.outbox.attach(Arc::clone(&sink) as _)));
        let events = model.numbered(3, true, 1, padding);
        model.outbox.push(&events, || true);
        while frames(&sink.0.lock().1).0.len() < 3 {
            let (from, step) = (sink.0.lock().1.len(), if padding > 1_000 { 997 } else { 1 });
            model.take(step);
            assert!(sink.0.lock().1.len() > from, "it takes what there is room for");
        }
        model.read();
    }
}

#[test]
fn ob3_what_is_queued_is_not_overtaken_by_what_could_be_written() {
    check(&[push(2, 10), Act::Take(30), push(1, 10), Act::PushRaw, Act::Take(1), push(1, 10)]);
}

#[test]
fn ob2_whoever_reads_nothing_is_let_go_at_the_bound_and_can_resume() {
    let mut script: Vec<Act> = (0..9).map(|_| push(1, 10)).collect();
    script.push(Act::Resume { missed: 0 });
    check(&script);
}

#[test]
fn ob4_what_is_hidden_takes_no_number() {
    check(&[push(1, 1), Act::PushHidden, push(1, 1), Act::Resume { missed: 9 }]);
}

#[test]
fn rg1_a_lost_channel_is_not_replayed_and_a_found_one_is() {
    check(&[Act::Break, push(3, 1), Act::Lose(1), push(2, 1), Act::Resume { missed: 0 }]);
}

#[test]
fn rg2_a_replay_that_would_have_a_hole_is_refused() {
    let outbox = Outbox::new(LIMITS);
    let events: Vec<Outgoing> = (0..17).map(|n| dispatch(n, 0, 1, true)).collect();
    outbox.push(&events, || true);
    let resume = |s| outbox.resume(Arc::<Trickle>::default(), s, &events[0]).is_ok();
    assert!(!resume(0), "the first one was pushed out");
    assert!(!resume(99), "this was never sent");
    assert!(resume(1));
    outbox.close(CloseReason::LoginEnded, true);
    assert!(!resume(17), "a session that ended stays so");
}

#[test]
fn the_first_reason_to_close_is_the_one_that_is_told() {
    let outbox = Outbox::new(LIMITS);
    let port = outbox.attach(Arc::<Trickle>::default());
    outbox.close(CloseReason::LoginEnded, true);
    outbox.close(CloseReason::SessionEnded, true);
    assert_eq!(outbox.drain(&port), Drain::Close(CloseReason::LoginEnded));
}

#[test]
fn a_former_socket_is_told_that_it_was_replaced_and_ends_nothing() {
    let outbox = Outbox::new(LIMITS);
    let former = outbox.attach(Arc::<Trickle>::default());
    let _present = outbox.attach(Arc::<Trickle>::default());
    assert_eq!(outbox.drain(&former), Drain::Close(CloseReason::Replaced));
    assert!(!outbox.detach(&former));
    assert!(outbox.is_attached());
}

#[tokio::test]
async fn ob2_a_catch_up_waits_for_room_and_not_for_a_socket_that_went() {
    let outbox = Outbox::new(LIMITS);
    let port = outbox.attach(Arc::<Trickle>::default());
    outbox.push(&[dispatch(1, 0, 1, true), dispatch(2, 0, 1, true)], || true);
    outbox.room().await;
    let many: Vec<Outgoing> = (0..4).map(|n| dispatch(n, 0, 1, true)).collect();
    outbox.push(&many, || true);
    let mut room = std::pin::pin!(outbox.room());
    assert!(futures_util::poll!(room.as_mut()).is_pending());
    outbox.detach(&port);
    room.await;
}
