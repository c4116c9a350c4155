//! One event on its way to many sessions: encoded once, and shared by all of them.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use parking_lot::Mutex;
use protocol::event::Event;
use protocol::{ChannelId, MessageId};

use super::standin;
use crate::trace::{Step, Trace, WeakTrace};

/// The shared part of a dispatch. A clone is one pointer, so that a ring of it stays small: each
/// delivery writes to a ring that no cache holds.
#[derive(Clone, Debug)]
pub struct Outgoing(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tail: Bytes,
    kept: bool,
    channel: Option<ChannelId>,
    message: Option<MessageId>,
    trace: WeakTrace,
    now: Mutex<Now>,
}

/// What a later sending sends.
#[derive(Debug, Default)]
enum Now {
    /// The event as it was.
    #[default]
    Itself,
    /// The event without the content of a message that was deleted.
    Other(Bytes),
    /// Nothing: the event was about a message that was deleted.
    Nothing,
}

/// Bytes that wait to be sent, and as many that are sent in their place.
#[derive(Debug)]
pub(crate) struct Stood {
    pub(super) old: Bytes,
    pub(super) new: Bytes,
}

/// Does not keep the event.
#[derive(Clone, Debug)]
pub(crate) struct WeakOutgoing(Weak<Shared>);

impl WeakOutgoing {
    pub(crate) fn upgrade(&self) -> Option<Outgoing> {
        self.0.upgrade().map(Outgoing)
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.0.strong_count() == 0
    }
}

impl Outgoing {
    /// An event that no channel's loss takes back. Typing and presence are not kept for RESUME.
    pub(crate) fn of(event: &Event) -> Self {
        Self::new(event, None)
    }

    /// The same, of a kind that is otherwise not kept for RESUME.
    pub(crate) fn lasting(event: &Event) -> Self {
        Self::shared(event.encode_tail(), true, None)
    }

    /// An event of a channel.
    pub fn in_channel(event: &Event, channel: ChannelId) -> Self {
        Self::new(event, Some(channel))
    }

    /// The same of one that a traced post caused. Before it is shared with anybody.
    pub(crate) fn traced(mut self, trace: &Trace) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.trace = trace.downgrade();
        }
        self
    }

    /// What a socket that fell behind has of the trace of the post.
    pub(super) fn waits_for_socket(&self) -> Step {
        self.0.trace.waits_for_socket()
    }

    fn new(event: &Event, channel: Option<ChannelId>) -> Self {
        let message = match event {
            Event::MessageCreate(created) => Some(created.message.id),
            Event::Mention(mention) => Some(mention.message.id),
            _ => None,
        };
        let (tail, kept) = (event.encode_tail(), !event.is_fleeting());
        Self::whole(tail, kept, channel, message)
    }

    fn shared(tail: Bytes, kept: bool, channel: Option<ChannelId>) -> Self {
        Self::whole(tail, kept, channel, None)
    }

    fn whole(
        tail: Bytes,
        kept: bool,
        channel: Option<ChannelId>,
        message: Option<MessageId>,
    ) -> Self {
        let (trace, now) = (WeakTrace::default(), Mutex::default());
        Self(Arc::new(Shared { tail, kept, channel, message, trace, now }))
    }

    pub(crate) fn downgrade(&self) -> WeakOutgoing {
        WeakOutgoing(Arc::downgrade(&self.0))
    }

    /// Takes the content of a message out of all later sendings; gives what stands in its place
    /// where the event waits already.
    pub(crate) fn withdraw(&self, message: MessageId) -> Option<Stood> {
        let mut now = self.0.now.lock();
        let present = match &*now {
            Now::Itself => &self.0.tail,
            Now::Other(other) => other,
            Now::Nothing => return None,
        };
        // What waits anywhere is what a former withdrawal left.
        let old = present.clone();
        let (new, whole) = standin::without(present, message)?;
        *now = if whole { Now::Nothing } else { Now::Other(new.clone()) };
        Some(Stood { old, new })
    }

    /// Whether nothing was taken out of it.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(*self.0.now.lock(), Now::Itself)
    }

    /// `"t":…,"d":…}` as a RESUME sends it, if it still does.
    pub(super) fn resumed(&self) -> Option<Bytes> {
        match &*self.0.now.lock() {
            Now::Itself => Some(self.0.tail.clone()),
            Now::Other(other) => Some(other.clone()),
            Now::Nothing => None,
        }
    }

    /// A dispatch, given as `"t":…,"d":…}`, that a RESUME does not repeat.
    pub fn fleeting(tail: Bytes) -> Self {
        Self::shared(tail, false, None)
    }

    /// A dispatch, given as `"t":…,"d":…}`, that a RESUME repeats.
    #[cfg(test)]
    pub(super) fn kept(tail: Bytes, channel: ChannelId) -> Self {
        Self::shared(tail, true, Some(channel))
    }

    /// `"t":…,"d":…}`.
    pub fn tail(&self) -> &Bytes {
        &self.0.tail
    }

    /// Whether the two are one event, not only alike.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether a RESUME repeats it.
    pub(super) fn is_kept(&self) -> bool {
        self.0.kept
    }

    /// The message that it brings, and where.
    pub(super) fn brings(&self) -> Option<(ChannelId, MessageId)> {
        self.0.channel.zip(self.0.message)
    }

    /// The channel whose loss takes the event out of the ring.
    pub(super) fn channel(&self) -> Option<ChannelId> {
        self.0.channel
    }
}
