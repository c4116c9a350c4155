//! Which channels are in memory, and who goes when there are too many.
//!
//! - RS1  Every newcomer makes room: beyond the bound there are only channels that somebody listens
//!   to, holds, or waits for.
//!
//! The hand of a clock: it looks at a few for each newcomer, oldest first. Who was used since the
//! last look, or is in use, stays for another round; an actor is unloaded in one round, and what is
//! left of it is let go in a later one.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use crate::channel::ChannelNode;

/// Channels looked at for one newcomer. It takes three looks to let go of one that was used, so
/// fewer than four would not keep up.
const LOOKS: usize = 4;

/// See the module.
pub(crate) struct Residents {
    max: usize,
    round: Mutex<VecDeque<Weak<ChannelNode>>>,
}

impl Residents {
    pub(crate) fn new(max: usize) -> Self {
        Self { max, round: Mutex::default() }
    }

    /// Notes a newcomer; returns those to look at, which are not noted any more.
    pub(crate) fn admit(&self, newcomer: &Arc<ChannelNode>) -> Vec<Arc<ChannelNode>> {
        let mut round = self.round.lock();
        round.push_back(Arc::downgrade(newcomer));
        let over = round.len().saturating_sub(self.max).min(LOOKS);
        round.drain(..over).filter_map(|node| node.upgrade()).collect()
    }

    /// One that was looked at stays.
    pub(crate) fn keep(&self, node: &Arc<ChannelNode>) {
        self.round.lock().push_back(Arc::downgrade(node));
    }
}
