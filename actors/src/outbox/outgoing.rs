//! One event on its way to many sessions: encoded once, and shared by all of them.

use std::sync::Arc;

use bytes::Bytes;
use protocol::ChannelId;
use protocol::event::Event;

/// The shared part of a dispatch. A clone is one pointer, so that a ring of it stays small: each
/// delivery writes to a ring that no cache holds.
#[derive(Clone, Debug)]
pub struct Outgoing(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tail: Bytes,
    kept: bool,
    channel: Option<ChannelId>,
}

impl Outgoing {
    /// An event that no channel's loss takes back. Typing and presence are not kept for RESUME.
    pub(crate) fn of(event: &Event) -> Self {
        Self::new(event, None)
    }

    /// An event of a channel.
    pub(crate) fn in_channel(event: &Event, channel: ChannelId) -> Self {
        Self::new(event, Some(channel))
    }

    fn new(event: &Event, channel: Option<ChannelId>) -> Self {
        let (tail, kept) = (event.encode_tail(), !event.is_fleeting());
        Self(Arc::new(Shared { tail, kept, channel }))
    }

    /// A dispatch, given as `"t":…,"d":…}`, that a RESUME does not repeat.
    pub fn fleeting(tail: Bytes) -> Self {
        Self(Arc::new(Shared { tail, kept: false, channel: None }))
    }

    /// A dispatch, given as `"t":…,"d":…}`, that a RESUME repeats.
    #[cfg(test)]
    pub(super) fn kept(tail: Bytes, channel: ChannelId) -> Self {
        Self(Arc::new(Shared { tail, kept: true, channel: Some(channel) }))
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

    /// The channel whose loss takes the event out of the ring.
    pub(super) fn channel(&self) -> Option<ChannelId> {
        self.0.channel
    }
}
