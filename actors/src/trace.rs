//! The trace of one post, from its request to the last socket that takes it, as spans of `tracing`.
//!
//! - TR1  A post that is not traced costs a look whether it is, and its deliveries nothing.
//! - TR2  A trace ends when the sender has the answer, and no socket that fell behind has the event still to take.
//! - TR3  No span holds what was said, nor who said it.

use std::sync::{Arc, Weak};

use protocol::{ChannelId, MessageId};
use tracing::{Span, field, info_span};

/// The target of all spans of traces, for filters of subscribers.
pub const TRACE_TARGET: &str = "confab::trace";

/// Of one post; without a span, if nobody traces it. The last clone that goes ends it (TR2).
#[derive(Clone, Debug, Default)]
pub struct Trace(Option<Arc<Post>>);

#[derive(Debug)]
struct Post {
    span: Span,
    /// What all its steps are known by in a log.
    number: u64,
}

impl Trace {
    /// Begins, if some subscriber wants to hear of it. `number` tells it from others.
    pub fn begin(channel: ChannelId, number: u64) -> Self {
        let span = info_span!(
            target: TRACE_TARGET, parent: None, "post", trace = number, %channel, message = field::Empty
        );
        Self((!span.is_disabled()).then(|| Arc::new(Post { span, number })))
    }

    /// From the request to the channel's turn.
    pub(crate) fn waits_for_turn(&self) -> Step {
        self.step(|Post { span, number }| {
            info_span!(target: TRACE_TARGET, parent: span, "mailbox", trace = number)
        })
    }

    /// From the decision to what the disk has for sure.
    pub(crate) fn commits(&self, message: MessageId) -> Step {
        if let Some(post) = &self.0 {
            post.span.record("message", field::display(message));
        }
        self.step(|Post { span, number }| {
            info_span!(target: TRACE_TARGET, parent: span, "commit", trace = number)
        })
    }

    /// Through all that listen.
    pub(crate) fn fans_out(&self, listeners: usize) -> Step {
        self.step(|Post { span, number }| {
            info_span!(target: TRACE_TARGET, parent: span, "fan-out", trace = number, listeners)
        })
    }

    pub(crate) fn downgrade(&self) -> WeakTrace {
        WeakTrace(self.0.as_ref().map_or_else(Weak::new, Arc::downgrade))
    }

    fn step(&self, begin: impl FnOnce(&Post) -> Span) -> Step {
        Step { _until: self.0.as_deref().map(|post| Box::new(begin(post))) }
    }
}

/// What an event keeps of the trace of its post: a ring may hold the event for long after.
#[derive(Clone, Debug, Default)]
pub(crate) struct WeakTrace(Weak<Post>);

impl WeakTrace {
    /// Until a socket that fell behind has taken the event, or never will.
    pub(crate) fn waits_for_socket(&self) -> Step {
        Trace(self.0.upgrade()).step(|Post { span, number }| {
            info_span!(target: TRACE_TARGET, parent: span, "socket", trace = number)
        })
    }
}

/// A part of a trace; it ends when this goes. A pointer, since each waiting frame has one.
#[derive(Debug, Default)]
pub(crate) struct Step {
    _until: Option<Box<Span>>,
}
