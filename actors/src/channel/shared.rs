//! What outlives a channel's actor: how far its log is published, and who listens.
//!
//! - CS1  A session is live from exactly the position at which its catch-up ended: joining and
//!   publishing exclude each other by the registry's lock.
//! - CS2  `published` only rises.
//! - CS3  Who joins has sight by a view no older than the one by which the others were verified.
//! - CS4  Who left gets nothing more, not even of a batch that is on its way.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use parking_lot::Mutex;
use protocol::ChannelId;
use tokio::sync::Semaphore;

use super::told::Told;
use crate::guild::GuildShared;
use crate::receipts::Receipts;
use crate::session::{SessionId, SessionShared};

/// Sessions that hear an event, as of one moment.
pub(crate) struct Listeners {
    /// The access version at which all of them were seen to have sight.
    pub(crate) verified: u64,
    pub(crate) list: Arc<[Arc<Listener>]>,
}

/// One subscription of a session, from its joining to its leaving.
pub(crate) struct Listener {
    pub(crate) session: Arc<SessionShared>,
    left: AtomicBool,
    /// The how many-th of its channel.
    number: u64,
}

impl Listener {
    /// CS4. To be asked under the lock of the session's outbox: whatever the session is sent after
    /// it left, a replay above all, takes that lock later.
    pub(crate) fn has_left(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }
}

/// See the module.
pub(crate) struct ChannelShared {
    /// Which channel.
    pub id: ChannelId,
    /// Where it is.
    pub guild: Arc<GuildShared>,
    registry: Mutex<Registry>,
    /// Held by whoever publishes: the fan-out task, or an actor that begins.
    pub(crate) publishing: Arc<tokio::sync::Mutex<()>>,
    /// One permit a post, from arrival to acknowledgement.
    pub(crate) permits: Arc<Semaphore>,
    /// Which events carry what.
    pub(crate) told: Told,
    pub(crate) receipts: Receipts,
    used_at_ms: AtomicI64,
    /// Since it was looked at last.
    used: AtomicBool,
    /// The fan-out task is to panic at its next batch.
    #[cfg(feature = "faults")]
    pub(crate) panics: AtomicBool,
}

#[derive(Default)]
struct Registry {
    published: Option<u64>,
    subscribers: HashMap<SessionId, Arc<Listener>>,
    joined: u64,
    /// `subscribers` as a list, until they change. It is in the order of joining: what came after one
    /// another lies side by side in memory, here and in the kernel, and is read that much faster.
    listeners: Option<Arc<[Arc<Listener>]>>,
    /// The access version at which all subscribers were seen to have sight.
    verified: u64,
}

/// What came of an attempt to go live.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// The session is live from behind this position.
    Live(u64),
    /// The log is published up to here, and the session is not there.
    Elsewhere(u64),
    /// The session lost sight of the channel, even if it has it again.
    Hidden,
}

impl ChannelShared {
    pub(crate) fn new(id: ChannelId, guild: Arc<GuildShared>, pending_max: usize) -> Self {
        Self {
            id,
            guild,
            registry: Mutex::default(),
            publishing: Arc::default(),
            permits: Arc::new(Semaphore::new(pending_max)),
            told: Told::default(),
            receipts: Receipts::default(),
            used_at_ms: AtomicI64::new(0),
            used: AtomicBool::new(false),
            #[cfg(feature = "faults")]
            panics: AtomicBool::new(false),
        }
    }

    /// How far the log is published; nothing before the first use.
    pub(crate) fn published(&self) -> Option<u64> {
        self.registry.lock().published
    }

    /// Sets the position of a channel that was not in use before.
    pub(crate) fn begin_at(&self, head: u64) -> u64 {
        *self.registry.lock().published.get_or_insert(head)
    }

    /// Notes that everything up to `head` goes out now, to the sessions returned.
    pub(crate) fn publish_to(&self, head: u64) -> Listeners {
        let version = self.guild.access_version();
        let mut registry = self.registry.lock();
        debug_assert!(registry.published.is_none_or(|before| before <= head), "CS2");
        registry.published = Some(head);
        registry.verify(version, self);
        registry.listeners()
    }

    /// Who hears what is not in the log.
    pub(crate) fn listeners(&self) -> Listeners {
        let version = self.guild.access_version();
        let mut registry = self.registry.lock();
        registry.verify(version, self);
        registry.listeners()
    }

    /// Makes a session that noted its subscription live if its cursor is where publishing is (or it
    /// has none), and calls `at_join` before anything live can reach it. A non-blocking write may
    /// happen in there.
    pub(crate) fn join(
        &self,
        session: &Arc<SessionShared>,
        cursor: Option<u64>,
        at_join: impl FnOnce(u64),
    ) -> Join {
        let mut registry = self.registry.lock();
        if !session.is_subscribed(self.id) || !self.guild.view().can_view(session.user, self.id) {
            return Join::Hidden;
        }
        let published = registry.published.unwrap_or(0);
        if cursor.is_some_and(|cursor| cursor != published) {
            return Join::Elsewhere(published);
        }
        registry.joined += 1;
        let (left, number) = (AtomicBool::new(false), registry.joined);
        let listener = Listener { session: Arc::clone(session), left, number };
        registry.subscribers.insert(session.id, Arc::new(listener));
        registry.listeners = None;
        at_join(published);
        Join::Live(published)
    }

    /// Takes a session out.
    pub(crate) fn leave(&self, session: SessionId) {
        let mut registry = self.registry.lock();
        if let Some(listener) = registry.subscribers.remove(&session) {
            listener.left.store(true, Ordering::Release);
            registry.listeners = None;
        }
    }

    pub(crate) fn has_subscribers(&self) -> bool {
        !self.registry.lock().subscribers.is_empty()
    }

    pub(crate) fn touch(&self, now_ms: i64) {
        self.used_at_ms.store(now_ms, Ordering::Relaxed);
        self.used.store(true, Ordering::Relaxed);
    }

    /// Whether it was used since this was asked last.
    pub(crate) fn take_used(&self) -> bool {
        self.used.swap(false, Ordering::Relaxed)
    }

    pub(crate) fn used_at_ms(&self) -> i64 {
        self.used_at_ms.load(Ordering::Relaxed)
    }
}

impl Registry {
    /// Takes out everybody who lost sight since the last look.
    fn verify(&mut self, version: u64, channel: &ChannelShared) {
        if self.verified == version {
            return;
        }
        let view = channel.guild.view();
        let before = self.subscribers.len();
        self.subscribers.retain(|_, listener| {
            let sees = view.can_view(listener.session.user, channel.id);
            listener.left.fetch_or(!sees, Ordering::Release);
            sees
        });
        if self.subscribers.len() != before {
            self.listeners = None;
        }
        self.verified = version;
    }

    fn listeners(&mut self) -> Listeners {
        let Self { listeners, subscribers, verified, .. } = self;
        let list = listeners.get_or_insert_with(|| {
            let mut list: Vec<_> = subscribers.values().cloned().collect();
            list.sort_unstable_by_key(|listener| listener.number);
            list.into()
        });
        Listeners { verified: *verified, list: Arc::clone(list) }
    }
}
