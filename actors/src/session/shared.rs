//! What others hold of a gateway session: who it is, and its way out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;
use protocol::gateway::PresenceChange;
use protocol::intents::Intents;
use protocol::wire::extension::VIEWPORTS_MAX;
use protocol::{ChannelId, GuildId, LoginId, MessageId, UserId};

use crate::channel::ChannelShared;
use crate::config::OutboxLimits;
use crate::outbox::Outbox;
use crate::room::OfferQueue;

/// Names a gateway session: 128 random bits, in hexadecimal on the wire. Others see it in voice, and can do
/// nothing with it: a RESUME takes a token of the same login.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId([u8; 16]);

impl SessionId {
    /// A new one.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Reads the 32 hexadecimal digits of the wire.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|bits| Self(bits.to_be_bytes()))
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// Which events a session hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A browser: guild events always, channel events by subscription.
    User,
    /// A bot: everything that its intents name and that it may see.
    Bot(Intents),
}

/// A gateway session, outliving its sockets.
pub(crate) struct SessionShared {
    /// Its name.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// The login that it ends with; bots have none.
    pub login: Option<LoginId>,
    /// What it hears.
    pub audience: Audience,
    /// Members that a GUILD_CREATE lists at most in full; above it only the session's own.
    pub large_threshold: u32,
    /// Its way out.
    pub outbox: Outbox,
    presence: Mutex<PresenceChange>,
    /// Its READY has the mentions before this message.
    counted_to: AtomicU64,
    subscriptions: Mutex<BTreeMap<ChannelId, Arc<ChannelShared>>>,
    guilds: Mutex<BTreeSet<GuildId>>,
    /// Guilds whose member list it looks at, the newest last.
    viewports: Mutex<Vec<GuildId>>,
    /// Offers to the media server that are not answered yet.
    pub(crate) offers: Mutex<OfferQueue>,
}

/// What opening a session needs to know.
#[derive(Debug, Clone)]
pub struct SessionSpec {
    /// Whose it is.
    pub user: UserId,
    /// The login that it ends with.
    pub login: Option<LoginId>,
    /// What it hears.
    pub audience: Audience,
    /// 50..=250.
    pub large_threshold: u32,
    /// Presence to start with.
    pub presence: PresenceChange,
    /// `resume_gateway_url` of READY.
    pub resume_gateway_url: String,
    /// `shard` of READY, echoed.
    pub shard: Option<[u32; 2]>,
}

impl SessionShared {
    pub(crate) fn new(id: SessionId, spec: &SessionSpec, limits: OutboxLimits) -> Self {
        Self {
            id,
            user: spec.user,
            login: spec.login,
            audience: spec.audience,
            large_threshold: spec.large_threshold.clamp(50, 250),
            outbox: Outbox::new(limits),
            presence: Mutex::new(spec.presence.clone()),
            counted_to: AtomicU64::new(0),
            subscriptions: Mutex::default(),
            guilds: Mutex::default(),
            viewports: Mutex::default(),
            offers: Mutex::default(),
        }
    }

    /// What its client said of itself.
    pub(crate) fn presence(&self) -> PresenceChange {
        self.presence.lock().clone()
    }

    pub(crate) fn set_presence(&self, presence: PresenceChange) {
        *self.presence.lock() = presence;
    }

    /// Its READY has the mentions before this message.
    pub(crate) fn count_from(&self, first: MessageId) {
        self.counted_to.store(first.get(), Ordering::Relaxed);
    }

    /// Whether its READY could not have counted a message yet.
    pub(crate) fn is_uncounted(&self, message: MessageId) -> bool {
        message.get() >= self.counted_to.load(Ordering::Relaxed)
    }

    /// Whether it is subscribed to a channel, or about to be.
    pub(crate) fn is_subscribed(&self, channel: ChannelId) -> bool {
        self.subscriptions.lock().contains_key(&channel)
    }

    /// A channel that it is subscribed to, or about to be.
    pub(crate) fn subscribed(&self, channel: ChannelId) -> Option<Arc<ChannelShared>> {
        self.subscriptions.lock().get(&channel).cloned()
    }

    /// Notes a subscription before it joins; false when `max` are held already.
    pub(crate) fn note_subscribed(&self, channel: &Arc<ChannelShared>, max: usize) -> bool {
        let mut held = self.subscriptions.lock();
        if !held.contains_key(&channel.id) && held.len() >= max {
            return false;
        }
        held.insert(channel.id, Arc::clone(channel));
        true
    }

    /// Hears a channel no more.
    pub(crate) fn unsubscribe(&self, channel: ChannelId) {
        let held = self.subscriptions.lock().remove(&channel);
        if let Some(channel) = held {
            channel.leave(self.id);
        }
    }

    /// Hears no channel any more.
    pub(crate) fn unsubscribe_all(&self) {
        let held = std::mem::take(&mut *self.subscriptions.lock());
        for channel in held.into_values() {
            channel.leave(self.id);
        }
    }

    /// The guilds that it hears.
    pub(crate) fn guilds(&self) -> BTreeSet<GuildId> {
        self.guilds.lock().clone()
    }

    pub(crate) fn note_guild(&self, guild: GuildId) {
        self.guilds.lock().insert(guild);
    }

    pub(crate) fn forget_guild(&self, guild: GuildId) {
        self.guilds.lock().remove(&guild);
        self.forget_viewport(guild);
    }

    /// The guilds whose member list it looks at.
    pub(crate) fn viewports(&self) -> Vec<GuildId> {
        self.viewports.lock().clone()
    }

    /// Notes that it looks at a guild's member list. Beyond [`VIEWPORTS_MAX`] it no longer looks at
    /// the one that is returned.
    pub(crate) fn note_viewport(&self, guild: GuildId) -> Option<GuildId> {
        let mut viewports = self.viewports.lock();
        viewports.retain(|known| *known != guild);
        viewports.push(guild);
        (viewports.len() > VIEWPORTS_MAX).then(|| viewports.remove(0))
    }

    pub(crate) fn forget_viewport(&self, guild: GuildId) {
        self.viewports.lock().retain(|known| *known != guild);
    }
}
